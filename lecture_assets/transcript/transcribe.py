"""Makes the transcript of a recording: only speech is recognised, packed into chunks."""

from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np

from lecture_assets.hosted.account import Account
from lecture_assets.media.audio import PER_MS, Samples, release
from lecture_assets.options import TranscriptOptions
from lecture_assets.progress import Progress
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import Span
from lecture_assets.transcript.chunks import Chunk, pack
from lecture_assets.transcript.models import Transcript, TranscriptSegment, Word
from lecture_assets.transcript.onsets import start_with_sound
from lecture_assets.transcript.remap import in_order, out_of_silence, to_lecture_time
from lecture_assets.transcript.transcriber import Heard, Hearing, Transcriber

_WINDOW_MS = 60


def transcribe(
    samples: Samples,
    silence_map: SilenceMap,
    transcriber: Transcriber,
    options: TranscriptOptions,
    progress: Progress,
    account: Account | None = None,
) -> Transcript:
    """Recognise what is said.

    Args:
        samples: The recording, 16 kHz mono.
        silence_map: Where speech is.
        transcriber: Does the recognising.
        options: Language and glossary.
        progress: Told the share of the speech that is done.
        account: What a hosted provider is asked on; a local one needs none.

    Raises:
        SettingsError: The transcriber, or what it needs, is not there.
        ProviderError: A hosted transcriber did not do its work.
    """
    chunks = pack(
        silence_map.speech,
        silence_map.duration_ms,
        transcriber.max_chunk_ms,
        lambda within: _quietest(samples, within),
    )
    ends = list(accumulate((chunk.duration_ms for chunk in chunks), initial=0))
    hearing = Hearing(
        language=options.language,
        glossary=options.glossary,
        done=lambda count: progress(ends[count] / ends[-1]),
        account=account,
    )
    if chunks:
        heard = transcriber.hear(samples, chunks, hearing)
    else:
        heard = Heard(options.language or "und", "recognised", [])

    def settled(words: Sequence[Word]) -> list[Word]:
        audible = out_of_silence(words, silence_map.silences)
        return start_with_sound(audible, samples, silence_map.threshold_dbfs)

    segments: list[TranscriptSegment] = []
    for chunk, found in zip(chunks, heard.segments, strict=True):
        segments += _on_lecture_clock(found, chunk, settled, segments)
        release(samples)
    return Transcript(
        language=heard.language,
        provider=transcriber.provider,
        model=transcriber.model,
        word_times=heard.word_times,
        segments=segments,
        warnings=[*heard.warnings, *([] if segments else ["Nothing is said in this recording."])],
    )


def _on_lecture_clock(
    found: Sequence[TranscriptSegment],
    chunk: Chunk,
    settled: Callable[[Sequence[Word]], list[Word]],
    before: Sequence[TranscriptSegment],
) -> list[TranscriptSegment]:
    """Bring a chunk's segments to the lecture's clock; they never run into those before."""
    spoken = [segment for segment in found if segment.words]
    words = to_lecture_time([word for segment in spoken for word in segment.words], chunk)
    earlier = [before[-1].words[-1]] if before else []
    words = in_order([*earlier, *settled(words)])[len(earlier) :]
    placed, at = [], 0
    for segment in spoken:
        placed.append(_segment(segment, words[at : at + len(segment.words)]))
        at += len(segment.words)
    return placed


def _segment(segment: TranscriptSegment, words: list[Word]) -> TranscriptSegment:
    times = {"start_ms": words[0].start_ms, "end_ms": words[-1].end_ms, "words": words}
    return segment.model_copy(update=times)


def _quietest(samples: Samples, within: Span) -> int:
    """Return the middle of the quietest 60 ms, in milliseconds."""
    piece = samples[within.start_ms * PER_MS : within.end_ms * PER_MS].astype(np.float64)
    size = _WINDOW_MS * PER_MS
    windows = len(piece) // size
    if not windows:
        return within.end_ms
    energy = (piece[: windows * size].reshape(windows, size) ** 2).sum(axis=1)
    return within.start_ms + int(energy.argmin()) * _WINDOW_MS + _WINDOW_MS // 2
