"""By which matrix a picture's colours are stored, as ITU-T H.273 numbers matrix coefficients."""

BT709, BT601 = 1, 6

_USUAL = (BT709, 4, 5, BT601, 7, 9)
"""Those that ffmpeg converts; 4 and 7 were of television, 5 is that of BT.601, 9 of BT.2020."""
_WIDE, _HIGH = 1_280, 577
"""From this width or height on, players take a picture for one of BT.709 that does not say."""


def matrix_of(said: int, width: int, height: int) -> int:
    """The matrix of a picture, or the one to store it by where it is of RGB.

    Args:
        said: What its stream or frame says.
        width: Width in pixels as it is coded.
        height: Height in pixels as it is coded.

    Returns:
        What it says; where that is nothing or nothing usual, what players take it for.
    """
    if said in _USUAL:
        return said
    return BT709 if width >= _WIDE or height >= _HIGH else BT601
