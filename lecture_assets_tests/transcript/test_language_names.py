"""Tests of reading what providers call languages."""

import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES

from lecture_assets.transcript import language_names
from lecture_assets.transcript.language_names import language_code, language_name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("english", "en"),
        ("German", "de"),
        ("haitian creole", "ht"),
        ("en", "en"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("cmn-Hans-CN", None),
        ("", None),
        (None, None),
        ("klingon", None),
    ],
)
def test_names_codes_and_tags_are_read(said: str | None, code: str | None) -> None:
    assert language_code(said) == code


def test_every_language_of_whisper_has_a_name_but_those_without_a_code_of_two_letters() -> None:
    named = set(language_names._CODES.values())
    assert set(_LANGUAGE_CODES) - named == {"haw", "jw", "yue"}


def test_codes_are_named_in_english() -> None:
    assert [language_name(code) for code in ("en", "ht", "haw")] == [
        "English",
        "Haitian Creole",
        "haw",
    ]
