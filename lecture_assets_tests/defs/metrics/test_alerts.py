"""Tests that alerts, dashboard, runbook and exporter speak of the same things."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest

from lecture_assets_tests.defs.metrics.conftest import Exporter

_ROOT = Path(__file__).parents[3]
_RULES = _ROOT / "deploy/prometheus/rules.yml"
_TESTS = sorted((_ROOT / "deploy/prometheus").glob("rules_*test.yml"))
_DASHBOARD = _ROOT / "deploy/grafana/dashboard.json"
_PROVISIONED = _ROOT / "deploy/grafana/provisioning/datasources/datasources.yml"
_METRIC = re.compile(r"\blecture_\w+")


def _rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(_RULES.read_text())["groups"]
    return list(group["rules"])


def _panels() -> list[dict[str, Any]]:
    return list(json.loads(_DASHBOARD.read_text())["panels"])


def _expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in _rules())
    for panel in _panels():
        yield from (target["expr"] for target in panel.get("targets", []))


def _headings() -> set[str]:
    lines = (_ROOT / "docs/runbook.md").read_text().splitlines()
    return {line[3:].lower().replace(" ", "-") for line in lines if line.startswith("## ")}


def test_every_metric_of_the_alerts_and_the_dashboard_is_one_of_the_exporter_s(
    exporter: Exporter,
) -> None:
    exporter.watch.look()
    text = generate_latest(exporter.registry).decode()
    families = set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
    histograms = set(re.findall(r"^# TYPE (\w+) histogram", text, re.MULTILINE))
    known = families | {
        f"{name}_{part}" for name in histograms for part in ("bucket", "count", "sum")
    }
    used = {name for expr in _expressions() for name in _METRIC.findall(expr)}
    assert len(used) > 15
    assert used - known == set()


def test_every_metric_is_documented_and_none_else(exporter: Exporter) -> None:
    text = generate_latest(exporter.registry).decode()
    families = set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
    table = (_ROOT / "docs/metrics.md").read_text()
    documented = {
        name
        for row in re.findall(r"^\| (`lecture_.+?) \|", table, re.MULTILINE)
        for name in _METRIC.findall(row)
    }
    assert documented == {name for name in families if not name.endswith("_created")}


def test_every_alert_has_a_paragraph_of_the_runbook_and_every_paragraph_an_alert() -> None:
    urls = [rule["annotations"]["runbook_url"] for rule in _rules()]
    assert {url.partition("#")[0] for url in urls} == {"docs/runbook.md"}
    assert {url.partition("#")[2] for url in urls} == _headings()


def test_every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    tests = [each for file in _TESTS for each in yaml.safe_load(file.read_text())["tests"]]
    asked = [each for test in tests for each in test["alert_rule_test"]]
    names = {rule["alert"] for rule in _rules()}
    assert {each["alertname"] for each in asked if each.get("exp_alerts")} == names
    assert {each["alertname"] for each in asked if not each.get("exp_alerts")} == names


@pytest.mark.parametrize("name", ["QueueStuck", "SensorSilent", "NoWorker", "StoreUnreachable"])
def test_what_holds_all_lectures_up_is_critical(name: str) -> None:
    (rule,) = [each for each in _rules() if each["alert"] == name]
    assert rule["labels"] == {"severity": "critical"}


def test_the_dashboard_s_panels_are_told_apart_and_do_not_overlap() -> None:
    panels = _panels()
    assert len({panel["id"] for panel in panels}) == len(panels) > 20
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells


def test_the_dashboard_asks_data_sources_that_are_provisioned() -> None:
    provisioned = yaml.safe_load(_PROVISIONED.read_text())["datasources"]
    known = {(each["type"], each["uid"]) for each in provisioned}
    for panel in _panels():
        if panel["type"] == "row":
            continue
        assert panel["targets"], panel["title"]
        asked = [panel["datasource"], *(each["datasource"] for each in panel["targets"])]
        assert {(each["type"], each["uid"]) for each in asked} <= known
