"""Where a person can open what is in the store."""

from urllib.parse import quote

from lecture_assets.storage.store import ArtifactStore


def served_at(base_url: str, key: str) -> str:
    """Return the address of an object where the store is served for people."""
    return f"{base_url.rstrip('/')}/{quote(key)}"


def link_to(store: ArtifactStore, base_url: str | None, key: str) -> str:
    """Return the address of an object.

    Args:
        store: Has the object.
        base_url: Where the store is served for people; None where it is not.
        key: The object's key.

    Returns:
        An address below ``base_url``; else a path, or a link that expires.
    """
    return served_at(base_url, key) if base_url else store.link(key)
