"""The asset ``lecture_video``."""

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.edits_observed import tell_if_unusable
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.max_runtime import limit_runtime
from lecture_assets.defs.quota import refuse_over_quota
from lecture_assets.defs.work import Edge, Metadata, Work
from lecture_assets.errors import RefusedLectureError
from lecture_assets.lineage import limits_in_force, upload_mark
from lecture_assets.media.about import About, read_about
from lecture_assets.media.models import LectureVideo, Refusal
from lecture_assets.media.probe import probe
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.timeline import clock


@lecture_asset(kinds={"pyav"})
def lecture_video(
    context: dg.AssetExecutionContext, edge: dg.ResourceParam[Edge]
) -> dg.MaterializeResult[LectureVideo]:
    """What was uploaded: container, streams, duration, size and content hash, or a refusal."""
    store, settings = edge.studio.store, edge.studio.settings
    refusal = lecture_key(context.partition_key, "refused.json")

    def make(work: Work) -> LectureVideo:
        etag = upload_mark(store, work.upload_key)
        try:
            measured = probe(work.source, work.upload_key, settings.limits, work.progress)
            course = _tell_run(context, store, work.upload_key).course
            refuse_over_quota(context.instance, context.run, measured, course, settings.quota)
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

    result = edge.run(context, {}, make, _describe)
    limit_runtime(context.instance, context.run, result.value.duration_ms)
    why_not = tell_if_unusable(context, store, result.value)
    if why_not:
        edge.tell(why_not)
    return result


def _tell_run(context: dg.AssetExecutionContext, store: ArtifactStore, upload_key: str) -> About:
    """Tag the run with what the sidecar says, so that the UI's list of runs can be read."""
    about, _ = read_about(store, upload_key)
    said = {tags.TITLE: about.title, tags.COURSE: about.course}
    named = {tag: value for tag, value in said.items() if value}
    if named:
        context.instance.add_run_tags(context.run.run_id, named)
    return about


def _describe(video: LectureVideo) -> Metadata:
    picture, sound = video.video, video.audio
    return {
        "file": dg.MetadataValue.text(video.key),
        "duration": dg.MetadataValue.text(clock(video.duration_ms)),
        "media_seconds": dg.MetadataValue.float(video.duration_ms / 1000),
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
