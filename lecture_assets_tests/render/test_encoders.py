"""Clips come in the codec that was asked for, or one sentence says why not."""

from pathlib import Path

import av
import pytest

from lecture_assets.errors import MissingToolError
from lecture_assets.media import ffmpeg
from lecture_assets.options import Codec, RenderOptions
from lecture_assets.render.encoders import check_encoder, encoder_options, pixel_format
from lecture_assets.timeline import span
from lecture_assets_tests.render.media import highlights, render

SHORT = [span(21_500, 22_500)]


def options(codec: Codec) -> RenderOptions:
    return RenderOptions(codec=codec, preset="ultrafast", fade_ms=0, max_height=240, crf=35)


@pytest.mark.parametrize(
    ("codec", "named", "tag"), [("hevc", "hevc", "hvc1"), ("av1", "av1", "av01")]
)
def test_hevc_and_av1_are_written_so_that_players_know_them(
    lecture: Path, tmp_path: Path, codec: Codec, named: str, tag: str
) -> None:
    [clip] = render(lecture, tmp_path, highlights(SHORT), options=options(codec))
    with av.open(str(tmp_path / clip.file)) as file:
        context = file.streams.video[0].codec_context
        assert named in context.name
        assert context.codec_tag == tag
        assert sum(1 for _ in file.decode(video=0)) == 25


def test_hardware_that_is_not_there_is_one_sentence_before_any_work(
    lecture: Path, tmp_path: Path
) -> None:
    with pytest.raises(MissingToolError) as raised:
        render(lecture, tmp_path, highlights(SHORT), options=options("h264_nvenc"))
    said = str(raised.value)
    assert said.startswith("LECTURE_RENDER__CODEC=h264_nvenc cannot be used here (")
    assert "set it to h264" in said
    assert list(tmp_path.iterdir()) == []


def test_an_ffmpeg_without_the_encoder_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor = tmp_path / "ffmpeg"
    poor.write_text("#!/bin/sh\necho \"Unknown encoder 'libx265'\" >&2\nexit 1\n")
    poor.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "ffmpeg_path", lambda: str(poor))
    with pytest.raises(MissingToolError, match=r"codec=hevc|CODEC=hevc.*Unknown encoder"):
        check_encoder(options("hevc").model_copy(update={"crf": 33}))


def test_quality_and_speed_are_brought_to_each_encoder_s_own_scale() -> None:
    slow = RenderOptions(preset="slow", crf=20)
    assert encoder_options(slow)["crf"] == 20
    assert encoder_options(slow.model_copy(update={"codec": "hevc"}))["crf"] == 24
    av1 = encoder_options(slow.model_copy(update={"codec": "av1"}))
    assert (av1["crf"], av1["preset"]) == (32, 7)
    assert encoder_options(slow.model_copy(update={"codec": "hevc_nvenc"}))["cq"] == 24
    assert pixel_format("h264_vaapi") == "nv12"
