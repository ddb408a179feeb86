"""Tests of finding and running ffmpeg."""

from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest

from lecture_assets.errors import MediaError, MediaTimeoutError, MissingToolError
from lecture_assets.media.ffmpeg import ffmpeg_path, input_url, run_ffmpeg

_TONE = ("-f", "lavfi", "-i", "sine=duration=20")


@pytest.fixture
def search_anew() -> Iterator[None]:
    ffmpeg_path.cache_clear()
    yield
    ffmpeg_path.cache_clear()


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.mark.usefixtures("search_anew")
class TestSearch:
    def test_the_named_one_wins_over_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named = _program(tmp_path / "mine")
        monkeypatch.setenv("PATH", str(_program(tmp_path / "bin" / "ffmpeg").parent))
        monkeypatch.setenv("FFMPEG_BINARY", str(named))
        assert ffmpeg_path() == str(named)

    def test_path_wins_over_the_one_that_comes_with_imageio(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = _program(tmp_path / "bin" / "ffmpeg")
        monkeypatch.delenv("FFMPEG_BINARY", raising=False)
        monkeypatch.setenv("PATH", str(found.parent))
        assert ffmpeg_path() == str(found)

    def test_a_relative_one_is_found_from_every_working_directory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = _program(tmp_path / "bin" / "ffmpeg")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("FFMPEG_BINARY", "./bin/ffmpeg")
        assert ffmpeg_path() == str(found)
        ffmpeg_path.cache_clear()
        monkeypatch.delenv("FFMPEG_BINARY")
        monkeypatch.setenv("PATH", "bin")
        assert ffmpeg_path() == str(found)

    def test_without_one_on_path_it_is_imageio_s(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("FFMPEG_BINARY", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert ffmpeg_path() == imageio_ffmpeg.get_ffmpeg_exe()

    def test_a_name_that_is_no_program_is_a_missing_tool(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FFMPEG_BINARY", "/nowhere/ffmpeg")
        with pytest.raises(MissingToolError, match="FFMPEG_BINARY names /nowhere/ffmpeg"):
            ffmpeg_path()

    def test_none_at_all_is_a_missing_tool(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def none() -> str:
            raise RuntimeError("No ffmpeg exe could be found.")

        monkeypatch.delenv("FFMPEG_BINARY", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", none)
        with pytest.raises(MissingToolError, match="There is no ffmpeg"):
            ffmpeg_path()


def test_progress_climbs_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    run_ffmpeg(
        [*_TONE, "out.wav"],
        timeout_s=60,
        cwd=tmp_path,
        duration_ms=20_000,
        progress=shares.append,
    )
    assert shares == sorted(shares)
    assert (shares[0] >= 0, shares[-1]) == (True, 1.0)
    assert (tmp_path / "out.wav").stat().st_size > 1_700_000


def test_a_failure_ends_with_ffmpeg_s_own_last_words(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"^ffmpeg failed: .*No such file or directory"):
        run_ffmpeg(["-i", input_url(tmp_path / "none.mp4"), "out.wav"], timeout_s=60, cwd=tmp_path)


def test_its_last_words_name_no_address_in_memory(tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        run_ffmpeg(
            [*_TONE, "-c:a", "aac", "-b:a", "1", "-ar", "1", "x.mp4"], timeout_s=60, cwd=tmp_path
        )
    assert "0x" not in str(caught.value)


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"^the disk is full; make room"):
        run_ffmpeg([*_TONE, "-f", "wav", "/dev/full"], timeout_s=60, cwd=tmp_path)


def test_ffmpeg_is_stopped_after_its_time(tmp_path: Path) -> None:
    arguments = ["-re", "-f", "lavfi", "-i", "sine=duration=60", "-f", "null", "-"]
    with pytest.raises(MediaTimeoutError, match="did not finish within 1 s"):
        run_ffmpeg(arguments, timeout_s=1, cwd=tmp_path)


def test_the_log_is_returned_at_the_level_asked_for(tmp_path: Path) -> None:
    assert run_ffmpeg([*_TONE, "-f", "null", "-"], timeout_s=60) == ""
    assert "Hz, mono" in run_ffmpeg([*_TONE, "-f", "null", "-"], timeout_s=60, loglevel="info")


def test_an_input_url_is_absolute_and_says_that_it_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert input_url(Path("-i http:x.mp4")) == f"file:{tmp_path.resolve()}/-i http:x.mp4"
