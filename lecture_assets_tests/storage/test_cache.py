"""Tests of the files that are kept on this machine: bounded, shared, checked by hash."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BufferedRandom
from pathlib import Path

import pytest

from lecture_assets.errors import StoreError
from lecture_assets.storage.cache import Cache, Entry
from lecture_assets_tests.servers.waiting import wait_for

_STORE = "s3://bucket"


def _entry(name: str, size: int = 10, etag: str = "1") -> Entry:
    return Entry(_STORE, f"uploads/{name}.mp4", etag, size)


class _Source:
    """What is far away; counts how often it is downloaded."""

    def __init__(self, content: bytes = b"x" * 10, seconds: float = 0) -> None:
        self.content, self.seconds, self.times = content, seconds, 0

    def __call__(self, file: BufferedRandom) -> str:
        self.times += 1
        time.sleep(self.seconds)
        file.write(self.content)
        return hashlib.sha256(self.content).hexdigest()


def _files(cache: Cache) -> list[Path]:
    return sorted((cache.folder / "files").iterdir())


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 35)


def test_a_file_is_downloaded_once(cache: Cache) -> None:
    source = _Source()
    paths = [cache.fetch(_entry("a"), source) for _ in range(3)]
    assert {path.read_bytes() for path in paths} == {source.content}
    assert source.times == 1


def test_it_keeps_the_extension_that_ffmpeg_looks_at(cache: Cache) -> None:
    assert cache.fetch(_entry("a"), _Source()).suffix == ".mp4"
    odd = Entry(_STORE, "uploads/a.x/y", "1", 10), Entry(_STORE, "uploads/a. \n'", "1", 10)
    assert [cache.fetch(entry, _Source()).suffix for entry in odd] == ["", ""]


def test_a_new_upload_of_the_same_name_is_another_file(cache: Cache) -> None:
    old = cache.fetch(_entry("a", etag="1"), _Source(b"old"))
    new = cache.fetch(_entry("a", etag="2"), _Source(b"new"))
    assert (old.read_bytes(), new.read_bytes()) == (b"old", b"new")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"y" * 10),
        lambda path: path.write_bytes(b"x" * 9),
        lambda path: path.unlink(),
    ],
    ids=["a bit flipped", "cut short", "removed"],
)
def test_a_spoilt_file_is_fetched_anew(cache: Cache, spoil: Callable[[Path], object]) -> None:
    source = _Source()
    spoil(cache.fetch(_entry("a"), source))
    assert cache.fetch(_entry("a"), source).read_bytes() == source.content
    assert source.times == 2


def test_a_spoilt_note_means_fetching_anew(cache: Cache) -> None:
    source = _Source()
    cache.fetch(_entry("a"), source)
    for note in (cache.folder / "notes").iterdir():
        note.write_text("{")
    assert cache.fetch(_entry("a"), source).read_bytes() == source.content
    assert source.times == 2


def test_the_least_recently_used_file_goes(cache: Cache) -> None:
    for name in ("a", "b", "c"):
        cache.fetch(_entry(name), _Source())
        time.sleep(0.02)
    cache.fetch(_entry("a"), _Source())
    cache.fetch(_entry("d"), _Source())
    fetched = {name: _Source() for name in ("a", "c", "d", "b")}
    for name, source in fetched.items():
        cache.fetch(_entry(name), source)
    assert {name: source.times for name, source in fetched.items()} == {
        "a": 0,
        "c": 0,
        "d": 0,
        "b": 1,
    }
    assert sum(path.stat().st_size for path in _files(cache)) <= 35


def test_a_file_in_use_stays_even_where_the_cache_grows_too_large(cache: Cache) -> None:
    used = [cache.fetch(_entry(name), _Source()) for name in "abcdef"]
    assert all(path.read_bytes() == b"x" * 10 for path in used)
    del used
    cache.fetch(_entry("g"), _Source())
    assert len(_files(cache)) == 3


def test_a_file_that_another_process_uses_stays_until_that_is_killed(cache: Cache) -> None:
    cache.fetch(_entry("a"), _Source())
    code = (
        "import sys, time; from pathlib import Path\n"
        "from lecture_assets.storage.cache import Cache, Entry\n"
        "path = Cache(Path(sys.argv[1]), 35).fetch(Entry(*sys.argv[2:5], 10), None)\n"
        "print(path, flush=True); time.sleep(60)"
    )
    entry = _entry("a")
    command = [sys.executable, "-c", code, str(cache.folder), entry.store, entry.key, entry.etag]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        path = Path(other.stdout.readline().strip())
        try:
            for name in "bcdefg":
                cache.fetch(_entry(name), _Source())
            assert path.is_file()
        finally:
            other.send_signal(signal.SIGKILL)
    for name in "hijk":
        cache.fetch(_entry(name), _Source())
    assert not path.exists()


def test_processes_that_want_the_same_at_once_download_it_once(tmp_path: Path) -> None:
    code = (
        "import hashlib, sys, time; from pathlib import Path\n"
        "from lecture_assets.storage.cache import Cache, Entry\n"
        "def fill(file):\n"
        "    print('downloading', flush=True); time.sleep(1); file.write(b'x' * 10)\n"
        "    return hashlib.sha256(b'x' * 10).hexdigest()\n"
        "path = Cache(Path(sys.argv[1]), 35).fetch(Entry('s', 'k', 'e', 10), fill)\n"
        "assert path.read_bytes() == b'x' * 10"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]
    several = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [each.communicate(timeout=30)[0] for each in several]
    assert [each.returncode for each in several] == [0, 0, 0]
    assert "".join(said).count("downloading") == 1


def test_a_download_that_was_killed_is_no_file_and_is_done_again(cache: Cache) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from lecture_assets.storage.cache import Cache, Entry\n"
        "def die(file): file.write(b'x'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
        "Cache(Path(sys.argv[1]), 35).fetch(Entry(*sys.argv[2:5], 10), die)"
    )
    entry = _entry("a")
    command = [sys.executable, "-c", code, str(cache.folder), entry.store, entry.key, entry.etag]
    subprocess.run(command, check=False)
    assert [path.suffix for path in _files(cache)] == [".part"]
    source = _Source()
    assert cache.fetch(entry, source).read_bytes() == source.content
    assert [path.suffix for path in _files(cache)] == [".mp4"]


def test_a_download_that_fails_leaves_nothing(cache: Cache) -> None:
    def broken(file: BufferedRandom) -> str:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.fetch(_entry("a"), broken)
    assert _files(cache) == []


def test_a_full_disk_is_one_sentence_and_nothing_is_half_written(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: BufferedRandom) -> str:
        raise OSError(28, os.strerror(28))

    said = r"cache cannot be written: No space left on device; free some room, or set LECTURE_CACHE"
    with pytest.raises(StoreError, match=said):
        cache.fetch(_entry("a"), full)
    assert _files(cache) == []
    source = _Source()
    with pytest.raises(StoreError, match=said):
        cache.fetch(_entry("a", size=10**18), source)
    assert source.times == 0


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file cannot be written: .*LECTURE_CACHE__FOLDER"):
        Cache(tmp_path / "file", 35).fetch(_entry("a"), _Source())


def test_forgetting_removes_what_is_below_a_prefix_of_that_store(cache: Cache) -> None:
    for name in ("a", "ab"):
        cache.fetch(_entry(name), _Source())
    cache.fetch(Entry("s3://other", "uploads/a.mp4", "1", 10), _Source())
    cache.forget(_STORE, "uploads/a.mp4")
    assert len(_files(cache)) == 2
    cache.forget(_STORE, "")
    assert len(_files(cache)) == 1


def test_many_at_once_never_lose_a_file_that_they_have(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 25)

    def work(number: int) -> None:
        for turn in range(40):
            name = "abcd"[(number + turn) % 4]
            content = name.encode() * 10
            path = cache.fetch(_entry(name), _Source(content))
            assert path.read_bytes() == content
            assert path.read_bytes() == content

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))


def test_a_long_download_keeps_nobody_from_other_files(cache: Cache) -> None:
    slow = _Source(seconds=3)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(cache.fetch, _entry("a"), slow)
        wait_for(lambda: slow.times == 1, 5, "the download to begin")
        before = time.monotonic()
        cache.fetch(_entry("b"), _Source())
        assert time.monotonic() - before < 2
        assert waiting.result().is_file()
