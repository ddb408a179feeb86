"""Tests of a clip's sound."""

from pathlib import Path

import numpy as np
import pytest

from lecture_assets.timeline import span
from lecture_assets_tests.render.media import highlights, lavfi, make, render, sound


@pytest.mark.parametrize("worst", ["NAN", "INF"])
def test_a_sample_that_is_no_number_silences_nothing_else(tmp_path: Path, worst: str) -> None:
    tone = f"aevalsrc='if(eq(n,48000*2),{worst},0.2*sin(2*PI*300*t))':s=48000:d=6"
    source = make(tmp_path / "odd.mkv", *lavfi(tone), "-c:a", "pcm_f32le")
    [clip] = render(source, tmp_path, highlights([span(1_000, 4_000)]))
    heard = sound(tmp_path / clip.file)
    loudest = np.abs(heard[4_800:124_800]).reshape(-1, 480).max(axis=1)
    assert loudest.min() > 0.05
