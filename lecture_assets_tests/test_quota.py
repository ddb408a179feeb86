"""Tests of the quota."""

import pytest

from lecture_assets.operations import QuotaOptions
from lecture_assets.quota import Taken, over_quota

_OTHERS = [
    Taken("a", minutes=50, size_bytes=2_000_000_000, course="Physics"),
    Taken("b", minutes=40, size_bytes=1_000_000_000, course="Law"),
    Taken("c", minutes=10, size_bytes=500_000_000),
]
_NEW = Taken("new", minutes=20, size_bytes=1_000_000_000, course="Physics")


@pytest.mark.parametrize(
    ("quota", "said"),
    [
        (
            QuotaOptions(minutes=119),
            "all recordings would come to 120 minutes, and the quota is 119 minutes",
        ),
        (QuotaOptions(gb=4.4), "all recordings would come to 4.5 GB, and the quota is 4.4 GB"),
        (
            QuotaOptions(course_minutes=60),
            "the recordings of the course Physics would come to 70 minutes, and the quota is 60",
        ),
        (
            QuotaOptions(course_gb=2.5),
            "the recordings of the course Physics would come to 3 GB, and the quota is 2.5 GB",
        ),
    ],
)
def test_the_sentence_names_what_is_exceeded_and_the_setting(
    quota: QuotaOptions, said: str
) -> None:
    sentence = over_quota(_OTHERS, _NEW, quota)
    assert sentence is not None
    assert said in sentence
    (name,) = quota.model_dump(exclude_none=True)
    assert f"raise LECTURE_QUOTA__{name.upper()}." in sentence


@pytest.mark.parametrize(
    "quota",
    [
        QuotaOptions(),
        QuotaOptions(minutes=120, gb=4.5, course_minutes=70, course_gb=3),
    ],
)
def test_what_fits_to_the_last_byte_is_taken(quota: QuotaOptions) -> None:
    assert over_quota(_OTHERS, _NEW, quota) is None


def test_a_recording_that_replaces_another_of_its_lecture_counts_in_its_place() -> None:
    again = Taken("a", minutes=60, size_bytes=1, course="Physics")
    assert over_quota(_OTHERS, again, QuotaOptions(minutes=110)) is None
    assert over_quota(_OTHERS, again, QuotaOptions(minutes=109)) is not None


def test_recordings_of_no_course_are_not_a_course() -> None:
    more = Taken("d", minutes=500, size_bytes=1)
    assert over_quota(_OTHERS, more, QuotaOptions(course_minutes=60)) is None
