"""Tests that an upload cannot make ffmpeg open anything but itself."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lecture_assets.errors import LectureError, MediaError, RefusedLectureError
from lecture_assets.media.audio import decode_audio
from lecture_assets.media.ffmpeg import input_url, run_ffmpeg
from lecture_assets.media.models import AudioStream, LectureVideo
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets_tests.conftest import MakeMedia

_NEIGHBOUR = "neighbour.mp4"
_HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{}\n#EXT-X-ENDLIST\n"
_DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
    'mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="video/mp4">'
    '<Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL></Representation>'
    "</AdaptationSet></Period></MPD>"
)
_TRAPS = {
    "concat script": "ffconcat version 1.0\nfile '{}'\n",
    "concat script for the file protocol": "ffconcat version 1.0\nfile 'file:{}'\n",
    "HLS playlist": _HLS,
    "HLS playlist for the file protocol": _HLS.replace("{}", "file:{}"),
    "HLS master playlist": "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{}\n",
    "DASH manifest": _DASH,
    "VobSub index": "# VobSub index file, v7 (do not modify this line!)\n# {}\n",
    "session description": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\na={}\n",
}


class Watched:
    """A named pipe that gives its content to the first who opens it, and remembers that."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self.opened = False
        self._content = content
        self._released = threading.Event()
        os.mkfifo(path)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            with self.path.open("wb") as pipe:  # waits for a reader
                self.opened = not self._released.is_set()
                if self.opened:
                    pipe.write(self._content)
        except BrokenPipeError:
            pass

    def release(self) -> None:
        self._released.set()
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self._thread.join(timeout=5)
        os.close(reader)


@pytest.fixture
def neighbour(make_media: MakeMedia, tmp_path: Path) -> Iterator[Watched]:
    """A valid lecture that lies beside the upload."""
    streamable = ("-movflags", "frag_keyframe+empty_moov", "-c:a", "aac")
    content = make_media("made.mp4", "-f", "lavfi", "-i", "sine=duration=3", *streamable)
    watched = Watched(tmp_path / _NEIGHBOUR, content.read_bytes())
    yield watched
    watched.release()


@pytest.fixture(params=_TRAPS, ids=lambda name: str(name).replace(" ", "-"))
def trap(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "lecture.mp4"
    path.write_text(_TRAPS[request.param].replace("{}", _NEIGHBOUR))
    return path


def _believed_to_be_a_lecture() -> LectureVideo:
    return LectureVideo(
        key="lecture.mp4",
        sha256="",
        size_bytes=100,
        container="mp4",
        duration_ms=3_000,
        audio=AudioStream(codec="aac", sample_rate=44_100, channels=1, stream_index=0),
    )


def test_the_watch_would_see_ffmpeg_open_the_neighbour(neighbour: Watched, tmp_path: Path) -> None:
    script = tmp_path / "lecture.mp4"
    script.write_text(_TRAPS["concat script"].replace("{}", _NEIGHBOUR))
    run_ffmpeg(["-i", input_url(script), "-f", "null", "-"], timeout_s=20)
    assert neighbour.opened


def test_measuring_a_trap_refuses_it_and_opens_no_neighbour(trap: Path, neighbour: Watched) -> None:
    with pytest.raises(RefusedLectureError, match=r"lecture\.mp4 cannot be read as"):
        probe(trap, trap.name, UploadLimits(), ignore)
    assert not neighbour.opened


def test_decoding_a_trap_fails_and_opens_no_neighbour(
    trap: Path, neighbour: Watched, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    with pytest.raises(MediaError, match="ffmpeg failed"):
        decode_audio(trap, _believed_to_be_a_lecture(), UploadLimits(), folder, ignore)
    assert not neighbour.opened


def _decoded(path: Path, folder: Path) -> None:
    decode_audio(path, _believed_to_be_a_lecture(), UploadLimits(), folder, ignore)


def _measured(path: Path, folder: Path) -> None:
    probe(path, path.name, UploadLimits(), ignore)


@pytest.mark.parametrize("read", [_measured, _decoded])
@pytest.mark.parametrize(
    "name", [f"concat:{_NEIGHBOUR}", "pipe:0", "data:,x", f"subfile,,:{_NEIGHBOUR}"]
)
def test_a_name_that_reads_as_another_protocol_opens_no_neighbour(
    name: str,
    read: Callable[[Path, Path], None],
    neighbour: Watched,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("this is no lecture")
    with pytest.raises(LectureError):
        read(Path(name), tmp_path)
    assert not neighbour.opened
