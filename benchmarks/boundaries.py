"""The share of clip edges that lie where an editor would cut.

``python -m benchmarks.boundaries STORE...`` reads the documents of every lecture in a store.
"""

import sys
from pathlib import Path

from lecture_assets.content.turns import LOOSE
from lecture_assets.highlights.builds import changes_of, shows_another
from lecture_assets.highlights.faults import edges_in_builds, edges_in_sentences, edges_in_sound
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.highlights.openings import idle
from lecture_assets.highlights.ties import hangings, ties_of
from lecture_assets.layout.models import Layout
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import sentences_of

_COLUMNS = ("lecture", "clips", "edges", "in silence or at an end", "on a sentence")
_MORE = ("outside a build", "with another slide for a moment", "opening leans", "end hangs")


def row(folder: Path) -> list[object]:
    """Measure one lecture.

    Args:
        folder: Has its documents.
    """

    def text(name: str) -> str:
        return (folder / f"{name}.json").read_text(encoding="utf-8")

    selected = SelectedHighlights.model_validate_json(text("selected_highlights"))
    transcript = Transcript.model_validate_json(text("transcript"))
    layout = Layout.model_validate_json(text("layout"))
    silence_map = SilenceMap.model_validate_json(text("silence_map"))
    edges = 2 * len(selected.highlights)
    changes = changes_of(layout)
    another = sum(
        shows_another(each.start_ms, None, changes) + shows_another(None, each.end_ms, changes)
        for each in selected.highlights
    )
    return [
        folder.name,
        len(selected.highlights),
        edges,
        _share(edges, edges_in_sound(selected, silence_map)),
        _share(edges, edges_in_sentences(selected, transcript)),
        _share(edges, edges_in_builds(selected, layout)),
        another,
        *_poor(selected, transcript),
    ]


def _share(edges: int, faults: list[str]) -> str:
    for fault in faults:
        print(fault, file=sys.stderr)
    return f"{100 * (edges - len(faults)) / edges:.0f} %" if edges else "none"


def _poor(selected: SelectedHighlights, transcript: Transcript) -> tuple[int, int]:
    """Count the openings that lean, and the ends that leave their listener hanging."""
    sentences, language = sentences_of(transcript.words()), transcript.language
    ties = ties_of(sentences, language)
    hanging = hangings(sentences, ties, idle(sentences, language), language)
    leaning = ends = 0
    for each in selected.highlights:
        inside = [
            at for at, s in enumerate(sentences) if each.contains((s.start_ms + s.end_ms) // 2)
        ]
        leaning += ties[inside[0]].leans if inside else 0
        ends += hanging[inside[-1]] >= LOOSE if inside else 0
    return leaning, ends


def main(stores: list[str]) -> None:
    """Print a table of all lectures in some stores."""
    columns = [*_COLUMNS, *_MORE]
    lines: list[list[object]] = [list(columns), ["---"] * len(columns)]
    for store in stores:
        found = sorted(Path(store).glob("lectures/*/selected_highlights.json"))
        lines += [row(document.parent) for document in found]
    print("\n".join(f"| {' | '.join(map(str, line))} |" for line in lines))


if __name__ == "__main__":
    main(sys.argv[1:])
