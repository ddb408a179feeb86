"""Imported once by the process that forks a run's steps.

Dagster imports these lazily, in every step anew; here they cost their second once. The heavy
modules of the stages stay out, since most steps need but one of them.
"""

# ruff: noqa: F401

import os
from importlib.util import find_spec

import alembic.command
import alembic.config
import alembic.script
import dagster._core.execution.api
import dagster._core.storage.local_compute_log_manager
import dagster._core.storage.sqlite_storage
import rich.traceback
import structlog

import lecture_assets.definitions
from lecture_assets.media.process import die_with_parent

if find_spec("dagster_postgres"):
    import dagster_postgres
if find_spec("dagster_aws"):
    import dagster_aws.s3.compute_log_manager

os.register_at_fork(after_in_child=die_with_parent)
"""A step whose run was killed would go on beside the run that takes its place."""
