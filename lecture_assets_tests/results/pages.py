"""Pages to test with, and a reader of what they became."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from lecture_assets.content.models import ContentSegment, ContentSegments
from lecture_assets.documents import MadeBy
from lecture_assets.highlights.models import Highlight, Rejected, SelectedHighlights
from lecture_assets.layout.models import Frame, Layout, Slide
from lecture_assets.media.models import LectureVideo, VideoStream
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.results.page import PageData
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import span
from lecture_assets.transcript.models import Transcript, TranscriptSegment

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nTaxes & déjà vu\n"
JPEG = b"\xff\xd8\xff\xe0 a picture"


def page_data(text: str = "Memory", *, language: str = "en", highlights: int = 2) -> PageData:
    """A two-minute lecture in which every free text is ``text`` with a mark of its place."""

    def made(stage: str, model: str | None = None) -> MadeBy:
        software = {f"ffmpeg {text}": f"9.0 {text}"}
        return MadeBy(stage=stage, stage_version="7", model=model, software=software)

    chosen = [_highlight(rank, text) for rank in range(1, highlights + 1)]
    clips = [_clip(rank, text) for rank in range(1, highlights + 1)]
    segments = [
        ContentSegment(
            start_ms=10_000,
            end_ms=40_000,
            title=f"segment title {text}",
            topics=[f"topic {text}"],
            summary=f"segment summary {text}",
            importance=0.5,
            features={},
        )
    ]
    said = [
        TranscriptSegment(
            start_ms=65_000, end_ms=70_000, text=f"said {text}", speaker=f"by {text}", words=[]
        )
    ]
    slides = [Slide(start_ms=0, end_ms=60_000, text=f"slide {text}", picture="0a1b.jpg")]
    return PageData(
        lecture_video=LectureVideo(
            key=f"week 3/{text}.mp4",
            sha256="ab" * 32,
            size_bytes=12_345_678,
            container="mp4",
            duration_ms=120_000,
            video=VideoStream(codec="h264", width=1280, height=720, fps=25),
            warnings=[f"video warning {text}"],
            made_by=made("lecture_video"),
        ),
        silence_map=SilenceMap(
            duration_ms=120_000,
            threshold_dbfs=-40,
            noise_floor_dbfs=-60,
            min_silence_ms=400,
            speech=[span(0, 90_000)],
            silences=[span(90_000, 120_000)],
        ),
        transcript=Transcript(
            language=language,
            provider="local",
            model="base",
            segments=said,
            made_by=made("transcript", f"model {text}"),
        ),
        layout=Layout(frame=Frame(width=1280, height=720), parts=[], slides=slides),
        content_segments=ContentSegments(analyzer="local", segments=segments),
        selected_highlights=SelectedHighlights(
            highlights=chosen,
            rejected=[Rejected(start_ms=0, end_ms=9_000, reason=f"rejected {text}")],
            warnings=[] if chosen else [f"nothing worth a clip {text}"],
        ),
        rendered_clips=RenderedClips(clips=clips),
        captions={clip.captions_vtt: VTT for clip in clips},
        thumbnails={clip.thumbnail: JPEG for clip in clips},
        contact_sheet=JPEG,
    )


def _highlight(rank: int, text: str) -> Highlight:
    start = 10_000 * rank
    return Highlight(
        rank=rank,
        start_ms=start,
        end_ms=start + 9_000,
        keep=[span(start, start + 9_000)],
        title=f"title {rank} {text}",
        summary=f"summary {rank} {text}",
        score=1.0,
        reasons=[f"reason {rank} {text}"],
    )


def _clip(rank: int, text: str) -> Clip:
    return Clip(
        rank=rank,
        file=f"{rank} {text}.mp4",
        captions_vtt=f"{rank} {text}.vtt",
        captions_srt=f"{rank} {text}.srt",
        thumbnail=f"{rank} {text}.jpg",
        duration_ms=8_000 + rank,
        width=1280,
        height=720,
        sha256="cd" * 32,
    )


@dataclass
class Element:
    """One element of a page with its attributes."""

    tag: str
    attributes: dict[str, str]


@dataclass
class Read(HTMLParser):
    """A page as a browser would take it apart."""

    html: str
    elements: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(" ".join(data.split()))

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts))
