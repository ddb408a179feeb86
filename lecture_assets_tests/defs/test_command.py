"""Tests of running the definitions in this process, killed and undisturbed."""

import os
import signal
import sys
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from lecture_assets.defs import tags
from lecture_assets.defs.command import dagster_home, open_instance, process_upload
from lecture_assets.errors import LectureBusyError, LectureError, SettingsError
from lecture_assets.lineage import current_document, stale_stages, versions_in_force
from lecture_assets.options import HighlightOptions
from lecture_assets.render.models import RenderedClips
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.local import LocalStore
from lecture_assets.studio import Studio
from lecture_assets_tests.defs.conftest import Processed, deaf
from lecture_assets_tests.defs.dying import process_and_die
from lecture_assets_tests.defs.recorded import wanted


def programs_working_in(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            place = str((process / "cwd").readlink())
        except OSError:
            continue
        if "ffmpeg" in command and (str(folder) in command or place.startswith(str(folder))):
            found.append(command)
    return found


def unfinished_files(root: Path) -> list[Path]:
    lectures = root / "lectures"
    return [
        path
        for path in [*lectures.rglob("*"), *(root / "uploads").rglob(".*")]
        if path.name.endswith(".part") or "work" in path.relative_to(root).parts
    ]


def statuses(home: Path) -> list[dg.DagsterRunStatus]:
    with dg.DagsterInstance.from_config(str(home)) as instance:
        return [run.status for run in instance.get_runs()]


def test_every_stage_writes_its_document_and_leaves_nothing_unfinished(
    processed: Processed,
) -> None:
    studio, lecture = processed.studio, processed.lecture
    for stage in STAGES.values():
        document = current_document(stage, studio, lecture, processed.key)
        assert document is not None, stage.name
        assert document.video_id == lecture
        assert document.made_by is not None
        assert set(document.made_by.inputs) == set(stage.inputs)
        assert {"lecture-assets", *stage.packages} <= set(document.made_by.software)
    assert unfinished_files(Path(studio.store.location)) == []
    assert set(statuses(processed.home)) == {dg.DagsterRunStatus.SUCCESS}


def test_processing_twice_does_nothing_the_second_time(processed: Processed) -> None:
    before = {path: path.stat().st_mtime_ns for path in processed.path("").rglob("*.json")}
    assert processed.process().stages == []
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(statuses(processed.home)) == 1


def test_a_touched_upload_is_measured_again_and_nothing_else_is(processed: Processed) -> None:
    upload = Path(processed.studio.store.location) / UPLOADS / processed.key
    os.utime(upload, ns=(1, 1))
    written = {path: path.stat().st_mtime_ns for path in processed.path("").rglob("*.*")}
    processed.process()
    changed = [path.name for path, at_ns in written.items() if path.stat().st_mtime_ns != at_ns]
    assert changed == ["lecture_video.json"]


def test_a_changed_option_makes_its_stage_and_what_follows_stale(processed: Processed) -> None:
    options = processed.studio.settings.highlights.model_copy(update={"max_highlights": 1})
    changed = processed.with_settings(highlights=options)
    assert stale_stages(changed.studio, changed.lecture, changed.key) == [
        "selected_highlights",
        "rendered_clips",
        "highlights_page",
    ]


def test_a_lost_clip_is_rendered_again(processed: Processed) -> None:
    clip = next(processed.path("clips").glob("*.mp4"))
    clip.unlink()
    assert processed.process().stages == ["rendered_clips", "highlights_page"]
    assert clip.exists()


def test_a_new_upload_under_the_same_key_leaves_no_clip_of_the_old_one(
    processed: Processed,
) -> None:
    options = processed.studio.settings.render.model_copy(update={"crf": 30})
    before = {path.name for path in processed.path("clips").iterdir()}
    changed = processed.with_settings(render=options)
    changed.process()
    after = {path.name for path in processed.path("clips").iterdir()}
    about_all = {"clips.json", "highlights.edl", "highlights.mp4", "highlights.otio"}
    assert before & after <= about_all


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_killed_in_any_stage_it_goes_on_where_it_was_and_leaves_nothing(
    tiny_lecture: Path, empty_store: Studio, processed_once: Processed
) -> None:
    root, key = Path(empty_store.store.location), processed_once.key
    lecture = video_id(key)
    empty_store.store.take_in(UPLOADS + key, tiny_lecture)
    moments = [
        ("lecture_video", 0.5),
        ("layout", 0.1),
        ("silence_map", 0.2),
        ("transcript", 0.05),
        ("content_segments", 0.0),
        ("selected_highlights", 0.0),
        ("rendered_clips", 0.3),
        ("highlights_page", 0.0),
    ]
    for stage, least in moments:
        kept = {path: path.stat().st_mtime_ns for path in documents(root, lecture)}
        assert process_and_die(root, key, stage, least) == -signal.SIGKILL, stage
        assert not (root / lecture_key(lecture, STAGES[stage].path)).exists()
        assert {path: path.stat().st_mtime_ns for path in kept} == kept, stage
        assert programs_working_in(root) == []
    outcome = process_upload(empty_store, dagster_home(empty_store.store), key, deaf)
    assert list(outcome.stages) == ["highlights_page"]
    assert unfinished_files(root) == []
    assert set(statuses(root / ".dagster")) == {
        dg.DagsterRunStatus.FAILURE,
        dg.DagsterRunStatus.SUCCESS,
    }
    made = (root / lecture_key(lecture, "clips/clips.json")).read_bytes()
    undisturbed = processed_once.path("clips/clips.json").read_bytes()
    assert hashes(made) == hashes(undisturbed)


def documents(root: Path, lecture: str) -> list[Path]:
    folder = root / lecture_key(lecture, "")
    return [path for path in folder.rglob("*.json") if "work" not in path.parts]


def hashes(clips_json: bytes) -> list[str]:
    return [clip.sha256 for clip in RenderedClips.model_validate_json(clips_json).clips]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_no_program_file_or_running_run(
    processed: Processed, number: signal.Signals
) -> None:
    root = Path(processed.studio.store.location)
    processed.path("silence_map.json").unlink()
    assert process_and_die(root, processed.key, "silence_map", 0.1, number) != 0
    assert not processed.path("silence_map.json").exists()
    assert unfinished_files(root) == []
    assert programs_working_in(root) == []
    assert statuses(root / ".dagster")[0] in {
        dg.DagsterRunStatus.CANCELED,
        dg.DagsterRunStatus.FAILURE,
    }


def test_a_lecture_that_another_process_works_on_is_left_alone(processed: Processed) -> None:
    with processed.studio.store.lock(processed.lecture, shared=True) as had:
        assert had
        with pytest.raises(LectureBusyError, match="another process"):
            processed.process()


def test_a_refused_upload_leaves_a_record_and_no_document(empty_store: Studio) -> None:
    empty_store.store.write(UPLOADS + "notes.mp4", b"These are notes, not a lecture.")
    home = dagster_home(empty_store.store)
    with pytest.raises(LectureError, match=r"notes\.mp4 cannot be read"):
        process_upload(empty_store, home, "notes.mp4", deaf)
    folder = Path(empty_store.store.location) / lecture_key(video_id("notes.mp4"), "")
    assert [path.name for path in folder.iterdir()] == ["refused.json"]
    assert statuses(home) == [dg.DagsterRunStatus.FAILURE]


def test_an_unexpected_failure_is_told_in_one_sentence(
    processed: Processed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the layout divided by zero")

    monkeypatch.setattr("lecture_assets.defs.assets.layout.detect_layout", broken)
    processed.path("layout.json").unlink()
    with pytest.raises(
        LectureError, match=r"layout failed unexpectedly.*divided by zero"
    ) as caught:
        processed.process()
    assert "\n" not in str(caught.value)


def test_a_store_whose_name_looks_like_a_pattern_keeps_dagsters_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    home = dagster_home(LocalStore(tmp_path / "week [1]*"))
    with open_instance(home) as instance:
        assert not instance.telemetry_enabled
        assert instance.run_monitoring_enabled


def test_a_folder_that_dagsters_database_cannot_be_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    with pytest.raises(SettingsError, match=r"a folder without one"):
        dagster_home(LocalStore(tmp_path / "what?"))
    assert list(tmp_path.iterdir()) == []


def test_databases_that_are_none_are_told_in_one_sentence(
    empty_store: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    home = dagster_home(empty_store.store)
    with open_instance(home):
        pass
    (home / "history" / "runs.db").write_bytes(b"no database" * 1000)
    with pytest.raises(
        SettingsError, match=r"records in .* cannot be used: file is not a database"
    ):
        process_upload(empty_store, home, "week1.mp4", deaf)


def test_a_failed_run_carries_the_kind_the_stage_and_the_sentence(empty_store: Studio) -> None:
    empty_store.store.write(UPLOADS + "notes.mp4", b"These are notes, not a lecture.")
    home = dagster_home(empty_store.store)
    with pytest.raises(LectureError):
        process_upload(empty_store, home, "notes.mp4", deaf)
    with open_instance(home) as instance:
        (run,) = instance.get_runs()
    assert run.tags[tags.FAILURE] == "RefusedLectureError"
    assert run.tags[tags.STAGE] == "lecture_video"
    assert run.tags[tags.REASON].startswith("notes.mp4 cannot be read")


def test_the_pages_data_version_says_what_the_lecture_was_made_of(
    processed: Processed,
) -> None:
    studio = processed.studio
    with open_instance(processed.home) as instance:
        noted = instance.event_log_storage.get_latest_tags_by_partition(
            dg.AssetKey("highlights_page"),
            dg.DagsterEventType.ASSET_MATERIALIZATION,
            [DATA_VERSION_TAG],
        )[processed.lecture][DATA_VERSION_TAG]
    assert noted.split(".")[1:] == ["1", wanted(studio, processed.key)]
    other = processed.with_settings(highlights=HighlightOptions(max_highlights=1))
    assert versions_in_force(other.studio) != versions_in_force(studio)
