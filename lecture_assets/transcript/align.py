"""Finds where the words of a known text are said, with Whisper's attention to the sound."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lecture_assets.transcript.word_times import Timed

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_MOST_TOKENS = 400
"""Whisper's decoder has room for 448, its prompt and the end among them."""


def aligned(
    model: "WhisperModel", sound: npt.NDArray[np.float32], text: str, language: str
) -> list[Timed]:
    """Align a text with the sound in which it is said.

    Args:
        model: Does the work; its decoder is made to read the text, without any search.
        sound: 16 kHz mono in [-1, 1], as long as the model's window at most.
        text: What is said.
        language: ISO 639-1 code.

    Returns:
        The words in order, as the model splits them, punctuation apart; none where the model does
        not know the language, or the sound or the text is too long for it.
    """
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer

    if language not in model.supported_languages:
        return []
    multilingual = model.model.is_multilingual
    tokenizer = Tokenizer(model.hf_tokenizer, multilingual, task="transcribe", language=language)
    tokens = tokenizer.encode(f" {' '.join(text.split())}")
    features = model.feature_extractor(sound)
    frames = features.shape[-1] - 1
    if not tokens or len(tokens) > _MOST_TOKENS or frames > model.feature_extractor.nb_max_frames:
        return []
    encoded = model.encode(pad_or_trim(features))
    (found,) = model.find_alignment(tokenizer, [tokens], encoded, frames)
    return [
        Timed(each["word"].strip(), round(1000 * each["start"]), round(1000 * each["end"]))
        for each in found
        if each["word"].strip()
    ]
