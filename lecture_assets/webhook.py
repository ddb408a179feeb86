"""Sends a JSON document to whoever wants to know how a lecture ended."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable, Mapping
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from lecture_assets.errors import DeliveryError, SettingsError, UnwantedError
from lecture_assets.operations import WebhookOptions

SIGNATURE = "X-Lecture-Signature"
_TIMEOUT_S = 10.0
_PAUSES_S = (1.0, 3.0)
_WORTH_ANOTHER_TRY = {408, 425, 429}
_LONGEST_REASON = 100
_UNWANTED = {400, 413, 415, 422}


def signature(secret: str, body: bytes) -> str:
    """Return what the header holds: ``sha256=`` and the HMAC of the body in hex digits."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def check_address(webhook: WebhookOptions) -> None:
    """Find out whether the address can be one.

    Raises:
        SettingsError: It cannot.
    """
    try:
        parts = urlsplit(webhook.url or "")
        known = parts.scheme in ("http", "https") and parts.port != 0
        usable = known and bool(parts.hostname) and parts.username is None
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            "The setting LECTURE_WEBHOOK__URL is not an http or https address without a user; "
            "change it in the environment or in lecture.toml."
        )


def deliver(
    webhook: WebhookOptions,
    document: Mapping[str, object],
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Send a document, three times at most, with a pause between tries.

    Redirects are not followed, and each try may take ten seconds.

    Args:
        webhook: Where to, and the key of the signature.
        document: What is told.
        pause: Waits for so many seconds.

    Raises:
        UnwantedError: The receiver does not want this document.
        DeliveryError: It did not take it.
    """
    request = _request(webhook, json.dumps(document, ensure_ascii=False).encode())
    for seconds in (*_PAUSES_S, None):
        try:
            _send(request)
        except HTTPError as error:
            error.close()
            if seconds is None or not (error.code >= 500 or error.code in _WORTH_ANOTHER_TRY):
                raise _answered(request, error.code) from None
        except (URLError, OSError, http.client.HTTPException, UnicodeError) as error:
            if seconds is None:
                raise _unreachable(request, error) from None
        else:
            return
        pause(seconds)


def _request(webhook: WebhookOptions, body: bytes) -> Request:
    headers = {"Content-Type": "application/json", "User-Agent": "lecture-assets"}
    if webhook.secret is not None:
        headers[SIGNATURE] = signature(webhook.secret.get_secret_value(), body)
    check_address(webhook)
    return Request(str(webhook.url), data=body, headers=headers, method="POST")  # noqa: S310


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow none: what is signed for one receiver is not for another."""


def _send(request: Request) -> None:
    with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT_S):
        pass


def _host(request: Request) -> str:
    """Name the receiver; the rest of an address may be a secret."""
    return str(urlsplit(request.full_url).hostname)


def _unreachable(request: Request, error: Exception) -> DeliveryError:
    # The receiver's own words may be among it.
    said = "".join(
        each if each.isprintable() else " " for each in str(getattr(error, "reason", error))
    )
    why = " ".join(said.split())[:_LONGEST_REASON] or type(error).__name__
    return DeliveryError(
        f"The webhook on {_host(request)} cannot be reached ({why}); see that it runs, and that "
        "LECTURE_WEBHOOK__URL names it."
    )


def _answered(request: Request, code: int) -> DeliveryError:
    host = _host(request)
    if code in _UNWANTED:
        return UnwantedError(
            f"The webhook on {host} does not take the document (HTTP {code}), and it is not sent "
            "again; see the receiver's log."
        )
    if 300 <= code < 400:
        return DeliveryError(
            f"The webhook on {host} answers with a redirect (HTTP {code}), which is not followed; "
            "set LECTURE_WEBHOOK__URL to where it leads."
        )
    return DeliveryError(
        f"The webhook on {host} answers with HTTP {code}; see its log, and that "
        "LECTURE_WEBHOOK__URL and LECTURE_WEBHOOK__SECRET are right."
    )
