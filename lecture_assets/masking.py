"""Takes secrets out of what is written for people."""

import re
from collections.abc import Iterable, Mapping

from lecture_assets.settings import Settings

_HIDDEN = "***"
_SHORTEST = 6
_NAMED = re.compile(r"(?i)(?:SECRET|SECRET_ACCESS_KEY|PASSWORD|TOKEN|API_KEY)$")
_IN_A_QUERY = re.compile(
    r"(?i)\b((?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId)=)[^&\s\"'<>]+"
)
_IN_AN_ADDRESS = re.compile(r"(\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@\"']*:)[^\s/@\"']+@")


def secrets_of(settings: Settings, environment: Mapping[str, str]) -> frozenset[str]:
    """Return the secrets that this process knows.

    Args:
        settings: Hold the webhook's secret and address, which may be one.
        environment: Its variables that are named like a secret are taken for one.
    """
    webhook = settings.webhook
    given = [webhook.secret.get_secret_value()] if webhook.secret else []
    given += [webhook.url] if webhook.url else []
    given += [value for name, value in environment.items() if _NAMED.search(name)]
    return frozenset(value for value in given if len(value) >= _SHORTEST)


class Mask:
    """Replaces secrets in a text with asterisks.

    Besides the secrets that it is given these are signatures in links, and passwords in addresses.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        # The longest first: one secret may be a part of another.
        self._secrets = sorted(secrets, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        if "=" in text:
            text = _IN_A_QUERY.sub(rf"\g<1>{_HIDDEN}", text)
        if "://" in text:
            text = _IN_AN_ADDRESS.sub(rf"\g<1>{_HIDDEN}@", text)
        return text
