"""The log on standard error: one JSON object a line where that is asked for, and no secret in it.

Whatever process it is (code server, run, step, Celery worker, command), a line is written once:
ours by the handler below, and Dagster's own by its console logger, whose lines take the same form.
Dagster relays our records to its console logger too; those it leaves alone.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from lecture_assets.masking import Mask, secrets_of
from lecture_assets.settings import Settings

_OURS = "lecture_assets"
_MARK = "lecture_assets_record"
# A step's output reaches standard error by a `tail` that Dagster ends with the step, before the
# last lines, which say what failed (its issue 23336). Seconds that it waits first, per stream.
_TAIL_WAIT = ("DAGSTER_COMPUTE_LOG_TAIL_WAIT_AFTER_FINISH", "0.3")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=_NOTHING)


@contextmanager
def about(
    *, video_id: str | None = None, run_id: str | None = None, stage: str | None = None
) -> Iterator[None]:
    """Name what the lines logged inside are about.

    Args:
        video_id: The lecture.
        run_id: Dagster's run.
        stage: The stage.
    """
    given = {"video_id": video_id, "run_id": run_id, "stage": stage}
    known = {name: value for name, value in given.items() if value}
    token = _about.set({**_about.get(), **known})
    try:
        yield
    finally:
        _about.reset(token)


def install_logging(settings: Settings) -> None:
    """Mask secrets in every line of this process, and write JSON where the settings ask for it.

    It may be called as often as one likes; the last call counts.

    Args:
        settings: Say the format, and name secrets.
    """
    mask = Mask(secrets_of(settings, os.environ))
    logging.setLogRecordFactory(_MaskingFactory(mask))
    logger = logging.getLogger(_OURS)
    _remove(logger)
    if settings.log.format == "json":
        lines = JsonLines(mask)
        logger.addHandler(lines)
        logger.propagate = False
        logger.setLevel(logging.INFO)
        _write_others(lines)
        _ConsoleLogger.lines = lines
        logging.setLoggerClass(_ConsoleLogger)
        os.environ.setdefault(*_TAIL_WAIT)


def _write_others(lines: "JsonLines") -> None:
    """Write what other packages warn of, but those that write it themselves."""
    root = logging.getLogger()
    if not root.handlers:
        others = JsonLines(lines.mask)
        others.addFilter(_nobody_else_writes)
        root.addHandler(others)


def _nobody_else_writes(record: logging.LogRecord) -> bool:
    top = logging.getLogger(record.name.partition(".")[0])
    if record.name == "root":
        return True
    return all(isinstance(each, logging.NullHandler) for each in top.handlers)


def _remove(logger: logging.Logger) -> None:
    for each in (logger, logging.getLogger()):
        for handler in [found for found in each.handlers if isinstance(found, JsonLines)]:
            each.removeHandler(handler)
            if each is logger:
                logger.propagate = True
                logger.setLevel(logging.NOTSET)
    if logging.getLoggerClass() is _ConsoleLogger:
        logging.setLoggerClass(logging.Logger)


class JsonLines(logging.Handler):
    """Writes records to standard error, as it is at the time, a JSON object a line.

    The fields are ``time`` (UTC), ``level``, ``logger`` and ``message``, and where they are known
    ``video_id``, ``run_id``, ``stage`` and ``exception``.
    """

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self.mask = mask

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line with one call, so that processes do not mix theirs."""
        try:
            sys.stderr.write(self.line(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)

    def line(self, record: logging.LogRecord) -> str:
        """Return a record as JSON."""
        meta: Mapping[str, Any] | None = getattr(record, "dagster_meta", None)
        said, failure = _message(record, meta)
        fields: dict[str, str] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.mask(said),
            **_about.get(),
            **(_about_run(meta) if meta else {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            failure = logging.Formatter().formatException(record.exc_info)
        if failure:
            fields["exception"] = self.mask(failure.strip())
        return json.dumps(fields, ensure_ascii=False)


def _message(record: logging.LogRecord, meta: Mapping[str, Any] | None) -> tuple[str, str]:
    """Return the message without what Dagster puts before it, and the error that it puts after."""
    said = record.getMessage()
    if meta is None:
        return said, ""
    original = str(meta["orig_message"])
    return original, said.partition(original)[2] if original else ""


def _about_run(meta: Mapping[str, Any]) -> dict[str, str]:
    known = {
        "video_id": (meta["job_tags"] or {}).get("dagster/partition"),
        "run_id": meta["run_id"],
        "stage": meta["step_key"],
    }
    return {name: value for name, value in known.items() if value}


class _MaskingFactory:
    """Makes the records of all loggers, Dagster's and Celery's too, and marks ours."""

    def __init__(self, mask: Mask) -> None:
        before = logging.getLogRecordFactory()
        self._make: Callable[..., logging.LogRecord] = (
            before._make if isinstance(before, _MaskingFactory) else before
        )
        self._mask = mask

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        if f"{record.name}.".startswith(f"{_OURS}."):
            setattr(record, _MARK, True)
        if record.exc_info and record.exc_info[0] is not None:
            # Formatters take this, where it is there, for what they would make themselves.
            record.exc_text = self._mask(logging.Formatter().formatException(record.exc_info))
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # The handler tells of arguments that do not fit their message.
            return record
        masked = self._mask(said)
        if masked != said:
            record.msg, record.args = masked, ()
        return record


class _ConsoleLogger(logging.Logger):
    """What Dagster's console logger is made of, and loggers that are like any other."""

    lines: JsonLines

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        if not hasattr(record, "dagster_meta"):
            super().callHandlers(record)
        elif not hasattr(record, _MARK):
            self.lines.handle(record)
