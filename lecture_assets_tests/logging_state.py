"""Leaves Python's logging as a test found it."""

import logging
from collections.abc import Iterator

import pytest

_TAIL_WAIT = "DAGSTER_COMPUTE_LOG_TAIL_WAIT_AFTER_FINISH"


@pytest.fixture
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what a test does to the log of its process."""
    # Setting it first has it undone, also where it was not set.
    monkeypatch.setenv(_TAIL_WAIT, "0")
    monkeypatch.delenv(_TAIL_WAIT)
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
