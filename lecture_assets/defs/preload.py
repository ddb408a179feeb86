"""Imported once by the process that forks a run's steps.

Dagster imports these lazily, in every step anew; here they cost their second once. The heavy
modules of the stages stay out, since most steps need but one of them.
"""

# ruff: noqa: F401

import alembic.command
import alembic.config
import alembic.script
import dagster._core.execution.api
import dagster._core.storage.local_compute_log_manager
import dagster._core.storage.sqlite_storage
import rich.traceback
import structlog

import lecture_assets.definitions
