"""Text of any script is measured as it is drawn, and cut and joined where its readers would."""

from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.transcript.scripts import (
    breaks_badly,
    clean,
    clusters,
    columns,
    joined,
    pieces,
    runs_on,
    within_kana_word,
)
from lecture_assets_tests.transcript.made_up import texts


def test_full_width_characters_count_twice() -> None:
    assert columns("ab") == 2
    assert columns("漢字。") == 6
    assert columns("Ελλάδα, Việt") == 12


def test_blanks_stand_between_words_but_not_where_a_script_has_none() -> None:
    assert joined(["night", "sky"]) == "night sky"
    assert joined(["今日", "は", "暗い。"]) == "今日は暗い。"
    assert joined(["ทำไม", "ฟ้า"]) == "ทำไมฟ้า"
    assert joined(["한국어", "자막"]) == "한국어 자막"
    assert joined(["使う", "Python", "で"]) == "使う Python で"


def test_what_follows_without_a_blank_runs_on_but_not_where_a_script_has_none() -> None:
    assert runs_on(" 3", ".5")
    assert runs_on("wreck", "-ing")
    assert not runs_on(" night", " sky")
    assert not runs_on("night ", "sky")
    assert not runs_on("今日", "は")
    assert not runs_on("使う", "Python")
    assert not runs_on("", "sky")


def test_an_emoji_a_flag_and_a_letter_with_marks_are_one_character_each() -> None:
    assert clusters("👩‍👩‍👧🇬🇷👍🏽e\u0323\u0302a") == ["👩‍👩‍👧", "🇬🇷", "👍🏽", "e\u0323\u0302", "a"]
    assert clusters("🇬🇷🇻🇳") == ["🇬🇷", "🇻🇳"]


def test_a_thai_vowel_stays_with_its_consonant_and_an_indic_conjunct_is_one_character() -> None:
    assert clusters("เราจะ") == ["เรา", "จะ"]
    assert clusters("ไทยฯ") == ["ไท", "ยฯ"]
    assert clusters("स्मृति") == ["स्मृ", "ति"]
    assert clusters("ខ្មែរ") == ["ខ្មែ", "រ"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    badly = [("空", "。"), ("と", "」か"), ("待", "って"), ("「", "空"), ("カ", "ー"), ("人", "々")]
    assert [pair for pair in badly if not breaks_badly(*pair)] == []
    well = [("か。", "「空"), ("空", "が"), ("sky", "(dark)"), ("sky", "— dark"), ("空", "sky")]
    assert [pair for pair in well if breaks_badly(*pair)] == []


def test_a_japanese_word_begins_where_kana_ends() -> None:
    inside = [("空", "が"), ("し", "ま"), ("ギ", "ー"), ("カ", "メ"), ("見", "る。")]
    assert [pair for pair in inside if not within_kana_word(*pair)] == []
    outside = [("が", "空"), ("の", "カ"), ("人", "類"), ("空", "カ"), ("sky", "dark")]
    assert [pair for pair in outside if within_kana_word(*pair)] == []


def test_long_text_without_blanks_is_cut_after_its_punctuation() -> None:
    text = "夜空が暗いのは当たり前だと思いますか、実はとても深い問いなのです。"
    assert pieces(text, 42) == [
        "夜空が暗いのは当たり前だと思いますか、",
        "実はとても深い問いなのです。",
    ]


def test_control_characters_go_and_joiners_within_words_stay() -> None:
    assert clean(" a\x00b\u202e\tc\u00ad ") == "a b c"
    assert clean("می‌خواهم") == "می‌خواهم"
    assert clean("\u200d") == ""
    assert clean("Vie\u0302\u0323t") == "Việt"


@given(texts, st.integers(2, 50))
def test_pieces_fit_and_nothing_but_blanks_is_lost(text: str, limit: int) -> None:
    text = clean(text)
    cut = pieces(text, limit)
    assert all(0 < columns(piece) <= limit for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


@given(texts)
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
