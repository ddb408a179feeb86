"""How a stage that fails says so: one sentence, which the run carries too."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from dagster._core.storage.tags import RETRY_ON_ASSET_OR_OP_FAILURE_TAG
from sqlalchemy.exc import SQLAlchemyError

from lecture_assets.defs import tags
from lecture_assets.errors import LectureError, RefusedLectureError, StoreError
from lecture_assets.lineage import limits_hash
from lecture_assets.stages import Stage
from lecture_assets.studio import Studio

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def failing_in_one_sentence(
    context: dg.AssetExecutionContext, stage: Stage, studio: Studio
) -> Iterator[None]:
    """Note on the run why it failed, where all lectures can be asked for it at once."""
    try:
        with _telling_of_a_full_disk(stage):
            yield
    except LectureError as error:
        _note_failure(context, stage, error, str(error))
        if isinstance(error, RefusedLectureError):
            context.instance.add_run_tags(context.run.run_id, {tags.LIMITS: limits_hash(studio)})
        raise dg.Failure(description=str(error), allow_retries=False) from None
    except Exception as error:
        if not isinstance(error.__cause__ or error, SQLAlchemyError):
            _note_failure(context, stage, error, "It failed unexpectedly; its run has the details.")
        raise


@contextmanager
def _telling_of_a_full_disk(stage: Stage) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        where = error.filename2 or error.filename or "unfinished work"
        raise StoreError(
            f"{stage.name} cannot be made, since the disk is full; make room for {where}, then "
            "start it again."
        ) from error


def _note_failure(
    context: dg.AssetExecutionContext, stage: Stage, error: Exception, sentence: str
) -> None:
    noted = {tags.FAILURE: type(error).__name__, tags.STAGE: stage.name}
    noted[tags.REASON] = tags.fitting(sentence)
    # What is not noted here is Dagster's own failure, such as a database that went away: retried.
    noted[RETRY_ON_ASSET_OR_OP_FAILURE_TAG] = "false"
    context.instance.add_run_tags(context.run.run_id, noted)
