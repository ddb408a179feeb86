"""The client of OpenAI, and of servers that speak like it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lecture_assets.hosted.answered import failed
from lecture_assets.hosted.http import bounded_client, cut_off
from lecture_assets.hosted.keys import KEPT_BY, api_key
from lecture_assets.hosted.setup import not_installed
from lecture_assets.hosted.tries import malformed, out_of_time
from lecture_assets.operations import HostedOptions, OpenAIOptions

if TYPE_CHECKING:
    from openai import OpenAI

NAME = "OpenAI"
"""Its name for people."""
_BASE_URL = "LECTURE_OPENAI__BASE_URL"


@contextmanager
def openai_client(options: OpenAIOptions, hosted: HostedOptions) -> "Iterator[OpenAI]":
    """Open a client that tries nothing again by itself.

    Raises:
        SettingsError: The package or the key is not there.
    """
    try:
        from openai import OpenAI
    except ImportError as error:
        raise not_installed("openai") from error
    key = api_key("openai", own_server=options.base_url is not None)
    with (
        bounded_client(hosted.timeout_s) as http,
        OpenAI(
            api_key=key,
            base_url=options.base_url,
            timeout=hosted.timeout_s,
            max_retries=0,
            http_client=http,
        ) as client,
    ):
        yield client


@contextmanager
def openai_failures() -> Iterator[None]:
    """Turn what the library raises into what says whether another try may help.

    Raises:
        TryFailedError: A request failed.
    """
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        code = error.code or error.type
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        raise failed(
            error.status_code, code, headers, key=KEPT_BY["openai"], where=_BASE_URL
        ) from None
    except openai.APITimeoutError:
        raise out_of_time() from None
    except openai.APIConnectionError as error:
        raise cut_off(error, where=_BASE_URL) from None
    except (openai.APIError, ValueError, RecursionError):
        raise malformed("its answer cannot be read") from None
