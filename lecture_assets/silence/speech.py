"""Tells speech from other sound with the voice activity detector that faster-whisper bundles."""

import os

import numpy as np

from lecture_assets.media.audio import PER_MS, Samples, release
from lecture_assets.progress import Progress
from lecture_assets.timeline import Span, clamp, merge, span

_USUAL_DBFS = -18.0
_REACH_MS = 100
_BLOCK_MS = 300_000
_SHORTEST_MS = 100
_LEAST_PAUSE_MS = 300


def find_voice(samples: Samples, progress: Progress, loud_dbfs: float = _USUAL_DBFS) -> list[Span]:
    """Return where the detector hears a voice, in order; its edges are rough.

    Args:
        samples: The recording, 16 kHz mono.
        progress: Told the share that is done.
        loud_dbfs: Level of its louder stretches. The detector misses a faint voice in noise that
            it hears in the same recording made louder, so faint ones are.
    """
    gain = max(1.0, 10 ** ((_USUAL_DBFS - loud_dbfs) / 20))
    voiced: list[Span] = []
    # In blocks, since the detector takes memory.
    duration_ms = len(samples) // PER_MS
    for start_ms in range(0, duration_ms, _BLOCK_MS):
        block = span(start_ms, min(start_ms + _BLOCK_MS, duration_ms))
        voiced += _voiced(samples, block, gain)
        release(samples)
        progress(block.end_ms / duration_ms)
    return merge(voiced, gap_ms=_LEAST_PAUSE_MS)


def speech_within(voiced: list[Span], sounding: list[Span]) -> list[Span]:
    """Return the parts of the sounding stretches that are speech.

    What the detector heard reaches 100 ms to both sides and is then held to the sounding
    stretches, whose edges are exact.

    Args:
        voiced: Where the detector hears a voice, in order.
        sounding: Stretches that are not silent, in order.
    """
    reaching = merge(
        span(max(0, each.start_ms - _REACH_MS), each.end_ms + _REACH_MS) for each in voiced
    )
    return [
        speech
        for stretch in sounding
        for speech in clamp(reaching, stretch)
        if speech.duration_ms >= min(_SHORTEST_MS, stretch.duration_ms)
    ]


def _voiced(samples: Samples, block: Span, gain: float) -> list[Span]:
    # onnxruntime would tell its maker of every use, and leave an identifier in the user's cache.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    piece = samples[block.start_ms * PER_MS : block.end_ms * PER_MS].astype(np.float32)
    piece = np.clip(piece * (gain / 32768.0), -1.0, 1.0)
    options = VadOptions(min_silence_duration_ms=_LEAST_PAUSE_MS, speech_pad_ms=0)
    found = get_speech_timestamps(piece, options)
    spans = [
        span(block.start_ms + each["start"] // PER_MS, block.start_ms + each["end"] // PER_MS)
        for each in found
    ]
    return [each for each in spans if each.duration_ms]
