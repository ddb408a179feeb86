"""The command line: ``lecture-assets process``, ``demo``, ``doctor`` and all in ``commands``."""

import hashlib
import logging
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from dotenv import load_dotenv
from rich.console import Console

from lecture_assets.commands.checked import put_sidecar, sidecar_beside
from lecture_assets.commands.forget import forget
from lecture_assets.commands.metrics import metrics
from lecture_assets.commands.results import results
from lecture_assets.commands.serve import serve
from lecture_assets.commands.status import status
from lecture_assets.commands.store_option import StoreOption, settings_with
from lecture_assets.commands.ui import ui
from lecture_assets.commands.upload import upload
from lecture_assets.commands.worker import worker
from lecture_assets.errors import LectureError, MissingToolError, SettingsError
from lecture_assets.highlights.models import SelectedHighlights
from lecture_assets.lineage import read_document, warnings_of
from lecture_assets.logs import install_logging
from lecture_assets.render.models import RenderedClips
from lecture_assets.settings import load_settings
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key, upload_name
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio, open_studio
from lecture_assets.terminal import StageProgress, clips_table

app = typer.Typer(
    help="Turns lecture recordings into short captioned highlight clips.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
_DEMO_STORE = "demo"
_SAMPLE = "how-memory-works.mp4"
_SAMPLE_SIDECAR = "how-memory-works.yaml"
_ABOUT_SAMPLE = b"title: How memory works\ninstructor: A synthetic voice\ncourse: Sample lectures\n"


@app.command()
def process(
    video: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The recording of a lecture.")
    ],
    store: StoreOption = None,
) -> None:
    """Make highlight clips and a page of a recording; what is current is not made again."""
    if not video.is_file():
        # A pipe or a device has no size, and may never end.
        raise typer.BadParameter(f"'{video}' is not a regular file.", param_hint="'video'")
    studio = _studio(store)
    _process(studio, _take_in(studio, video))


@app.command()
def demo(store: Annotated[str, typer.Option(help="Folder of the store.")] = _DEMO_STORE) -> None:
    """Make a sample lecture and process it."""
    from lecture_assets.sample.make import make_sample_lecture  # noqa: PLC0415

    studio = _studio(store)
    if studio.store.stat(UPLOADS + _SAMPLE) is None:
        folder = studio.store.scratch("lectures/sample")
        with StageProgress(Console()) as show:
            make_sample_lecture(folder / _SAMPLE, lambda share: show("sample lecture", share))
        studio.store.write(UPLOADS + _SAMPLE_SIDECAR, _ABOUT_SAMPLE)
        studio.store.put(UPLOADS + _SAMPLE, folder / _SAMPLE)
        studio.store.discard_scratch("lectures/sample")
    _process(studio, _SAMPLE)


@app.command()
def doctor(store: StoreOption = None) -> None:
    """Say what is there and what is missing, one line each, with the cure."""
    from lecture_assets.doctor import examine  # noqa: PLC0415

    findings = examine(settings_with(store))
    console = Console()
    for finding in findings:
        console.print(finding.line(), highlight=False, soft_wrap=True)
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


app.command()(worker)
app.command()(metrics)
app.command()(upload)
app.command()(results)
app.command()(status)
app.command()(forget)
app.command()(serve)
app.command()(ui)


def _studio(store: str | None) -> Studio:
    return open_studio(settings_with(store))


def _take_in(studio: Studio, video: Path) -> str:
    """Bring a recording into the drop folder, unless it is there already; return its key."""
    source = video.resolve()
    inside = studio.store.key_of(source)
    if inside is not None and inside.startswith(UPLOADS):
        return inside.removeprefix(UPLOADS)
    key = upload_name(video.name)
    put_sidecar(studio.store, sidecar_beside(source, key))
    there = studio.store.stat(UPLOADS + key)
    if there is None or not _is_copy(studio, there, source):
        console = Console()
        if there is not None:
            console.print(f"{key} replaces the recording of that name in the store.", markup=False)
        with StageProgress(console) as show:
            studio.store.take_in(UPLOADS + key, source, lambda share: show("uploading", share))
    return key


def _is_copy(studio: Studio, there: Stored, source: Path) -> bool:
    """Tell whether an upload is the file, by the times that a link keeps, else by its hash."""
    given = source.stat()
    if there.size_bytes != given.st_size:
        return False
    if there.modified_ns == given.st_mtime_ns:
        return True
    with source.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return studio.store.sha256(there.key) == sha256


def _process(studio: Studio, upload_key: str) -> None:
    from lecture_assets.defs.command import dagster_home, process_upload  # noqa: PLC0415

    # Dagster keeps the log of each run; a library's root logger would print it all again.
    logging.getLogger("lecture_assets").propagate = False
    console = Console()
    home = dagster_home(studio.store)
    try:
        with StageProgress(console) as show:
            outcome = process_upload(
                studio, home, upload_key, show, lambda sentence: _warn(console, sentence)
            )
    except KeyboardInterrupt:
        _stop("Stopped; the same command goes on where it was.", 130)
    if not outcome.stages:
        console.print("Nothing to do: every result is current.")
    _show_results(console, studio, outcome.lecture)


def _show_results(console: Console, studio: Studio, lecture: str) -> None:
    chosen = read_document(studio.store, lecture, STAGES["selected_highlights"])
    rendered = read_document(studio.store, lecture, STAGES["rendered_clips"])
    assert isinstance(chosen, SelectedHighlights)
    assert isinstance(rendered, RenderedClips)
    for warning in warnings_of(studio.store, lecture):
        _warn(console, warning)
    if rendered.clips:
        console.print(clips_table(chosen, rendered))
    page = studio.store.link(lecture_key(lecture, "index.html"))
    console.print(f"Page: {page}", highlight=False, markup=False, soft_wrap=True)


def _warn(console: Console, sentence: str) -> None:
    console.print(sentence, style="yellow", highlight=False, markup=False)


def main() -> None:
    """Run the command line; an error is one sentence, and its kind is in the exit code."""
    load_dotenv(Path(".env"))
    try:
        install_logging(load_settings())
        app()
    except MissingToolError as error:
        _stop(str(error), 1)
    except SettingsError as error:
        _stop(str(error), 2)
    except LectureError as error:
        _stop(str(error), 1)


def _stop(sentence: str, code: int) -> NoReturn:
    Console(stderr=True).print(sentence, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(code)
