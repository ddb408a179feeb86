"""Tests of reading what providers call languages."""

import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES

from lecture_assets.transcript import language_names
from lecture_assets.transcript.language_names import language_code


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
