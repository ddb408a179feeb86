"""Tests of the log on standard error."""

import io
import json
import logging
import os

import pytest

from lecture_assets.logs import about, install_logging
from lecture_assets.operations import LogOptions
from lecture_assets.settings import Settings

_LOG = logging.getLogger("lecture_assets.media.probe")
_JSON = Settings(log=LogOptions(format="json"))


pytestmark = pytest.mark.usefixtures("logging_as_before")


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def _fail(sentence: str) -> None:
    raise ValueError(sentence)


def test_a_line_is_an_object_that_says_what_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    install_logging(_JSON)
    with about(video_id="week-1-abc", run_id="r1"), about(stage="layout"):
        _LOG.info("Looked at %d frames", 60)
    _LOG.warning("Later")
    first, second = _lines(capsys)
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "INFO",
        "logger": "lecture_assets.media.probe",
        "message": "Looked at 60 frames",
        "video_id": "week-1-abc",
        "run_id": "r1",
        "stage": "layout",
    }
    assert set(second) == {"time", "level", "logger", "message"}


def test_steps_have_time_to_write_their_last_lines_unless_one_says_how_long() -> None:
    install_logging(_JSON)
    assert float(os.environ["DAGSTER_COMPUTE_LOG_TAIL_WAIT_AFTER_FINISH"]) > 0
    os.environ["DAGSTER_COMPUTE_LOG_TAIL_WAIT_AFTER_FINISH"] = "2"
    install_logging(_JSON)
    assert os.environ["DAGSTER_COMPUTE_LOG_TAIL_WAIT_AFTER_FINISH"] == "2"


def test_an_exception_is_one_field_of_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    install_logging(_JSON)
    try:
        _fail("no\nlecture")
    except ValueError:
        _LOG.exception("It failed")
    (line,) = _lines(capsys)
    assert line["message"] == "It failed"
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: no\nlecture")


def test_a_line_is_written_once_however_often_the_log_is_set_up_and_whoever_listens(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.StreamHandler()
    logging.getLogger().addHandler(root)
    try:
        install_logging(_JSON)
        install_logging(_JSON)
        _LOG.info("Once")
    finally:
        logging.getLogger().removeHandler(root)
    assert [line["message"] for line in _lines(capsys)] == ["Once"]


def test_text_is_left_to_whoever_listens_after_json_was_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    install_logging(_JSON)
    install_logging(Settings())
    _LOG.info("Nobody listens")
    assert capsys.readouterr().err == ""
    assert logging.getLoggerClass() is logging.Logger
    assert logging.getLogger("lecture_assets").propagate


def test_secrets_are_hidden_in_messages_arguments_and_exceptions(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    install_logging(_JSON)
    try:
        _fail("bad key sk-very-secret")
    except ValueError:
        _LOG.exception("Asked with %s", "sk-very-secret")
    said = capsys.readouterr().err
    assert "sk-very-secret" not in said
    assert json.loads(said)["message"] == "Asked with ***"


@pytest.mark.parametrize("name", ["lecture_assets.s3", "dagster.daemon", "celery.worker"])
def test_secrets_are_hidden_from_every_handler_of_a_text_log_too(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")
    install_logging(Settings())
    logging.getLogger(name).warning("Signed %s with %s", "it", "wJalrXUtnFEMI")
    assert caplog.messages == ["Signed it with ***"]


def test_secrets_are_hidden_in_the_tracebacks_of_a_text_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")
    install_logging(Settings())
    try:
        _fail("refused wJalrXUtnFEMI")
    except ValueError:
        logging.getLogger("dagster").exception("It failed")
    assert "ValueError: refused ***" in caplog.text
    assert "wJalrXUtnFEMI" not in caplog.text


def test_arguments_that_do_not_fit_their_message_stop_no_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Those of pytest, wherever they are by now, raise what they cannot format.
    logger: logging.Logger | None = _LOG
    while logger is not None:
        monkeypatch.setattr(logger, "handlers", [])
        logger = logger.parent
    install_logging(_JSON)
    _LOG.info("%d frames", "many")
    assert "--- Logging error ---" in capsys.readouterr().err


def test_what_other_packages_warn_of_is_written_once_and_in_the_same_form(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    install_logging(_JSON)
    own = logging.getLogger("writes_itself")
    own.addHandler(logging.StreamHandler(io.StringIO()))
    logging.getLogger("writes_itself.below").warning("Theirs")
    logging.getLogger("botocore").warning("Slow")
    logging.warning("Retrying")
    own.handlers.clear()
    _LOG.info("Ours")
    assert [line["message"] for line in _lines(capsys)] == ["Slow", "Retrying", "Ours"]
