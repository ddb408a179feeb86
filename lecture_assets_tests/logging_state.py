"""Leaves Python's logging as a test found it."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Undo what a test does to the log of its process."""
    ours = logging.getLogger("lecture_assets")
    factory, kind = logging.getLogRecordFactory(), logging.getLoggerClass()
    handlers, level, propagate = list(ours.handlers), ours.level, ours.propagate
    root = list(logging.getLogger().handlers)
    yield
    logging.setLogRecordFactory(factory)
    logging.setLoggerClass(kind)
    ours.handlers[:], ours.propagate = handlers, propagate
    logging.getLogger().handlers[:] = root
    ours.setLevel(level)
