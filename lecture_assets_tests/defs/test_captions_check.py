"""The check of captions names what is wrong with a file, and why a rule could not be kept."""

from pathlib import Path

import pytest

from lecture_assets.defs.captions_check import Captioned, readable_captions
from lecture_assets.defs.work import Findings
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.transcript.captions import cues_from_words, to_srt, to_vtt
from lecture_assets.transcript.models import Word
from lecture_assets_tests.transcript.made_up import TALK, spoken, word

GAP_MS, WHOLE_MS = 100, 60_000


@pytest.fixture
def store(tmp_path: Path) -> ArtifactStore:
    return LocalStore(tmp_path)


def checked(store: ArtifactStore, words: list[Word]) -> Findings:
    vtt, srt = "lectures/x/captions.vtt", "lectures/x/captions.srt"
    file = Captioned("Clip 2, ", vtt, srt, words, None, GAP_MS, WHOLE_MS)
    return readable_captions(store, [file])


def write(store: ArtifactStore, words: list[Word]) -> None:
    cues = cues_from_words(words, GAP_MS, WHOLE_MS)
    store.write("lectures/x/captions.vtt", to_vtt(cues).encode())
    store.write("lectures/x/captions.srt", to_srt(cues).encode())


def test_captions_that_keep_to_every_rule_have_no_faults(store: ArtifactStore) -> None:
    write(store, spoken(TALK))
    found = checked(store, spoken(TALK))
    assert found.faults == []
    assert "not_kept" not in found.metadata


def test_a_missing_a_changed_and_an_unreadable_file_are_each_a_fault(store: ArtifactStore) -> None:
    assert len(checked(store, spoken(TALK)).faults) == 2
    write(store, spoken(TALK))
    text = store.read("lectures/x/captions.srt").decode()
    store.write("lectures/x/captions.srt", text.replace("night", "day").encode())
    assert checked(store, spoken(TALK)).faults == [
        "lectures/x/captions.srt does not hold the captions that its transcript gives."
    ]
    store.write("lectures/x/captions.srt", b"\xff\xfe\x00")
    assert len(checked(store, spoken(TALK)).faults) == 1


def test_speech_that_is_too_fast_is_listed_with_its_speed_and_is_no_fault(
    store: ArtifactStore,
) -> None:
    words = [word("antidisestablishment", 500 * at, 500 * at + 500) for at in range(9)]
    write(store, words)
    found = checked(store, words)
    assert found.faults == []
    listed = str(found.metadata["not_kept"].value)
    assert "Clip 2, 0:00" in listed
    assert "which is 4" in listed


def test_no_captions_at_all_are_no_fault(store: ArtifactStore) -> None:
    write(store, [])
    assert checked(store, []).faults == []
