"""Writes the highlights page: one file that opens anywhere, beside its clips."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict

from lecture_assets.content.models import ContentSegments
from lecture_assets.documents import Document
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.layout.models import Layout
from lecture_assets.media.about import About
from lecture_assets.media.models import LectureVideo
from lecture_assets.render.models import RenderedClips
from lecture_assets.results import wording
from lecture_assets.results.cards import Card, cards, for_editors
from lecture_assets.results.overview import lanes, overview_sentence, ticks
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import clock
from lecture_assets.transcript.language_names import language_name
from lecture_assets.transcript.models import Transcript


class PageData(BaseModel):
    """All that the page shows.

    Attributes:
        lecture_video: The lecture.
        silence_map: Its silences.
        transcript: Its words.
        layout: Its slides.
        content_segments: Its topical stretches.
        selected_highlights: What was chosen, and why.
        rendered_clips: The files.
        captions: WebVTT text by file name.
        thumbnails: JPEG bytes by file name.
        contact_sheet: JPEG with all slides, or None where there are none.
        about: What the sidecar says of the lecture.
        unusable: Why the sidecar is not used, or None.
    """

    model_config = ConfigDict(frozen=True)

    lecture_video: LectureVideo
    silence_map: SilenceMap
    transcript: Transcript
    layout: Layout
    content_segments: ContentSegments
    selected_highlights: SelectedHighlights
    rendered_clips: RenderedClips
    captions: dict[str, str]
    thumbnails: dict[str, bytes]
    contact_sheet: bytes | None = None
    about: About = About()
    unusable: str | None = None

    def documents(self) -> list[Document]:
        """Every document, in the order in which the stages ran."""
        return [
            self.lecture_video,
            self.silence_map,
            self.transcript,
            self.layout,
            self.content_segments,
            self.selected_highlights,
            self.rendered_clips,
        ]


def highlights_page(page: PageData) -> str:
    """Write the page.

    Args:
        page: What it shows.

    Returns:
        HTML that needs no script, no network and no other file but the clips, which it expects in
        the folder ``clips`` beside it. Whatever a person named or said is escaped.
    """
    shown = cards(page.selected_highlights, page.rendered_clips, page.captions, page.thumbnails)
    return (
        _template_environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            cards=shown,
            editors=for_editors(page.rendered_clips),
            clips_ms=sum(card.clip_ms for card in shown),
            why_none=_why_none(page, shown),
            warnings=_warnings(page),
            lanes=lanes(page),
            ticks=ticks(page.lecture_video.duration_ms),
            overview=overview_sentence(page),
            contact_sheet=wording.data_uri("image/jpeg", page.contact_sheet),
            made=[document.made_by for document in page.documents() if document.made_by],
        )
    )


def _why_none(page: PageData, shown: list[Card]) -> list[str]:
    if shown:
        return []
    return page.selected_highlights.warnings or ["No stretch of this lecture was chosen."]


def _warnings(page: PageData) -> list[str]:
    """Every warning once; those that say why there are no highlights stand elsewhere."""
    documents = page.documents()
    if not page.selected_highlights.highlights:
        documents.remove(page.selected_highlights)
    texts = [text for each in documents for text in each.warnings]
    return list(dict.fromkeys(texts + ([page.unusable] if page.unusable else [])))


@cache
def _template_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("lecture_assets.results", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clock=clock,
        size=wording.size,
        percent=wording.percent,
        counted=wording.counted,
        language=language_name,
    )
    return environment
