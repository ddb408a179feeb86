"""The asset ``layout``."""

import dagster as dg

from lecture_assets.defs.describe import picture, stretch, table
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.layout.contact_sheet import contact_sheet
from lecture_assets.layout.detect import detect_layout
from lecture_assets.layout.models import (
    THUMBNAIL_CUES,
    THUMBNAIL_SHEET,
    Frame,
    Layout,
    LayoutPart,
    Region,
)
from lecture_assets.lineage import read_document
from lecture_assets.media.models import LectureVideo, VideoStream
from lecture_assets.media.probe import SHOWS_NOTHING
from lecture_assets.progress import part
from lecture_assets.slides.album import with_pictures
from lecture_assets.slides.reader import slide_reader
from lecture_assets.slides.thumbnails import thumbnails
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key


@lecture_asset(kinds={"opencv"})
def layout(
    context: dg.AssetExecutionContext, edge: dg.ResourceParam[Edge], lecture_video: LectureVideo
) -> dg.MaterializeResult[Layout]:
    """Where the slides and the camera are in the picture, and when the slides change."""
    store = edge.studio.store
    sheet_key = lecture_key(context.partition_key, "slides.jpg")

    def make(work: Work) -> Layout:
        video = lecture_video.video
        if video is None:
            for name in (THUMBNAIL_SHEET, THUMBNAIL_CUES):
                store.delete(lecture_key(work.lecture, name))
            store.delete(sheet_key)
            return without_picture(lecture_video)
        reader = slide_reader(edge.studio.settings.layout.slide_text)
        found = detect_layout(
            work.source, video, lecture_video.duration_ms, part(work.progress, 0, 0.6)
        )
        earlier = read_document(store, work.lecture, STAGES["layout"])
        found = with_pictures(
            work.source,
            video,
            found,
            reader,
            earlier if isinstance(earlier, Layout) else None,
            lambda name, data: store.write(lecture_key(work.lecture, f"slides/{name}"), data),
            part(work.progress, 0.6, 0.9),
        )
        sheet = contact_sheet(work.source, video, found.slides, part(work.progress, 0.9, 0.95))
        if sheet is None:
            store.delete(sheet_key)
        else:
            store.write(sheet_key, sheet)
        return _with_thumbnails(work, video, found, lecture_video.duration_ms)

    def describe(found: Layout) -> Metadata:
        metadata = _describe(found)
        if store.stat(sheet_key):
            sheet = picture(store.read(sheet_key), "slides")
            metadata["contact_sheet"] = dg.MetadataValue.md(sheet)
        return metadata

    return edge.run(context, {"lecture_video": lecture_video}, make, describe)


def _with_thumbnails(work: Work, video: VideoStream, found: Layout, duration_ms: int) -> Layout:
    told = thumbnails(work.source, video, duration_ms, part(work.progress, 0.95, 1))
    if told is None:
        return found
    work.store.write(lecture_key(work.lecture, THUMBNAIL_SHEET), told.sheet)
    work.store.write(lecture_key(work.lecture, THUMBNAIL_CUES), told.cues.encode())
    return found.model_copy(update={"thumbnails": THUMBNAIL_CUES})


def without_picture(lecture: LectureVideo) -> Layout:
    """The layout of a sound alone, with a warning unless the recording's own tells why."""
    whole = LayoutPart(start_ms=0, end_ms=lecture.duration_ms, kind="unknown", confidence=0)
    told = any(SHOWS_NOTHING in each for each in lecture.warnings)
    said = "The recording has no picture, so its clips show a card with their title."
    return Layout(
        frame=Frame(width=0, height=0),
        parts=[whole],
        slides=[],
        warnings=[] if told else [said],
    )


def _describe(found: Layout) -> Metadata:
    rows = [
        (
            stretch(each),
            each.kind,
            _place(each.screen),
            _place(each.camera),
            f"{each.confidence:.2f}",
        )
        for each in found.parts
    ]
    return {
        "slides": dg.MetadataValue.int(len(found.slides)),
        "parts": table(["time", "kind", "screen", "camera", "confidence"], rows),
    }


def _place(region: Region | None) -> str:
    if region is None:
        return "none"
    return f"{region.width}x{region.height} at {region.x}, {region.y}"
