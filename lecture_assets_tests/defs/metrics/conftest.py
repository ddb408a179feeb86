"""An instance, and what its metrics say."""

from dataclasses import dataclass, field

import dagster as dg
import pytest
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.test_utils import create_run_for_test
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from prometheus_client import CollectorRegistry

from lecture_assets.defs.metrics import counts
from lecture_assets.defs.metrics.collector import LectureCollector
from lecture_assets.defs.metrics.watch import Watch
from lecture_assets.studio import Studio

CODE = RemoteRepositoryOrigin(
    ManagedGrpcPythonEnvCodeLocationOrigin(
        LoadableTargetOrigin(module_name="lecture_assets.definitions"), "lectures"
    ),
    "__repository__",
)


@dataclass
class Exporter:
    """The metrics of an instance, without the server."""

    instance: dg.DagsterInstance
    studio: Studio
    watch: Watch = field(init=False)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        self.watch = Watch(lambda: self.instance, self.studio)
        folders = {"dagster": self.studio.store.home()}
        self.registry.register(LectureCollector(lambda: self.instance, self.watch, folders))

    def value(self, metric: str, **labels: str) -> float | None:
        """Scrape one sample; None where it is not there."""
        return self.registry.get_sample_value(metric, labels)

    def run(self, status: dg.DagsterRunStatus, tags: dict[str, str] | None = None) -> dg.DagsterRun:
        failed = status == dg.DagsterRunStatus.FAILURE
        run: dg.DagsterRun = create_run_for_test(
            self.instance,
            "highlight_lecture",
            status=dg.DagsterRunStatus.STARTED if failed else status,
            remote_job_origin=RemoteJobOrigin(CODE, "highlight_lecture"),
            tags={"dagster/partition": "week-1-abc", **(tags or {})},
        )
        if failed:
            self.instance.report_run_failed(run, "it failed")
        return run

    def made(self, stage: str, **metadata: float | str) -> None:
        self.instance.report_runless_asset_event(
            dg.AssetMaterialization(stage, partition="week-1-abc", metadata=metadata)
        )


@pytest.fixture
def exporter(
    empty_store: Studio, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> Exporter:
    monkeypatch.setattr(counts, "_SETTLED_S", -1.0)
    return Exporter(instance, empty_store)
