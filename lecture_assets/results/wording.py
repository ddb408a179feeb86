"""How times, sizes and numbers are written on the page."""

import base64


def clock(at_ms: int) -> str:
    """Write a time as ``m:ss``, or ``h:mm:ss`` from an hour on; fractions are dropped."""
    minutes, seconds = divmod(at_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def size(size_bytes: int) -> str:
    """Write a size with a decimal unit, such as ``12.3 MB``."""
    value = float(size_bytes)
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def percent(share: float) -> str:
    """Write a share as a whole number of per cent."""
    return f"{round(share * 100)} %"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun, such as ``1 slide`` or ``3 slides``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def data_uri(media_type: str, content: bytes | None) -> str | None:
    """Put content into an address of its own; None stays None."""
    if content is None:
        return None
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
