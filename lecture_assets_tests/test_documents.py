"""Tests of what all documents have in common."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from lecture_assets.documents import Document, MadeBy
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import (
    ContentOptions,
    HighlightOptions,
    RenderOptions,
    SilenceOptions,
    TranscriptOptions,
)
from lecture_assets.transcript.models import Transcript, Word

_MADE_BY = MadeBy(
    stage="silence_map",
    stage_version="1",
    options={"step_ms": 10},
    software={"numpy": "2.0"},
    inputs={"lecture_video": "ab"},
)
_LECTURE = LectureVideo(
    key="Übung.mp4", sha256="ab", size_bytes=1, container="mp4", duration_ms=1_000, warnings=["a"]
)


def test_equal_content_has_an_equal_hash_whoever_made_it() -> None:
    made = _LECTURE.model_copy(update={"made_by": _MADE_BY})
    assert made.content_hash() == _LECTURE.content_hash()


@pytest.mark.parametrize(
    "change", [{"key": "b"}, {"warnings": []}, {"duration_ms": 1_001}, {"schema_version": 2}]
)
def test_other_content_has_another_hash(change: dict[str, object]) -> None:
    assert _LECTURE.model_copy(update=change).content_hash() != _LECTURE.content_hash()


def test_a_document_that_went_through_json_is_the_same() -> None:
    made = _LECTURE.model_copy(update={"made_by": _MADE_BY})
    read = LectureVideo.model_validate_json(made.model_dump_json())
    assert read == made
    assert read.content_hash() == made.content_hash()


def test_the_hash_is_the_same_in_another_process() -> None:
    code = (
        "from lecture_assets_tests.test_documents import _LECTURE; print(_LECTURE.content_hash())"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == _LECTURE.content_hash()


def test_only_other_software_gives_the_same_result() -> None:
    assert _MADE_BY.same_result(_MADE_BY.model_copy(update={"software": {"numpy": "3.0"}}))


@pytest.mark.parametrize(
    "change",
    [
        {"stage_version": "2"},
        {"options": {"step_ms": 20}},
        {"inputs": {"lecture_video": "cd"}},
        {"provider": "openai"},
        {"model": "large"},
    ],
)
def test_any_other_lineage_gives_another_result(change: dict[str, object]) -> None:
    assert not _MADE_BY.same_result(_MADE_BY.model_copy(update=change))


@pytest.mark.parametrize(
    "options",
    [SilenceOptions(), TranscriptOptions(), ContentOptions(), HighlightOptions(), RenderOptions()],
)
def test_options_that_went_through_json_give_the_same_result(
    options: SilenceOptions | TranscriptOptions,
) -> None:
    made_by = MadeBy(stage="a", stage_version="1", options=options.model_dump(mode="json"))
    assert MadeBy.model_validate_json(made_by.model_dump_json()).same_result(made_by)


def test_a_document_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Document().video_id = "x"  # type: ignore[misc]


def test_no_error_about_a_document_repeats_what_was_spoken() -> None:
    spoken = {"start_ms": 0, "end_ms": "soon", "text": "my salary"}
    with pytest.raises(ValidationError) as of_word:
        Word.model_validate(spoken)
    with pytest.raises(ValidationError) as of_transcript:
        Transcript.model_validate({"segments": [spoken | {"words": "my salary"}]})
    for error in (of_word, of_transcript):
        assert "salary" not in str(error.value)
