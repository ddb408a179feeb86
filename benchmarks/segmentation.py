"""Topic boundaries beside what else there is: ``python -m benchmarks.segmentation FOLDER...``.

Reads the public format: a text file for each transcript, one sentence a line, ``==========``
between topics. Lower is better. With ``--speed`` it also measures lectures of one and three hours
that are put together from these transcripts.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice
from os import getloadavg
from pathlib import Path
from statistics import mean

from benchmarks.agreement import pk, window_diff, window_of
from benchmarks.text_tiling import text_tiling
from lecture_assets.content.describe import best, described, rate
from lecture_assets.content.topics import find_topics, find_windows
from lecture_assets.content.vectors import text_vectors
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.models import Word
from lecture_assets.transcript.sentences import Sentence, sentences_of

_BETWEEN = "=========="
_WORD_MS = 400
"""150 words a minute, for transcripts without times."""


@dataclass(frozen=True)
class Transcribed:
    """A transcript with its true topics.

    Attributes:
        texts: Its sentences.
        starts: First sentences of the topics, but for the first topic.
    """

    texts: Sequence[str]
    starts: Sequence[int]


Method = Callable[[Transcribed], Sequence[int]]


def read(path: Path) -> Transcribed:
    """Read a file in the public format; empty topics are passed over.

    Raises:
        SystemExit: It holds no sentence.
    """
    texts: list[str] = []
    starts: set[int] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(_BETWEEN):
            starts.add(len(texts))
        elif line.strip():
            texts.append(line.strip())
    if not texts:
        raise SystemExit(
            f"{path} holds no sentence; give folders of transcripts, a sentence a line."
        )
    return Transcribed(texts, sorted(starts - {0, len(texts)}))


def _timed(texts: Sequence[str]) -> list[Sentence]:
    sentences, at_ms = [], 0
    for text in texts:
        end_ms = at_ms + _WORD_MS * len(text.split())
        sentences.append(Sentence(start_ms=at_ms, end_ms=end_ms, text=text))
        at_ms = end_ms
    return sentences


def _ours(each: Transcribed) -> Sequence[int]:
    return find_topics(_timed(each.texts), text_vectors(each.texts), [])[1:]


def _uniform(each: Transcribed) -> Sequence[int]:
    topics = len(each.starts) + 1
    return [round(at * len(each.texts) / topics) for at in range(1, topics)]


METHODS: dict[str, Method] = {
    "no boundary": lambda _: [],
    "uniform, the true number of topics": _uniform,
    "text tiling": lambda each: text_tiling(each.texts),
    "lecture-assets, the number chosen by itself": _ours,
}


def table(folder: Path) -> str:
    """Compare the methods on the transcripts of one folder."""
    lectures = [read(path) for path in sorted(folder.glob("*.txt"))]
    if not lectures:
        raise SystemExit(f"{folder} holds no .txt file; give folders of transcripts.")
    topics = mean(len(each.starts) + 1 for each in lectures)
    lines = [
        f"{folder.name}: {len(lectures)} transcripts, {topics:.1f} topics on average",
        "| method | Pk | WindowDiff | topics | CPU s a transcript |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, method in METHODS.items():
        began = time.process_time()
        found = [method(each) for each in lectures]
        seconds = (time.process_time() - began) / len(lectures)
        scores = [_scores(each, starts) for each, starts in zip(lectures, found, strict=True)]
        first, second = (mean(column) for column in zip(*scores, strict=True))
        count = mean(len(starts) + 1 for starts in found)
        lines.append(f"| {name} | {first:.3f} | {second:.3f} | {count:.1f} | {seconds:.2f} |")
    return "\n".join(lines)


def _scores(each: Transcribed, found: Sequence[int]) -> tuple[float, float]:
    count = len(each.texts)
    window = window_of(count, each.starts)
    return pk(each.starts, found, count, window), window_diff(each.starts, found, count, window)


def speed(lectures: Sequence[Transcribed], words: int) -> str:
    """Measure segmenting, scoring and describing a lecture of so many words, models loaded."""
    text = " ".join(chain.from_iterable(each.texts for each in lectures)).split()
    spoken = [
        Word(start_ms=at * _WORD_MS, end_ms=at * _WORD_MS + 350, text=word)
        for at, word in enumerate(islice(cycle(text), words))
    ]
    text_vectors(["The model is loaded."])
    began, wall = time.process_time(), time.monotonic()
    sentences = sentences_of(spoken)
    vectors = text_vectors([sentence.text for sentence in sentences])
    windows = find_windows(sentences, vectors, [], ContentOptions())
    rated = [rate(sentences, vectors, window, [], []) for window in windows]
    chosen = [
        (windows[at], rated[at]) for at in best(windows, rated, ContentOptions().max_segments)
    ]
    segments = described(sentences, vectors, windows, chosen, [], "en")
    cpu, took = time.process_time() - began, time.monotonic() - wall
    return f"{words} words: {len(segments)} segments in {cpu:.2f} CPU s, {took:.1f} s of wall time"


def main() -> None:
    """Print a table for each folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--speed", action="store_true", help="measure one hour and three, too")
    given = parser.parse_args()
    for folder in given.folders:
        print(table(folder), end="\n\n")
    if given.speed:
        lectures = [read(path) for path in sorted(given.folders[0].glob("*.txt"))]
        for words in (10_000, 30_000, 200_000):
            print(speed(lectures, words))
    print(f"Load of the machine: {getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
