"""The asset ``rendered_clips`` and its checks."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.captions_check import (
    ABOUT_READABLE,
    READABLE,
    Captioned,
    readable_captions,
)
from lecture_assets.defs.describe import picture, table
from lecture_assets.defs.earlier_clips import EarlierClips
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Findings, Metadata, Work
from lecture_assets.edits.words import overlaid
from lecture_assets.handover.write import hand_over
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.layout.models import Layout
from lecture_assets.media.models import LectureVideo
from lecture_assets.progress import part
from lecture_assets.render.clips import render_clips
from lecture_assets.render.faults import CHECKS, faults_of
from lecture_assets.render.models import RenderedClips
from lecture_assets.render.plans import clip_spans
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.transcript.captions import two_frames_ms, words_in_clip
from lecture_assets.transcript.models import Transcript

_USUAL_FPS = 25.0
_RENDERED = 0.95


@lecture_asset(
    kinds={"ffmpeg"},
    pool="ffmpeg",
    checks={**CHECKS, READABLE: ABOUT_READABLE},
)
def rendered_clips(
    context: dg.AssetExecutionContext,
    edge: dg.ResourceParam[Edge],
    selected_highlights: SelectedHighlights,
    transcript: Transcript,
    layout: Layout,
    lecture_video: LectureVideo,
) -> dg.MaterializeResult[RenderedClips]:
    """The clips: cut, composed, captioned, levelled and encoded, with captions and thumbnails."""
    store, settings = edge.studio.store, edge.studio.settings
    version = STAGES["rendered_clips"].version
    unfinished = lecture_key(context.partition_key, f"work/clips-{version}")

    corrected = overlaid(transcript, selected_highlights.corrections)

    def make(work: Work) -> RenderedClips:
        folder = store.scratch(unfinished)
        earlier = EarlierClips(store, work.lecture)
        try:
            rendered = render_clips(
                work.source,
                lecture_video,
                selected_highlights,
                corrected,
                layout,
                settings.render,
                settings.limits,
                folder,
                part(work.progress, 0, _RENDERED),
                earlier.bring_back if tags.ONLY_STALE in context.run.tags else _bring_nothing,
                work.watch,
            )
            rendered = hand_over(
                rendered,
                selected_highlights,
                lecture_video,
                work.source,
                folder,
                settings.render,
                settings.limits.max_wall_s,
            )
            work.progress(1.0)
            for name in STAGES["rendered_clips"].files(rendered):
                if name not in earlier.names:
                    store.put(lecture_key(work.lecture, name), folder / name.removeprefix("clips/"))
        finally:
            if not any(folder.glob("*.json")):
                store.discard_scratch(unfinished)
        store.discard_scratch(unfinished)
        return rendered

    def describe(rendered: RenderedClips) -> Metadata:
        metadata = _describe(rendered)
        for clip in rendered.clips:
            frame = store.read(lecture_key(context.partition_key, f"clips/{clip.thumbnail}"))
            metadata[f"clip_{clip.rank}"] = dg.MetadataValue.md(picture(frame, clip.file))
        return metadata

    inputs = {
        "selected_highlights": selected_highlights,
        "transcript": transcript,
        "layout": layout,
        "lecture_video": lecture_video,
    }

    def finder(check: str) -> Callable[[RenderedClips], list[str]]:
        return lambda rendered: faults_of(check, rendered, selected_highlights, settings.render)

    def found(rendered: RenderedClips) -> Findings:
        folder = lecture_key(context.partition_key, "clips/")
        highlights = {each.rank: each for each in selected_highlights.highlights}
        captions = [
            Captioned(
                name=f"Clip {clip.rank}, ",
                vtt_key=folder + clip.captions_vtt,
                srt_key=folder + clip.captions_srt,
                words=words_in_clip(
                    corrected.words(), clip_spans(highlights[clip.rank], lecture_video)
                ),
                silences=None,
                gap_ms=two_frames_ms(clip.fps or _USUAL_FPS),
                whole_ms=clip.duration_ms,
            )
            for clip in rendered.clips
        ]
        return readable_captions(store, captions)

    checks: dict[str, Callable[[RenderedClips], list[str] | Findings]] = {READABLE: found}
    checks |= {check: finder(check) for check in CHECKS}
    return edge.run(context, inputs, make, describe, checks)


def _bring_nothing(_content_id: str, _folder: Path) -> None:
    """Bring no clip back: what is materialized by hand is made anew."""


def _describe(rendered: RenderedClips) -> Metadata:
    rows = [
        (
            clip.rank,
            clip.file,
            f"{clip.duration_ms / 1000:.1f} s",
            f"{clip.width}x{clip.height}",
            "no sound" if clip.loudness_lufs is None else f"{clip.loudness_lufs:.1f} LUFS",
        )
        for clip in rendered.clips
    ]
    return {
        "clips": dg.MetadataValue.int(len(rendered.clips)),
        "total_seconds": dg.MetadataValue.float(
            round(sum(clip.duration_ms for clip in rendered.clips) / 1000, 1)
        ),
        "files": table(["rank", "file", "length", "size", "loudness"], rows),
    }
