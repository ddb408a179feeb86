"""Tests of answers that are kept in a bucket, where another machine finds them."""

from pathlib import Path

import pytest

from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.kept import Answer, KeptAnswers, identity_of, kept_key
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store

_ANSWER = Answer(content={"text": "Guten Tag"}, usage=Usage(audio_s=2.0), cost_usd=0.01)


def test_another_machine_finds_what_one_paid_for(
    s3_location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, identity = kept_key("week-1-abc", "transcript"), identity_of("chunk 1")
    monkeypatch.setenv("LECTURE_CACHE__FOLDER", str(tmp_path / "one"))
    KeptAnswers(open_store(Settings(store=s3_location)), folder).put(identity, _ANSWER)

    monkeypatch.setenv("LECTURE_CACHE__FOLDER", str(tmp_path / "other"))
    store = open_store(Settings(store=s3_location))
    other = KeptAnswers(store, folder)
    assert other.those_of({identity, identity_of("chunk 2")}) == {identity: _ANSWER}
    store.delete_all(folder)
    assert other.those_of({identity}) == {}
