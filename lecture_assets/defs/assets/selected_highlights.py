"""The asset ``selected_highlights``."""

import dagster as dg

from lecture_assets.content.models import ContentSegments
from lecture_assets.defs.describe import stretch, table
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.highlights.faults import edges_in_sound
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.highlights.select import select_highlights
from lecture_assets.layout.models import Layout
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript

_CHECK = "edges_lie_in_silence"


@lecture_asset(
    kinds={"python"},
    checks={_CHECK: "Every highlight starts and ends in a silence or at the recording's end."},
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
    options = edge.studio.settings.highlights

    def make(_work: Work) -> SelectedHighlights:
        return select_highlights(
            content_segments, transcript, silence_map, layout, silence_map.duration_ms, options
        )

    inputs = {
        "content_segments": content_segments,
        "transcript": transcript,
        "silence_map": silence_map,
        "layout": layout,
    }
    return edge.run(
        context, inputs, make, _describe, {_CHECK: lambda made: edges_in_sound(made, silence_map)}
    )


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
