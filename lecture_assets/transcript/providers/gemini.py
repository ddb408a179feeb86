"""Recognises speech with Gemini."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.gemini import NAME, gemini_client, gemini_failures
from lecture_assets.hosted.prices import price_of
from lecture_assets.hosted.tries import TryFailedError, malformed
from lecture_assets.operations import GeminiOptions, HostedOptions, Price
from lecture_assets.transcript.language_names import language_code
from lecture_assets.transcript.speech_service import Question, Said, SaidWord, Send, plausible

if TYPE_CHECKING:
    from google.genai import Client, types

_SOUND_TOKENS_PER_S = 32
_WORD_TOKENS_PER_S = 25
_TOKENS_BESIDES = 500
_OFFSET = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)s?")
_FINE = {"STOP", "FINISH_REASON_UNSPECIFIED"}


class GeminiSpeech:
    """Speech recognition by Gemini, which tells the times of words."""

    provider = "gemini"
    name = NAME
    times_words = True

    def __init__(self, options: GeminiOptions) -> None:
        self._options = options
        self.model = options.transcription_model
        self.base_url = options.base_url

    def price(self, hosted: HostedOptions) -> Price:
        """Return what it costs; a proxy's is Google's."""
        return price_of(self.model, hosted)

    @contextmanager
    def open(self, hosted: HostedOptions) -> Iterator[Send]:
        """Open a connection.

        Raises:
            SettingsError: The package or the key is not there.
        """
        with gemini_client(self._options, hosted) as client:
            yield lambda question: self._ask(client, question)

    def estimate(self, duration_s: float) -> Usage:
        """Return what a chunk will be charged for: tokens of sound, and of words with times."""
        return Usage(
            audio_s=duration_s,
            input_tokens=round(_SOUND_TOKENS_PER_S * duration_s) + _TOKENS_BESIDES,
            output_tokens=round(_WORD_TOKENS_PER_S * duration_s) + _TOKENS_BESIDES,
        )

    def _ask(self, client: "Client", question: Question) -> tuple[Said, Usage]:
        from google.genai import types

        with gemini_failures():
            answer = client.models.generate_content(
                model=self.model,
                contents=types.Part.from_bytes(data=question.flac, mime_type="audio/flac"),
                config=types.GenerateContentConfig(
                    audio_transcription_config=types.AudioTranscriptionConfig(
                        word_timestamp=True,
                        language_codes=[question.language] if question.language else None,
                        custom_vocabulary=list(question.glossary) or None,
                        mode=types.AudioTranscriptionConfigMode.VERBATIM,
                    )
                ),
            )
        said = plausible(_said(_parts(answer)), question.duration_s)
        return said, self._usage(answer, question.duration_s)

    def _usage(self, answer: "types.GenerateContentResponse", duration_s: float) -> Usage:
        told = answer.usage_metadata
        if told is None or told.prompt_token_count is None:
            return self.estimate(duration_s)
        answered = (told.candidates_token_count or 0) + (told.thoughts_token_count or 0)
        return Usage(
            audio_s=duration_s, input_tokens=told.prompt_token_count, output_tokens=answered
        )


def _parts(answer: "types.GenerateContentResponse") -> "list[types.Part]":
    """Return the parts of an answer that came to its end.

    Raises:
        TryFailedError: It did not.
    """
    feedback = answer.prompt_feedback
    if feedback is not None and feedback.block_reason is not None:
        raise _declined(feedback.block_reason.value)
    if not answer.candidates:
        raise malformed("its answer is empty")
    candidate = answer.candidates[0]
    ended = candidate.finish_reason.value if candidate.finish_reason else "STOP"
    if ended == "MAX_TOKENS":
        raise malformed("its answer was cut short")
    if ended not in _FINE:
        raise _declined(ended)
    return (candidate.content.parts if candidate.content else None) or []


def _declined(reason: str) -> TryFailedError:
    return TryFailedError(
        f"it declines, {reason}", "choose another LECTURE_TRANSCRIBER", again=False, charged=True
    )


def _said(parts: "list[types.Part]") -> Said:
    texts, words, languages = [], [], []
    for part in parts:
        heard = part.audio_transcription
        texts.append((heard.text if heard else part.text) or "")
        for word in (heard.words if heard else None) or []:
            start_s, end_s = _seconds(word.start_offset), _seconds(word.end_offset)
            if word.word and start_s is not None and end_s is not None:
                words.append(SaidWord(text=word.word, start_s=start_s, end_s=end_s))
        if heard and heard.language_code:
            languages.append(heard.language_code)
    text = " ".join(" ".join(texts).split()) or " ".join(word.text for word in words)
    return Said(text=text, words=words, language=language_code(languages[0] if languages else None))


def _seconds(offset: str | None) -> float | None:
    """Read an offset such as ``1.200s``."""
    found = _OFFSET.fullmatch(offset or "")
    return float(found.group(1)) if found else None
