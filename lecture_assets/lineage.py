"""Whether a document is what a run would make now: one answer for command, sensor and assets."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, ValidationError

from lecture_assets.documents import Document, MadeBy
from lecture_assets.edits.in_force import edits_mark
from lecture_assets.errors import StoreError
from lecture_assets.media.about import read_about
from lecture_assets.media.ffmpeg import ffmpeg_version
from lecture_assets.media.models import Refusal
from lecture_assets.stages import EDITS, GLOSSARY, LANGUAGE, LAST, STAGES, SUBJECT, UPLOAD, Stage
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.studio import Studio
from lecture_assets.transcript.glossary import glossary_mark


def options_hash(stage: Stage, studio: Studio) -> str:
    """Short hash of what a stage's result depends on besides its code and inputs."""
    seen = json.dumps([_options(stage, studio), *astuple(stage.maker(studio))], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:8]


def made_by_now(stage: Stage, studio: Studio, inputs: Mapping[str, str]) -> MadeBy:
    """Describe what a run would write now.

    Args:
        stage: The stage.
        studio: Settings and providers in force.
        inputs: Content hash of each input.
    """
    maker = stage.maker(studio)
    return MadeBy(
        stage=stage.name,
        stage_version=stage.version,
        options=_options(stage, studio),
        provider=maker.provider,
        model=maker.model,
        server=maker.server,
        inputs=dict(inputs),
    )


def _options(stage: Stage, studio: Studio) -> dict[str, Any]:
    if stage.options is None:
        return {}
    options: BaseModel = getattr(studio.settings, stage.options)
    return options.model_dump(mode="json")


def software_of(stage: Stage) -> dict[str, str]:
    """Versions of lecture-assets and of what a stage works with."""
    versions = {name: version(name) for name in ("lecture-assets", *stage.packages)}
    return versions | ({"ffmpeg": ffmpeg_version()} if stage.runs_ffmpeg else {})


def read_document(store: ArtifactStore, lecture: str, stage: Stage) -> Document | None:
    """Read a stage's document; None when there is none that this version can read."""
    try:
        data = store.read(lecture_key(lecture, stage.path))
        document = stage.document.model_validate_json(data)
    except (StoreError, ValidationError):
        return None
    newest = stage.document.model_fields["schema_version"].default
    return document if document.schema_version == newest else None


def warnings_of(store: ArtifactStore, lecture: str) -> list[str]:
    """Return what a person should know about a lecture's results, each sentence once."""
    documents = [read_document(store, lecture, stage) for stage in STAGES.values()]
    return list(dict.fromkeys(text for each in documents if each for text in each.warnings))


def upload_mark(store: ArtifactStore, upload_key: str) -> str:
    """Return what changes when an upload does, empty where there is none."""
    upload = store.stat(UPLOADS + upload_key)
    return upload.etag if upload else ""


def versions_in_force(studio: Studio) -> str:
    """Short hash of the code, settings, providers and models that a run would use now."""
    return _versions([made_by_now(stage, studio, {}) for stage in STAGES.values()])


def wanted_of(mark: str, versions: str) -> str:
    """Short hashes of all that a lecture's results would depend on if they were made now.

    Where ``made_of`` gives the same, every stage has the code, settings, provider and model in
    force, and the upload is the same: this is how a backfill tells stale lectures from current ones
    without reading a document.

    Args:
        mark: The upload's mark, see ``upload_mark``.
        versions: See ``versions_in_force``.
    """
    return f"{hashlib.sha256(mark.encode()).hexdigest()[:16]}-{versions}"


def made_of(documents: Mapping[str, Document]) -> str:
    """Short hashes of all that a lecture's results depended on when they were made.

    Args:
        documents: Each stage's document by its name; the last stage's may be missing, since its
            lineage is stamped after it was made.
    """
    made = {name: each.made_by for name, each in documents.items() if each.made_by is not None}
    last = MadeBy(stage=LAST.name, stage_version=LAST.version)
    mark = made["lecture_video"].inputs[UPLOAD]
    return wanted_of(mark, _versions([made.get(name, last) for name in STAGES]))


def _versions(makers: Sequence[MadeBy]) -> str:
    seen = [each.model_dump(mode="json", exclude={"software", "inputs"}) for each in makers]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def outside_hash(name: str, studio: Studio, upload_key: str) -> str:
    """Return what changes when an input does that no stage made; empty where it is not there."""
    store = studio.store
    if name == UPLOAD:
        return upload_mark(store, upload_key)
    if name == EDITS:
        return edits_mark(store, video_id(upload_key))
    if name == GLOSSARY:
        return glossary_mark(store, video_id(upload_key))
    about, unusable = read_about(store, upload_key)
    if name == LANGUAGE:
        return about.language or "not named"
    if name == SUBJECT:
        told = [about.title, about.course] if studio.analyzer.reads_about else []
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()
    return hashlib.sha256((about.model_dump_json() + (unusable or "")).encode()).hexdigest()


def input_hashes(
    stage: Stage, studio: Studio, lecture: str, upload_key: str
) -> dict[str, str] | None:
    """Content hash of each of a stage's inputs; None when one is not there."""
    hashes = {}
    for name in stage.inputs:
        found = _input_hash(name, studio, lecture, upload_key)
        if found is None:
            return None
        hashes[name] = found
    return hashes


def _input_hash(name: str, studio: Studio, lecture: str, upload_key: str) -> str | None:
    if name not in STAGES:
        return outside_hash(name, studio, upload_key) or None
    document = read_document(studio.store, lecture, STAGES[name])
    return document.content_hash() if document else None


def refusal_stands(studio: Studio, lecture: str, mark: str) -> bool:
    """Tell whether an upload was refused and nothing has changed since: neither it nor the limits.

    Args:
        studio: Has the store and the limits.
        lecture: The video ID.
        mark: The upload's mark.
    """
    try:
        data = studio.store.read(lecture_key(lecture, "refused.json"))
        refusal = Refusal.model_validate_json(data)
    except (StoreError, ValidationError):
        return False
    return refusal.etag == mark and refusal.limits == limits_in_force(studio)


def limits_hash(studio: Studio) -> str:
    """Short hash of what an upload is held to, by which refusals that stand are asked for."""
    seen = json.dumps(limits_in_force(studio), sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def limits_in_force(studio: Studio) -> dict[str, Any]:
    """Return what an upload is held to, for the record of a refusal."""
    limits, quota = studio.settings.limits, studio.settings.quota
    return limits.model_dump(mode="json") | {"quota": quota.model_dump(mode="json")}


def current_document(
    stage: Stage, studio: Studio, lecture: str, upload_key: str
) -> Document | None:
    """Return a stage's document if a run would write the same now, else None.

    What counts is ``made_by`` (stage version, options, provider, model, input hashes), that every
    file it names is there, and nothing else.
    """
    document = read_document(studio.store, lecture, stage)
    inputs = input_hashes(stage, studio, lecture, upload_key)
    if document is None or document.made_by is None or inputs is None:
        return None
    if not document.made_by.same_result(made_by_now(stage, studio, inputs)):
        return None
    files = [lecture_key(lecture, name) for name in stage.files(document)]
    return document if all(studio.store.stat(key) for key in files) else None


def stale_stages(studio: Studio, lecture: str, upload_key: str) -> list[str]:
    """Names of the stages that are not current, or that follow one that is not, in order."""
    stale: list[str] = []
    for stage in STAGES.values():
        follows = any(name in stale for name in stage.inputs)
        if follows or current_document(stage, studio, lecture, upload_key) is None:
            stale.append(stage.name)
    return stale
