from collections.abc import Iterator

import numpy as np

from lecture_assets.layout.changes import Change, changes_in, is_build, refined
from lecture_assets.layout.footage import Glimpse
from lecture_assets.media.frames import Picture, Pixels
from lecture_assets.media.stretches import Moves
from lecture_assets_tests.layout.drawing import DARK, LIGHT, Look, slide

EVERYWHERE = np.ones((180, 320), np.bool_)


def pixels(number: int, bullets: int = 4, look: Look = LIGHT) -> Pixels:
    return np.asarray(slide(320, 180, number, look, bullets).convert("L"))


def film(shown: list[tuple[int, Pixels]], end_ms: int) -> list[Picture]:
    """A picture every 0.2 s: each one is shown from its time on."""
    return [
        Picture(at_ms, [each for start, each in shown if start <= at_ms][-1])
        for at_ms in range(0, end_ms, 200)
    ]


def test_a_change_is_dated_by_the_first_picture_that_differs() -> None:
    pictures = film([(0, pixels(1)), (3000, pixels(2)), (7000, pixels(3))], 10_000)
    assert changes_in(pictures, EVERYWHERE) == [
        Change(3000, build=False),
        Change(7000, build=False),
    ]


def test_one_more_bullet_is_a_build() -> None:
    for look in (LIGHT, DARK):
        assert is_build(pixels(1, 2, look), pixels(1, 3, look), EVERYWHERE)


def test_one_bullet_less_is_no_build() -> None:
    assert not is_build(pixels(1, 3), pixels(1, 2), EVERYWHERE)


def test_another_slide_is_no_build() -> None:
    assert not is_build(pixels(1), pixels(2), EVERYWHERE)


def test_one_short_bullet_is_seen() -> None:
    pictures = film([(0, pixels(1, 2)), (3000, pixels(1, 3))], 5_000)
    assert changes_in(pictures, EVERYWHERE) == [Change(3000, build=True)]


def test_a_fade_is_one_change_that_begins_with_it() -> None:
    before, after = pixels(1).astype(float), pixels(2).astype(float)
    steps = [(0, pixels(1))]
    for step in range(1, 11):
        mixed = before + (after - before) * step / 10
        steps.append((3000 + 200 * step, mixed.astype(np.uint8)))
    changes = changes_in(film(steps, 9_000), EVERYWHERE)
    assert len(changes) == 1
    assert 3200 <= changes[0].at_ms <= 3800


def test_a_flash_changes_nothing() -> None:
    shown = [(0, pixels(1)), (3000, pixels(2)), (3400, pixels(1))]
    assert changes_in(film(shown, 6_000), EVERYWHERE) == []


def with_video(at_ms: int, number: int) -> Pixels:
    """A slide with a grey video on it, in which a disc comes and goes."""
    picture = pixels(number).copy()
    picture[90:170, 170:310] = 90
    across = 175 + at_ms // 10 % 120
    picture[110:140, across : across + 30] = 220
    return picture


def test_a_video_on_a_slide_changes_nothing_but_the_slides_around_it_do() -> None:
    shown = [(0, pixels(1)), (13_000, pixels(3))]
    shown += [(at_ms, with_video(at_ms, 2)) for at_ms in range(4000, 13_000, 200)]
    changes = changes_in(film(sorted(shown, key=lambda each: each[0]), 17_000), EVERYWHERE)
    assert [each.at_ms for each in changes] == [4000, 13_000]


def test_a_pointer_changes_nothing() -> None:
    def pointed(at_ms: int) -> Pixels:
        picture = pixels(1).copy()
        left = at_ms // 20 % 300
        picture[150:158, left : left + 6] = 0
        return picture

    shown = [(at_ms, pointed(at_ms)) for at_ms in range(0, 9000, 200)]
    assert changes_in(film(shown, 9000), EVERYWHERE) == []


def test_what_the_mask_leaves_out_does_not_count() -> None:
    pictures = film([(0, pixels(1)), (3000, pixels(2))], 5_000)
    assert changes_in(pictures, np.zeros_like(EVERYWHERE)) == []


class Film:
    """Footage of which glimpses are at hand, and that remembers of what all was asked for."""

    def __init__(self, all_of_it: list[Picture], *glimpses: Glimpse) -> None:
        self.asked: list[tuple[int, int]] = []
        self._all, self._glimpses = all_of_it, glimpses

    def between(self, start_ms: int, end_ms: int, moves: Moves) -> list[Picture]:
        assert moves(pixels(1), pixels(2))
        self.asked.append((start_ms, end_ms))
        return self._all

    def glimpses(self, start_ms: int, end_ms: int, moves: Moves) -> Iterator[Glimpse]:
        assert start_ms < end_ms
        assert not moves(pixels(1), pixels(1))
        yield from self._glimpses


KEYS = [Picture(0, pixels(1)), Picture(5000, pixels(1)), Picture(9000, pixels(2))]


def test_only_between_pictures_that_differ_more_are_decoded() -> None:
    footage = Film([Picture(5500, pixels(1)), Picture(5900, pixels(2))])
    filled = refined(KEYS, EVERYWHERE, footage)
    assert footage.asked == [(5000, 9000)]
    assert [each.at_ms for each in filled] == [0, 5000, 5500, 5900, 9000]
    assert changes_in(filled, EVERYWHERE)[0].at_ms == 5900


def test_a_few_pictures_are_enough_that_end_as_the_next_key_frame() -> None:
    first = Glimpse([Picture(6000, pixels(3))], whole=False)
    second = Glimpse([Picture(6000, pixels(3)), Picture(7000, pixels(2))], whole=False)
    footage = Film([], first, second)
    filled = refined(KEYS, EVERYWHERE, footage)
    assert footage.asked == []
    assert [each.at_ms for each in filled] == [0, 5000, 6000, 7000, 9000]


def test_all_is_decoded_where_a_few_pictures_do_not_tell_what_changed() -> None:
    footage = Film([Picture(8000, pixels(2))], Glimpse([Picture(6000, pixels(1))], whole=False))
    filled = refined(KEYS, EVERYWHERE, footage)
    assert footage.asked == [(5000, 9000)]
    assert [each.at_ms for each in filled] == [0, 5000, 8000, 9000]


def test_a_key_frame_at_which_the_picture_changes_is_the_change() -> None:
    footage = Film([], Glimpse([], whole=True))
    filled = refined(KEYS, EVERYWHERE, footage)
    assert footage.asked == []
    assert [each.at_ms for each in changes_in(filled, EVERYWHERE)] == [9000]
