"""Where a hosted provider is asked, as far as its answers depend on it."""

import hashlib
import os
from urllib.parse import urlsplit

_VARIABLES = {"openai": "OPENAI_BASE_URL", "gemini": "GOOGLE_GEMINI_BASE_URL"}
"""What the providers' libraries look at where no setting says otherwise."""
_OWN = {
    "openai": "https://api.openai.com/v1",
    "gemini": "https://generativelanguage.googleapis.com",
}


def server_of(provider: str, base_url: str | None) -> str | None:
    """Name the server that is asked: behind a model's name another one gives other results.

    A password, and a key in the query, make no difference and are left out; a path may hold a key
    as well, so its hash stands for it.

    Args:
        provider: Such as ``openai``.
        base_url: Where the settings say that it is asked, if they do.

    Returns:
        Such as ``http://localhost:11434/#5f5c1a38``; None for the provider's own server.
    """
    address = base_url or os.environ.get(_VARIABLES.get(provider, ""))
    if not address or address.rstrip("/") == _OWN.get(provider):
        return None
    scheme, place, path, _, _ = urlsplit(address.strip().rstrip("/"))
    path = path.rstrip("/")
    mark = f"/#{hashlib.sha256(path.encode()).hexdigest()[:8]}" if path else ""
    return f"{scheme}://{place.rpartition('@')[2].lower()}{mark}"
