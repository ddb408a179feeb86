"""The stage: every selected highlight becomes a clip with captions and a thumbnail."""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from lecture_assets.errors import MediaError
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.layout.models import Frame, Layout
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import RenderOptions, UploadLimits
from lecture_assets.progress import Progress, part
from lecture_assets.render.compile import Plan, compile_clip
from lecture_assets.render.compose import card, compose
from lecture_assets.render.cuts import cut_frames, duration_ms, frame_rate
from lecture_assets.render.glyphs import letters, missing_glyphs, not_drawn
from lecture_assets.render.grid import Grid, fit
from lecture_assets.render.inspect import Look, frame_times, look_at, stream_starts
from lecture_assets.render.models import RenderedClips
from lecture_assets.render.shelf import finished, fresh_work, put_away, tidy
from lecture_assets.render.take import Take, opened_at, zeros
from lecture_assets.render.upright import Source
from lecture_assets.timeline import Span, clamp, clock, merge, span
from lecture_assets.transcript.captions import captioned, two_frames_ms, words_in_clip
from lecture_assets.transcript.models import Transcript, Word

_CARD_FPS = 25.0

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

    Returns:
        The clips by rank.

    Raises:
        MediaError: A clip cannot be rendered; the message names it.
        MissingToolError: ffmpeg or the font of the captions is not there.
    """
    look = Look()
    if lecture.video is not None:
        look = look_at(source, lecture.video.stream_index, lecture.video.rotation)
    highlights = sorted(selected.highlights, key=lambda each: each.rank)
    words = transcript.words()
    clips, shown = [], ""
    with tidy(folder):
        for index, highlight in enumerate(highlights):
            at = part(progress, index / len(highlights), (index + 1) / len(highlights))
            try:
                plan = _plan(source, lecture, highlight, words, layout, look, options)
                shown += "".join(cue.text for cue in plan.cues)
                content_id = _content_id(plan, lecture, options)
                bring_back(content_id, folder)
                clip = finished(folder, content_id, highlight.rank)
                if clip is None:
                    work = fresh_work(folder)
                    made = compile_clip(plan, lecture, options, limits.max_wall_s, work, at)
                    clip = put_away(made, plan, folder, content_id, highlight.rank)
            except MediaError as error:
                raise type(error)(f"{_named(highlight, lecture)}: {error}") from error
            log.info("clip %d is %s, %d ms", clip.rank, clip.file, clip.duration_ms)
            clips.append(clip)
            at(1.0)
    missing = letters(missing_glyphs(shown))
    return RenderedClips(clips=clips, warnings=[not_drawn(missing)] if missing else [])


def clip_spans(highlight: Highlight, lecture: LectureVideo) -> list[Span]:
    """What a clip is made of, on the lecture's clock."""
    return merge(clamp(highlight.keep, span(0, lecture.duration_ms)))


def _plan(
    source: Path,
    lecture: LectureVideo,
    highlight: Highlight,
    words: Sequence[Word],
    layout: Layout,
    look: Look,
    options: RenderOptions,
) -> Plan:
    keep = clip_spans(highlight, lecture)
    if not keep:
        raise MediaError(f"the recording ends before it, at {lecture.duration_ms / 1000:.0f} s")
    take = _take(source, lecture, keep, options)
    composition = card(highlight.title, options.composition)
    if lecture.video is not None:
        shape = Frame(width=lecture.video.width, height=lecture.video.height)
        picture = Source(shape, look.pixel_aspect)
        composition = compose(layout, keep, picture, options, highlight.title)
    length_ms = duration_ms(take.frames, take.rate)
    said = captioned(words_in_clip(words, keep), two_frames_ms(float(take.rate)), length_ms)
    spoken = {cue.start_ms: spoken for cue, spoken in said} if options.highlight_words else None
    return Plan(take, composition, look.hdr, [cue for cue, _ in said], spoken, highlight.title)


def _take(
    source: Path, lecture: LectureVideo, keep: Sequence[Span], options: RenderOptions
) -> Take:
    streams = [each.stream_index for each in (lecture.video, lecture.audio) if each is not None]
    starts = stream_starts(source, streams)
    grid = Grid(frame_rate(_CARD_FPS, options.max_fps), Fraction(0), Fraction(0))
    if lecture.video is not None:
        index = lecture.video.stream_index
        times = frame_times(source, index, keep)
        grid = fit(times, lecture.video.fps, options.max_fps, starts.get(index))
    start = grid.nearest(keep[0].start_ms)
    cuts = cut_frames(keep, grid.rate)
    if not cuts:
        raise MediaError("it is shorter than a frame")
    opened_ms = opened_at(lecture.container, start)
    counted = zeros(lecture.container, opened_ms, starts)
    return Take(source, start, opened_ms, counted, cuts, grid.rate, grid.slack, options.fade_ms)


def _content_id(plan: Plan, lecture: LectureVideo, options: RenderOptions) -> str:
    """Name a clip by what it holds, its title in the metadata included; no rank renames it."""
    shown = {
        "source": lecture.sha256,
        "start": str(plan.take.start),
        "cuts": [(cut.first, cut.frames) for cut in plan.take.cuts],
        "rate": str(plan.take.rate),
        "composition": plan.composition.model_dump(mode="json"),
        "options": options.model_dump(mode="json"),
        "title": plan.title,
        "captions": [cue.model_dump(mode="json") for cue in plan.cues],
    }
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def _named(highlight: Highlight, lecture: LectureVideo) -> str:
    what = f"{highlight.title}, from {clock(highlight.start_ms)}"
    return f"Clip {highlight.rank} of {lecture.key} ({what}) was not rendered"
