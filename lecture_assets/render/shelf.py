"""The folder of finished clips: what is complete is kept, everything else is cleared away."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from lecture_assets.render.compile import Compiled, Plan
from lecture_assets.render.cuts import duration_ms
from lecture_assets.render.models import Clip
from lecture_assets.transcript.captions import to_srt, to_vtt

_WORK = "unfinished"
_OURS = re.compile(r"[0-9a-f]{16}\.(mp4|vtt|srt|jpg|json)")


@contextmanager
def tidy(folder: Path) -> Iterator[None]:
    """Keep finished clips alone in the folder, before the work and after it, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    _remove_unfinished(folder)
    try:
        yield
    finally:
        _remove_unfinished(folder)


@contextmanager
def fresh_work(folder: Path, content_id: str) -> Iterator[Path]:
    """Make an empty working directory inside the folder, which is removed when the work ends."""
    work = folder / _WORK / content_id
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def finished(folder: Path, content_id: str, rank: int) -> Clip | None:
    """Take over a clip that an earlier run finished, where all of it is still there."""
    sidecar = folder / f"{content_id}.json"
    try:
        clip = Clip.model_validate_json(sidecar.read_bytes())
    except (OSError, ValidationError):
        return None
    names = (clip.file, clip.captions_vtt, clip.captions_srt, clip.thumbnail)
    if not all((folder / name).is_file() for name in names):
        return None
    if _sha256(folder / clip.file) != clip.sha256:
        return None
    return clip.model_copy(update={"rank": rank})


def put_away(made: Compiled, plan: Plan, folder: Path, content_id: str, rank: int) -> Clip:
    """Give everything its name, and write the sidecar last: it says that the clip is complete."""
    loud = made.loudness
    clip = Clip(
        rank=rank,
        file=f"{content_id}.mp4",
        captions_vtt=f"{content_id}.vtt",
        captions_srt=f"{content_id}.srt",
        thumbnail=f"{content_id}.jpg",
        duration_ms=duration_ms(plan.take.frames, plan.take.rate),
        width=plan.composition.width,
        height=plan.composition.height,
        fps=float(plan.take.rate),
        sha256=_sha256(made.clip),
        loudness_lufs=loud.lufs if loud else None,
        true_peak_dbtp=loud.true_peak_dbtp if loud else None,
        index_first=True,  # else it would not have been verified
        frames=plan.take.frames,
        sound_ms=made.sound_ms,
        black_ms=made.black_ms,
        frozen_ms=made.frozen_ms,
        captions_seen=made.captions_seen,
    )
    (folder / clip.captions_vtt).write_text(to_vtt(plan.cues), encoding="utf-8")
    (folder / clip.captions_srt).write_text(to_srt(plan.cues), encoding="utf-8")
    made.thumbnail.replace(folder / clip.thumbnail)
    made.clip.replace(folder / clip.file)
    sidecar = made.clip.with_suffix(".json")
    sidecar.write_text(clip.model_dump_json(indent=2), encoding="utf-8")
    sidecar.replace(folder / f"{content_id}.json")
    return clip


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _remove_unfinished(folder: Path) -> None:
    shutil.rmtree(folder / _WORK, ignore_errors=True)
    for file in folder.iterdir():
        if _OURS.fullmatch(file.name) and not file.with_suffix(".json").is_file():
            file.unlink()
