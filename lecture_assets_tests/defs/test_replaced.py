"""Tests of recordings that are replaced while they are worked on."""

import os
from pathlib import Path

import pytest

from lecture_assets.errors import LectureError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets_tests.defs.conftest import Processed


def test_a_recording_that_is_replaced_after_it_was_measured_is_not_taken_for_the_first(
    processed: Processed,
) -> None:
    upload = Path(processed.studio.store.location) / UPLOADS / processed.key
    os.utime(upload, ns=(1, 1))
    stale = processed.path("silence_map.json")
    stale.unlink()

    def replace(stage: str, share: float) -> None:
        if stage == "silence_map" and share > 0:
            os.utime(upload, ns=(2, 2))

    with pytest.raises(LectureError, match="was replaced since it was measured"):
        processed.process(replace)
    assert not stale.exists()
    processed.process()
    assert stale.exists()
