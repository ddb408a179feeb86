"""What every asset's body has in common: its lock, scratch folder, progress, lineage and errors."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import dagster as dg

from lecture_assets.defs import tags
from lecture_assets.defs.charged import charged
from lecture_assets.defs.failures import failing_in_one_sentence
from lecture_assets.defs.reports import Listener, reporter, tell_nobody
from lecture_assets.documents import Document
from lecture_assets.errors import StoreError
from lecture_assets.hosted.account import Account, open_account
from lecture_assets.lineage import (
    current_document,
    made_by_now,
    outside_hash,
    software_of,
    upload_mark,
)
from lecture_assets.logs import about
from lecture_assets.media.models import LectureVideo
from lecture_assets.progress import Progress, Watch
from lecture_assets.stages import STAGES, UPLOAD, Stage
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.studio import Studio

D = TypeVar("D", bound=Document)
Metadata = dict[str, dg.MetadataValue]


@dataclass(frozen=True)
class Findings:
    """What a check found.

    Attributes:
        faults: Each a sentence; none where all is well.
        metadata: What it tells besides.
    """

    faults: list[str]
    metadata: Metadata


@dataclass(frozen=True)
class Work:
    """What a stage needs from its surroundings.

    Attributes:
        lecture: The video ID.
        upload_key: Path of the upload below the drop folder.
        folder: For unfinished files; removed when the stage ends, whatever way it ends.
        progress: Told the share that is done.
        watch: Told how far parts of it are, by name.
        store: Has the upload.
        account: What a hosted provider is asked on.
    """

    lecture: str
    upload_key: str
    folder: Path
    progress: Progress
    watch: Watch
    store: ArtifactStore
    account: Account

    @cached_property
    def source(self) -> Path:
        """The upload as a local file, for reading only; it is fetched where it is not here yet."""
        return self.store.fetch(UPLOADS + self.upload_key)

    @property
    def took_source(self) -> bool:
        """Whether the stage asked for the upload."""
        return "source" in self.__dict__


@dataclass(frozen=True)
class Edge:
    """The resource that every asset takes.

    Attributes:
        studio: Settings, store and providers.
        listener: Hears of progress, besides Dagster.
        holds_lock: Whether this process holds the lecture's lock, as the command does.
        tell: Told in a sentence what the person at the command should know while it works.
    """

    studio: Studio
    listener: Listener
    holds_lock: bool = False
    tell: Callable[[str], None] = tell_nobody

    def run(
        self,
        context: dg.AssetExecutionContext,
        inputs: Mapping[str, Document],
        make: Callable[[Work], D],
        describe: Callable[[D], Metadata],
        checks: Mapping[str, Callable[[D], list[str] | Findings]] | None = None,
        made_of: str = "",
    ) -> dg.MaterializeResult[D]:
        """Make a stage's document and tell Dagster about it.

        Args:
            context: The step's context.
            inputs: The documents that the stage read, by asset name.
            make: Does the work.
            describe: Metadata for the UI.
            checks: By name, what finds the faults of the document; each fault is a sentence.
            made_of: How many clips there are and what the results depended on, with a dot between,
                see ``lineage``; the last stage tells.

        Raises:
            Failure: The work failed for a reason that one sentence tells.
        """
        stage = STAGES[context.asset_key.path[-1]]
        self.listener(stage.name, 0.0)
        named = about(video_id=context.partition_key, run_id=context.run.run_id, stage=stage.name)
        with named, failing_in_one_sentence(context, stage, self.studio), self._locked(context):
            document = self._current(context, stage)
            spent: Metadata = {}
            if document is None:
                began = time.monotonic()
                account = self._account(context.partition_key, stage)
                document = self._make(context, stage, inputs, make, account)
                seconds = round(time.monotonic() - began, 3)
                spent = {"seconds": dg.MetadataValue.float(seconds)} | charged(account)
                context.log.info("Made %s of %s in %.1f s.", stage.name, document.video_id, seconds)
            self.listener(stage.name, 1.0)
            return dg.MaterializeResult(
                value=document,
                metadata=describe(document) | _common_metadata(document) | spent,
                data_version=dg.DataVersion(_data_version(document, made_of)),
                check_results=[
                    _check_result(name, find(document)) for name, find in (checks or {}).items()
                ],
            )

    def _current(self, context: dg.AssetExecutionContext, stage: Stage) -> D | None:
        if tags.ONLY_STALE not in context.run.tags:
            return None
        lecture = context.partition_key
        upload_key = self.upload_key(lecture, context.run.tags)
        current = current_document(stage, self.studio, lecture, upload_key)
        if current is not None:
            context.log.info("%s of %s is current and was not made again.", stage.name, lecture)
        return current  # type: ignore[return-value]

    def _make(
        self,
        context: dg.AssetExecutionContext,
        stage: Stage,
        inputs: Mapping[str, Document],
        make: Callable[[Work], D],
        account: Account,
    ) -> D:
        store, lecture = self.studio.store, context.partition_key
        upload_key = self.upload_key(lecture, context.run.tags)
        scratch = lecture_key(lecture, f"work/{stage.name}")
        store.discard_scratch(scratch)
        hashes = {name: each.content_hash() for name, each in inputs.items()}
        outside = [name for name in stage.inputs if name not in STAGES]
        hashes |= {name: outside_hash(name, self.studio, upload_key) for name in outside}
        try:
            work = Work(
                lecture=lecture,
                upload_key=upload_key,
                folder=store.scratch(scratch),
                progress=reporter(context, stage.name, self.listener),
                watch=lambda name: reporter(context, name, self.listener),
                store=store,
                account=account,
            )
            document = make(work)
            _check_same_recording(work, inputs.get("lecture_video"))
        finally:
            store.discard_scratch(scratch)
        software = {"software": software_of(stage)}
        made_by = made_by_now(stage, self.studio, hashes).model_copy(update=software)
        return document.model_copy(update={"video_id": lecture, "made_by": made_by})

    def _account(self, lecture: str, stage: Stage) -> Account:
        return open_account(self.studio.settings.hosted, self.studio.store, lecture, stage.name)

    @contextmanager
    def _locked(self, context: dg.AssetExecutionContext) -> Iterator[None]:
        """Hold the command off while a launched run's step works; wait while the command does."""
        if self.holds_lock:
            yield
            return
        told = False
        while True:
            with self.studio.store.lock(context.partition_key, shared=True) as had:
                if had:
                    yield
                    return
            if not told:
                context.log.info("Waiting for the command that is working on this lecture.")
                told = True
            time.sleep(1)

    def upload_key(self, lecture: str, run_tags: Mapping[str, str]) -> str:
        """Find a lecture's upload: where its run says, or where it was, else by looking at all.

        Args:
            lecture: The video ID.
            run_tags: The run's tags.

        Raises:
            StoreError: There is no such upload.
        """
        told = run_tags.get(tags.UPLOAD, "")
        if video_id(told) == lecture and self.studio.store.stat(UPLOADS + told):
            return told
        try:
            data = self.studio.store.read(lecture_key(lecture, "lecture_video.json"))
            return LectureVideo.model_validate_json(data).key
        except (StoreError, ValueError):
            pass
        for upload in self.studio.store.list(UPLOADS):
            key = upload.key.removeprefix(UPLOADS)
            if video_id(key) == lecture:
                return key
        raise StoreError(f"The upload of {lecture} is not in the drop folder; upload it again.")


