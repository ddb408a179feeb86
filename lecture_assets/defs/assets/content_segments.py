"""The asset ``content_segments``."""

import dagster as dg

from lecture_assets.content.models import ContentSegments
from lecture_assets.defs.describe import stretch, table
from lecture_assets.defs.edited_captions import corrections_in_force, write_chapters
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.edits.retold import Retelling
from lecture_assets.layout.models import Layout
from lecture_assets.media.about import read_about
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript


@lecture_asset(kinds={"wordllama"})
def content_segments(
    context: dg.AssetExecutionContext,
    edge: dg.ResourceParam[Edge],
    transcript: Transcript,
    layout: Layout,
    silence_map: SilenceMap,
) -> dg.MaterializeResult[ContentSegments]:
    """The topical stretches, each with title, topics, summary and importance."""
    studio = edge.studio

    def make(work: Work) -> ContentSegments:
        about, _ = read_about(studio.store, work.upload_key)
        found = studio.analyzer.analyze(
            transcript, layout, silence_map, work.progress, about, work.account
        )
        corrected = corrections_in_force(studio.store, work.lecture, transcript)
        write_chapters(studio.store, work.lecture, found, Retelling(transcript, corrected))
        return found

    inputs = {"transcript": transcript, "layout": layout, "silence_map": silence_map}
    return edge.run(context, inputs, make, _describe)


def _describe(found: ContentSegments) -> Metadata:
    rows = [
        (stretch(each), each.title, ", ".join(each.topics), f"{each.importance:.2f}")
        for each in found.segments
    ]
    return {
        "segments": dg.MetadataValue.int(len(found.segments)),
        "analyzer": dg.MetadataValue.text(found.analyzer),
        "contents": table(["time", "title", "topics", "importance"], rows),
    }
