"""``lecture-assets forget``."""

from typing import Annotated

import typer
from rich.console import Console

from lecture_assets.commands.store_option import StoreOption, store_at
from lecture_assets.results.wording import counted, size


def forget(
    video_ids: Annotated[list[str], typer.Argument(metavar="VIDEO_ID...", help="The lectures.")],
    store: StoreOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove lectures: recordings, results, runs, logs and partitions; asks first."""
    from lecture_assets.defs import forget as forgetting  # noqa: PLC0415
    from lecture_assets.defs.command import dagster_home  # noqa: PLC0415

    opened = store_at(store)
    home = dagster_home(opened)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    found = forgetting.find_traces(opened, home, video_ids)
    for each in found:
        console.print(
            f"{each.lecture}: {', '.join(each.uploads) or 'no recording'}; "
            f"{counted(each.results, 'result')}, {counted(each.runs, 'run')}; "
            f"{size(each.size_bytes)} in all"
        )
    if not yes:
        typer.confirm("This cannot be undone. Forget it all?", abort=True)
    forgetting.forget(opened, home, found)
    console.print(f"Forgotten: {counted(len(found), 'lecture')}.")
