"""Writes what editors take over, beside the clips."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from posixpath import relpath
from urllib.parse import quote

from lecture_assets.errors import MediaError
from lecture_assets.handover.conform import conform
from lecture_assets.handover.cuts import pieces, title_of
from lecture_assets.handover.edl import edl
from lecture_assets.handover.otio import otio_timeline
from lecture_assets.handover.reel import alike, join
from lecture_assets.handover.timecode import frames_of, rate_of
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.media.ffmpeg import UNTRUSTED, input_url
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import RenderOptions
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.storage.keys import UPLOADS, lecture_key

_NO_PICTURE_FPS = 25.0
_OTIO, _EDL, _REEL = "highlights.otio", "highlights.edl", "highlights.mp4"
_WORK = "conformed"


def hand_over(
    rendered: RenderedClips,
    selected: SelectedHighlights,
    lecture: LectureVideo,
    source: Path,
    folder: Path,
    options: RenderOptions,
    timeout_s: float,
) -> RenderedClips:
    """Write the cuts as OTIO and EDL against the source, and the reel of all clips.

    Args:
        rendered: The clips.
        selected: The highlights that they show.
        lecture: What the source is.
        source: The upload, which may bring a timecode.
        folder: Where the clips are, and where the files go.
        options: How the reel is encoded where its clips are not alike.
        timeout_s: Limit of each run of ffmpeg.

    Returns:
        The clips with the names of the files. Without clips there are none; one clip is no reel.

    Raises:
        MediaError: The reel cannot be made.
    """
    highlights = {each.rank: each for each in selected.highlights}
    shown = sorted(rendered.clips, key=lambda clip: highlights[clip.rank].start_ms)
    if not shown:
        return rendered
    written = _timelines([highlights[clip.rank] for clip in shown], lecture, source)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    if len(shown) > 1:
        titles = [title_of(highlights[clip.rank]) for clip in shown]
        _reel(shown, titles, f"Highlights of {_name(lecture)}", folder, options, timeout_s)
    files = {"otio": _OTIO, "edl": _EDL, "reel": _REEL if len(shown) > 1 else None}
    return rendered.model_copy(update=files)


def _timelines(
    highlights: Sequence[Highlight], lecture: LectureVideo, source: Path
) -> dict[str, str]:
    said = _timecode(source)
    rate = rate_of(lecture.video.fps if lecture.video else _NO_PICTURE_FPS, said)
    cut = pieces(highlights, lecture.duration_ms, rate)
    first, frames = frames_of(said, rate), rate.frame_at(lecture.duration_ms)
    name, title = _name(lecture), f"Highlights of {_name(lecture)}"
    beside = lecture_key(lecture.video_id, "clips")
    url = quote(relpath(UPLOADS + lecture.key, beside))
    kinds = [kind for kind, has in (("Video", lecture.video), ("Audio", lecture.audio)) if has]
    channels = {"Video": "V", "Audio": "AA"}.get("".join(kinds), "AA/V")
    return {
        _OTIO: otio_timeline(cut, title, (name, url), frames, rate, first, kinds),
        _EDL: edl(cut, title, name, rate, first, channels),
    }


def _name(lecture: LectureVideo) -> str:
    return lecture.key.rsplit("/", 1)[-1]


def _timecode(source: Path) -> str | None:
    """The recording's own timecode of its first frame, which cameras store."""
    import av

    try:
        with av.open(input_url(source), options=UNTRUSTED, metadata_errors="replace") as file:
            tags = [file.metadata, *(stream.metadata for stream in file.streams)]
    except av.FFmpegError as error:
        raise MediaError(f"{source.name} cannot be opened to read its timecode.") from error
    return next((each["timecode"] for each in tags if "timecode" in each), None)


def _reel(
    clips: Sequence[Clip],
    titles: Sequence[str],
    title: str,
    folder: Path,
    options: RenderOptions,
    timeout_s: float,
) -> None:
    files = [folder / clip.file for clip in clips]
    work = folder / _WORK
    try:
        if not alike(files):
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            files = conform(clips, folder, work, options, timeout_s)
        join(list(zip(files, titles, strict=True)), title, folder / _REEL)
    finally:
        shutil.rmtree(work, ignore_errors=True)
