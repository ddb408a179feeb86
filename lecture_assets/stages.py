"""The stages in order: what each reads, what it writes, and what its result depends on."""

from collections.abc import Callable
from dataclasses import dataclass

from lecture_assets.content.analyzer import Analyzer
from lecture_assets.content.models import ContentSegments
from lecture_assets.documents import Document
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.hosted.address import server_of
from lecture_assets.layout.models import THUMBNAIL_CUES, THUMBNAIL_SHEET, Layout
from lecture_assets.media.models import LectureVideo
from lecture_assets.render.models import RenderedClips
from lecture_assets.results.models import HighlightsPage
from lecture_assets.settings import Settings
from lecture_assets.silence.models import SilenceMap
from lecture_assets.studio import Studio
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.transcriber import Transcriber

UPLOAD = "upload"
"""The input that is the recording itself."""
ABOUT = "about"
"""The input that is all that the sidecar says of it."""
SUBJECT = "subject"
"""The input that is what the sidecar says to a hosted analyzer: title and course."""
LANGUAGE = "language"
"""The input that is the language which the sidecar names."""
GLOSSARY = "glossary"
"""The input that is the lecture's own glossary."""
EDITS = "lecture_edits"
"""The input that is what an editor decided."""


@dataclass(frozen=True)
class Maker:
    """Who does a stage's work.

    Attributes:
        provider: Such as ``local``; None where there is no choice.
        model: The model's name, where there is one.
        server: The server that is asked, where it is not the provider's own.
    """

    provider: str | None = None
    model: str | None = None
    server: str | None = None


def _nobody(_studio: Studio) -> Maker:
    return Maker()


def _maker(by: Transcriber | Analyzer, settings: Settings) -> Maker:
    addresses = {"openai": settings.openai.base_url, "gemini": settings.gemini.base_url}
    return Maker(by.provider, by.model, server_of(by.provider, addresses.get(by.provider)))


def _no_files(_document: Document) -> list[str]:
    return []


def _clip_files(document: Document) -> list[str]:
    assert isinstance(document, RenderedClips)
    names = [
        name
        for clip in document.clips
        for name in (clip.file, clip.captions_vtt, clip.captions_srt, clip.thumbnail)
    ]
    for_editors = (document.otio, document.edl, document.reel)
    return [f"clips/{name}" for name in (*names, *for_editors) if name]


def _slide_files(document: Document) -> list[str]:
    assert isinstance(document, Layout)
    pictures = {f"slides/{slide.picture}" for slide in document.slides if slide.picture}
    thumbnails = [THUMBNAIL_CUES, THUMBNAIL_SHEET] if document.thumbnails else []
    return [*sorted(pictures), *thumbnails]


@dataclass(frozen=True)
class Stage:
    """One stage, which is one asset.

    Attributes:
        name: The asset's name.
        version: Raised whenever its code would give another result.
        inputs: The stages whose documents it reads, and what it reads besides.
        document: The model of what it writes.
        path: Where that is, below the lecture's folder.
        options: Name of the settings that its result depends on, if any.
        maker: Who does its work, where there is a choice.
        files: What else it writes and cannot do without, below the lecture's folder.
        packages: The packages whose versions are noted.
        runs_ffmpeg: Whether ffmpeg's version is noted too.
    """

    name: str
    version: str
    inputs: tuple[str, ...]
    document: type[Document]
    path: str
    options: str | None = None
    maker: Callable[[Studio], Maker] = _nobody
    files: Callable[[Document], list[str]] = _no_files
    packages: tuple[str, ...] = ()
    runs_ffmpeg: bool = False


STAGES = {
    stage.name: stage
    for stage in (
        Stage(
            name="lecture_video",
            version="4",
            inputs=(UPLOAD,),
            document=LectureVideo,
            path="lecture_video.json",
            options="limits",
            packages=("av",),
        ),
        Stage(
            name="silence_map",
            version="6",
            inputs=("lecture_video",),
            document=SilenceMap,
            path="silence_map.json",
            options="silence",
            packages=("numpy", "pydub", "faster-whisper"),
            runs_ffmpeg=True,
        ),
        Stage(
            name="layout",
            version="7",
            inputs=("lecture_video",),
            document=Layout,
            path="layout.json",
            options="layout",
            files=_slide_files,
            packages=("av", "opencv-python-headless"),
        ),
        Stage(
            name="transcript",
            version="9",
            inputs=("lecture_video", "silence_map", LANGUAGE, GLOSSARY),
            document=Transcript,
            path="transcript.json",
            options="transcript",
            packages=("faster-whisper", "ctranslate2"),
            runs_ffmpeg=True,
            maker=lambda studio: _maker(studio.transcriber, studio.settings),
            files=lambda _: ["captions.vtt", "captions.srt"],
        ),
        Stage(
            name="content_segments",
            version="7",
            inputs=("transcript", "layout", "silence_map", SUBJECT),
            document=ContentSegments,
            path="content_segments.json",
            options="content",
            packages=("wordllama",),
            maker=lambda studio: _maker(studio.analyzer, studio.settings),
            files=lambda _: ["chapters.vtt"],
        ),
        Stage(
            name="selected_highlights",
            version="7",
            inputs=("content_segments", "transcript", "silence_map", "layout", EDITS),
            document=SelectedHighlights,
            path="selected_highlights.json",
            options="highlights",
        ),
        Stage(
            name="rendered_clips",
            version="12",
            inputs=("selected_highlights", "transcript", "layout", "lecture_video"),
            document=RenderedClips,
            path="clips/clips.json",
            options="render",
            packages=("ffmpeg-python", "av"),
            runs_ffmpeg=True,
            files=_clip_files,
        ),
        Stage(
            name="highlights_page",
            version="3",
            inputs=(
                "lecture_video",
                "silence_map",
                "transcript",
                "layout",
                "content_segments",
                "selected_highlights",
                "rendered_clips",
                ABOUT,
            ),
            document=HighlightsPage,
            path="highlights_page.json",
            files=lambda _: ["index.html"],
        ),
    )
}
LAST = STAGES["highlights_page"]
"""The stage whose document says that a lecture is done."""