def _check_same_recording(work: Work, measured: Document | None) -> None:
    """See that a stage looked at the recording that was measured, and not at one put in its place.

    Raises:
        StoreError: It was replaced.
    """
    if measured is None or measured.made_by is None or not work.took_source:
        return
    if upload_mark(work.store, work.upload_key) != measured.made_by.inputs[UPLOAD]:
        raise StoreError(
            f"{work.upload_key} was replaced since it was measured; start from lecture_video."
        )


def _data_version(document: Document, made_of: str) -> str:
    """Join what Dagster can tell of all lectures in one query; it indexes no other tag."""
    return f"{document.content_hash()}.{made_of}" if made_of else document.content_hash()


def _check_result(name: str, found: list[str] | Findings) -> dg.AssetCheckResult:
    faults, metadata = (found, {}) if isinstance(found, list) else (found.faults, found.metadata)
    listed: Metadata = {}
    if faults:
        listed["faults"] = dg.MetadataValue.md("\n".join(f"- {fault}" for fault in faults))
    return dg.AssetCheckResult(
        check_name=name,
        passed=not faults,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=listed | metadata,
    )


def _common_metadata(document: Document) -> Metadata:
    metadata: Metadata = {}
    if document.warnings:
        warnings = "\n".join(f"- {warning}" for warning in document.warnings)
        metadata["warnings"] = dg.MetadataValue.md(warnings)
    if document.made_by is not None and document.made_by.provider is not None:
        metadata["provider"] = dg.MetadataValue.text(document.made_by.provider)
    return metadata
