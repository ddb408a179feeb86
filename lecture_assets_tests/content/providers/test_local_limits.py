"""The offline analyzer on lectures without end, and on any number of threads."""

import os
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from lecture_assets.content.models import ContentSegments
from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.media.about import About
from lecture_assets.options import ContentOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word
from lecture_assets_tests.content.three_topics import empty_layout, three_topics

STEP_MS = 400


def spoken(words: list[str]) -> Transcript:
    """One word every 400 ms."""
    said = [
        Word(start_ms=at * STEP_MS, end_ms=at * STEP_MS + 350, text=text)
        for at, text in enumerate(words)
    ]
    whole = TranscriptSegment(start_ms=0, end_ms=len(words) * STEP_MS, text="", words=said)
    return Transcript(language="en", provider="fake", model="fake", segments=[whole])


def analyzed(transcript: Transcript) -> ContentSegments:
    silence_map = SilenceMap(
        duration_ms=1,
        threshold_dbfs=-40.0,
        noise_floor_dbfs=-60.0,
        min_silence_ms=400,
        silences=[],
        speech=[],
    )
    analyzer = LocalAnalyzer(ContentOptions())
    return analyzer.analyze(transcript, empty_layout(), silence_map, ignore, About(), None)


@pytest.mark.parametrize("kinds", [1, 997])
@pytest.mark.parametrize(
    ("count", "cpu_s"), [(30_000, 12), pytest.param(200_000, 60, marks=pytest.mark.soak)]
)
def test_endless_lectures_take_bounded_time_and_keep_their_bounds(
    kinds: int, count: int, cpu_s: int
) -> None:
    words = [f"word{at * at % kinds}" + "." * (at % 17 == 16) for at in range(count)]
    transcript = spoken(words)
    began = time.process_time()
    segments = analyzed(transcript).segments
    assert time.process_time() - began < cpu_s
    assert len(segments) == 15
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(segments))
    assert all(20_000 <= segment.duration_ms <= 120_000 for segment in segments)


def test_the_number_of_threads_changes_nothing() -> None:
    def result(threads: str) -> str:
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
        code = f"import {__name__} as here; print(here.analyzed_elsewhere())"
        command = [sys.executable, "-c", code]
        environment = {**os.environ, **dict.fromkeys(names, threads)}
        return subprocess.run(
            command, env=environment, capture_output=True, check=True
        ).stdout.hex()

    assert result("1") == result("2")


def analyzed_elsewhere() -> str:
    """What another process makes of three topics, said four times."""
    texts = [segment.text for segment in three_topics()[0].segments] * 4
    return analyzed(spoken(" ".join(texts).split())).model_dump_json()
