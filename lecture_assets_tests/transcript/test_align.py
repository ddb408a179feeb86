"""Tests of aligning a known text with its sound."""

import numpy as np
import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.media.audio import RATE, Samples
from lecture_assets.options import SilenceOptions, TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.word_times import with_times
from lecture_assets_tests.tiny import SENTENCES

_TEXT = " ".join(SENTENCES)


@pytest.fixture(scope="module")
def local() -> LocalTranscriber:
    return LocalTranscriber(TranscriptOptions())


def test_each_sentence_begins_where_its_speech_does(talk: Samples, local: LocalTranscriber) -> None:
    silences = map_silence(talk, SilenceOptions(), ignore).silences
    starts = [each.end_ms for each in silences if each.duration_ms > 900][: len(SENTENCES) - 1]
    sound = (talk / 32768).astype(np.float32)
    heard = local.align(sound, _TEXT, "en")
    words = with_times(_TEXT.split(), heard, len(talk) * 1000 // RATE)
    firsts = np.cumsum([len(sentence.split()) for sentence in SENTENCES])[:-1]
    for number, at_ms in zip(firsts, starts, strict=True):
        assert abs(words[number].start_ms - at_ms) < 500


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
