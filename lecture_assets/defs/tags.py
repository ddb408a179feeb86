"""The tags that runs and materializations carry."""

_MOST_BYTES = 2000

COMMAND = "lecture/command"
"""On runs of the command line."""
ONLY_STALE = "lecture/only_stale"
"""On runs that leave alone what is current: the command's, the sensor's and the backfill's."""
BACKFILL = "lecture/backfill"
"""On runs that the nightly backfill asked for: what was wanted, see ``lineage.wanted_of``."""
FAILURE = "lecture/failure"
"""On runs that failed in a stage: the name of the error's class, such as RefusedLectureError."""
REASON = "lecture/reason"
"""On such runs: the sentence."""
STAGE = "lecture/stage"
"""On such runs: the stage that failed."""
LIMITS = "lecture/limits"
"""On runs whose upload was refused: what it was held to, see ``lineage.limits_hash``."""
COURSE = "lecture/course"
"""On runs: the course that the sidecar names."""
TITLE = "lecture/title"
"""On runs: the title that the sidecar names."""
USAGE = "lecture/usage"
"""On runs that measured a recording: what it takes up, see ``quota``."""
UPLOAD = "lecture/upload"
"""On runs that the sensor or the backfill asked for: the upload's path below the drop folder."""


def upload_tag(upload_key: str) -> dict[str, str]:
    """Return the tag that tells a run where its upload is; none where databases take no such name.

    Args:
        upload_key: Path below the drop folder.
    """
    return {UPLOAD: upload_key} if upload_key == fitting(upload_key) else {}


def fitting(text: str) -> str:
    """Return as much of a text as databases take for a tag: Postgres indexes up to 2,700 bytes."""
    return text.encode(errors="replace")[:_MOST_BYTES].decode(errors="ignore")
