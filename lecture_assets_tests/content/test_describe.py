import numpy as np

from lecture_assets.content.describe import described, rate
from lecture_assets.content.topics import Window
from lecture_assets.layout.models import Slide
from lecture_assets.transcript.sentences import Sentence


def title(*slides: str) -> str:
    """The title of a stretch during the first of these slides, which each last ten seconds."""
    said = [Sentence(start_ms=0, end_ms=9_000, text="We forget the most on the first day.")]
    window = Window(0, 0, 0)
    shown = [
        Slide(start_ms=place * 10_000, end_ms=(place + 1) * 10_000, text=text)
        for place, text in enumerate(slides)
    ]
    vectors = np.ones((1, 4))
    return described(
        said, vectors, [window], [(window, rate(said, vectors, window, shown, []))], shown, "en"
    )[0].title


def test_what_most_slides_have_on_top_is_no_heading() -> None:
    others = [f"Alma Mater\nTopic of {name} notes" for name in ("long", "short", "late")]
    assert title("Alma Mater\nHow we forget", *others) == "How we forget"


def test_a_few_slides_tell_nothing_of_logos() -> None:
    assert title("How we forget\nslowly", "How we forget\nquickly") == "How we forget"
