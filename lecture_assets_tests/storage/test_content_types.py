"""Tests of telling browsers what a file is."""

import pytest

from lecture_assets.storage.content_types import content_type


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("lectures/a/index.html", "text/html; charset=utf-8"),
        ("captions.vtt", "text/vtt; charset=utf-8"),
        ("captions.srt", "application/x-subrip; charset=utf-8"),
        ("clip.MP4", "video/mp4"),
        ("thumbnail.jpg", "image/jpeg"),
        ("transcript.json", "application/json"),
        ("catalog.csv", "text/csv; charset=utf-8"),
        ("catalog.parquet", "application/vnd.apache.parquet"),
        ("unknown.xyz", "application/octet-stream"),
        ("a.mp4/no extension", "application/octet-stream"),
    ],
)
def test_the_extension_tells_what_a_file_is(key: str, kind: str) -> None:
    assert content_type(key) == kind
