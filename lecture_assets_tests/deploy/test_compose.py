"""Tests of ``docker-compose.yml``, through Docker Compose itself."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from lecture_assets_tests.deploy.compose import (
    PROFILES,
    ROOT,
    SECRETS,
    compose,
    filled,
    resolved,
)

# A container without a program that could ask how it is, or one that ends by itself.
_WITHOUT_HEALTHCHECK = {"loki", "oauth2-proxy", "make-bucket", "cli"}
_SETS = [some for size in range(len(PROFILES) + 1) for some in combinations(PROFILES, size)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="module")
def services(environment: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = resolved(environment)["services"]
    return found


@pytest.mark.parametrize("profiles", _SETS, ids="+".join)
def test_compose_takes_the_file_with_every_set_of_profiles(
    environment: Path, profiles: tuple[str, ...]
) -> None:
    said = compose(environment, "config", "-q", profiles=profiles)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_is_named(environment: Path, tmp_path: Path, name: str) -> None:
    without = tmp_path / ".env"
    without.write_text(re.sub(rf"^{name}=.*$", "", environment.read_text(), flags=re.MULTILINE))
    said = compose(without, "config", "-q", profiles=PROFILES)
    assert said.returncode != 0
    assert f"set {name} in .env, see deploy/env.example" in said.stderr


def test_the_documentation_makes_every_secret() -> None:
    guide = (ROOT / "docs/deploy.md").read_text()
    command = re.search(r"for name in (.*?);", guide, re.DOTALL)
    assert command
    assert re.findall(r"\w+", command[1]) == list(SECRETS)


def test_the_repository_holds_no_secret_for_it(tmp_path: Path) -> None:
    example = (ROOT / "deploy/env.example").read_text()
    assert not [name for name in SECRETS if re.search(rf"^{name}=", example, re.MULTILINE)]
    assert re.search(r"^OIDC_CLIENT_SECRET=$", example, re.MULTILINE)
    raw = compose(filled(tmp_path), "config", "--no-interpolate", profiles=PROFILES).stdout
    told = [
        (name, value)
        for name, value in re.findall(r"^ +(\w+): (.+)$", raw, re.MULTILINE)
        if re.search("SECRET|PASSWORD|ACCESS_KEY", name)
    ]
    assert len(told) > 20
    assert [pair for pair in told if not re.match(r'"?\$\{\w+(:\?set|:?-?\})', pair[1])] == []


def test_a_secret_reaches_its_services_alone(
    environment: Path, services: dict[str, dict[str, Any]]
) -> None:
    values = dict(line.split("=", 1) for line in environment.read_text().split() if "=" in line)
    holders = {
        name: {key for key, each in services.items() if values[name] in str(each)}
        for name in SECRETS
    }
    ours = {name for name, each in services.items() if each["image"].startswith("lecture-assets:")}
    assert holders["POSTGRES_PASSWORD"] == ours | {"postgres"}
    assert holders["REDIS_PASSWORD"] == ours | {"redis"}
    assert holders["S3_ACCESS_KEY"] == holders["S3_SECRET_KEY"] == ours | {"seaweedfs"}
    assert holders["GRAFANA_PASSWORD"] == {"grafana"}
    assert holders["COOKIE_SECRET"] == {"oauth2-proxy"}
    on_command_lines = [
        str(each.get("command")) + str(each["entrypoint"]) for each in services.values()
    ]
    assert not [
        value for value in values.values() if len(value) == 32 and value in str(on_command_lines)
    ]


def test_every_image_is_pinned_by_its_version(services: dict[str, dict[str, Any]]) -> None:
    images = {each["image"] for each in services.values()}
    assert len(images) > 8
    assert [each for each in images if not re.search(r":v?\d+\.\d+[\w.-]*$", each)] == []


def test_our_image_is_built_once_and_never_fetched(services: dict[str, dict[str, Any]]) -> None:
    ours = {k: v for k, v in services.items() if v["image"].startswith("lecture-assets:")}
    assert {name for name, each in ours.items() if "build" in each} == {"code"}
    assert {each["pull_policy"] for each in ours.values()} == {"build", "never"}


def test_every_service_tells_how_it_is(services: dict[str, dict[str, Any]]) -> None:
    silent = {
        name
        for name, each in services.items()
        if "test" not in each.get("healthcheck", {}) or each["healthcheck"].get("disable")
    }
    assert silent == _WITHOUT_HEALTHCHECK


def test_a_service_waits_until_what_it_needs_is_well(services: dict[str, dict[str, Any]]) -> None:
    waits = {
        (name, needed, how["condition"])
        for name, each in services.items()
        for needed, how in each.get("depends_on", {}).items()
    }
    assert ("worker", "postgres", "service_healthy") in waits
    assert ("daemon", "code", "service_healthy") in waits
    assert ("worker", "make-bucket", "service_completed_successfully") in waits
    loose = {needed for _, needed, condition in waits if condition == "service_started"}
    assert loose <= _WITHOUT_HEALTHCHECK


def test_every_port_is_on_loopback(services: dict[str, dict[str, Any]]) -> None:
    ports = [port for each in services.values() for port in each.get("ports", [])]
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}
    published = {name for name, each in services.items() if each.get("ports")}
    assert not published & {"postgres", "redis", "code", "metrics", "loki", "webserver-view"}


def test_what_holds_records_and_jobs_has_no_way_out(environment: Path) -> None:
    config = resolved(environment)
    assert config["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis", "loki", "alloy", "socket"):
        assert list(config["services"][name]["networks"]) == ["inside"], name


def test_no_container_runs_as_root_or_may_become_it(services: dict[str, dict[str, Any]]) -> None:
    for name, each in services.items():
        ours = each["image"].startswith("lecture-assets:")  # its Dockerfile names the user
        assert ours or re.match(r"[1-9]\d*:", each["user"]), name
        assert each["cap_drop"] == ["ALL"], name
        assert each["security_opt"] == ["no-new-privileges:true"], name
        assert each["read_only"] is True, name
        assert not each.get("privileged"), name


def test_every_service_is_bounded(services: dict[str, dict[str, Any]]) -> None:
    for name, each in services.items():
        assert {"cpus", "memory", "pids"} <= set(each["deploy"]["resources"]["limits"]), name
        assert set(each["logging"]["options"]) == {"max-size", "max-file"}, name


def test_only_the_socket_s_reader_sees_docker_s_socket(
    services: dict[str, dict[str, Any]],
) -> None:
    mounts = {
        (name, mount.get("read_only", False))
        for name, each in services.items()
        for mount in each.get("volumes", [])
        if "docker.sock" in str(mount.get("source"))
    }
    assert mounts == {("socket", True)}


def test_what_is_mounted_is_there_and_cannot_be_written(
    services: dict[str, dict[str, Any]],
) -> None:
    mounts = [
        mount
        for each in services.values()
        for mount in each.get("volumes", [])
        if mount["type"] == "bind" and mount["source"].startswith(str(ROOT))
    ]
    assert len(mounts) > 5
    for mount in mounts:
        assert Path(mount["source"]).exists(), mount["source"]
        assert mount["read_only"] is True


def test_a_worker_may_finish_its_lecture(services: dict[str, dict[str, Any]]) -> None:
    assert services["worker"]["stop_grace_period"] == "1h0m0s"
    assert services["worker"]["command"] == ["lecture-assets", "worker"]
    assert services["worker"]["deploy"]["replicas"] == 2
    assert services["daemon"]["environment"]["LECTURE_WORKERS"] == "2"


def test_more_workers_restart_the_daemon_alone(environment: Path, tmp_path: Path) -> None:
    def hashes(path: Path) -> set[str]:
        said = compose(path, "config", "--hash=*", profiles=PROFILES)
        assert said.returncode == 0, said.stderr
        return set(said.stdout.splitlines())

    more = tmp_path / ".env"
    more.write_text(environment.read_text().replace("LECTURE_WORKERS=2", "LECTURE_WORKERS=5"))
    assert resolved(more)["services"]["worker"]["deploy"]["replicas"] == 5
    changed = {line.split()[0] for line in hashes(environment) ^ hashes(more)}
    assert changed == {"daemon"}


def test_dagster_gets_every_variable_that_its_configuration_asks_for(
    services: dict[str, dict[str, Any]],
) -> None:
    asked = set(re.findall(r"env: (\w+)", (ROOT / "deploy/dagster.yaml").read_text()))
    assert len(asked) > 5
    for name, each in services.items():
        if each["image"].startswith("lecture-assets:"):
            assert asked <= set(each["environment"]), name


@pytest.mark.parametrize("path", sorted((ROOT / "deploy").rglob("*.yml")), ids=lambda p: p.name)
def test_every_configuration_can_be_read(path: Path) -> None:
    assert yaml.safe_load(path.read_text())
