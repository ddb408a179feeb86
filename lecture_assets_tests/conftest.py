"""What many tests start from: speech, a tiny lecture, and odd media made on the spot."""

import signal
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
from botocore.loaders import JSONFileLoader
from hypothesis import HealthCheck, settings

from lecture_assets.media.audio import Samples, decode_audio
from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import ignore
from lecture_assets_tests.once import made_once
from lecture_assets_tests.tiny import draw_slides, film, write_speech

pytest_plugins = [
    "lecture_assets_tests.command_line",
    "lecture_assets_tests.logging_state",
    "lecture_assets_tests.servers.postgres",
    "lecture_assets_tests.servers.redis",
    "lecture_assets_tests.servers.weed",
]


if threading.current_thread() is threading.main_thread():
    # A shell lets what it starts in the background ignore it, and the tests interrupt programs.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test is timed: a busy machine is slow.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_FIGURES = pytest.StashKey[list[str]]()


class MakeMedia(Protocol):
    """Runs ffmpeg with the given arguments and returns the file that it made."""

    def __call__(self, name: str, *arguments: str) -> Path: ...


@pytest.fixture(scope="session", autouse=True)
def _descriptions_of_s3_are_read_once() -> Iterator[None]:
    """Spare each new client of S3 the parsing of a megabyte of JSON."""
    load = cache(JSONFileLoader().load_file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", lambda _self, path: load(path))
        yield


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WAV of five spoken sentences with pauses of 1.2 to 1.6 s between them."""

    def make(folder: Path) -> None:
        write_speech(folder / "spoken.wav", folder / "sentences")

    return made_once(tmp_path_factory, "spoken", make) / "spoken.wav"


@pytest.fixture(scope="session")
def tiny_lecture(spoken: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MP4 of that speech over three slides, 640x360 at 25 fps, with a moving tile."""

    def make(folder: Path) -> None:
        film(draw_slides(folder), spoken, folder / "tiny.mp4")

    return made_once(tmp_path_factory, "tiny lecture", make) / "tiny.mp4"


@pytest.fixture(scope="session")
def talk(tiny_lecture: Path, tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Its sound, decoded to 16 kHz mono."""
    limits, folder = UploadLimits(), tmp_path_factory.mktemp("talk")
    lecture = probe(tiny_lecture, tiny_lecture.name, limits, ignore)
    return decode_audio(tiny_lecture, lecture, limits, folder, ignore)


@pytest.fixture
def make_media(tmp_path: Path) -> MakeMedia:
    """A function that runs ffmpeg with the given arguments and returns the file it made.

    ``make_media("tone.mp4", "-f", "lavfi", "-i", "sine=duration=2", "-c:a", "aac")``
    """

    def make(name: str, *arguments: str) -> Path:
        run_ffmpeg([*arguments, f"file:{tmp_path / name}"], timeout_s=60)
        return tmp_path / name

    return make


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """A function that takes a measured figure, as a line to be read at the session's end."""
    return request.config.stash.setdefault(_FIGURES, []).append


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; ``loadfile`` hands out files in the order of their tests."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the figures that were measured."""
    figures = config.stash.get(_FIGURES, [])
    if figures:
        terminalreporter.section("figures")
    for line in figures:
        terminalreporter.write_line(f"- {line}")
