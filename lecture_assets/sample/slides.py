"""The sample lecture's slides, drawn when they are needed."""

from collections.abc import Callable, Sequence

from PIL import Image

from lecture_assets.sample import charts
from lecture_assets.sample.canvas import (
    BRIGHT_TEAL,
    CORAL,
    DEEP_TEAL,
    MUTED,
    PALE_TEAL,
    PAPER,
    RULE,
    TEAL,
    Canvas,
)

WIDTH, HEIGHT = 960, 540
"""Size of a slide in pixels."""

Body = Callable[[Canvas, int], None]


def slide_picture(number: int, build: int) -> Image.Image:
    """Draw a slide.

    Args:
        number: The slide, from 1.
        build: How many of its builds are shown.

    Returns:
        An RGB picture of ``WIDTH`` x ``HEIGHT`` pixels.
    """
    if number == 1:
        return _cover()
    title, body = SLIDES[number - 2]
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.box((0, 0), (12, HEIGHT), TEAL)
    canvas.text((60, 72), title, 38, bold=True)
    canvas.box((60, 90), (64, 5), CORAL)
    canvas.line([(60, 508), (900, 508)], RULE, 1.5)
    canvas.text((60, 529), "How memory works", 15, MUTED)
    canvas.text((900, 529), f"{number} / {len(SLIDES) + 1}", 15, MUTED, anchor="rs")
    body(canvas, build)
    return canvas.picture()


def _cover() -> Image.Image:
    canvas = Canvas(WIDTH, HEIGHT, DEEP_TEAL)
    curve = [(60 + x, 500 - 340 / (1 + x / 90)) for x in range(0, 901, 4)]
    canvas.line(curve, BRIGHT_TEAL, 6)
    for number in (15, 67, 135):
        canvas.dot(curve[number], 11, CORAL)
    canvas.text((200, 150), "How memory works", 62, PAPER, bold=True)
    canvas.text((203, 205), "and how to make it last", 32, PALE_TEAL)
    for number, word in enumerate(("Forgetting", "Practice", "Sleep")):
        canvas.box((430 + number * 160, 270), (144, 46), TEAL, radius=23)
        canvas.text((502 + number * 160, 293), word, 22, PAPER, anchor="mm")
    return canvas.picture()


def _bullets(lines: Sequence[tuple[int, str]]) -> Body:
    """A list whose lines appear with the build that each one names."""

    def body(canvas: Canvas, build: int) -> None:
        for row, (since, text) in enumerate(lines):
            if since <= build:
                y = 175 + row * 72
                canvas.box((60, y - 21), (18, 18), CORAL, radius=4)
                canvas.text((100, y), text, 31)

    return body


def _rules(canvas: Canvas, build: int) -> None:
    rules = (
        ("Review within one day", "early forgetting is the fastest"),
        ("Test yourself, with longer gaps", "recall instead of rereading"),
        ("Sleep well", "your brain goes on practicing"),
    )
    for row, (rule, why) in enumerate(rules[:build]):
        y = 176 + row * 118
        canvas.dot((92, y), 32, TEAL)
        canvas.text((92, y + 1), str(row + 1), 32, PAPER, bold=True, anchor="mm")
        canvas.text((150, y + 2), rule, 32, bold=True)
        canvas.text((150, y + 38), why, 25, MUTED)


SLIDES: tuple[tuple[str, Body], ...] = (
    (
        "How fast do we forget?",
        _bullets(
            (
                (1, "Hermann Ebbinghaus, 1885"),
                (1, "The only subject: himself"),
                (2, "Lists of syllables without any meaning"),
                (2, "Learn, wait, and learn the same lists again"),
            )
        ),
    ),
    ("The forgetting curve", charts.forgetting_curve),
    ("Retrieval practice beats rereading", charts.recall_bars),
    ("The spacing effect", charts.spacing_lines),
    ("Why does sleep help us to remember?", charts.syllable_dots),
    ("Replay during sleep", charts.replay_loop),
    ("Three rules", _rules),
)
"""Title and body of every slide after the cover, which is slide 1."""
