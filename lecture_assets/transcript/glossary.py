"""Names and terms that are likely to be said in a lecture, one a line in a file of its own."""

import hashlib
from collections.abc import Iterable

from lecture_assets.errors import StoreError
from lecture_assets.media.by_hand import NoFileError, read_by_hand, tidy
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore

FILE = "glossary.txt"
_NO_FILE = "none"
_MOST_TERMS = 500
_LONGEST_TERM = 100


def read_glossary(store: ArtifactStore, lecture: str) -> tuple[tuple[str, ...], str | None]:
    """Read a lecture's glossary; a file that cannot be used is left out as a whole.

    Args:
        store: Has the file, if there is one.
        lecture: The video ID.

    Returns:
        The terms, and a sentence about why they are not used, if so.
    """
    try:
        return _checked(store, lecture_key(lecture, FILE)), None
    except UnicodeDecodeError:
        why, cure = "it is not UTF-8", "save it as UTF-8"
    except StoreError as error:
        why, cure = str(error).rstrip("."), "see that it can be read"
    except NoFileError as error:
        why, cure = str(error), "move it away"
    except ValueError as error:
        why, cure = str(error), "leave out terms, and write one on each line"
    return (), f"{FILE} is not used, since {why}; {cure}."


def _checked(store: ArtifactStore, key: str) -> tuple[str, ...]:
    data = read_by_hand(store, key)
    if data is None:
        return ()
    found = terms(data.decode("utf-8-sig").splitlines())
    if len(found) > _MOST_TERMS:
        raise ValueError(f"it has more than {_MOST_TERMS} terms")
    if any(len(term) > _LONGEST_TERM for term in found):
        raise ValueError(f"a line is longer than {_LONGEST_TERM} characters")
    return found


def terms(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the terms on some lines, tidied, each once, in order."""
    tidied = (tidy(line) for line in lines)
    return tuple(dict.fromkeys(term for term in tidied if isinstance(term, str)))


def glossary_mark(store: ArtifactStore, lecture: str) -> str:
    """Return what changes when a lecture's glossary does."""
    key = lecture_key(lecture, FILE)
    if store.stat(key) is None and store.not_a_file(key) is None:
        return _NO_FILE
    found, unusable = read_glossary(store, lecture)
    return hashlib.sha256("\n".join((*found, unusable or "")).encode()).hexdigest()


def fitting(glossary: Iterable[str], most_characters: int) -> str:
    """Join terms with commas, leaving out those that no longer fit."""
    joined = ""
    for term in glossary:
        longer = f"{joined}, {term}" if joined else term
        if len(longer) > most_characters:
            break
        joined = longer
    return joined
