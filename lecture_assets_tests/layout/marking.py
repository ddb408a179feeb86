"""Holds what was told of a lecture's layout against its truth."""

import time
from dataclasses import dataclass
from pathlib import Path

from lecture_assets.layout.detect import detect_layout
from lecture_assets.layout.models import Layout
from lecture_assets.progress import ignore
from lecture_assets_tests.layout.drawing import overlap, write
from lecture_assets_tests.layout.layouts import Scene

SECONDS = 40
FPS = 5
KEY_EVERY_S = 2.4


@dataclass(frozen=True)
class Mark:
    """How well a layout was told.

    Attributes:
        screen: Intersection over union; 1 where there is none and none was claimed.
        camera: The same of the camera.
        kind: Whether the kind is right.
        false_camera: Whether a camera was claimed where there is none.
        cpu_s: What it cost to tell.
    """

    screen: float
    camera: float
    kind: bool
    false_camera: bool
    cpu_s: float
    layout: Layout


def marked(scene: Scene, path: Path) -> Mark:
    """Encode a scene, tell its layout, and hold the longest part against the truth."""
    video = write(path, scene.draw, SECONDS, KEY_EVERY_S, FPS)
    started = time.process_time()
    layout = detect_layout(path, video, SECONDS * 1000, ignore)
    cpu_s = time.process_time() - started
    part = max(layout.parts, key=lambda each: each.duration_ms)
    return Mark(
        screen=overlap(part.screen, scene.screen),
        camera=overlap(part.camera, scene.camera),
        kind=part.kind == scene.kind,
        false_camera=scene.camera is None and any(each.camera for each in layout.parts),
        cpu_s=cpu_s,
        layout=layout,
    )
