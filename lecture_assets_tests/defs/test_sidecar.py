"""Tests of what a sidecar does to a lecture's results."""

import json
import os
from pathlib import Path

import pytest

from lecture_assets.defs import tags
from lecture_assets.defs.command import open_instance
from lecture_assets.errors import LectureError
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


def test_a_run_carries_the_title_the_course_and_a_limit_by_length(processed: Processed) -> None:
    write_sidecar(processed, "title: How memory works\ncourse: PSY 101\n")
    upload = Path(processed.studio.store.location) / UPLOADS / processed.key
    os.utime(upload, ns=(1, 1))
    processed.process()
    with open_instance(processed.home) as instance:
        run = instance.get_runs(limit=1)[0]
    assert run.tags[tags.TITLE] == "How memory works"
    assert run.tags[tags.COURSE] == "PSY 101"
    assert 1800 < int(run.tags["dagster/max_runtime"]) < 1900


def test_a_lecture_over_the_quota_is_refused_and_taken_when_the_quota_grows(
    processed: Processed,
) -> None:
    upload = Path(processed.studio.store.location) / UPLOADS / processed.key
    os.utime(upload, ns=(1, 1))
    tight = processed.with_settings(quota=QuotaOptions(gb=0.000001))
    with pytest.raises(LectureError, match="LECTURE_QUOTA__GB"):
        tight.process()
    record = Refusal.model_validate_json(processed.path("refused.json").read_bytes())
    assert "LECTURE_QUOTA__GB" in record.reason
    assert refusal_stands(tight.studio, tight.lecture, record.etag)
    assert not refusal_stands(processed.studio, processed.lecture, record.etag)
    processed.process()
    assert not processed.path("refused.json").exists()
