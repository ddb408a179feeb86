"""Plans clips: what is cut, how it is arranged, and the name that all of it gives a clip."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from lecture_assets.errors import MediaError
from lecture_assets.highlights.models import Highlight
from lecture_assets.layout.models import Frame, Layout
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import RenderOptions
from lecture_assets.render.chapters import chapters
from lecture_assets.render.compile import Plan
from lecture_assets.render.compose import card, compose
from lecture_assets.render.cuts import cut_frames, duration_ms, frame_rate
from lecture_assets.render.grid import Grid, fit
from lecture_assets.render.inspect import Look, frame_times, look_at, stream_starts
from lecture_assets.render.take import Take, opened_at, zeros
from lecture_assets.render.thumbnails import featured
from lecture_assets.render.upright import Source
from lecture_assets.timeline import Span, clamp, merge, span
from lecture_assets.transcript.captions import captioned, two_frames_ms, words_in_clip
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.scripts import clean

_CARD_FPS = 25.0


@dataclass(frozen=True)
class Material:
    """What clips of a lecture are made from.

    Attributes:
        source: The upload.
        lecture: What it is.
        transcript: Gives the captions.
        layout: Gives the arrangement of the picture.
    """

    source: Path
    lecture: LectureVideo
    transcript: Transcript
    layout: Layout


@dataclass(frozen=True)
class Planned:
    """A clip that is to be.

    Attributes:
        highlight: What it shows.
        plan: How it has to come out.
        content_id: Its name, by what it shows: another rank renames nothing.
    """

    highlight: Highlight
    plan: Plan
    content_id: str


def plan_clip(material: Material, highlight: Highlight, options: RenderOptions) -> Planned:
    """Decide how a highlight's clip comes out.

    Raises:
        MediaError: It cannot be cut from the recording.
    """
    source, lecture, layout = material.source, material.lecture, material.layout
    keep = clip_spans(highlight, lecture)
    if not keep:
        raise MediaError(f"the recording ends before it, at {lecture.duration_ms / 1000:.0f} s")
    take = _take(source, lecture, keep, options)
    title = clean(highlight.title)
    composition, look = card(title, options.composition), Look()
    if lecture.video is not None:
        look = look_at(source, lecture.video.stream_index, lecture.video.rotation)
        shape = Frame(width=lecture.video.width, height=lecture.video.height)
        picture = Source(shape, look.pixel_aspect)
        composition = compose(layout, keep, picture, options, title)
    length_ms = duration_ms(take.frames, take.rate)
    words = words_in_clip(material.transcript.words(), keep)
    said = captioned(words, two_frames_ms(float(take.rate)), length_ms)
    spoken = {cue.start_ms: spoken for cue, spoken in said} if options.highlight_words else None
    cues = [cue for cue, _ in said]
    slides = chapters(layout.slides, keep, title)
    shown = featured(layout.slides, keep)
    plan = Plan(take, composition, look, cues, spoken, title, slides, shown)
    return Planned(highlight, plan, _content_id(plan, lecture, options))


def clip_spans(highlight: Highlight, lecture: LectureVideo) -> list[Span]:
    """What a clip is made of, on the lecture's clock."""
    return merge(clamp(highlight.keep, span(0, lecture.duration_ms)))


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
    opened_ms = {
        each.stream_index: opened_at(lecture.container, start, sound=each is lecture.audio)
        for each in (lecture.video, lecture.audio)
        if each is not None
    }
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
        "chapters": plan.chapters,
        "featured": plan.featured and plan.featured.model_dump(),
        "captions": [cue.model_dump(mode="json") for cue in plan.cues],
        "spoken": [[word.start_ms for word in words] for words in (plan.spoken or {}).values()],
    }
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
