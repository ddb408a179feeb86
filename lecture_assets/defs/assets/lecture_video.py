"""The asset ``lecture_video``."""

import dagster as dg

from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.errors import RefusedLectureError
from lecture_assets.lineage import limits_in_force, upload_mark
from lecture_assets.media.models import LectureVideo, Refusal
from lecture_assets.media.probe import probe
from lecture_assets.storage.keys import lecture_key
from lecture_assets.timeline import clock


@lecture_asset(kinds={"pyav"})
def lecture_video(
    context: dg.AssetExecutionContext, edge: dg.ResourceParam[Edge]
) -> dg.MaterializeResult[LectureVideo]:
    """What was uploaded: container, streams, duration, size and content hash, or a refusal."""
    store = edge.studio.store
    refusal = lecture_key(context.partition_key, "refused.json")

    def make(work: Work) -> LectureVideo:
        etag = upload_mark(store, work.upload_key)
        try:
            measured = probe(
                work.source, work.upload_key, edge.studio.settings.limits, work.progress
            )
        except RefusedLectureError as error:
            record = Refusal(
                video_id=work.lecture,
                key=work.upload_key.encode(errors="replace").decode(),
                etag=etag,
                reason=str(error),
                limits=limits_in_force(edge.studio),
            )
            store.write(refusal, record.model_dump_json(indent=2).encode())
            raise
        store.delete(refusal)
        return measured

    return edge.run(context, {}, make, _describe)


def _describe(video: LectureVideo) -> Metadata:
    picture, sound = video.video, video.audio
    return {
        "file": dg.MetadataValue.text(video.key),
        "duration": dg.MetadataValue.text(clock(video.duration_ms)),
        "size_mb": dg.MetadataValue.float(round(video.size_bytes / 1e6, 1)),
        "picture": dg.MetadataValue.text(
            f"{picture.codec} {picture.width}x{picture.height}, {picture.fps:g} frames a second"
            if picture
            else "none"
        ),
        "sound": dg.MetadataValue.text(
            f"{sound.codec} {sound.sample_rate} Hz, {sound.channels} channels" if sound else "none"
        ),
        "sha256": dg.MetadataValue.text(video.sha256),
    }
