"""The client of Gemini."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lecture_assets.hosted.answered import failed
from lecture_assets.hosted.http import bounded_client, cut_off
from lecture_assets.hosted.keys import KEPT_BY, api_key
from lecture_assets.hosted.setup import not_installed
from lecture_assets.hosted.tries import malformed, out_of_time
from lecture_assets.operations import GeminiOptions, HostedOptions

if TYPE_CHECKING:
    from google.genai import Client

NAME = "Gemini"
"""Its name for people."""
_BASE_URL = "LECTURE_GEMINI__BASE_URL"
_STUMBLES = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What the library raises over answers whose parts are not of the kind that it expects."""


@contextmanager
def gemini_client(options: GeminiOptions, hosted: HostedOptions) -> "Iterator[Client]":
    """Open a client that tries nothing again by itself.

    Raises:
        SettingsError: The package or the key is not there.
    """
    try:
        from google import genai
        from google.genai import types
    except ImportError as error:
        raise not_installed("gemini") from error
    key = api_key("gemini", own_server=options.base_url is not None)
    with bounded_client(hosted.timeout_s) as http:
        client = genai.Client(
            vertexai=False,
            api_key=key,
            http_options=types.HttpOptions(
                base_url=options.base_url,
                timeout=round(hosted.timeout_s * 1000),
                httpx_client=http,
            ),
        )
        yield client


@contextmanager
def gemini_failures() -> Iterator[None]:
    """Turn what the library raises into what says whether another try may help.

    Raises:
        TryFailedError: A request failed.
    """
    import httpx2  # noqa: PLC0415
    from google.genai import errors

    try:
        yield
    except errors.APIError as error:
        told = _told(error.details)
        raise failed(
            error.code,
            told.get("reason", error.status),
            _headers(error.response) | told,
            key=KEPT_BY["gemini"],
            where=_BASE_URL,
        ) from None
    except httpx2.TimeoutException:
        raise out_of_time() from None
    except httpx2.HTTPError as error:
        raise cut_off(error, where=_BASE_URL) from None
    except (errors.UnknownApiResponseError, *_STUMBLES):
        raise malformed("its answer cannot be read") from None


def _headers(response: object) -> dict[str, str]:
    headers = getattr(response, "headers", None) or {}
    return {str(name).lower(): str(value) for name, value in headers.items()}


def _told(details: object) -> dict[str, str]:
    """Find the error's reason, and how long to wait, which Google tells in the answer's body."""
    told: dict[str, str] = {}
    error = details.get("error") if isinstance(details, dict) else None
    listed = error.get("details") if isinstance(error, dict) else None
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict):
            if isinstance(each.get("reason"), str):
                told["reason"] = each["reason"]
            if isinstance(each.get("retryDelay"), str):
                told["retry-after"] = each["retryDelay"].removesuffix("s")
    return told
