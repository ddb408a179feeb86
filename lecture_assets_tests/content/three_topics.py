"""A lecture on three topics, written by hand; word times are made up, with pauses between."""

from itertools import chain

from lecture_assets.layout.models import Frame, Layout
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span, gaps, span
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word

PHOTOSYNTHESIS = """
Good morning, and welcome to today's lecture.
Let us begin with photosynthesis, the process by which green plants make sugar out of sunlight.
Every leaf holds tiny compartments that are called chloroplasts.
Inside each chloroplast sits a green pigment, chlorophyll, which absorbs red and blue light.
The absorbed light splits water molecules and sets oxygen free.
That oxygen leaves the leaf through small pores.
Carbon dioxide enters the leaf through the same pores.
The plant then joins carbon dioxide and hydrogen into sugar, which feeds the whole plant.
Why are leaves green?
Leaves are green because chlorophyll reflects green light instead of absorbing it.
Remember that photosynthesis stores the energy of sunlight in the chemical bonds of sugar.
Without photosynthesis there would be hardly any oxygen in the air.
"""
INFLATION = """
Now let us turn to economics and ask what inflation is.
Inflation is defined as a general rise of prices over time.
When prices rise, every coin in your pocket buys fewer goods.
Central banks watch inflation and set interest rates.
A higher interest rate makes loans expensive, so households borrow and spend less money.
Lower spending slows the rise of prices.
A lower interest rate makes loans cheap and invites firms to invest money.
Most central banks aim at an inflation of two percent.
Falling prices, which economists call deflation, are dangerous too.
During deflation households wait for lower prices, firms sell fewer goods, and wages fall.
The key point is that stable prices let households and firms plan their spending.
Money loses its purpose when nobody trusts prices any more.
"""
SORTING = """
Next, let us look at sorting algorithms in computer science.
A sorting algorithm puts the elements of a list in order.
Bubble sort compares neighbouring elements and swaps them when they are out of order.
Bubble sort is simple, but it needs many comparisons for a long list.
Merge sort splits the list into two halves, sorts each half, and merges the sorted halves.
Splitting the list again and again gives a logarithmic number of levels.
Each level of merge sort touches every element of the list once.
How many comparisons does merge sort need?
Merge sort needs about n times the logarithm of n comparisons for n elements.
Quicksort picks one element as a pivot and splits the list around the pivot.
In summary, a good sorting algorithm splits the list instead of comparing every pair of elements.
Please hand in the homework by Friday.
"""


def transcript_of(
    texts: list[str], pause_ms: int = 700, topic_pauses: tuple[int, ...] = ()
) -> Transcript:
    """Speak sentences at 150 words a minute; before those in ``topic_pauses``, 1.5 s longer."""
    at_ms, segments = 500, []
    for index, text in enumerate(texts):
        at_ms += 1_500 if index in topic_pauses else 0
        words = []
        for word in text.split():
            words.append(Word(start_ms=at_ms, end_ms=at_ms + 380, text=word))
            at_ms += 400
        first, last = words[0].start_ms, words[-1].end_ms
        segments.append(TranscriptSegment(start_ms=first, end_ms=last, text=text, words=words))
        at_ms += pause_ms
    return Transcript(language="en", provider="fake", model="fake", segments=segments)


def silence_of(transcript: Transcript, duration_ms: int) -> SilenceMap:
    """Everything between words that lasts 400 ms is silent."""
    speech: list[Span] = [span(word.start_ms, word.end_ms) for word in transcript.words()]
    free = gaps(speech, span(0, duration_ms))
    silences = [each for each in free if each.duration_ms >= 400]
    return SilenceMap(
        duration_ms=duration_ms,
        threshold_dbfs=-40.0,
        noise_floor_dbfs=-60.0,
        min_silence_ms=400,
        silences=silences,
        speech=gaps(silences, span(0, duration_ms)),
    )


def duration_of(transcript: Transcript) -> int:
    """End of the recording: half a second after the last word."""
    return max((word.end_ms for word in transcript.words()), default=0) + 500


def empty_layout() -> Layout:
    """A layout without slides."""
    return Layout(frame=Frame(width=640, height=360), parts=[], slides=[])


def three_topics() -> tuple[Transcript, tuple[int, int]]:
    """Return the lecture and the first sentences of its second and third topic."""
    topics = [text.strip().splitlines() for text in (PHOTOSYNTHESIS, INFLATION, SORTING)]
    second, third = len(topics[0]), len(topics[0]) + len(topics[1])
    return transcript_of([*chain(*topics)], topic_pauses=(second, third)), (second, third)
