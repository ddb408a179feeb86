"""Tests of Dagster's settings for many machines and for one."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._core.instance.config import dagster_instance_config

ROOT = Path(__file__).parents[2]
DEPLOYED = ROOT / "deploy" / "dagster.yaml"
ONE_MACHINE = ROOT / "lecture_assets" / "defs" / "dagster.yaml"
BOTH = pytest.mark.parametrize("path", [DEPLOYED, ONE_MACHINE], ids=["many machines", "one"])


def read(path: Path) -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load(path.read_text())
    return settings


def wanted(node: object) -> set[str]:
    """Return the variables that a configuration takes from the environment."""
    if isinstance(node, dict):
        if set(node) == {"env"}:
            return {node["env"]}
        return set().union(*map(wanted, node.values()))
    return set().union(*map(wanted, node)) if isinstance(node, list) else set()


@BOTH
def test_dagster_takes_the_settings(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in wanted(read(path)):
        monkeypatch.setenv(name, "1")
    config, _ = dagster_instance_config(str(path.parent))
    assert config


@BOTH
def test_runs_of_one_lecture_wait_for_one_another_and_dead_ones_are_found(path: Path) -> None:
    settings = read(path)
    concurrency = (
        settings.get("concurrency", {}).get("runs") or settings["run_coordinator"]["config"]
    )
    assert concurrency["tag_concurrency_limits"] == [
        {"key": "dagster/partition", "value": {"applyLimitPerUniqueValue": True}, "limit": 1}
    ]
    assert settings["run_monitoring"]["enabled"]
    assert settings["run_monitoring"]["free_slots_after_run_end_seconds"] > 0
    assert settings["run_retries"] == {
        "enabled": True,
        "max_retries": 2,
        "retry_on_asset_or_op_failure": True,
    }
    assert settings["telemetry"] == {"enabled": False}


def test_no_secret_and_no_host_stands_in_the_deployed_settings() -> None:
    assert wanted(read(DEPLOYED)) == {
        "DAGSTER_LOGS_BUCKET",
        "LECTURE_WORKERS",
        "POSTGRES_DB",
        "POSTGRES_HOST",
        "POSTGRES_PASSWORD",
        "POSTGRES_PORT",
        "POSTGRES_USER",
        "REDIS_URL",
    }
    assert "://" not in DEPLOYED.read_text()
