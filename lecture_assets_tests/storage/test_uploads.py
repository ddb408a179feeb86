"""Tests of what counts as an upload, and as a new one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.media.about import is_sidecar
from lecture_assets.storage.keys import video_id
from lecture_assets.storage.seen import Seen, mark_of
from lecture_assets.storage.store import Stored
from lecture_assets.storage.uploads import Sieve, Sifted, is_upload, leads_astray


def upload(name: str, etag: str = "1", modified_ns: int = 0) -> Stored:
    return Stored(f"uploads/{name}", 1, etag, modified_ns)


def sift(uploads: list[Stored], before: Seen, **changes: object) -> Sifted:
    known = {video_id(each.key.removeprefix("uploads/")) for each in uploads}
    usual: dict[str, object] = {"known": known, "busy": set(), "settle": False, "most": 100}
    return Sieve(before=before, **usual | changes).sift(uploads)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["week1.mp4", "a/b/c.MKV", "no suffix", "slides.pdf", "a//b.mp4", "v1..mp4", "講義.mp4"]
)
def test_whatever_lies_there_is_an_upload(name: str) -> None:
    assert is_upload(name)
    assert not leads_astray(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "folder/", ".DS_Store", "a/.hidden/b.mp4", "a/._b.mp4", ".a.part"),
        *("week1.mp4.part", "week1.tmp", "Week1.mp4.CRDOWNLOAD", "week1.yaml", "week1.mp4.YML"),
    ],
)
def test_hidden_files_sidecars_folders_and_unfinished_downloads_are_none(name: str) -> None:
    assert not is_upload(name)


@given(st.text(max_size=8), st.sampled_from([".yaml", ".yml", ".YAML", ".mp4", ""]))
def test_no_sidecar_is_an_upload(stem: str, suffix: str) -> None:
    assert not (is_sidecar(stem + suffix) and is_upload(stem + suffix))


@pytest.mark.parametrize("name", ["../x.mp4", "a/../../x.mp4", "a/./b.mp4", "..", "a\0b.mp4"])
def test_a_name_that_leads_out_of_its_folder_is_told_once_and_left_alone(name: str) -> None:
    assert leads_astray(name)
    there = [upload(name), upload("good.mp4")]
    first = sift(there, Seen())
    assert (first.astray, [each.key for each in first.fresh]) == ([name], ["uploads/good.mp4"])
    assert sift(there, first.seen).astray == []


def test_an_upload_is_fresh_until_it_was_dealt_with() -> None:
    there = [upload("a"), upload("b")]
    first = sift(there, Seen())
    assert first.fresh == there
    first.done(there[0])
    second = sift(there, first.seen)
    assert second.fresh == [there[1]]
    assert second.seen.done == {mark_of(there[0])}


def test_what_is_gone_from_the_folder_is_gone_from_the_record() -> None:
    assert sift([], Seen({mark_of(upload("a"))})).seen == Seen()


def test_the_upload_of_a_forgotten_lecture_leaves_the_record_and_is_new_in_the_next_tick() -> None:
    before = Seen({mark_of(upload("a"))})
    assert sift([upload("a")], before).fresh == []
    first = sift([upload("a")], before, known=set())
    assert (first.fresh, first.seen.done, first.waiting) == ([], set(), 1)
    assert sift([upload("a")], first.seen, known=set()).fresh == [upload("a")]


def test_the_oldest_come_first_and_the_rest_wait_for_the_next_tick() -> None:
    there = [upload(str(n), modified_ns=9 - n) for n in range(10)]
    first = sift(there, Seen(), most=4)
    assert [each.modified_ns for each in first.fresh] == [0, 1, 2, 3]
    assert first.waiting == 10
    for each in first.fresh:
        first.done(each)
    assert [each.modified_ns for each in sift(there, first.seen, most=4).fresh] == [4, 5, 6, 7]


def test_a_busy_lecture_waits_and_takes_no_other_s_place() -> None:
    there = [upload("busy"), upload("free", modified_ns=1)]
    sifted = sift(there, Seen(), busy={video_id("busy")}, most=1)
    assert [each.key for each in sifted.fresh] == ["uploads/free"]
    assert mark_of(there[0]) not in sifted.seen.done


listings = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2", "3"]), max_size=4),
    max_size=12,
)


@given(listings)
def test_a_version_is_settled_when_two_ticks_in_a_row_see_it_and_once_while_it_stays(
    ticks: list[dict[str, str]],
) -> None:
    seen, last, handled = Seen(), dict[str, str](), dict[str, str]()
    for listing in ticks:
        sifted = sift([upload(key, etag) for key, etag in listing.items()], seen, settle=True)
        handled = {key: etag for key, etag in handled.items() if listing.get(key) == etag}
        expected = {
            key for key, etag in listing.items() if last.get(key) == etag and key not in handled
        }
        assert {each.key.removeprefix("uploads/") for each in sifted.fresh} == expected
        for each in sifted.fresh:
            sifted.done(each)
            handled[each.key.removeprefix("uploads/")] = each.etag
        seen, last = Seen.decode(sifted.seen.encode()), listing
