"""The stage: every selected highlight becomes a clip with captions and a thumbnail."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lecture_assets.errors import MediaError
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.layout.models import Layout
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import RenderOptions, UploadLimits
from lecture_assets.progress import Progress, Watch, unwatched
from lecture_assets.render.compile import compile_clip
from lecture_assets.render.encoders import check_encoder
from lecture_assets.render.glyphs import letters, missing_glyphs, not_drawn
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.render.plans import Material, Planned, plan_clip
from lecture_assets.render.shelf import finished, fresh_work, put_away, tidy
from lecture_assets.render.together import together
from lecture_assets.timeline import clock
from lecture_assets.transcript.models import Transcript

log = logging.getLogger(__name__)


def render_clips(  # noqa: PLR0913, PLR0917 - the stage's inputs, one each
    source: Path,
    lecture: LectureVideo,
    selected: SelectedHighlights,
    transcript: Transcript,
    layout: Layout,
    options: RenderOptions,
    limits: UploadLimits,
    folder: Path,
    progress: Progress,
    bring_back: Callable[[str, Path], None] = lambda _content_id, _folder: None,
    watch: Watch = unwatched,
) -> RenderedClips:
    """Render every highlight.

    Args:
        source: The upload.
        lecture: What it is.
        selected: What to render.
        transcript: Gives the captions.
        layout: Gives the arrangement of the picture.
        options: How to encode.
        limits: Gives the time that one run of ffmpeg may take.
        folder: Takes ``<content id>.mp4``, ``.vtt``, ``.srt``, ``.jpg`` and ``.json`` each. Clips
            that an earlier run finished are taken over; what it left unfinished is removed.
        progress: Told the share that is done.
        bring_back: Puts a clip that was rendered long ago into the folder by its content ID, if
            there is such a one.
        watch: Watches single clips; several are rendered at a time.

    Returns:
        The clips by rank.

    Raises:
        MediaError: A clip cannot be rendered; the message names it.
        MissingToolError: ffmpeg, its encoder or the font of the captions is not there.
    """
    check_encoder(options)
    material, planned = Material(source, lecture, transcript, layout), []
    for highlight in sorted(selected.highlights, key=lambda each: each.rank):
        with _naming(highlight, lecture):
            planned.append(plan_clip(material, highlight, options))
    with tidy(folder):
        tasks = []
        for each in planned:
            bring_back(each.content_id, folder)
            tasks.append(partial(_rendered, each, lecture, options, limits.max_wall_s, folder))
        clips = together(tasks, _reporter(planned, progress, watch))
    for number, clip in enumerate(clips):
        log.info("clip %d is %s, %d ms", number + 1, clip.file, clip.duration_ms)
    progress(1.0)
    shown = "".join(cue.text for each in planned for cue in each.plan.cues)
    missing = letters(missing_glyphs(shown))
    return RenderedClips(clips=clips, warnings=[not_drawn(missing)] if missing else [])


def _rendered(
    planned: Planned,
    lecture: LectureVideo,
    options: RenderOptions,
    timeout_s: float,
    folder: Path,
    progress: Progress,
) -> Clip:
    rank, content_id = planned.highlight.rank, planned.content_id
    clip = finished(folder, content_id, rank)
    if clip is None:
        with _naming(planned.highlight, lecture), fresh_work(folder, content_id) as work:
            made = compile_clip(planned.plan, lecture, options, timeout_s, work, progress)
            clip = put_away(made, planned.plan, folder, content_id, rank)
    progress(1.0)
    return clip


def _reporter(
    planned: Sequence[Planned], progress: Progress, watch: Watch
) -> Callable[[int, float], None]:
    """Tell how far each clip is, and by their lengths how far all of them are."""
    lengths = [each.plan.take.frames for each in planned]
    shares = [0.0] * len(planned)
    watched = [watch(f"clip {number} of {len(planned)}") for number in range(1, len(planned) + 1)]

    def told(number: int, share: float) -> None:
        shares[number] = max(share, shares[number])
        watched[number](shares[number])
        done = sum(length * share for length, share in zip(lengths, shares, strict=True))
        progress(min(1.0, done / sum(lengths)))

    return told


@contextmanager
def _naming(highlight: Highlight, lecture: LectureVideo) -> Iterator[None]:
    """Say in an error which clip it is about."""
    try:
        yield
    except MediaError as error:
        what = f"{highlight.title}, from {clock(highlight.start_ms)}"
        raise type(error)(
            f"Clip {highlight.rank} of {lecture.key} ({what}) was not rendered: {error}"
        ) from error
