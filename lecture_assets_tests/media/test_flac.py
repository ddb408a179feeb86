"""Tests of packing sound as FLAC."""

import io

import av
import numpy as np
import pytest

from lecture_assets.media.audio import RATE
from lecture_assets.media.flac import to_flac


@pytest.mark.parametrize("length", [1, 4095, 16_000, 25 * RATE + 7])
def test_every_sample_comes_back(length: int) -> None:
    samples = np.random.default_rng(length).integers(-32768, 32768, length).astype(np.int16)
    with av.open(io.BytesIO(to_flac(samples)), "r") as container:
        (stream,) = container.streams.audio
        assert (stream.rate, stream.layout.name) == (RATE, "mono")
        back = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(stream)])
    assert np.array_equal(back, samples)


def test_speech_takes_half_the_room(talk: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
    assert len(to_flac(talk)) < 0.6 * talk.nbytes
