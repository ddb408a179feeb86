"""Someone who edits a processed lecture."""

import subprocess
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from lecture_assets.documents import Document
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.lineage import read_document, stale_stages
from lecture_assets.render.models import RenderedClips
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.timeline import clock
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import Sentence, sentences_of
from lecture_assets_tests.defs.conftest import Processed

D = TypeVar("D", bound=Document)
AFTER = ["selected_highlights", "rendered_clips", "highlights_page"]


@dataclass
class Editor:
    """Someone who edits a lecture of five sentences, and looks at what becomes of it."""

    lecture: Processed
    encoded: list[list[str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.lecture.studio.store.write(self.key, text.encode())

    @property
    def key(self) -> str:
        return lecture_key(self.lecture.lecture, "edits.yaml")

    def read(self, document: type[D]) -> D:
        """Read the document of this kind."""
        (stage,) = (each for each in STAGES.values() if each.document is document)
        found = read_document(self.lecture.studio.store, self.lecture.lecture, stage)
        assert isinstance(found, document)
        return found

    @property
    def selected(self) -> SelectedHighlights:
        return self.read(SelectedHighlights)

    @property
    def clips(self) -> dict[str, str]:
        """Title and hash of each clip."""
        rendered = self.read(RenderedClips)
        titles = {each.rank: each.title for each in self.selected.highlights}
        return {titles[clip.rank]: clip.sha256 for clip in rendered.clips}

    @property
    def transcript(self) -> Transcript:
        return self.read(Transcript)

    def sentences(self) -> list[Sentence]:
        return sentences_of(self.transcript.words())

    def stretch(self, first: int, last: int) -> str:
        """Write down when some sentences are said, as the page shows times."""
        said = self.sentences()
        return f"{clock(said[first].start_ms)}-{clock(said[last].end_ms)}"

    def stale(self) -> list[str]:
        return stale_stages(self.lecture.studio, self.lecture.lecture, self.lecture.key)

    def process(self) -> list[str]:
        self.encoded.clear()
        return list(self.lecture.process().stages)

    def files(self) -> dict[str, bytes]:
        """Everything that the lecture has besides its lineage, as bytes."""
        folder = self.lecture.path("")
        found = {each.name: each for each in folder.rglob("*") if each.is_file()}
        made = {"selected_highlights.json", "clips.json", "highlights_page.json", "index.html"}
        return {name: each.read_bytes() for name, each in found.items() if name not in made}


def editor_of(processed: Processed, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Sit down at a lecture; what is encoded from now on is counted."""
    found = Editor(processed)

    class Counting(subprocess.Popen[bytes]):
        def __init__(self, args: list[str], **options: object) -> None:
            if "libx264" in args:
                found.encoded.append(args)
            super().__init__(args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", Counting)
    return found
