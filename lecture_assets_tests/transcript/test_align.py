"""Tests of aligning a known text with its sound."""

import numpy as np
import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.options import SilenceOptions, TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.timeline import gaps, span
from lecture_assets.transcript.chunks import Chunk, sound_of
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.word_times import with_times
from lecture_assets_tests.tiny import SENTENCES

_TEXT = " ".join(SENTENCES)


@pytest.fixture(scope="module")
def local() -> LocalTranscriber:
    return LocalTranscriber(TranscriptOptions())


def test_each_sentence_begins_where_its_speech_does(talk: Samples, local: LocalTranscriber) -> None:
    """Its pauses are left out, as they are where chunks are packed."""
    silences = map_silence(talk, SilenceOptions(), ignore).silences
    long = [each for each in silences if each.duration_ms >= 400]
    spoken = gaps(long, span(0, len(talk) // PER_MS))
    chunk = Chunk(pieces=spoken)
    assert len(spoken) == len(SENTENCES)
    heard = local.align(sound_of(talk, chunk), _TEXT, "en")
    words = with_times(_TEXT.split(), heard, chunk.duration_ms)
    firsts = np.cumsum([0, *(len(sentence.split()) for sentence in SENTENCES)])
    starts = np.cumsum([0, *(each.duration_ms for each in spoken)])
    for number, at_ms in zip(firsts[1:-1], starts[1:-1], strict=True):
        assert abs(words[number].start_ms - at_ms) < 300


@pytest.mark.parametrize(
    ("seconds", "text", "language"),
    [(1, "", "en"), (1, "word " * 500, "en"), (31, "too long", "en"), (1, "word", "eo")],
)
def test_what_the_model_cannot_align_has_no_times(
    seconds: int, text: str, language: str, local: LocalTranscriber
) -> None:
    assert local.align(np.zeros(seconds * RATE, np.float32), text, language) == []


def test_a_model_that_is_not_there_is_a_settings_error() -> None:
    missing = LocalTranscriber(TranscriptOptions(model="/no/such/model"))
    with pytest.raises(SettingsError, match="cannot be loaded"):
        missing.align(np.zeros(RATE, np.float32), "word", "en")
