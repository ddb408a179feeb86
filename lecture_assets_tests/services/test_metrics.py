"""Tests of the exporter as a process over Postgres, and of what Prometheus says to its metrics."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from lecture_assets_tests.servers.ports import free_port
from lecture_assets_tests.servers.postgres import Postgres, running_postgres
from lecture_assets_tests.servers.processes import start, stop
from lecture_assets_tests.servers.waiting import wait_for

pytestmark = pytest.mark.services
_DEPLOY = Path(__file__).parents[2] / "deploy"
_HOME = """
telemetry: {enabled: false}
storage:
  postgres:
    postgres_db:
      scheme: postgresql+psycopg2
      hostname: 127.0.0.1
      port: {env: POSTGRES_PORT_NUMBER}
      username: {env: POSTGRES_USER}
      password: {env: POSTGRES_PASSWORD}
      db_name: {env: POSTGRES_DB}
"""


def _promtool(*arguments: str, stdin: str | None = None) -> str:
    program = shutil.which("promtool")
    assert program, "promtool is missing: apt-get install prometheus"
    done = subprocess.run(
        [program, *arguments], input=stdin, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass
class Served:
    """An exporter that runs, and its database."""

    url: str
    postgres: Postgres
    password: str
    log: Path

    def scrape(self) -> str:
        with urlopen(self.url, timeout=30) as answer:
            return str(answer.read().decode())

    def says(self, line: str) -> bool:
        return line in self.scrape().splitlines()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("metrics")
    (folder / "store" / "uploads").mkdir(parents=True)
    (folder / "store" / "uploads" / "week1.mp4").write_bytes(b"x")
    with running_postgres() as server:
        database = server.new_database()
        port, home = free_port(), folder / "home"
        home.mkdir()
        (home / "dagster.yaml").write_text(
            _HOME.replace("{env: POSTGRES_PORT_NUMBER}", str(database.port))
        )
        environment = {
            **os.environ,
            "DAGSTER_HOME": str(home),
            "LECTURE_STORE": str(folder / "store"),
            "LECTURE_LOG__FORMAT": "json",
            "POSTGRES_USER": database.user,
            "POSTGRES_PASSWORD": database.password,
            "POSTGRES_DB": database.name,
        }
        command = [sys.executable, "-c", "from lecture_assets.cli import main; main()"]
        process = start([*command, "metrics", "--port", str(port)], folder / "log", environment)
        made = Served(f"http://127.0.0.1:{port}/metrics", server, database.password, folder / "log")
        try:
            wait_for(lambda: _answers(made), 60, "the exporter", every_s=0.5)
            yield made
        finally:
            assert stop(process, 15) == 0, (folder / "log").read_text()


def _answers(served: Served) -> bool:
    try:
        return served.says("lecture_up 1.0")
    except OSError:
        return False


def test_a_scrape_tells_of_lectures_and_runs_in_a_form_that_prometheus_takes(
    served: Served,
) -> None:
    wait_for(
        lambda: served.says('lecture_lectures{state="missing"} 1.0'),
        60,
        "the lectures",
        every_s=0.5,
    )
    text = served.scrape()
    assert "lecture_queue_length 0.0" in text.splitlines()
    assert "lecture_store_up 1.0" in text.splitlines()
    assert _promtool("check", "metrics", stdin=text) == ""


def test_postgres_that_is_down_is_a_metric_and_nothing_worse(served: Served) -> None:
    served.postgres.stop()
    try:
        assert served.says("lecture_up 0.0")
        assert not served.says("lecture_queue_length 0.0")
        assert served.says('lecture_failures_total{kind="crash",stage="none"} 0.0')
    finally:
        served.postgres.start()
    wait_for(lambda: served.says("lecture_up 1.0"), 30, "Postgres", every_s=0.5)
    assert served.says("lecture_queue_length 0.0")
    log = served.log.read_text()
    warnings = [json.loads(line) for line in log.splitlines()]
    assert any("Dagster's records cannot be read" in each["message"] for each in warnings)
    assert served.password not in log


def test_the_alerts_are_sound_and_fire_when_they_should() -> None:
    assert "SUCCESS" in _promtool("check", "rules", str(_DEPLOY / "prometheus/rules.yml"))
    tests = sorted(map(str, (_DEPLOY / "prometheus").glob("rules_*test.yml")))
    assert _promtool("test", "rules", *tests).count("SUCCESS") == len(tests) == 2


def test_the_dashboard_s_questions_are_promql(tmp_path: Path) -> None:
    panels = json.loads((_DEPLOY / "grafana/dashboard.json").read_text())["panels"]
    asked = [
        target["expr"]
        for panel in panels
        for target in panel.get("targets", [])
        if target["datasource"]["type"] == "prometheus"
    ]
    rules = [{"record": f"panel:{n}", "expr": expr} for n, expr in enumerate(asked)]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    assert f"SUCCESS: {len(asked)} rules found" in _promtool("check", "rules", str(file))
