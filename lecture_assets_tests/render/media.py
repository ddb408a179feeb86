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
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets.timeline import Span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word

FLASH = "color=c=gray:s=320x180:r={fps}:d=10,drawbox=t=fill:c=white:enable='lt(mod(t,1),0.0999)'"
BEEP = "aevalsrc='if(lt(mod(t,1),0.1),0.4*sin(2*PI*1000*t),0.002*sin(2*PI*200*t))':s=48000:d=10"


def make(path: Path, *arguments: str) -> Path:
    """Run ffmpeg once."""
    run_ffmpeg([*arguments, str(path)], timeout_s=60)
    return path


def flash_and_beep(path: Path, fps: str = "25", codec: str = "libx264") -> Path:
    """Ten seconds in which every whole second begins with a white picture and a tone."""
    lavfi = ("-f", "lavfi", "-i")
    encoding = ("-c:v", codec, "-preset", "ultrafast", "-g", "75", "-pix_fmt", "yuv420p")
    return make(path, *lavfi, FLASH.format(fps=fps), *lavfi, BEEP, *encoding, "-c:a", "aac")


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
        {"start_ms": 0, "end_ms": 10_000, "kind": kind, "confidence": confidence, **regions}
    )
    return Layout(frame=Frame(width=320, height=180), parts=[part], slides=[])


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
