"""What every document in the store has in common, and how its lineage is written down."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class MadeBy(BaseModel):
    """Where a document came from: the lineage of a clip when the UI is gone.

    Attributes:
        stage: The stage's name, which is the asset's name.
        stage_version: Raised whenever the stage's code would give another result.
        options: Every setting that the result depends on, by name.
        provider: Who did the work where there is a choice, such as ``local``.
        model: The model's name, where there is one.
        server: The server that was asked, where it is not the provider's own.
        software: Versions of the programs behind the result; noted, never compared.
        inputs: Content hash of each input, by the asset's name.
    """

    model_config = ConfigDict(frozen=True)

    stage: str
    stage_version: str
    options: dict[str, Any] = {}
    provider: str | None = None
    model: str | None = None
    server: str | None = None
    software: dict[str, str] = {}
    inputs: dict[str, str] = {}

    def same_result(self, other: "MadeBy") -> bool:
        """Tell whether both would give the same document; software versions do not count."""
        return self.model_dump(exclude={"software"}) == other.model_dump(exclude={"software"})


class Document(BaseModel):
    """Base of the JSON documents, one per lecture and stage.

    A stage returns its document without ``video_id`` and ``made_by``; the Dagster edge stamps both.

    Attributes:
        schema_version: Raised when fields change their meaning; older documents are stale.
        video_id: The lecture.
        made_by: The document's lineage.
        warnings: Sentences for the person who looks at the result.
    """

    # What was spoken gets into no error, since errors get into logs.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    schema_version: int = 1
    video_id: str = ""
    made_by: MadeBy | None = None
    warnings: list[str] = []

    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON without ``made_by``: equal content, equal hash."""
        content = self.model_dump(mode="json", exclude={"made_by"})
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
