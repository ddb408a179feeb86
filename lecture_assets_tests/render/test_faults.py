"""Clips that should not be published are found, each by the check that is about it."""

import pytest

from lecture_assets.options import RenderOptions
from lecture_assets.render.faults import CHECKS, faults_of
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets_tests.render.media import KEEP, highlights

GOOD = Clip(
    rank=1,
    file="a.mp4",
    captions_vtt="a.vtt",
    captions_srt="a.srt",
    thumbnail="a.jpg",
    duration_ms=3_280,
    width=640,
    height=480,
    fps=25.0,
    sha256="",
    loudness_lufs=-16.3,
    true_peak_dbtp=-1.6,
    index_first=True,
    frames=82,
    sound_ms=3_290,
    black_ms=0,
    frozen_ms=2_000,
    captions_seen=True,
)
BAD = [
    ("clips_have_every_frame", {"frames": 79}, "79 frames instead of 82"),
    ("clips_last_as_long", {"duration_ms": 3_600, "frames": 90, "sound_ms": 3_600}, "3600 ms"),
    ("sound_lasts_as_long_as_picture", {"sound_ms": 3_000}, "3000 ms of sound"),
    ("loudness_is_right", {"loudness_lufs": -15.4}, "-15.4 LUFS instead of -16.0"),
    ("true_peak_is_right", {"true_peak_dbtp": -1.4}, "peaks at -1.4 dBTP"),
    ("no_black_or_frozen_picture", {"black_ms": 4_000}, "black for 4 s"),
    ("no_black_or_frozen_picture", {"frozen_ms": 8_000}, "stands still for 8 s"),
    ("captions_are_in_the_picture", {"captions_seen": False}, "not in its picture"),
    ("clips_play_from_a_byte_range", {"index_first": False}, "index at the end"),
]


def faults(check: str, clip: Clip) -> list[str]:
    return faults_of(check, RenderedClips(clips=[clip]), highlights(KEEP), RenderOptions())


@pytest.mark.parametrize("check", CHECKS)
def test_a_good_clip_has_no_faults(check: str) -> None:
    assert faults(check, GOOD) == []


@pytest.mark.parametrize("check", CHECKS)
def test_of_a_silent_clip_by_an_older_version_nothing_is_held_against_it(check: str) -> None:
    unknown = dict.fromkeys(
        ["loudness_lufs", "true_peak_dbtp", "frames", "sound_ms", "captions_seen", "fps"]
    )
    assert faults(check, GOOD.model_copy(update=unknown)) == []


@pytest.mark.parametrize(("check", "changes", "said"), BAD)
def test_a_fault_is_found_by_its_check_and_by_no_other(
    check: str, changes: dict[str, object], said: str
) -> None:
    clip = GOOD.model_copy(update=changes)
    [fault] = faults(check, clip)
    assert fault.startswith("Clip 1 (a.mp4) ")
    assert said in fault
    assert [each for each in CHECKS if faults(each, clip)] == [check]
