"""Tells speech from other sound with the voice activity detector that faster-whisper bundles."""

import os

import numpy as np

from lecture_assets.media.audio import PER_MS, Samples, release
from lecture_assets.progress import Progress
from lecture_assets.timeline import Span, clamp, merge, span

_REACH_MS = 300
_BLOCK_MS = 300_000
_SHORTEST_MS = 100


def find_speech(samples: Samples, sounding: list[Span], progress: Progress) -> list[Span]:
    """Return the parts of the sounding stretches that are speech.

    The detector's own edges are rough, so its findings reach 300 ms to both sides and are then
    held to the sounding stretches, whose edges are exact.

    Args:
        samples: The recording, 16 kHz mono.
        sounding: Stretches that are not silent, in order.
        progress: Told the share that is done.
    """
    voiced: list[Span] = []
    blocks = _blocks(sounding)
    for done, block in enumerate(blocks):
        voiced += _voiced(samples, block)
        release(samples)
        progress((done + 1) / len(blocks))
    reaching = merge(
        span(max(0, each.start_ms - _REACH_MS), each.end_ms + _REACH_MS) for each in voiced
    )
    return [
        speech
        for stretch in sounding
        for speech in clamp(reaching, stretch)
        if speech.duration_ms >= min(_SHORTEST_MS, stretch.duration_ms)
    ]


def _blocks(sounding: list[Span]) -> list[Span]:
    """Join neighbours into blocks of at most five minutes, since the detector takes memory."""
    blocks: list[Span] = []
    for stretch in sounding:
        for start_ms in range(stretch.start_ms, stretch.end_ms, _BLOCK_MS):
            piece = span(start_ms, min(start_ms + _BLOCK_MS, stretch.end_ms))
            if blocks and piece.end_ms - blocks[-1].start_ms <= _BLOCK_MS:
                blocks[-1] = span(blocks[-1].start_ms, piece.end_ms)
            else:
                blocks.append(piece)
    return blocks


def _voiced(samples: Samples, block: Span) -> list[Span]:
    # onnxruntime would tell its maker of every use, and leave an identifier in the user's cache.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    piece = samples[block.start_ms * PER_MS : block.end_ms * PER_MS].astype(np.float32) / 32768.0
    found = get_speech_timestamps(piece, VadOptions(min_silence_duration_ms=300, speech_pad_ms=0))
    spans = [
        span(block.start_ms + each["start"] // PER_MS, block.start_ms + each["end"] // PER_MS)
        for each in found
    ]
    return [each for each in spans if each.duration_ms]
