"""What an HTTP status means for the next try."""

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from lecture_assets.errors import ProviderError, RefusedKeyError
from lecture_assets.hosted.keys import quotes_key
from lecture_assets.hosted.tries import TryFailedError

_PASSING = {408, 409, 425, 429}
_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_DECLINED = {"content_policy_violation", "content_filter", "moderation_blocked"}
_BAD_KEY = {"API_KEY_INVALID", "invalid_api_key"}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,59}")


def failed(
    status: int, code: object, headers: Mapping[str, str], *, key: str, where: str
) -> TryFailedError:
    """Describe an answer that is an error.

    Args:
        status: The HTTP status.
        code: What the provider calls the error, if anything; nothing else of its words is told,
            since they may quote what was sent.
        headers: The answer's headers, with lower-case names.
        key: The variable that holds the key.
        where: The setting of the base URL.
    """
    named = isinstance(code, str) and _CODE.fullmatch(code) and not quotes_key(code)
    name = code if named and isinstance(code, str) else ""
    why = f"HTTP {status}, {name}" if name else f"HTTP {status}"
    if name not in _NO_CREDIT and (status >= 500 or status in _PASSING):
        return TryFailedError(why, again=True, after_s=_retry_after_s(headers))
    refused = status in (401, 403) or name in _BAD_KEY
    return TryFailedError(
        why,
        _cure(status, name, key=key, where=where),
        again=False,
        kind=RefusedKeyError if refused else ProviderError,
    )


def _cure(status: int, code: str, *, key: str, where: str) -> str:  # noqa: PLR0911
    if code in _NO_CREDIT:
        return f"add credit to the account whose key is in {key}"
    if code in _DECLINED:
        return "it declines this content, so choose another provider"
    if status == 401 or code in _BAD_KEY:
        return f"see that {key} holds a valid key"
    if status == 403:
        return f"see what the key in {key} is allowed to do"
    if status == 404:
        return f"see that the model's name is right, and {where} if it is set"
    if 300 <= status < 400:
        return f"redirects are not followed, so set {where} to where this one leads"
    return "see that the model takes such requests"


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read the header Retry-After, which holds seconds or a date, and OpenAI's own in ms."""
    for name, per_s in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / per_s
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        at = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, at.timestamp() - time.time())
