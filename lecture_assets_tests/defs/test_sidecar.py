"""Tests of what a sidecar does to a lecture's results."""

import json
from pathlib import Path

from lecture_assets.lineage import limits_in_force, refusal_stands, stale_stages, upload_mark
from lecture_assets.media.models import Refusal
from lecture_assets.operations import QuotaOptions
from lecture_assets.storage.keys import UPLOADS, lecture_key
from lecture_assets_tests.defs.conftest import Processed


def write_sidecar(processed: Processed, text: str) -> None:
    name = Path(processed.key).with_suffix(".yaml").name
    processed.studio.store.write(UPLOADS + name, text.encode())


def stale(processed: Processed) -> list[str]:
    return stale_stages(processed.studio, processed.lecture, processed.key)


def test_a_title_reaches_the_page_and_makes_nothing_else_anew(processed: Processed) -> None:
    write_sidecar(processed, "title: How <b>memory</b> works\ncourse: PSY 101\n")
    assert stale(processed) == ["highlights_page"]
    assert processed.process().stages == ["highlights_page"]
    html = processed.path("index.html").read_text()
    assert "<h1>How &lt;b&gt;memory&lt;/b&gt; works</h1>" in html
    assert "<span>PSY 101</span>" in html
    about = json.loads(processed.path("highlights_page.json").read_text())["about"]
    assert about["title"] == "How <b>memory</b> works"
    assert stale(processed) == []


def test_a_language_makes_the_transcript_stale_and_all_that_follows(processed: Processed) -> None:
    write_sidecar(processed, "language: en\n")
    assert stale(processed)[0] == "transcript"
    assert "layout" not in stale(processed)


def test_a_broken_sidecar_is_a_warning_and_no_failure(processed: Processed) -> None:
    write_sidecar(processed, "titel: Memory\n")
    processed.process()
    page = json.loads(processed.path("highlights_page.json").read_text())
    assert "titel" in page["warnings"][0]
    assert "titel" in processed.path("index.html").read_text()


def test_a_refusal_stands_until_the_upload_or_the_limits_change(processed: Processed) -> None:
    mark = upload_mark(processed.studio.store, processed.key)
    assert not refusal_stands(processed.studio, processed.lecture, mark)
    refusal = Refusal(
        video_id=processed.lecture,
        key=processed.key,
        etag=mark,
        reason="It is too long.",
        limits=limits_in_force(processed.studio),
    )
    key = lecture_key(processed.lecture, "refused.json")
    processed.studio.store.write(key, refusal.model_dump_json().encode())
    assert refusal_stands(processed.studio, processed.lecture, mark)
    assert not refusal_stands(processed.studio, processed.lecture, mark + "0")
    richer = processed.with_settings(quota=QuotaOptions(minutes=1000))
    assert not refusal_stands(richer.studio, processed.lecture, mark)
