"""Captions that mean something else to a careless reader."""

from lecture_assets.transcript.captions import Cue, cues_from_words
from lecture_assets_tests.transcript.made_up import AWKWARD, word

LINES = [
    [r"{\an8}<b>bold</b> a & b --> c", r"C:\new\hello &lt; {x} <i>"],
    ["12", "00:00:01.000"],
    ["NOTE this", "3"],
    ["WEBVTT", r"\N \h \n {\pos(1,2)}"],
    ["{}", "< 3 and > 2 a<b {y"],
    ["مرحبا بالعالم", "今日は👩‍👩‍👧 שלום"],
    ["&nbsp;&amp;#60;", "<00:00:01.000><c.loud>"],
    ["STYLE", "::cue { color: red }"],
]

CUES = [
    Cue(start_ms=2_000 * at, end_ms=2_000 * at + 1_910, lines=lines)
    for at, lines in enumerate(LINES)
]

SAID = cues_from_words(
    [word(text, 9_000 * at, 9_000 * at + 8_000) for at, text in enumerate(AWKWARD)]
)
"""Captions of every awkward word there is."""
