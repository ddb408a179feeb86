"""Tests of scratch folders that several steps make and discard at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.local import LocalStore


def test_steps_beside_one_another_make_and_discard_their_folders(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)

    def work(step: str) -> None:
        for _ in range(500):
            folder = store.scratch(lecture_key("a", f"work/{step}"))
            (folder / "unfinished").touch()
            store.discard_scratch(lecture_key("a", f"work/{step}"))

    with ThreadPoolExecutor(2) as steps:
        list(steps.map(work, ["layout", "silence_map"]))
    assert not (tmp_path / "lectures/a/work").exists()
