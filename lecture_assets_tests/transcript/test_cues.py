"""Lines break where a reader would let them."""

from lecture_assets.transcript.captions import cues_from_words
from lecture_assets.transcript.cues import break_lines, readable
from lecture_assets.transcript.division import group
from lecture_assets.transcript.word_times import with_times, words_of
from lecture_assets_tests.transcript.made_up import halting, word


def test_a_line_is_not_broken_after_an_article() -> None:
    said = halting("this breaks the building that stands on the hill")
    assert break_lines([each.text for each in said]) == [
        "this breaks the building",
        "that stands on the hill",
    ]


def test_words_without_blanks_fill_lines_of_twenty_one() -> None:
    said = [word(text, 400 * at, 400 * at + 380) for at, text in enumerate(["夜空", "は"] * 12)]
    cues = group(readable(said))
    lines = [line for cue in cues for line in break_lines([each.text for each in cue.words])]
    assert "".join(lines) == "夜空は" * 12
    assert all(len(line) <= 21 for line in lines)


def _lines(text: str, sign_ms: int = 200) -> list[str]:
    """The lines of a text that is said without a pause."""
    words = with_times(words_of(text), [], sign_ms * len(text))
    return [line for cue in cues_from_words(words) for line in cue.lines]


def test_japanese_breaks_at_sentences_clauses_and_where_a_word_begins() -> None:
    assert _lines(
        "なぜ私たちはこんなに早く忘れてしまうのでしょうか。"
        "「カーネギー」という研究者は、長い無意味な音節を暗記しました。"
    ) == [
        "なぜ私たちはこんなに早く",
        "忘れてしまうのでしょうか。",
        "「カーネギー」という研究者は、",
        "長い無意味な音節を暗記しました。",
    ]


def test_chinese_breaks_at_its_marks_and_none_begins_a_line() -> None:
    assert _lines(
        "今天我们来谈谈人类的记忆，以及为什么我们会这么快忘记。一天以后，他忘记了一半！"  # noqa: RUF001
    ) == [
        "今天我们来谈谈人类的记忆，",  # noqa: RUF001
        "以及为什么我们会这么快忘记。",
        "一天以后，他忘记了一半！",  # noqa: RUF001
    ]
    apart = [word(sign, 200 * at, 200 * at + 200) for at, sign in enumerate("空" * 21 + "，空空。")]  # noqa: RUF001
    assert [line[0] for cue in cues_from_words(apart) for line in cue.lines] == ["空", "空"]


def test_hindi_and_arabic_break_between_words_at_their_own_marks() -> None:
    assert _lines("اليوم سوف نتحدث عن ذاكرة الإنسان، ولماذا ننسى بهذه السرعة؟") == [
        "اليوم سوف نتحدث عن ذاكرة الإنسان،",
        "ولماذا ننسى بهذه السرعة؟",
    ]
    assert _lines("हम इतनी जल्दी क्यों भूल जाते हैं। एक दिन के बाद वह आधे से अधिक भूल गया।", 100) == [
        "हम इतनी जल्दी क्यों भूल जाते हैं।",
        "एक दिन के बाद वह आधे से अधिक भूल गया।",
    ]
