"""The asset ``selected_highlights``."""

from collections.abc import Callable

import dagster as dg

from lecture_assets.content.models import ContentSegments
from lecture_assets.defs.describe import stretch, table
from lecture_assets.defs.edited_captions import write_captions, write_chapters
from lecture_assets.defs.edits_observed import note_edits
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.edits.in_force import edits_in_force
from lecture_assets.edits.retold import Retelling
from lecture_assets.edits.words import overlaid
from lecture_assets.highlights.faults import edges_in_builds, edges_in_sentences, edges_in_sound
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.highlights.select import select_highlights
from lecture_assets.layout.models import Layout
from lecture_assets.lineage import read_document
from lecture_assets.media.models import LectureVideo
from lecture_assets.silence.models import SilenceMap
from lecture_assets.stages import EDITS, STAGES
from lecture_assets.transcript.models import Transcript

_IN_SILENCE = "edges_lie_in_silence"
_ON_SENTENCES = "edges_lie_on_sentences"
_OUTSIDE_BUILDS = "edges_lie_outside_builds"


@lecture_asset(
    kinds={"python"},
    checks={
        _IN_SILENCE: "Every highlight starts and ends in a silence or at the recording's end.",
        _ON_SENTENCES: "Every highlight starts and ends with a whole sentence.",
        _OUTSIDE_BUILDS: "No highlight starts or ends while a slide is built.",
    },
    deps=[EDITS],
)
def selected_highlights(
    context: dg.AssetExecutionContext,
    edge: dg.ResourceParam[Edge],
    content_segments: ContentSegments,
    transcript: Transcript,
    silence_map: SilenceMap,
    layout: Layout,
) -> dg.MaterializeResult[SelectedHighlights]:
    """The best moments, cut on sentences and in silences, and why the others were left out."""
    store, options = edge.studio.store, edge.studio.settings.highlights

    def make(work: Work) -> SelectedHighlights:
        note_edits(context, store)
        in_force = edits_in_force(store, work.lecture)
        chosen = select_highlights(
            content_segments,
            transcript,
            silence_map,
            layout,
            silence_map.duration_ms,
            options,
            in_force.edits,
        )
        video = read_document(store, work.lecture, STAGES["lecture_video"])
        if isinstance(video, LectureVideo):
            write_captions(store, video, overlaid(transcript, chosen.corrections))
        retelling = Retelling(transcript, chosen.corrections)
        write_chapters(store, work.lecture, content_segments, retelling)
        warnings = [*chosen.warnings, *in_force.warnings]
        return chosen.model_copy(update={"warnings": warnings})

    inputs = {
        "content_segments": content_segments,
        "transcript": transcript,
        "silence_map": silence_map,
        "layout": layout,
    }
    checks: dict[str, Callable[[SelectedHighlights], list[str]]] = {
        _IN_SILENCE: lambda made: edges_in_sound(made, silence_map),
        _ON_SENTENCES: lambda made: edges_in_sentences(made, transcript),
        _OUTSIDE_BUILDS: lambda made: edges_in_builds(made, layout),
    }
    return edge.run(context, inputs, make, _describe, checks)


def _describe(chosen: SelectedHighlights) -> Metadata:
    rows = [
        (
            each.rank,
            stretch(each),
            f"{each.clip_ms / 1000:.1f} s",
            each.title,
            "; ".join(each.reasons),
        )
        for each in chosen.highlights
    ]
    left_out = [(stretch(each), each.reason) for each in chosen.rejected]
    return {
        "highlights": dg.MetadataValue.int(len(chosen.highlights)),
        "chosen": table(["rank", "time", "length", "title", "why"], rows),
        "left_out": table(["time", "why"], left_out),
    }
