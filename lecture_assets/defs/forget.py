"""Forgets lectures: what the store, Dagster and this machine hold of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import dagster as dg

from lecture_assets.defs.command import open_instance
from lecture_assets.defs.databases import RECORDS_ERRORS, records_cannot_be_used
from lecture_assets.defs.dead_runs import fail_dead_runs
from lecture_assets.defs.erase import erase_lecture, runs_of, stop_queued
from lecture_assets.defs.partitions import lectures as partitions
from lecture_assets.errors import LectureBusyError, LectureError
from lecture_assets.library.catalog import forget_rows
from lecture_assets.lineage import read_document
from lecture_assets.media.about import is_sidecar, sidecar_names
from lecture_assets.media.models import LectureVideo
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, is_video_id, lecture_key, video_id
from lecture_assets.storage.store import ArtifactStore, Stored


@dataclass(frozen=True)
class Traces:
    """What there is of a lecture.

    Attributes:
        lecture: The video ID.
        uploads: Keys of its recording, and of the sidecars that are its alone.
        results: How many other objects it has.
        size_bytes: Size of all of these.
        runs: How many runs it has.
        named: Whether Dagster or a lock knows it by name.
    """

    lecture: str
    uploads: Sequence[str]
    results: int
    size_bytes: int
    runs: int
    named: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to forget."""
        return not (self.uploads or self.results or self.runs or self.named)


def find_traces(store: ArtifactStore, home: Path, lectures: Sequence[str]) -> list[Traces]:
    """Find what there is of lectures.

    Args:
        store: Has their recordings and results.
        home: Dagster's folder.
        lectures: Their video IDs.

    Raises:
        LectureError: There is nothing of one of them.
    """
    wanted = list(dict.fromkeys(lectures))
    possible = {lecture for lecture in wanted if is_video_id(lecture)}
    uploads = _uploads(store, possible)
    with _records(home) as instance:
        found = {each: _traces(store, instance, each, uploads[each]) for each in possible}
    unknown = [each for each in wanted if each not in found or found[each].nothing]
    if unknown:
        raise LectureError(
            f"Nothing is known of {', '.join(map(repr, unknown))}, so nothing was forgotten; "
            "'lecture-assets status' lists all lectures."
        )
    return [found[lecture] for lecture in wanted]


def forget(store: ArtifactStore, home: Path, found: Sequence[Traces]) -> None:
    """Remove all that was found.

    What leads to a lecture goes last, so that the same call finishes what was interrupted.

    Args:
        store: Has their recordings and results.
        home: Dagster's folder.
        found: What there is of them.

    Raises:
        LectureBusyError: One of them is being processed; nothing was removed of any.
        LectureError: Something cannot be removed.
    """
    lectures = [each.lecture for each in found]
    with _records(home) as instance:
        fail_dead_runs(instance, store)
        with _locked(store, lectures):
            for lecture in lectures:
                stop_queued(instance, lecture)
            for each in found:
                # Sidecars first: a recording that is still there leads to its sidecar.
                for key in reversed(each.uploads):
                    store.delete(key)
                store.delete_all(lecture_key(each.lecture, ""))
                store.discard_scratch(lecture_key(each.lecture, "").rstrip("/"))
            forget_rows(store, lectures)
            for lecture in lectures:
                erase_lecture(instance, lecture)
                store.delete(_lock_key(lecture))


def _uploads(store: ArtifactStore, lectures: set[str]) -> dict[str, list[Stored]]:
    """Find recordings and sidecars by looking through all, which misses none."""
    everything = {each.key.removeprefix(UPLOADS): each for each in store.list(UPLOADS)}
    recordings = {key: video_id(key) for key in everything if not is_sidecar(key)}
    # One that is gone may have left a sidecar behind.
    recordings |= _measured(store, lectures.difference(recordings.values()))
    of_stem: dict[str, set[str]] = defaultdict(set)
    for key, lecture in recordings.items():
        of_stem[_stem(key)].add(lecture)
    found: dict[str, list[Stored]] = defaultdict(list)
    for key, lecture in recordings.items():
        if lecture not in lectures:
            continue
        # week1.yaml stays where week1.mkv is there as well and is not to be forgotten.
        shared = not of_stem[_stem(key)] <= lectures
        names = [key] + [n for n in sidecar_names(key) if n.startswith(key) or not shared]
        found[lecture] += [everything[name] for name in names if name in everything]
    return found


def _measured(store: ArtifactStore, lectures: set[str]) -> dict[str, str]:
    """Return lectures by what their recordings were called when they were measured."""
    read = {each: read_document(store, each, STAGES["lecture_video"]) for each in lectures}
    return {found.key: each for each, found in read.items() if isinstance(found, LectureVideo)}


def _stem(key: str) -> str:
    return str(PurePosixPath(key).with_suffix(""))


def _traces(
    store: ArtifactStore, instance: dg.DagsterInstance, lecture: str, uploads: list[Stored]
) -> Traces:
    results = list(store.list(lecture_key(lecture, "")))
    return Traces(
        lecture=lecture,
        uploads=[each.key for each in uploads],
        results=len(results),
        size_bytes=sum(each.size_bytes for each in [*uploads, *results]),
        runs=len(runs_of(instance, lecture)),
        named=instance.has_dynamic_partition(str(partitions.name), lecture)
        or store.stat(_lock_key(lecture)) is not None,
    )


def _lock_key(lecture: str) -> str:
    return f".locks/{lecture}"


@contextmanager
def _records(home: Path) -> Iterator[dg.DagsterInstance]:
    try:
        with open_instance(home, with_logs=True) as instance:
            yield instance
    except RECORDS_ERRORS as error:
        raise LectureError(records_cannot_be_used(home, error)) from error


@contextmanager
def _locked(store: ArtifactStore, lectures: Sequence[str]) -> Iterator[None]:
    with ExitStack() as locks:
        for lecture in lectures:
            if not locks.enter_context(store.lock(lecture, shared=False)):
                raise LectureBusyError(
                    f"{lecture} is being processed; wait until that has ended, then forget again."
                )
        yield
