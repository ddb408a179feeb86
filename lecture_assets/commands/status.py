"""``lecture-assets status``."""

import json
import logging
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lecture_assets.commands.store_option import StoreOption, settings_with
from lecture_assets.errors import SettingsError
from lecture_assets.results.wording import counted, one_line
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.studio import open_studio

_WIDE = 200
"""Columns where no terminal says how many there are."""
_STYLES = {
    "running": "cyan",
    "failed": "red",
    "refused": "yellow",
    "stale": "yellow",
    "done": "green",
    "current": "green",
}


def status(
    video_id: Annotated[
        str | None, typer.Argument(metavar="[VIDEO_ID]", help="One lecture; all unless given.")
    ] = None,
    store: StoreOption = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Lines at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show how the lectures stand: counts, and what is under way or newest first."""
    from lecture_assets.defs.command import dagster_home  # noqa: PLC0415
    from lecture_assets.defs.status import lecture_status, library_status  # noqa: PLC0415

    logging.getLogger("lecture_assets").propagate = False
    studio = open_studio(settings_with(store))
    _check_there(studio.store)
    home = dagster_home(studio.store)
    if video_id is None:
        found = library_status(studio, home, limit)
        show = _show_library
    else:
        found = lecture_status(studio, home, video_id)
        show = _show_lecture
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        console = Console()
        show(console if console.is_terminal else Console(width=_WIDE), found)


def _check_there(store: ArtifactStore) -> None:
    """See that a folder is there: a mistyped one would pass for a store without lectures."""
    if isinstance(store, LocalStore) and not Path(store.location).is_dir():
        raise SettingsError(
            f"There is no store at {store.location}; check LECTURE_STORE or --store, or process a "
            "first lecture."
        )


def _show_library(console: Console, found: dict[str, Any]) -> None:
    told = [f"{number} {state}" for state, number in found["counts"].items() if number]
    _say(console, f"{counted(found['total'], 'lecture')}{': ' if told else ''}{', '.join(told)}")
    if not found["lectures"]:
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("lecture", "state", "when (UTC)", "recording", "reason"):
        table.add_column(name, overflow="fold", no_wrap=name == "when (UTC)")
    for line in found["lectures"]:
        table.add_row(
            _cell(line["video_id"]),
            _word(line["state"]),
            _cell(_moment(line["at"])),
            _cell(line["title"]),
            _cell(line["reason"] or ""),
        )
    console.print(table)
    left = found["total"] - len(found["lectures"])
    if left:
        _say(console, f"{left} more; see them with --limit {found['total']}.")


def _show_lecture(console: Console, found: dict[str, Any]) -> None:
    _say(console, f"{found['title']} ({found['video_id']})", style="bold")
    state = Text.assemble(_word(found["state"]), f" since {_moment(found['at'])} UTC")
    console.print(state, soft_wrap=True)
    if found["reason"]:
        _say(console, found["reason"])
    for warning in found["warnings"]:
        if warning != found["reason"]:
            _say(console, warning, style="yellow")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("stage", "state", "recorded (UTC)"):
        table.add_column(name)
    for stage in found["stages"]:
        table.add_row(stage["name"], _word(stage["state"]), _moment(stage["at"]))
    console.print(table)
    for run in found["runs"]:
        began = _moment(run["started_at"] or run["requested_at"])
        _say(console, f"Run {run['run_id']}: {run['status']}, {began} UTC")
    if found["page"]:
        _say(console, f"Page: {found['page']}")


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(_cell(text, style), soft_wrap=True)


def _word(state: str) -> Text:
    return _cell(state, _STYLES.get(state, ""))


def _cell(text: str, style: str = "") -> Text:
    """Make a text that is shown as it is, whatever a person put into it."""
    return Text(one_line(text), style=style)


def _moment(at: str | None) -> str:
    return at[:16].replace("T", " ") if at else "-"
