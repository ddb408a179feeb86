"""Whether a hosted provider can be asked, without asking it."""

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from lecture_assets.errors import MissingToolError
from lecture_assets.hosted.keys import KEPT_BY, api_key
from lecture_assets.hosted.prices import price_of
from lecture_assets.settings import Settings

Provider = Literal["openai", "gemini"]
_PACKAGES = {"openai": "openai", "gemini": "google-genai"}


def not_installed(provider: str) -> MissingToolError:
    """Tell which package a provider needs, and how to get it."""
    return MissingToolError(
        f"The package {_PACKAGES[provider]} is not installed; install it with "
        f"pip install --editable '.[{provider}]'."
    )


def setup_of(provider: Provider, settings: Settings) -> str:
    """Say how a provider is set up, its key hidden.

    Raises:
        SettingsError: It is to be used, and its package, its key or a model's price is not there.
    """
    options = settings.openai if provider == "openai" else settings.gemini
    models = [
        (settings.transcriber, options.transcription_model),
        (settings.analyzer, options.analysis_model),
    ]
    used = [model for chosen, model in models if chosen == provider]
    if not used:
        there = "set (hidden)" if os.environ.get(KEPT_BY[provider]) else "not set"
        return (
            f"{there}, and not needed: neither LECTURE_TRANSCRIBER nor LECTURE_ANALYZER is "
            f"{provider}"
        )
    try:
        version(_PACKAGES[provider])
    except PackageNotFoundError:
        raise not_installed(provider) from None
    own_server = options.base_url is not None
    api_key(provider, own_server=own_server)
    for model in used:
        price_of(model, settings.hosted, own_server=own_server and provider == "openai")
    return (
        f"set (hidden), for {' and '.join(used)}; at most {settings.hosted.max_cost_usd:.2f} USD "
        "for each lecture and stage"
    )
