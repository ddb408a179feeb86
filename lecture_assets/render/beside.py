"""Screen and camera side by side, with a band for the captions below."""

from lecture_assets.layout.models import Region
from lecture_assets.render.composition import Composition, Tile, even, region

_MARGIN, _LEAST_MARGIN, _BAND = 0.02, 0.012, 0.15
_SCREEN_SHARE, _MOST_SCREEN_SHARE = 0.76, 0.82
_NEARLY = 0.12


def side_by_side(screen: Region, camera: Region, height: int, pixel_aspect: float) -> Composition:
    """Set the screen large and the camera beside it, on the side where it was.

    What is about as large as it was recorded keeps its size: no letter is drawn anew.

    Args:
        screen: The source's part with the slides.
        camera: Its part with the speaker.
        height: Of the clip, in pixels.
        pixel_aspect: Width of the source's pixels divided by their height.
    """
    width = even(height * 16 / 9)
    margin, band = even(_MARGIN * width), even(_BAND * height)
    room_w, room_h = width - 3 * _LEAST_MARGIN * width, height - band - margin
    screen_aspect = screen.width * pixel_aspect / screen.height
    camera_aspect = camera.width * pixel_aspect / camera.height
    screen_w = min(_SCREEN_SHARE * room_w, room_h * screen_aspect)
    square = pixel_aspect == 1
    shown = _tile(screen, screen_w, screen_aspect, (_MOST_SCREEN_SHARE * room_w, room_h), square)
    left_w = room_w - shown.target.width
    camera_w = min(left_w, room_h * camera_aspect)
    beside = _tile(camera, camera_w, camera_aspect, (left_w, room_h), square)
    return _placed(shown, beside, (width, height), band)


def _tile(
    part: Region, width: float, aspect: float, room: tuple[float, float], square: bool
) -> Tile:
    """A part at about some width, or at its own size where that is near and fits."""
    own = part.model_copy(update={"width": part.width & ~1, "height": part.height & ~1})
    fits = own.width <= room[0] and own.height <= room[1]
    if square and fits and abs(own.width / width - 1) <= _NEARLY:
        return Tile(source=own, target=region(0, 0, own.width, own.height))
    return Tile(source=part, target=region(0, 0, width, width / aspect))


def _placed(screen: Tile, camera: Tile, size: tuple[int, int], band: int) -> Composition:
    width, height = size
    sizes = screen.target, camera.target
    assert screen.source is not None
    assert camera.source is not None
    free = width - sum(each.width for each in sizes)
    margin = min(even(_MARGIN * width), even(free / 3))
    left = (free - margin) / 2
    camera_first = _middle(camera.source) < _middle(screen.source)
    screen_x = left + (camera.target.width + margin if camera_first else 0)
    camera_x = left + (0 if camera_first else screen.target.width + margin)
    tallest = max(each.height for each in sizes)
    top = even((height - band - tallest) / 2)
    edge, below = even(_MARGIN * width), top + tallest
    return Composition(
        kind="screen_and_camera",
        width=width,
        height=height,
        tiles=[_moved(screen, screen_x, top), _moved(camera, camera_x, top)],
        captions=region(edge, below, width - 2 * edge, height - below),
        boxed=False,
    )


def _moved(tile: Tile, x: float, y: float) -> Tile:
    at = region(x, y, tile.target.width, tile.target.height)
    return tile.model_copy(update={"target": at})


def _middle(part: Region) -> float:
    return part.x + part.width / 2
