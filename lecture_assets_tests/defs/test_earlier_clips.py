"""Tests of clips that the store has already."""

import hashlib
from pathlib import Path

import pytest

from lecture_assets.defs.earlier_clips import EarlierClips, files_of
from lecture_assets.documents import MadeBy
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import ArtifactStore

STAGE = STAGES["rendered_clips"]
LECTURE = "week-1-01234567"
CONTENT_ID = "0123456789abcdef"


@pytest.fixture
def store(tmp_path: Path) -> ArtifactStore:
    """A store with one clip."""
    clip = Clip(
        rank=1,
        file=f"{CONTENT_ID}.mp4",
        captions_vtt=f"{CONTENT_ID}.vtt",
        captions_srt=f"{CONTENT_ID}.srt",
        thumbnail=f"{CONTENT_ID}.jpg",
        duration_ms=1_000,
        width=320,
        height=180,
        sha256=hashlib.sha256(b"whole").hexdigest(),
    )
    made_by = MadeBy(stage=STAGE.name, stage_version=STAGE.version)
    document = RenderedClips(video_id=LECTURE, made_by=made_by, clips=[clip])
    found = LocalStore(tmp_path / "store")
    found.write(lecture_key(LECTURE, STAGE.path), document.model_dump_json().encode())
    for name in files_of(clip):
        found.write(lecture_key(LECTURE, f"clips/{name}"), b"whole")
    return found


def brought_back(store: ArtifactStore, folder: Path) -> set[str]:
    folder.mkdir()
    earlier = EarlierClips(store, LECTURE)
    earlier.bring_back(CONTENT_ID, folder)
    return earlier.names


def test_a_clip_that_is_whole_is_there_already(store: ArtifactStore, tmp_path: Path) -> None:
    names = brought_back(store, tmp_path / "clips")
    assert names == {f"clips/{CONTENT_ID}.{kind}" for kind in ("mp4", "vtt", "srt", "jpg")}
    assert (tmp_path / "clips" / f"{CONTENT_ID}.json").is_file()


def test_a_clip_that_is_damaged_has_to_be_put_there_again(
    store: ArtifactStore, tmp_path: Path
) -> None:
    store.write(lecture_key(LECTURE, f"clips/{CONTENT_ID}.mp4"), b"damaged")
    assert brought_back(store, tmp_path / "clips") == set()
