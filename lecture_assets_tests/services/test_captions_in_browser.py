"""A browser takes our WebVTT for what it says."""

import base64
import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lecture_assets.timeline import span
from lecture_assets.transcript.captions import Cue, chapters_vtt, cues_from_words, to_vtt
from lecture_assets_tests.transcript.hostile import CUES, SAID
from lecture_assets_tests.transcript.made_up import TALK, spoken

pytestmark = pytest.mark.services

_PAGE = """<!DOCTYPE html><video><track default kind="captions"
src="data:text/vtt;charset=utf-8;base64,{vtt}"></video><pre id="out">not loaded</pre><script>
const track = document.querySelector("track"), out = document.getElementById("out");
track.track.mode = "hidden";
track.onerror = () => {{ out.textContent = "refused"; }};
track.onload = () => {{ out.textContent = JSON.stringify([...track.track.cues].map(cue => [
  Math.round(cue.startTime * 1000), Math.round(cue.endTime * 1000),
  cue.getCueAsHTML().textContent])); }};
</script>"""


def browser() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, "chromium is missing: apt-get install chromium"
    return found


def loaded(vtt: str, folder: Path) -> list[list[object]]:
    """Start, end and text of the cues that a browser finds in a track."""
    page = folder / "page.html"
    encoded = base64.b64encode(vtt.encode()).decode()
    page.write_text(_PAGE.format(vtt=encoded), encoding="utf-8")
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=10000"]
    shown = subprocess.run(
        [*command, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    said = re.search(r'<pre id="out">(.*?)</pre>', shown, re.DOTALL)
    assert said
    cues: list[list[object]] = json.loads(html.unescape(said[1]))
    return cues


def rows(cues: list[Cue]) -> list[list[object]]:
    return [[each.start_ms, each.end_ms, each.text] for each in cues]


def test_captions_load_in_a_browser_unchanged(tmp_path: Path) -> None:
    cues = cues_from_words(spoken(TALK))
    later = [
        cue.model_copy(update={"start_ms": cue.start_ms + 10**7, "end_ms": cue.end_ms + 10**7})
        for cue in [*cues, *CUES]
    ]
    every = sorted([*CUES, *later], key=lambda cue: (cue.start_ms, -cue.end_ms))
    assert sorted(loaded(to_vtt(every), tmp_path)) == sorted(rows(every))


def test_captions_of_awkward_words_load_in_a_browser_unchanged(tmp_path: Path) -> None:
    assert loaded(to_vtt(SAID), tmp_path) == rows(SAID)


def test_chapters_load_in_a_browser(tmp_path: Path) -> None:
    vtt = chapters_vtt([(span(0, 61_000), "Heat & <work> --> 3"), (span(61_000, 90_000), "Ω")])
    assert loaded(vtt, tmp_path) == [[0, 61_000, "Heat & <work> --> 3"], [61_000, 90_000, "Ω"]]
