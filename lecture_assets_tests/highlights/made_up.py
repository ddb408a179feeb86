"""Short made-up lectures, in which an editor marked where a clip may open and end."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.highlights.select import select_highlights
from lecture_assets.layout.models import Frame, Layout
from lecture_assets.options import ContentOptions, HighlightOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, gaps, span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word
from lecture_assets.transcript.sentences import Sentence, sentences_of

_FOLDER = Path(__file__).parent / "lectures"
NAMES = sorted(path.stem for path in _FOLDER.glob("*.txt"))
_WORD_MS, _GAP_MS = 300, 60
_PAUSES_MS = (0, 350, 600, 900, 1_400, 2_200)
_HEARD_MS = 400


@dataclass(frozen=True)
class MadeUp:
    """A lecture and what an editor says of it.

    Attributes:
        transcript: What is said.
        silence_map: Its pauses.
        opens: When the sentences begin on which a clip may open.
        ends: When the sentences end on which a clip may end.
        shown: Pauses in which something is shown.
    """

    transcript: Transcript
    silence_map: SilenceMap
    opens: set[int]
    ends: set[int]
    shown: Sequence[Span]

    def select(self) -> SelectedHighlights:
        """Choose its highlights as a run would."""
        layout = Layout(frame=Frame(width=1280, height=720), parts=[], slides=[])
        content = LocalAnalyzer(ContentOptions()).analyze(
            self.transcript, layout, self.silence_map, ignore
        )
        duration_ms = self.silence_map.duration_ms
        return select_highlights(
            content, self.transcript, self.silence_map, layout, duration_ms, HighlightOptions()
        )

    @cached_property
    def sentences(self) -> list[Sentence]:
        """What is said, sentence by sentence."""
        return sentences_of(self.transcript.words())

    def may_open(self, at: int) -> bool:
        """Tell whether a clip may open on a sentence."""
        return self.sentences[at].start_ms in self.opens

    def may_end(self, at: int) -> bool:
        """Tell whether a clip may end on a sentence."""
        return self.sentences[at].end_ms in self.ends

    def inside(self, highlight: Highlight) -> list[int]:
        """Return the numbers of the sentences of a highlight."""
        return [
            at
            for at, each in enumerate(self.sentences)
            if highlight.contains((each.start_ms + each.end_ms) // 2)
        ]


def made_up(*names: str, seed: int = 0) -> MadeUp:
    """Speak lectures one after the other, at 170 words a minute with uneven pauses.

    In the files a sentence on which a clip may open begins with ``>``, one on which it may end ends
    with ``|``, and ``@4`` is a pause of 4 s in which something is shown.
    """
    pick = random.Random(f"{seed} {names}")
    words: list[Word] = []
    opens, ends, shown, at_ms = set[int](), set[int](), list[Span](), 600
    for line in "\n".join((_FOLDER / f"{n}.txt").read_text() for n in names).splitlines():
        if not line:
            continue
        text, _, pause = line.removeprefix("> ").removesuffix("|").strip().partition("@")
        if line.startswith("> "):
            opens.add(at_ms)
        for each in text.split():
            words.append(Word(start_ms=at_ms, end_ms=at_ms + _WORD_MS, text=each, probability=None))
            at_ms += _WORD_MS + _GAP_MS
        if line.endswith("|"):
            ends.add(words[-1].end_ms)
        pause_ms = int(pause or 0) * 1_000
        if pause_ms:
            shown.append(span(at_ms, at_ms + pause_ms))
        at_ms += pause_ms or pick.choice(_PAUSES_MS)
    whole = span(0, at_ms + 1_000)
    silences = [each for each in gaps(words, whole) if each.duration_ms >= _HEARD_MS]
    segment = TranscriptSegment(
        start_ms=words[0].start_ms, end_ms=words[-1].end_ms, text="", speaker=None, words=words
    )
    return MadeUp(
        Transcript(
            language="en", provider="p", model="m", word_times="recognised", segments=[segment]
        ),
        SilenceMap(
            duration_ms=whole.duration_ms,
            threshold_dbfs=-40,
            noise_floor_dbfs=-60,
            min_silence_ms=_HEARD_MS,
            silences=silences,
            speech=gaps(silences, whole),
        ),
        opens,
        ends,
        shown,
    )
