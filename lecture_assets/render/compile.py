"""Turns one highlight into a finished MP4 and a picture that stands for it."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lecture_assets.errors import MissingToolError
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import RenderOptions
from lecture_assets.progress import Progress, part
from lecture_assets.render.ass import ass_text, changes_ms
from lecture_assets.render.chapters import ffmetadata
from lecture_assets.render.composition import Composition
from lecture_assets.render.cuts import duration_ms
from lecture_assets.render.filtergraph import clip_arguments
from lecture_assets.render.glyphs import drawable
from lecture_assets.render.inspect import Look, verify
from lecture_assets.render.loudness import Loudness, metered, settle
from lecture_assets.render.samples import black_ms, captions_seen, frozen_ms
from lecture_assets.render.sound import sound_arguments
from lecture_assets.render.take import (
    CAPTIONED,
    CAPTIONS,
    CHAPTERS,
    CLIP,
    FONTS,
    FRAMES,
    SOUND,
    Take,
)
from lecture_assets.render.thumbnails import sharpest
from lecture_assets.timeline import Span
from lecture_assets.transcript.captions import Cue
from lecture_assets.transcript.models import Word

_FONTS = Path(__file__).parent.parent / "fonts"
_WITH_TEXTS = ("vertical", "square", "card")
_FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
# ffmpeg counts a run as failed of which most pictures are damaged, though it shows the others.
_DAMAGED = ("-max_error_rate", "1")


@dataclass(frozen=True)
class Compiled:
    """What came out, in the working directory.

    Attributes:
        clip: The MP4.
        thumbnail: The JPEG.
        loudness: As measured on the sound as it is encoded, or None where it is silent.
        sound_ms: Length of its sound.
        black_ms: How long it is black.
        frozen_ms: The longest stretch in which its camera stands still, or None without a camera.
        captions_seen: Whether captions are in the picture, or None where that cannot be told.
    """

    clip: Path
    thumbnail: Path
    loudness: Loudness | None
    sound_ms: int
    black_ms: int
    frozen_ms: int | None
    captions_seen: bool | None


@dataclass(frozen=True)
class Plan:
    """Everything that decides how one clip comes out.

    Attributes:
        take: What is cut.
        composition: How the picture is arranged.
        look: How the source's pixels are to be shown.
        cues: Captions on the clip's clock.
        spoken: The words of each caption, by its start, where they are to change their colour.
        title: Goes into the metadata.
        chapters: When each begins on the clip's clock, and what it is called.
        featured: When it shows what its thumbnail is to show, or None where that may be any time.
    """

    take: Take
    composition: Composition
    look: Look
    cues: Sequence[Cue]
    spoken: Mapping[int, Sequence[Word]] | None
    title: str
    chapters: Sequence[tuple[int, str]]
    featured: Span | None


def compile_clip(
    plan: Plan,
    lecture: LectureVideo,
    options: RenderOptions,
    timeout_s: float,
    work: Path,
    progress: Progress,
) -> Compiled:
    """Render one clip: its sound is cut and mastered first, then everything is encoded once.

    Args:
        plan: How it has to come out.
        lecture: What the source is.
        options: How to encode.
        timeout_s: Limit of each run of ffmpeg.
        work: An empty folder.
        progress: Told the share that is done.

    Raises:
        MediaError: ffmpeg failed, or what came out is not what was asked for.
        MissingToolError: The font of the captions is not there.
    """
    take, composition = plan.take, plan.composition
    _lay_out(plan, work)
    length_ms = duration_ms(take.frames, take.rate)
    sound = sound_arguments(take, lecture.audio)
    early = part(progress, 0.0, 0.1)
    log = run_ffmpeg(
        sound,
        timeout_s=timeout_s,
        cwd=work,
        duration_ms=length_ms,
        progress=early,
        loglevel="info",
    )
    loudness = settle(work / SOUND, metered(log), options, timeout_s)
    stream = (lecture.video, plan.look) if lecture.video else None
    changes = changes_ms(drawable(plan.cues), plan.spoken)
    run_ffmpeg(
        [*_DAMAGED, *clip_arguments(take, stream, composition, options, plan.title, changes)],
        timeout_s=timeout_s,
        cwd=work,
        duration_ms=length_ms,
        progress=part(progress, 0.15, 0.95),
    )
    clip = work / CLIP
    expected = (composition.width, composition.height, options.codec.partition("_")[0])
    sound_ms = verify(clip, take.frames, take.rate, expected)
    clean, captioned = (sorted((work / each).glob("*.jpg")) for each in (FRAMES, CAPTIONED))
    return Compiled(
        clip=clip,
        thumbnail=_thumbnail(clean, plan, work),
        loudness=loudness,
        sound_ms=sound_ms,
        black_ms=black_ms(clean, take),
        frozen_ms=frozen_ms(clean, take, composition),
        captions_seen=captions_seen(clean, captioned, take, drawable(plan.cues)),
    )


def _thumbnail(clean: Sequence[Path], plan: Plan, work: Path) -> Path:
    """The frame with the most to see; with its texts where most of the picture is their place."""
    frame = sharpest(plan.take.sampled_in(clean, plan.featured))
    return work / CAPTIONED / frame.name if plan.composition.kind in _WITH_TEXTS else frame


def _lay_out(plan: Plan, work: Path) -> None:
    """Put what the graph refers to by name into the working directory."""
    for folder in (FRAMES, CAPTIONED, FONTS):
        (work / folder).mkdir()
    length_ms = duration_ms(plan.take.frames, plan.take.rate)
    (work / CHAPTERS).write_text(ffmetadata(plan.chapters, length_ms), encoding="utf-8")
    for name in _FONT_FILES:
        # Without its font, ffmpeg draws no captions and reports success.
        if not (_FONTS / name).is_file():
            raise MissingToolError(
                f"The font {name} is missing from the installation; install lecture-assets again."
            )
        shutil.copyfile(_FONTS / name, work / FONTS / name)
    captions = ass_text(drawable(plan.cues), plan.composition, plan.spoken)
    (work / CAPTIONS).write_text(captions, encoding="utf-8")
