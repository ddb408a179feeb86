"""Joins what was found in each window into the parts of a layout."""

from lecture_assets.layout.models import LayoutPart, Region
from lecture_assets.layout.rectangles import Box
from lecture_assets.layout.regions import Arrangement
from lecture_assets.media.models import VideoStream
from lecture_assets.timeline import Span

_SAME_SHARE = 0.9


def add_part(
    parts: list[LayoutPart], when: Span, found: Arrangement | None, video: VideoStream
) -> None:
    """Append a part, or lengthen the last one where the picture is arranged in the same way.

    Args:
        parts: What is known so far, which is added to.
        when: The stretch that follows; nothing is added where it is empty.
        found: How the picture is arranged in it; None where that is not known.
        video: The moving picture, in whose pixels the parts are.
    """
    part = _part(when, found, video)
    if not when.duration_ms:
        return
    if parts and _alike(parts[-1], part):
        best = max(parts[-1], part, key=lambda each: each.confidence)
        part = best.model_copy(update={"start_ms": parts.pop().start_ms, "end_ms": when.end_ms})
    parts.append(part)


def _part(when: Span, found: Arrangement | None, video: VideoStream) -> LayoutPart:
    if found is None:
        return LayoutPart(
            start_ms=when.start_ms, end_ms=when.end_ms, kind="unknown", confidence=0.0
        )
    height, width = found.restless.shape
    scale = video.width / width, video.height / height
    screen, camera = _region(found.screen, scale), _region(found.camera, scale)
    ratio = None
    if screen is not None and camera is not None:
        ratio = round(screen.width / (screen.width + camera.width), 3)
    return LayoutPart(
        start_ms=when.start_ms,
        end_ms=when.end_ms,
        kind=found.kind,
        screen=screen,
        camera=camera,
        split_ratio=ratio,
        confidence=found.confidence,
    )


def _region(box: Box | None, scale: tuple[float, float]) -> Region | None:
    if box is None:
        return None
    full = box.scaled(*scale)
    return Region(x=full.left, y=full.top, width=full.width, height=full.height)


def _alike(one: LayoutPart, other: LayoutPart) -> bool:
    return (
        one.kind == other.kind
        and same_place(_box(one.screen), _box(other.screen))
        and same_place(_box(one.camera), _box(other.camera))
    )


def _box(region: Region | None) -> Box | None:
    if region is None:
        return None
    return Box(region.x, region.y, region.x + region.width, region.y + region.height)


def same_place(one: Box | None, other: Box | None, share: float = _SAME_SHARE) -> bool:
    """Tell whether two rectangles share nine tenths, or so much, of what they cover together."""
    if one is None or other is None:
        return one is other
    shared = one.shared(other).area
    return shared >= share * (one.area + other.area - shared)
