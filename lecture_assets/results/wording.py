"""How sizes and numbers are written on the page."""

import base64


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


def one_line(text: str) -> str:
    """Write a text without line breaks and without what would steer a terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
