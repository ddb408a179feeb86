"""The asset ``silence_map``."""

import dagster as dg

from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.media.audio import decode_as_recorded
from lecture_assets.media.models import LectureVideo
from lecture_assets.progress import part
from lecture_assets.silence.map import map_silence
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import clock, total_ms


@lecture_asset(kinds={"pydub"}, pool="ffmpeg")
def silence_map(
    context: dg.AssetExecutionContext, edge: dg.ResourceParam[Edge], lecture_video: LectureVideo
) -> dg.MaterializeResult[SilenceMap]:
    """Where the lecture is silent and where it is spoken."""
    settings = edge.studio.settings

    def make(work: Work) -> SilenceMap:
        samples, recorded = decode_as_recorded(
            work.source, lecture_video, settings.limits, work.folder, part(work.progress, 0, 0.4)
        )
        progress = part(work.progress, 0.4, 1)
        return map_silence(samples, settings.silence, progress, recorded)

    return edge.run(context, {"lecture_video": lecture_video}, make, _describe)


def _describe(found: SilenceMap) -> Metadata:
    return {
        "silences": dg.MetadataValue.int(len(found.silences)),
        "silent_time": dg.MetadataValue.text(clock(total_ms(found.silences))),
        "speech_time": dg.MetadataValue.text(clock(total_ms(found.speech))),
        "threshold_dbfs": dg.MetadataValue.float(found.threshold_dbfs),
        "noise_floor_dbfs": dg.MetadataValue.float(found.noise_floor_dbfs),
    }
