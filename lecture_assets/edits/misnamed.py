"""Edits that are not obeyed, be it that their file is not read because of its name."""

import re

from lecture_assets.edits.in_force import why_unusable
from lecture_assets.edits.models import FILE
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

_ALIKE = re.compile(r"edits?(\.ya?ml)?(\.txt)?", re.IGNORECASE)


def misnamed(store: ArtifactStore, lecture: str) -> str | None:
    """Say in a sentence which file is not read; None where there is none, or edits that are.

    Args:
        store: Has the lecture.
        lecture: The video ID.
    """
    if store.not_a_file(lecture_key(lecture, FILE)) or store.stat(lecture_key(lecture, FILE)):
        return None
    folder = lecture_key(lecture, "")
    beside = (each.key.removeprefix(folder) for each in store.list(folder))
    found = next((name for name in beside if _ALIKE.fullmatch(name)), None)
    return f"{found} is not read, since edits are read from {FILE}; rename it." if found else None


def why_not_obeyed(store: ArtifactStore, lecture: str) -> str | None:
    """Say in a sentence why nothing obeys what an editor wrote; None where that is not so.

    Args:
        store: Has the lecture.
        lecture: The video ID.
    """
    return why_unusable(store, lecture) or misnamed(store, lecture)
