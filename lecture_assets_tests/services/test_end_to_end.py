"""Uploads through everything: S3, Postgres, Redis, code server, daemon, two workers."""

import re
from pathlib import Path

import dagster as dg
import pytest

from lecture_assets.documents import Document
from lecture_assets.lineage import read_document
from lecture_assets.settings import Settings
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.servers.postgres import Database
from lecture_assets_tests.servers.redis import Redis
from lecture_assets_tests.servers.waiting import wait_for
from lecture_assets_tests.servers.weed import Weed
from lecture_assets_tests.services.system import running_system, service_variables

pytestmark = [
    pytest.mark.services,
    pytest.mark.long,
    # boto3 leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

KEYS = ("one.mp4", "two.mp4", "three.mp4")


def test_uploads_become_clips_on_two_workers_that_load_their_model_once(
    database: Database,
    redis_server: Redis,
    weed: Weed,
    bucket: str,
    tiny_lecture: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variables = service_variables(database, redis_server, weed, bucket)
    variables |= {"LECTURE_STORE": f"s3://{bucket}/lectures", "XDG_CACHE_HOME": str(tmp_path)}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LECTURE_WORKERS", "2")
    store = open_store(Settings())
    with running_system(tmp_path, variables, workers=2) as system:
        for key in KEYS:
            store.take_in(UPLOADS + key, tiny_lecture)
        with system.instance() as instance:

            def all_ended() -> bool:
                runs = instance.get_runs(dg.RunsFilter(job_name="highlight_lecture"))
                return len(runs) == len(KEYS) and all(run.is_finished for run in runs)

            wait_for(all_ended, 500, "the runs to end", every_s=1)
            runs = instance.get_runs(dg.RunsFilter(job_name="highlight_lecture"))
            logs = {run.run_id: instance.all_logs(run.run_id) for run in runs}
    assert {run.status for run in runs} == {dg.DagsterRunStatus.SUCCESS}
    assert {run.tags["dagster/partition"] for run in runs} == {video_id(key) for key in KEYS}
    for key in KEYS:
        assert_complete(store, video_id(key))

    said = {
        run: "\n".join(entry.user_message or entry.message for entry in logs[run]) for run in logs
    }
    processes = {
        re.findall(r"Started process for run \(pid: (\d+)\)", text)[0] for text in said.values()
    }
    assert len(processes) == 2
    assert sum("Loaded the speech model" in text for text in said.values()) == 2

    captured = [each["Key"] for each in weed.client().list_objects_v2(Bucket=bucket)["Contents"]]
    assert any(key.startswith("dagster-logs/") and key.endswith(".err") for key in captured)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("*.log"))
    written += repr([list(map(repr, entries)) for entries in logs.values()]).encode()
    for key in captured:
        written += weed.client().get_object(Bucket=bucket, Key=key)["Body"].read()
    for secret in (database.password, redis_server.password, weed.admin.secret):
        assert secret.encode() not in written


def assert_complete(store: ArtifactStore, lecture: str) -> None:
    """Every stage's document is there and says which of the others it was made of."""
    documents: dict[str, Document] = {}
    for name, stage in STAGES.items():
        document = read_document(store, lecture, stage)
        assert document is not None
        assert document.made_by is not None
        for source, content in document.made_by.inputs.items():
            if source in documents:
                assert content == documents[source].content_hash()
        assert all(store.stat(lecture_key(lecture, file)) for file in stage.files(document))
        documents[name] = document
    clips = STAGES["rendered_clips"].files(documents["rendered_clips"])
    page = store.read(lecture_key(lecture, "index.html")).decode()
    assert clips
    assert all(file in page for file in clips if file.endswith(".mp4"))
