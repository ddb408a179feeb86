"""The asset ``highlights_page``."""

import hashlib

import dagster as dg

from lecture_assets.content.models import ContentSegments
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.edits.retold import Retelling
from lecture_assets.edits.words import overlaid
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.highlights.retelling import with_corrections
from lecture_assets.layout.models import Layout
from lecture_assets.lineage import made_of
from lecture_assets.media.about import read_about
from lecture_assets.media.models import LectureVideo
from lecture_assets.render.models import RenderedClips
from lecture_assets.results.links import served_at
from lecture_assets.results.models import HighlightsPage
from lecture_assets.results.page import PageData
from lecture_assets.results.page import highlights_page as write_page
from lecture_assets.silence.models import SilenceMap
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.transcript.models import Transcript

_FILE = "index.html"


@lecture_asset(kinds={"html"})
def highlights_page(  # noqa: PLR0913, PLR0917 - Dagster reads the inputs off the signature
    context: dg.AssetExecutionContext,
    edge: dg.ResourceParam[Edge],
    lecture_video: LectureVideo,
    silence_map: SilenceMap,
    transcript: Transcript,
    layout: Layout,
    content_segments: ContentSegments,
    selected_highlights: SelectedHighlights,
    rendered_clips: RenderedClips,
) -> dg.MaterializeResult[HighlightsPage]:
    """One self-contained page with a player for each clip, and all that led to it."""
    store = edge.studio.store
    inputs = {
        "lecture_video": lecture_video,
        "silence_map": silence_map,
        "transcript": transcript,
        "layout": layout,
        "content_segments": content_segments,
        "selected_highlights": selected_highlights,
        "rendered_clips": rendered_clips,
    }

    def make(work: Work) -> HighlightsPage:
        clips = rendered_clips.clips
        sheet_key = lecture_key(work.lecture, "slides.jpg")

        def of_clip(name: str) -> bytes:
            return store.read(lecture_key(work.lecture, f"clips/{name}"))

        about, unusable = read_about(store, work.upload_key)
        corrections = selected_highlights.corrections
        page = PageData(
            **inputs
            | {
                "transcript": overlaid(transcript, corrections),
                "content_segments": with_corrections(
                    content_segments, Retelling(transcript, corrections)
                ),
            },
            captions={clip.captions_vtt: of_clip(clip.captions_vtt).decode() for clip in clips},
            thumbnails={clip.thumbnail: of_clip(clip.thumbnail) for clip in clips},
            contact_sheet=store.read(sheet_key) if store.stat(sheet_key) else None,
            about=about,
            unusable=unusable,
        )
        html = write_page(page).encode()
        store.write(lecture_key(work.lecture, _FILE), html)
        _sweep(store, work.lecture, layout, rendered_clips)
        return HighlightsPage(
            file=_FILE,
            sha256=hashlib.sha256(html).hexdigest(),
            about=about,
            warnings=[unusable] if unusable else [],
        )

    def describe(page: HighlightsPage) -> Metadata:
        key = lecture_key(context.partition_key, page.file)
        base_url = edge.studio.settings.base_url
        if base_url:
            return {"page": dg.MetadataValue.url(served_at(base_url, key))}
        return {"page": dg.MetadataValue.path(f"{store.location}/{key}")}

    told = f"{len(rendered_clips.clips)}.{made_of(inputs)}"
    return edge.run(context, inputs, make, describe, made_of=told)


def _sweep(store: ArtifactStore, lecture: str, layout: Layout, rendered: RenderedClips) -> None:
    """Remove what is left of earlier uploads and broken runs, now that nothing names it."""
    clips_json = STAGES["rendered_clips"]
    named = {clips_json.path, *clips_json.files(rendered), *STAGES["layout"].files(layout)}
    folder = lecture_key(lecture, "")
    for stored in [*store.list(f"{folder}clips"), *store.list(f"{folder}slides")]:
        if stored.key.removeprefix(folder) not in named:
            store.delete(stored.key)
    store.discard_scratch(f"{folder}work")
