"""Editing programs find the cuts, the source and the titles in what we write."""

from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.handover.cuts import Piece, pieces
from lecture_assets.handover.edl import edl
from lecture_assets.handover.otio import otio_timeline
from lecture_assets.handover.timecode import Rate
from lecture_assets_tests.handover.cut import TWO, highlight

NTSC = Fraction(30_000, 1_001)
RATES = [
    Rate(Fraction(24_000, 1_001)),
    Rate(Fraction(25)),
    Rate(NTSC),
    Rate(NTSC, drop=True),
    Rate(2 * NTSC, drop=True),
]
SOURCE = ("week 3.mp4", "../../../uploads/week%203.mp4")
HOUR_MS = 3_600_000


def cuts(rate: Rate) -> list[Piece]:
    return pieces(TWO, HOUR_MS, rate)


def read_edl(text: str, rate: Rate) -> otio.schema.Timeline:
    """What the adapter that comes with OpenTimelineIO makes of a list."""
    fps = otio.opentime.RationalTime.nearest_smpte_timecode_rate(float(rate.fps))
    return otio.adapters.read_from_string(text, "cmx_3600", rate=fps)


def frames(timeline: otio.schema.Timeline) -> list[tuple[int, int]]:
    return [
        (round(clip.source_range.start_time.value), round(clip.source_range.duration.value))
        for clip in timeline.video_tracks()[0].find_clips()
    ]


def test_pieces_are_in_the_order_of_the_lecture_with_their_titles() -> None:
    assert [(each.name, each.first, each.frames) for each in cuts(Rate(Fraction(25)))] == [
        ("Two lines", 250, 250),
        ("Sträuße & “quotes” (1/2)", 1_500, 250),
        ("Sträuße & “quotes” (2/2)", 1_775, 112),
    ]


def test_what_lies_after_the_end_is_left_out() -> None:
    late = highlight(1, (1_000, 5_000), (9_000, 12_000))
    rate = Rate(Fraction(25))
    assert [(each.first, each.frames) for each in pieces([late], 10_000, rate)] == [
        (25, 100),
        (225, 25),
    ]
    assert pieces([late], 500, rate) == []


@given(st.sampled_from(RATES), st.integers(5_000, 60_000), st.integers(1, 4_000))
def test_no_piece_reaches_beyond_the_source(rate: Rate, end_ms: int, pause_ms: int) -> None:
    last = highlight(1, (0, end_ms - pause_ms), (end_ms - pause_ms // 2, end_ms))
    cut = pieces([last], end_ms, rate)[-1]
    assert cut.first + cut.frames <= rate.frame_at(end_ms)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("first_frame", [0, 107_892])
def test_an_edl_is_read_back_with_the_same_frames(rate: Rate, first_frame: int) -> None:
    text = edl(cuts(rate), "Highlights", SOURCE[0], rate, first_frame)
    timeline = read_edl(text, rate)
    assert frames(timeline) == [(first_frame + c.first, c.frames) for c in cuts(rate)]
    clips = list(timeline.video_tracks()[0].find_clips())
    assert {clip.name for clip in clips} == {"week 3.mp4"}
    # This reader knows no locators with drop-frame timecode.
    markers = [marker.name for clip in clips for marker in clip.markers]
    assert markers == ([] if rate.drop else ["Two lines", "Sträuße & “quotes”"])
    assert len(timeline.audio_tracks()) == 2


def test_an_edl_says_whether_frames_are_dropped() -> None:
    dropping, counting = Rate(NTSC, drop=True), Rate(NTSC)
    assert "FCM: DROP FRAME\r\n" in edl(cuts(dropping), "x", "a.mp4", dropping)
    assert "FCM: NON-DROP FRAME\r\n" in edl(cuts(counting), "x", "a.mp4", counting)


def test_an_edl_is_one_line_for_each_thing() -> None:
    rate = Rate(Fraction(25))
    assert edl(cuts(rate)[:1], "High\nlights", "a\r\nb.mp4", rate).split("\r\n") == [
        "TITLE: High lights",
        "FCM: NON-DROP FRAME",
        "",
        "001  AX       AA/V  C        00:00:10:00 00:00:20:00 01:00:00:00 01:00:10:00",
        "* FROM CLIP NAME: a b.mp4",
        "* LOC: 01:00:00:00 RED     Two lines",
        "",
    ]


@pytest.mark.parametrize("rate", RATES)
def test_a_timeline_is_read_back_with_source_cuts_and_markers(rate: Rate) -> None:
    text = otio_timeline(cuts(rate), "Highlights", SOURCE, 90_000, rate, first_frame=100)
    timeline = otio.adapters.read_from_string(text, "otio_json")
    assert [track.kind for track in timeline.tracks] == ["Video", "Audio"]
    assert frames(timeline) == [(100 + each.first, each.frames) for each in cuts(rate)]
    clips = list(timeline.video_tracks()[0].find_clips())
    assert [[marker.name for marker in clip.markers] for clip in clips] == [
        ["Two lines"],
        ["Sträuße & “quotes”"],
        [],
    ]
    for clip in clips:
        media = clip.media_reference
        assert (media.name, media.target_url) == SOURCE
        assert otio.url_utils.filepath_from_url(media.target_url).endswith("uploads/week 3.mp4")
        assert media.available_range.contains(clip.source_range)
        assert clip.source_range.start_time.rate == float(rate.fps)
    start = timeline.global_start_time.to_timecode(float(rate.fps), rate.drop)
    assert start.replace(";", ":") == "01:00:00:00"


def test_a_recording_without_picture_has_sound_alone() -> None:
    rate = Rate(Fraction(25))
    text = otio_timeline(cuts(rate), "x", SOURCE, 90_000, rate, kinds=["Audio"])
    timeline = otio.adapters.read_from_string(text, "otio_json")
    assert [track.kind for track in timeline.tracks] == ["Audio"]
    assert " AA    C " in edl(cuts(rate), "x", "a.m4a", rate, channels="AA")
