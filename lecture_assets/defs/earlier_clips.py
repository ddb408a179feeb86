"""Clips of an earlier run, which are not rendered again where they would come out the same."""

import shutil
from pathlib import Path

from lecture_assets.errors import StoreError
from lecture_assets.lineage import read_document
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.render.shelf import finished
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

_STAGE = STAGES["rendered_clips"]


class EarlierClips:
    """What the store holds of a lecture's clips.

    Attributes:
        names: Files that were brought back, below the lecture's folder: the store has them.
    """

    def __init__(self, store: ArtifactStore, lecture: str) -> None:
        self.names: set[str] = set()
        self._store, self._lecture = store, lecture
        document = read_document(store, lecture, _STAGE)
        made_by = document.made_by if document else None
        current = made_by is not None and made_by.stage_version == _STAGE.version
        clips = document.clips if current and isinstance(document, RenderedClips) else []
        self._clips = {Path(clip.file).stem: clip for clip in clips}

    def bring_back(self, content_id: str, folder: Path) -> None:
        """Copy a finished clip out of the store, if it is there; what broke off is not finished.

        Args:
            content_id: What it shows.
            folder: Where clips are rendered.
        """
        clip = self._clips.get(content_id)
        sidecar = folder / f"{content_id}.json"
        if clip is None or sidecar.exists():
            return
        try:
            for name in files_of(clip):
                key = lecture_key(self._lecture, f"clips/{name}")
                shutil.copyfile(self._store.fetch(key), folder / name)
        except StoreError:
            return
        unfinished = folder / f".{content_id}.json.part"
        unfinished.write_text(clip.model_dump_json(indent=2), encoding="utf-8")
        unfinished.replace(sidecar)
        # What is damaged in the store is rendered again, and has to be put there again.
        if finished(folder, content_id, clip.rank) is not None:
            self.names.update(f"clips/{name}" for name in files_of(clip))


def files_of(clip: Clip) -> tuple[str, ...]:
    """Name a clip's files."""
    return clip.file, clip.captions_vtt, clip.captions_srt, clip.thumbnail
