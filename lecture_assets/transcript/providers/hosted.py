"""A Transcriber that has a hosted service recognise the chunks, several at a time."""

import logging
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from lecture_assets.errors import SettingsError
from lecture_assets.hosted.account import Account, Exchange, Request
from lecture_assets.hosted.address import server_of
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.kept import identity_of
from lecture_assets.media.audio import Samples, release
from lecture_assets.media.flac import to_flac
from lecture_assets.options import TranscriptOptions
from lecture_assets.transcript.chunks import Chunk, samples_of, sound_of
from lecture_assets.transcript.models import TranscriptSegment, WordTimes
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.speech_service import Question, Said, Send, SpeechService
from lecture_assets.transcript.transcriber import Heard, Hearing
from lecture_assets.transcript.word_times import Timed, timed_share, with_times, words_of

_KIND = "1"
"""Raised when answers that were kept before can no longer be read."""
_TIMED_CHUNK_MS = 120_000
_LEAST_TIMED = 0.5
_LOG = logging.getLogger(__name__)


class HostedTranscriber:
    """Has a hosted service recognise speech.

    Where the service times words, its times are taken; else the local model aligns the words with
    the sound, for which a chunk has to fit into its window; else they are spread over the chunk.

    Args:
        service: Recognises.
        options: Those of the local model.
    """

    def __init__(self, service: SpeechService, options: TranscriptOptions) -> None:
        self.provider, self.model = service.provider, service.model
        self.max_chunk_ms = _TIMED_CHUNK_MS if service.times_words else options.max_chunk_ms
        self._service, self._local = service, LocalTranscriber(options)

    def hear(self, samples: Samples, chunks: Sequence[Chunk], hearing: Hearing) -> Heard:
        """Recognise a lecture's chunks.

        Raises:
            SettingsError: The package, the key or the model's price is not there.
            ProviderError: A chunk was not recognised, or all of them would cost too much.
        """
        assert hearing.account is not None
        answers = self._ask(samples, chunks, hearing, hearing.account)
        language = hearing.language or _spoken_most(answers) or self._detected(samples, chunks)
        timing = _Timing(self._local, samples, language)
        segments = []
        for count, (chunk, said) in enumerate(zip(chunks, answers, strict=True), start=1):
            segments.append(timing.segments(chunk, said))
            hearing.done((len(chunks) + count) // 2)
        return Heard(language, timing.mostly(), segments, timing.warnings())

    def _ask(
        self, samples: Samples, chunks: Sequence[Chunk], hearing: Hearing, account: Account
    ) -> list[Said]:
        service = self._service
        price = service.price(account.options)
        with service.open(account.options) as send:
            requests = [
                Request(
                    what=f"chunk {number} of {len(chunks)} of the transcript",
                    identity=self._identity(samples, chunk, hearing),
                    estimate=service.estimate(chunk.duration_ms / 1000),
                    send=partial(_send, send, samples, chunk, hearing),
                )
                for number, chunk in enumerate(chunks, start=1)
            ]
            answers = Exchange(service.name, price, account).ask_all(
                requests, lambda count: hearing.done(count // 2)
            )
        return [Said.model_validate(answer) for answer in answers]

    def _identity(self, samples: Samples, chunk: Chunk, hearing: Hearing) -> str:
        service = self._service
        server = server_of(service.provider, service.base_url) or ""
        told = (service.provider, server, service.model, hearing.language or "")
        sound = samples_of(samples, chunk).tobytes()
        release(samples)
        return identity_of(_KIND, *told, "\n".join(hearing.glossary), sound)

    def _detected(self, samples: Samples, chunks: Sequence[Chunk]) -> str:
        try:
            return self._local.language(samples, chunks)
        except SettingsError as error:
            _LOG.warning("%s did not tell the language: %s", self._service.name, error)
            return "und"


class _Timing:
    """Gives the words of a lecture's chunks their times, and remembers how."""

    def __init__(self, local: LocalTranscriber, samples: Samples, language: str) -> None:
        self._local, self._samples, self._language = local, samples, language
        self._words: Counter[WordTimes] = Counter()
        self._no_model: str | None = None
        self._chunks = self._spread = 0

    def segments(self, chunk: Chunk, said: Said) -> list[TranscriptSegment]:
        """Return what was said in a chunk as one segment, or none."""
        texts = words_of(said.text)
        if not texts:
            return []
        heard = [
            Timed(each.text, round(each.start_s * 1000), round(each.end_s * 1000))
            for each in said.words
        ]
        how: WordTimes = "recognised"
        if timed_share(texts, heard, chunk.duration_ms) < _LEAST_TIMED:
            aligned, how = self._aligned(chunk, said.text), "spread"
            if timed_share(texts, aligned, chunk.duration_ms) >= _LEAST_TIMED:
                heard, how = aligned, "aligned"
        self._words[how] += len(texts)
        self._chunks += 1
        self._spread += how == "spread"
        words = with_times(texts, heard, chunk.duration_ms)
        return [
            TranscriptSegment(
                start_ms=words[0].start_ms,
                end_ms=words[-1].end_ms,
                text=" ".join(said.text.split()),
                words=words,
            )
        ]

    def mostly(self) -> WordTimes:
        """Return how most words got their times."""
        return max(self._words, key=self._words.__getitem__, default="recognised")

    def warnings(self) -> list[str]:
        """Say where times were only spread."""
        if not self._spread:
            return []
        why = f" ({self._no_model.rstrip('.')})" if self._no_model else ""
        return [
            f"In {self._spread} of {self._chunks} stretches of speech the times of the words are "
            f"no better than guessed from the words' lengths{why}."
        ]

    def _aligned(self, chunk: Chunk, text: str) -> list[Timed]:
        if self._no_model is not None:
            return []
        try:
            return self._local.align(sound_of(self._samples, chunk), text, self._language)
        except SettingsError as error:
            self._no_model = str(error)
            _LOG.warning("Words cannot be aligned with their sound: %s", error)
            return []
        finally:
            release(self._samples)


def _send(
    send: Send, samples: Samples, chunk: Chunk, hearing: Hearing
) -> tuple[dict[str, Any], Usage]:
    flac = to_flac(samples_of(samples, chunk))
    release(samples)
    question = Question(flac, chunk.duration_ms / 1000, hearing.language, hearing.glossary)
    said, usage = send(question)
    return said.model_dump(mode="json"), usage


def _spoken_most(answers: Sequence[Said]) -> str | None:
    """Return the language in which most is said, of those that were told."""
    said: Counter[str] = Counter()
    for each in answers:
        if each.language is not None:
            said[each.language] += len(each.text)
    return max(said, key=said.__getitem__, default=None)
