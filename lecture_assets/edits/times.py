"""Times as an editor writes them: ``4:05``, ``1:02:03`` or, to the millisecond, ``4:05.250``."""

import re

from lecture_assets.edits.models import Instant, Stretch

_TIME = re.compile(r"(?:(\d{1,2}):([0-5]\d)|(\d{1,3})):([0-5]\d)(?:\.(\d{1,3}))?", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b)\s*")  # noqa: RUF001


def instant(text: str) -> Instant:
    """Read a time.

    Raises:
        ValueError: It is none; the message is half a sentence.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()[:40]!r} is no time such as 4:05, 1:02:03 or 4:05.250")
    hours, minutes, alone, seconds, fraction = found.groups()
    whole_s = (int(hours or 0) * 60 + int(alone or minutes)) * 60 + int(seconds)
    return Instant(whole_s * 1000 + int((fraction or "").ljust(3, "0")), fraction is not None)


def stretch(text: str) -> Stretch:
    """Read two times with a dash between.

    Raises:
        ValueError: They are none; the message is half a sentence.
    """
    parts = _BETWEEN.split(text.strip())
    if len(parts) != 2:
        raise ValueError(f"{text.strip()[:40]!r} is no stretch of time such as 4:05-5:10")
    start, end = instant(parts[0]), instant(parts[1])
    if end.at_ms <= start.at_ms:
        raise ValueError(f"{text.strip()[:40]!r} ends before it starts")
    return Stretch(start, end)
