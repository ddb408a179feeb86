"""Metadata that a person can use, in the UI's own kinds."""

import base64
from collections.abc import Sequence

import dagster as dg

from lecture_assets.timeline import Span, clock


def stretch(span: Span) -> str:
    """Write a span as ``m:ss to m:ss``."""
    return f"{clock(span.start_ms)} to {clock(span.end_ms)}"


def picture(jpeg: bytes, label: str) -> str:
    """Return markdown that shows a JPEG, which travels with the event itself."""
    return f"![{label}](data:image/jpeg;base64,{base64.b64encode(jpeg).decode()})"


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> dg.MetadataValue:
    """Return a markdown table; what was spoken cannot break out of its cell."""
    lines = [columns, ["---"] * len(columns), *rows]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines))


def _cell(value: object) -> str:
    text = " ".join(str(value).split())
    for mark in "\\`*_[]|!":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("&", "&amp;").replace("<", "&lt;")
