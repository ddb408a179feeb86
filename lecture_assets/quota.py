"""Whether another recording still fits in what is taken, in all and of its course."""

from collections.abc import Iterable
from dataclasses import dataclass

from lecture_assets.operations import QuotaOptions


@dataclass(frozen=True, slots=True)
class Taken:
    """What a recording takes up.

    Attributes:
        lecture: The video ID.
        minutes: Its length.
        size_bytes: Its size.
        course: The course that it belongs to, if its sidecar names one.
    """

    lecture: str
    minutes: float
    size_bytes: int
    course: str | None = None


def over_quota(others: Iterable[Taken], new: Taken, quota: QuotaOptions) -> str | None:
    """Say in one sentence which quota a recording exceeds, the first if there are several.

    Args:
        others: What was taken before; an earlier recording of the same lecture is replaced, and
            does not count.
        new: The recording.
        quota: The limits.

    Returns:
        The sentence, or None where it fits.
    """
    everything = [each for each in others if each.lecture != new.lecture] + [new]
    course = [each for each in everything if each.course and each.course == new.course]
    of_course = f"the recordings of the course {new.course}"
    return (
        _minutes(everything, quota.minutes, "all recordings", "MINUTES")
        or _gigabytes(everything, quota.gb, "all recordings", "GB")
        or _minutes(course, quota.course_minutes, of_course, "COURSE_MINUTES")
        or _gigabytes(course, quota.course_gb, of_course, "COURSE_GB")
    )


def _minutes(taken: list[Taken], limit: float | None, what: str, setting: str) -> str | None:
    return _over(sum(each.minutes for each in taken), limit, "minutes", what, setting)


def _gigabytes(taken: list[Taken], limit: float | None, what: str, setting: str) -> str | None:
    return _over(sum(each.size_bytes for each in taken) / 1e9, limit, "GB", what, setting)


def _over(total: float, limit: float | None, unit: str, what: str, setting: str) -> str | None:
    if limit is None or total <= limit:
        return None
    return (
        f"With it, {what} would come to {_number(total)} {unit}, and the quota is {limit:g} "
        f"{unit}; remove lectures with 'lecture-assets forget', or raise LECTURE_QUOTA__{setting}."
    )


def _number(total: float) -> str:
    return f"{total:.0f}" if total >= 100 else f"{total:.3g}"
