"""Tests that nothing is left of a forgotten lecture in PostgreSQL and in S3, logs included."""

from pathlib import Path

import pytest
import sqlalchemy

from lecture_assets.defs.command import dagster_home, open_instance, process_upload
from lecture_assets.defs.forget import find_traces, forget
from lecture_assets.errors import LectureError
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.studio import open_studio
from lecture_assets_tests.defs.conftest import deaf
from lecture_assets_tests.servers.postgres import Database
from lecture_assets_tests.servers.redis import Redis
from lecture_assets_tests.servers.weed import Weed
from lecture_assets_tests.services.system import make_home, service_variables

pytestmark = pytest.mark.services

SAID = ("Week 1, Ünicode", "lacier", "Adiabatic sidecar")
OTHER = "other-12345678"


def rows_with(database: Database, words: tuple[str, ...]) -> list[str]:
    """Find every row of every table that holds one of the words, be they escaped in it or not."""
    engine = sqlalchemy.create_engine(database.url)
    spelt = {word for each in words for word in (each, each.encode("unicode_escape").decode())}
    with engine.connect() as connection:
        found = [
            f"{table}: {row}"
            for table in sqlalchemy.inspect(engine).get_table_names()
            for (row,) in connection.execute(sqlalchemy.text(f'SELECT t::text FROM "{table}" t'))
            if any(word in row.replace("\\\\", "\\") for word in spelt)
        ]
    engine.dispose()
    return found


def objects_with(weed: Weed, place: str, words: tuple[str, ...]) -> list[str]:
    """Find every object below ``bucket/prefix`` named after one of the words, or that holds it."""
    client = weed.client()
    bucket, _, prefix = place.partition("/")
    listed = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return [
        each["Key"]
        for each in listed
        if any(
            word in each["Key"]
            or word.encode() in client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
            for word in words
        )
    ]


@pytest.fixture
def logs(
    weed: Weed,
    database: Database,
    redis_server: Redis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """A bucket for the logs of runs, of an instance as deploy/dagster.yaml describes it."""
    bucket = weed.new_bucket()
    for name, value in service_variables(database, redis_server, weed, bucket).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LECTURE_WORKERS", "1")
    monkeypatch.setenv("DAGSTER_HOME", str(make_home(tmp_path / "home", 30)))
    return bucket


def test_nothing_is_left_in_postgres_and_in_s3(
    weed: Weed,
    s3_location: str,
    logs: str,
    database: Database,
    tiny_lecture: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    studio = open_studio(Settings(store=s3_location))
    store, key, place = studio.store, f"{SAID[0]}.mp4", s3_location.removeprefix("s3://")
    store.take_in(UPLOADS + key, tiny_lecture)
    store.write(UPLOADS + f"{key}.yaml", f"title: {SAID[2]}".encode())
    home = dagster_home(store)
    lecture = process_upload(studio, home, key, deaf).lecture
    with open_instance(home) as instance:
        instance.add_dynamic_partitions("lectures", [OTHER])
        (run,) = [run for run in instance.get_runs() if run.tags.get("dagster/partition")]
    captured = f"dagster-logs/storage/{run.run_id}/compute_logs/step.err"
    weed.client().put_object(Bucket=logs, Key=captured, Body=b"heard: glacier")
    words = (lecture, run.run_id, *SAID)
    assert len(rows_with(database, words)) > 30
    assert len(objects_with(weed, place, words)) > 15
    assert objects_with(weed, logs, words) == [captured]
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("DAGSTER_LOGS_BUCKET", "no-such-bucket")
        with pytest.raises(
            LectureError, match=f"logs of run {run.run_id} cannot be removed .*Bucket"
        ):
            forget(store, home, find_traces(store, home, [lecture]))
    forget(store, home, find_traces(store, home, [lecture]))
    assert rows_with(database, words) == []
    assert objects_with(weed, place, words) == []
    assert objects_with(weed, logs, words) == []
    with open_instance(home) as instance:
        assert instance.get_dynamic_partitions("lectures") == [OTHER]
