"""Lectures that the tests of rendering make for themselves."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.layout.models import Frame, Layout, LayoutPart, Region
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.models import LectureVideo
from lecture_assets.media.probe import probe
from lecture_assets.options import RenderOptions, UploadLimits
from lecture_assets.progress import Watch, ignore, unwatched
from lecture_assets.render.clips import render_clips
from lecture_assets.render.models import Clip
from lecture_assets.timeline import Span, span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word

FLASH = "color=c=gray:s=320x180:r={fps}:d=30,drawbox=t=fill:c=white:enable='lt(mod(t,1),0.0999)'"
BEEP = "aevalsrc='if(lt(mod(t,1),0.1),0.4*sin(2*PI*1000*t),0.002*sin(2*PI*200*t))':s=48000:d=30"

KEEP = [span(21_530, 23_210), span(24_730, 26_333)]
FAST = RenderOptions(preset="superfast", fade_ms=0, max_height=240)
WORDS = [
    Word(start_ms=21_700, end_ms=22_200, text="{Heat}"),
    Word(start_ms=22_200, end_ms=22_600, text="&"),
    Word(start_ms=22_600, end_ms=22_900, text="<work>."),
]


def make(path: Path, *arguments: str) -> Path:
    """Run ffmpeg once."""
    run_ffmpeg([*arguments, str(path)], timeout_s=60)
    return path


def lavfi(graph: str) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", graph)


def flash_and_beep(path: Path, fps: str = "25") -> Path:
    """Half a minute in which every whole second begins with a white picture and a tone."""
    encoding = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "400", "-pix_fmt", "yuv420p")
    return make(path, *lavfi(FLASH.format(fps=fps)), *lavfi(BEEP), *encoding, "-c:a", "aac")


def measured(path: Path) -> LectureVideo:
    return probe(path, path.name, UploadLimits(), ignore)


def highlights(*keeps: Sequence[Span], title: str = "Why things fall") -> SelectedHighlights:
    return SelectedHighlights(
        highlights=[
            Highlight(
                start_ms=keep[0].start_ms,
                end_ms=keep[-1].end_ms,
                rank=rank,
                keep=list(keep),
                title=title,
                summary="",
                score=1.0,
                reasons=[],
            )
            for rank, keep in enumerate(keeps, start=1)
        ],
        rejected=[],
    )


def transcript(*words: Word) -> Transcript:
    segments = []
    if words:
        text = " ".join(word.text for word in words)
        start, end = words[0].start_ms, words[-1].end_ms
        segments.append(TranscriptSegment(start_ms=start, end_ms=end, text=text, words=list(words)))
    return Transcript(language="en", provider="test", model="test", segments=segments)


def layout(kind: str = "unknown", confidence: float = 0.0, **regions: Region) -> Layout:
    part = LayoutPart.model_validate(
        {"start_ms": 0, "end_ms": 30_000, "kind": kind, "confidence": confidence, **regions}
    )
    return Layout(frame=Frame(width=320, height=180), parts=[part], slides=[])


def render(
    source: Path,
    folder: Path,
    selected: SelectedHighlights | None = None,
    *,
    said: Transcript | None = None,
    arranged: Layout | None = None,
    options: RenderOptions = FAST,
    lecture: LectureVideo | None = None,
    limits: UploadLimits | None = None,
    watch: Watch = unwatched,
) -> list[Clip]:
    """Render clips with what a test does not care about filled in."""
    shares: list[float] = []
    rendered = render_clips(
        source,
        lecture or measured(source),
        selected or highlights(KEEP),
        said or transcript(),
        arranged or layout(),
        options,
        limits or UploadLimits(),
        folder,
        shares.append,
        watch=watch,
    )
    assert shares == sorted(shares)
    assert shares[-1:] in ([], [1.0])
    return rendered.clips


def frames(clip: Path) -> list[np.ndarray]:
    """All pictures of a file in grey, each of shape (height, width)."""
    with av.open(str(clip)) as file:
        return [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]


def sound(clip: Path) -> np.ndarray:
    """The first channel of a file's sound, of shape (samples,), from the first picture on."""
    with av.open(str(clip)) as file:
        heard = list(file.decode(audio=0))
    assert heard[0].pts == 0
    return np.concatenate([frame.to_ndarray()[0] for frame in heard])
