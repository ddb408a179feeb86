"""API keys, which come from the environment alone."""

import os

from lecture_assets.errors import SettingsError

KEPT_BY = {"openai": "OPENAI_API_KEY", "gemini": "GEMINI_API_KEY"}
"""The variable of each provider's key."""
_NEEDS_NONE = "not-needed"
_TELLING = 8
"""Characters of a key that are too many to be there by chance."""


def api_key(provider: str, *, own_server: bool = False) -> str:
    """Return a provider's key.

    Args:
        provider: ``openai`` or ``gemini``.
        own_server: Whether the requests go to another server than the provider's own, such as
            Ollama, which may need no key.

    Raises:
        SettingsError: There is none, or it holds what no key does.
    """
    name = KEPT_BY[provider]
    key = os.environ.get(name, "").strip()
    if not key and own_server:
        return _NEEDS_NONE
    if not key:
        raise SettingsError(
            f"The variable {name} is not set; put the API key there, or set LECTURE_TRANSCRIBER "
            "and LECTURE_ANALYZER to local."
        )
    if not all("!" <= each <= "~" for each in key):
        raise SettingsError(
            f"The variable {name} holds characters that no API key has; copy the key anew."
        )
    return key


def quotes_key(text: str) -> bool:
    """Tell whether a text holds a key, or such a part of one that nobody should see it."""
    keys = (os.environ.get(name, "").strip() for name in KEPT_BY.values())
    return any(
        key[at : at + _TELLING] in text
        for key in keys
        if len(key) >= _TELLING
        for at in range(len(key) - _TELLING + 1)
    )
