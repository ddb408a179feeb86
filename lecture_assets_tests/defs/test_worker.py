"""Tests of what a worker says that cannot work."""

import shutil
from pathlib import Path

import pytest

from lecture_assets.defs.worker import run_worker
from lecture_assets.errors import SettingsError
from lecture_assets_tests.servers.ports import free_port

ROOT = Path(__file__).parents[2]
SECRET = "not-to-be-said"
VARIABLES = {
    "POSTGRES_HOST": "127.0.0.1",
    "POSTGRES_USER": "dagster",
    "POSTGRES_PASSWORD": SECRET,
    "POSTGRES_DB": "dagster",
    "REDIS_URL": f"redis://:{SECRET}@127.0.0.1:1/0",
    "LECTURE_WORKERS": "1",
    "DAGSTER_LOGS_BUCKET": "lectures",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("POSTGRES_PORT", str(free_port()))
    return tmp_path


def test_without_a_home_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    with pytest.raises(SettingsError, match="DAGSTER_HOME is not set"):
        run_worker()


def test_the_settings_of_one_machine_have_no_work_for_it(home: Path) -> None:
    shutil.copy(ROOT / "lecture_assets" / "defs" / "dagster.yaml", home)
    with pytest.raises(SettingsError, match=r"hands its runs to no workers; take deploy/dagster"):
        run_worker()


def test_a_missing_variable_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home)
    monkeypatch.delenv("POSTGRES_USER")
    with pytest.raises(SettingsError, match="POSTGRES_USER is not set") as caught:
        run_worker()
    assert SECRET not in str(caught.value)


def test_postgres_that_does_not_answer_is_one_sentence_without_the_password(home: Path) -> None:
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home)
    with pytest.raises(SettingsError, match="that Postgres answers") as caught:
        run_worker()
    assert "refused" in str(caught.value)
    assert SECRET not in str(caught.value)
