"""What the command line shows: progress while it works, and the clips at the end."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.render.models import RenderedClips
from lecture_assets.timeline import clock

_LOUD_STEP = 0.25
_CLIP = "clip "


class StageProgress:
    """One line per stage or clip: a bar in a terminal, plain lines where there is none."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description:<20}"),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._told: dict[str, float] = {}

    def __enter__(self) -> Self:
        """Show the bars."""
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the bars as they are."""
        self._bars.stop()

    def __call__(self, stage: str, share: float) -> None:
        """Show how far a stage is, ``share`` going from 0 to 1."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=1.0)
        self._bars.update(self._tasks[stage], completed=share)
        last = self._told.get(stage, 0.0)
        # Two clips are made at a time: each has one line, when it is done, or they would mix.
        step = 1.0 if stage.startswith(_CLIP) else _LOUD_STEP
        if not self._console.is_terminal and (share >= last + step or share == 1.0 != last):
            self._told[stage] = share
            self._console.print(f"{stage:<20} {share:4.0%}")


def clips_table(highlights: SelectedHighlights, rendered: RenderedClips) -> Table:
    """Return a table of the clips by rank."""
    chosen = {highlight.rank: highlight for highlight in highlights.highlights}
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("", "clip", "of the lecture", "length", "file"):
        table.add_column(name, overflow="fold")
    for clip in rendered.clips:
        highlight = chosen[clip.rank]
        table.add_row(
            str(clip.rank),
            escape(highlight.title),
            f"{clock(highlight.start_ms)}-{clock(highlight.end_ms)}",
            f"{clip.duration_ms / 1000:.1f} s",
            f"clips/{clip.file}",
        )
    return table
