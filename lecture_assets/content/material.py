"""A lecture as the analysis of its content sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lecture_assets.content.describe import rate
from lecture_assets.content.support import beginnings
from lecture_assets.content.topics import Window, extent, find_windows
from lecture_assets.content.vectors import FloatArray, text_vectors
from lecture_assets.layout.models import Layout, Slide
from lecture_assets.options import ContentOptions
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, merge
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import Sentence, sentences_of


@dataclass(frozen=True)
class Material:
    """What is said and shown; what is costly is worked out once, when it is first asked for.

    Attributes:
        sentences: In order.
        slides: In order.
        silences: In order, merged.
        options: Bounds of a segment.
    """

    sentences: Sequence[Sentence]
    slides: Sequence[Slide]
    silences: Sequence[Span]
    options: ContentOptions

    @cached_property
    def vectors(self) -> FloatArray:
        """One row a sentence."""
        return text_vectors([sentence.text for sentence in self.sentences])

    @property
    def duration_ms(self) -> int:
        """From the first word to the last."""
        if not self.sentences:
            return 0
        return self.sentences[-1].end_ms - self.sentences[0].start_ms

    @cached_property
    def windows(self) -> list[Window]:
        """What the offline analyzer finds."""
        starts = [slide.start_ms for slide in self.slides[1:]]
        return find_windows(self.sentences, self.vectors, starts, self.options)

    @cached_property
    def beginnings(self) -> set[str]:
        """How the words begin that are said or shown anywhere."""
        said = (each.text for each in self.sentences)
        return beginnings([*said, *(each.text or "" for each in self.slides)])

    def rate(self, window: Window) -> dict[str, float]:
        """Measure what speaks for a stretch and against it."""
        return rate(self.sentences, self.vectors, window, self.slides, self.silences)

    def texts(self, window: Window) -> list[str]:
        """What is said in a stretch, and what is written on the slides shown meanwhile."""
        whole = extent(self.sentences, window)
        said = [each.text for each in self.sentences[window.first : window.last + 1]]
        return said + [each.text or "" for each in self.slides if each.overlap_ms(whole)]


def material_of(
    transcript: Transcript, layout: Layout, silence_map: SilenceMap, options: ContentOptions
) -> Material:
    """Gather what the documents say."""
    sentences = sentences_of(transcript.words())
    return Material(sentences, layout.slides, merge(silence_map.silences), options)
