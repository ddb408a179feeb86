"""By which matrix a picture's colours are stored, as ITU-T H.273 numbers matrix coefficients."""

BT709, BT601 = 1, 6

_BT2020, _CONSTANT_LUMINANCE = 9, 10
_USUAL = (BT709, 4, 5, BT601, 7, _BT2020)
"""Those that ffmpeg converts; 4 and 7 were of television, 5 is that of BT.601."""
_NOT_SAID = (0, 2, 3)
"""It is of RGB, unspecified, or reserved."""
_WIDE, _HIGH = 1_280, 577
"""From this width or height on, players take a picture for one of BT.709 that does not say."""


def matrix_of(said: int, width: int, height: int) -> int:
    """The matrix of a picture, or the one to store it by where it is of RGB.

    Args:
        said: What its stream or frame says.
        width: Width in pixels as it is coded.
        height: Height in pixels as it is coded.

    Returns:
        What it says; where that is nothing or nothing usual, what is nearest or what players take
        it for.
    """
    if said in _USUAL:
        return said
    if said == _CONSTANT_LUMINANCE:
        return _BT2020
    return BT709 if width >= _WIDE or height >= _HIGH else BT601


def is_strange(said: int) -> bool:
    """Tell whether a picture says a matrix that ffmpeg cannot convert, and so needs another."""
    return said not in _USUAL + _NOT_SAID
