"""Finished clips are kept, everything else is cleared away, and failures are named."""

import json
import shutil
from pathlib import Path

import pytest

from lecture_assets.errors import MediaError, MediaTimeoutError, MissingToolError
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.options import UploadLimits
from lecture_assets.progress import Progress
from lecture_assets.render import compile as compiling
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import (
    FAST,
    KEEP,
    WORDS,
    highlights,
    make,
    measured,
    render,
    transcript,
)


def test_a_finished_clip_is_not_rendered_again(lecture: Path, tmp_path: Path) -> None:
    [first] = render(lecture, tmp_path)
    written = (tmp_path / first.file).stat().st_mtime_ns
    _, again = render(lecture, tmp_path, highlights([span(6_000, 8_000)], KEEP))
    assert (again.rank, again.file) == (2, first.file)
    assert again.sha256 == first.sha256
    assert (tmp_path / again.file).stat().st_mtime_ns == written


def test_what_an_earlier_run_left_unfinished_is_removed_and_damage_is_repaired(
    lecture: Path, tmp_path: Path
) -> None:
    [first] = render(lecture, tmp_path)
    shutil.copy(tmp_path / first.file, tmp_path / "0123456789abcdef.mp4")
    (tmp_path / "unfinished").mkdir()
    (tmp_path / first.file).write_bytes(b"damaged")
    [again] = render(lecture, tmp_path)
    assert (tmp_path / again.file).stat().st_size > 10_000
    ending = [".jpg", ".json", ".mp4", ".srt", ".vtt"]
    assert sorted(each.suffix for each in tmp_path.iterdir()) == ending
    sidecar = (tmp_path / again.file).with_suffix(".json")
    assert json.loads(sidecar.read_text())["sha256"] == again.sha256


def test_other_captions_or_options_make_another_clip(lecture: Path, tmp_path: Path) -> None:
    [plain] = render(lecture, tmp_path)
    [captioned] = render(lecture, tmp_path, said=transcript(*WORDS))
    [smaller] = render(lecture, tmp_path, options=FAST.model_copy(update={"crf": 35}))
    assert len({plain.file, captioned.file, smaller.file}) == 3


def test_words_that_change_their_colour_at_other_times_make_another_clip(
    lecture: Path, tmp_path: Path
) -> None:
    first, second, *others = WORDS
    sooner = second.model_copy(update={"start_ms": second.start_ms - 80})
    coloured = FAST.model_copy(update={"highlight_words": True})
    made = {
        render(lecture, tmp_path, said=transcript(*words), options=coloured)[0].file
        for words in (WORDS, (first, sooner, *others))
    }
    assert len(made) == 2


def test_a_failure_names_the_clip_and_leaves_finished_clips_alone(
    lecture: Path, tmp_path: Path
) -> None:
    render(lecture, tmp_path)
    both = highlights(KEEP, [span(60_000, 70_000)])
    with pytest.raises(MediaError, match=r"Clip 2 of lecture.mp4 .*from 1:00.* ends before"):
        render(lecture, tmp_path, both)
    assert len(list(tmp_path.iterdir())) == 5


def test_a_clip_ends_where_a_broken_recording_ends(lecture: Path, tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mkv", "-i", str(lecture), "-c", "copy")
    source = tmp_path / "broken.mkv"
    data = whole.read_bytes()
    source.write_bytes(data[: len(data) * 6 // 10])
    known = measured(source)
    assert known.duration_ms < 25_000
    [clip] = render(source, tmp_path / "out", highlights([span(12_000, 27_000)]))
    assert clip.duration_ms == pytest.approx(known.duration_ms - 12_000, abs=40)


def test_ffmpeg_that_takes_too_long_is_stopped(lecture: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaTimeoutError, match="Clip 1"):
        render(lecture, tmp_path, limits=UploadLimits(max_wall_s=0))
    assert list(tmp_path.iterdir()) == []


def test_no_highlights_give_no_clips(lecture: Path, tmp_path: Path) -> None:
    assert render(lecture, tmp_path, SelectedHighlights(highlights=[], rejected=[])) == []


def test_a_missing_font_is_an_error_and_not_a_clip_without_captions(
    lecture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_FONTS", tmp_path / "nowhere")
    with pytest.raises(MissingToolError, match="NotoSans-Regular"):
        render(lecture, tmp_path / "out")


def test_each_clip_tells_how_far_it_is(lecture: Path, tmp_path: Path) -> None:
    told: dict[str, list[float]] = {}

    def watch(name: str) -> Progress:
        return told.setdefault(name, []).append

    render(lecture, tmp_path, highlights(KEEP, [span(6_000, 8_000)]), watch=watch)
    assert list(told) == ["clip 1 of 2", "clip 2 of 2"]
    for shares in told.values():
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
        assert any(0.15 < share < 1.0 for share in shares)
