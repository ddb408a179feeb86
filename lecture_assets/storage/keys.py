"""The names of things in a store, and of lectures."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from lecture_assets.errors import StoreError

UPLOADS = "uploads/"
_LONGEST_SLUG = 48
_VIDEO_ID = re.compile(r"[^\W_]+(-[^\W_]+)*-[0-9a-f]{8}")
_LEADS_OUT = {".", ".."}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\ud800-\udfff]+")


def video_id(upload_key: str) -> str:
    """Name a lecture after its upload: a readable slug and 8 hex digits of the key's hash.

    The result is safe as a partition key, a folder's name and a part of a URL.

    Args:
        upload_key: Path below the drop folder, with ``/`` between its parts.
    """
    key = unicodedata.normalize("NFC", upload_key)
    words = re.findall(r"[^\W_]+", PurePosixPath(key).stem.lower())
    slug = "-".join(words)[:_LONGEST_SLUG].strip("-") or "lecture"
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
    return f"{slug}-{digest[:8]}"


def is_video_id(text: str) -> bool:
    """Tell whether a text may be a video ID; one that a person typed may lead anywhere."""
    return _VIDEO_ID.fullmatch(text) is not None


def upload_name(file_name: str) -> str:
    """Turn any file's name into one that is safe below the drop folder.

    Control characters, separators and undecodable bytes become ``_``; so does a leading dot,
    since hidden files are not uploads, and so does no name at all.
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", file_name)) or "_"
    return f"_{name[1:]}" if name.startswith(".") else name


def checked_key(key: str, store: object) -> str:
    """Return a key that stays within its store.

    Raises:
        StoreError: It would lead out.
    """
    if key.startswith("/") or _LEADS_OUT & set(key.split("/")) or "\0" in key:
        raise StoreError(f"The key {key!r} leads out of the store {store}.")
    return key


def is_hidden(key: str) -> bool:
    """Tell whether a part of a key begins with a dot."""
    return any(part.startswith(".") for part in key.split("/"))


def lecture_key(lecture: str, name: str) -> str:
    """Key of a lecture's artifact; ``name`` is a path below the lecture's own folder."""
    return f"lectures/{lecture}/{name}"
