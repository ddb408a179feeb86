"""Answers that are paid for, kept until the stage that asked for them is done."""

import hashlib
from collections.abc import Set
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from lecture_assets.errors import StoreError
from lecture_assets.hosted.budget import Usage
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore


class Answer(BaseModel):
    """What a provider answered, and what was paid.

    Attributes:
        content: What matters of the answer, as JSON.
        usage: What was charged for.
        cost_usd: What that cost.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    content: Any
    usage: Usage
    cost_usd: float


def identity_of(*parts: str | bytes) -> str:
    """Name an answer after all that it depends on: a hash that no two different lists share."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def kept_key(lecture: str, stage: str) -> str:
    """Key of the folder where a stage's answers are kept; unlike scratch, it outlives a run."""
    return lecture_key(lecture, f"work/paid-{stage}/")


class KeptAnswers:
    """A stage's answers in the store, where any machine finds them.

    Args:
        store: Has them.
        folder: Where, see ``kept_key``.
    """

    def __init__(self, store: ArtifactStore, folder: str) -> None:
        self._store, self._folder = store, folder

    def those_of(self, identities: Set[str]) -> dict[str, Answer]:
        """Return the answers that are kept and can be read, by identity."""
        there = {each.key.removeprefix(self._folder) for each in self._store.list(self._folder)}
        kept = {}
        for identity in identities:
            if f"{identity}.json" in there and (answer := self._read(identity)) is not None:
                kept[identity] = answer
        return kept

    def put(self, identity: str, answer: Answer) -> None:
        """Keep an answer."""
        self._store.write(self._key(identity), answer.model_dump_json().encode())

    def _read(self, identity: str) -> Answer | None:
        try:
            return Answer.model_validate_json(self._store.read(self._key(identity)))
        except (StoreError, ValidationError):
            return None

    def _key(self, identity: str) -> str:
        return f"{self._folder}{identity}.json"
