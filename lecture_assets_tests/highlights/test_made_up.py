"""Made-up lectures of many kinds are cut where the editor who marked them would cut."""

import pytest

from lecture_assets.highlights.faults import edges_in_sentences, edges_in_sound
from lecture_assets_tests.highlights.made_up import NAMES, made_up


def test_most_clips_open_and_end_where_an_editor_would() -> None:
    opens, ends = [], []
    for name in NAMES:
        lecture = made_up(name)
        for highlight in lecture.select().highlights:
            inside = lecture.inside(highlight)
            opens.append(lecture.may_open(inside[0]))
            ends.append(lecture.may_end(inside[-1]))
    assert len(opens) > 30
    assert sum(opens) / len(opens) > 0.7
    assert sum(ends) / len(ends) > 0.8


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_long_lecture_on_many_subjects_no_word_and_no_sentence_is_cut(seed: int) -> None:
    lecture = made_up(*NAMES, seed=seed)
    chosen = lecture.select()
    assert len(chosen.highlights) == 5
    assert edges_in_sentences(chosen, lecture.transcript) == []
    assert edges_in_sound(chosen, lecture.silence_map) == []
