"""Where a hosted provider is asked, as far as its answers depend on it."""

import hashlib
import os
from urllib.parse import urlsplit

from lecture_assets.errors import SettingsError
from lecture_assets.operations import checked_address

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

    Raises:
        SettingsError: The variable in the environment holds no address.
    """
    address = (base_url or _in_environment(provider)).strip().rstrip("/")
    if not address or address == _OWN.get(provider):
        return None
    scheme, place, path, _, _ = urlsplit(address)
    path = path.rstrip("/")
    mark = f"/#{hashlib.sha256(path.encode()).hexdigest()[:8]}" if path else ""
    return f"{scheme}://{place.rpartition('@')[2].lower()}{mark}"


def _in_environment(provider: str) -> str:
    variable = _VARIABLES.get(provider, "")
    address = os.environ.get(variable, "").strip()
    try:
        return checked_address(address) if address else ""
    except ValueError as error:
        raise SettingsError(
            f"The variable {variable} cannot be used: {error}; change it, or remove it for the "
            "provider's own server."
        ) from error
