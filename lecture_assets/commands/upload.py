"""``lecture-assets upload``."""

import shlex
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from lecture_assets.commands.checked import Checked, check, checked_name, put_sidecar
from lecture_assets.commands.send import send
from lecture_assets.commands.store_option import StoreOption, settings_with
from lecture_assets.errors import LectureError, SettingsError, StoreError
from lecture_assets.results.wording import one_line
from lecture_assets.settings import Settings
from lecture_assets.storage.keys import UPLOADS, upload_name, video_id
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.terminal import StageProgress

Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="The recordings."),
]
Link = Annotated[
    str | None,
    typer.Option("--link", metavar="NAME", help="Print a link to upload a file of that name to."),
]
To = Annotated[
    str | None, typer.Option("--to", metavar="URL", help="Upload one FILE to such a link.")
]


def upload(
    files: Files = None, store: StoreOption = None, link: Link = None, to: To = None
) -> None:
    """Check recordings and put them into the drop folder, with the sidecars beside them."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    settings = settings_with(store)
    given = files or []
    _check_usage(given, link, to)
    if link is not None:
        _print_link(console, settings, link)
    elif to is not None:
        with StageProgress(console) as show:
            found = check(given[0], settings.limits, lambda share: show("checking", share))
            send(found.path, to, lambda share: show("uploading", share))
        console.print(f"{one_line(found.path.name)} is uploaded.")
        if found.sidecar:
            console.print(f"{one_line(found.sidecar.name)} is not: the link takes one file.")
    else:
        _upload_all(console, settings, given)


def _check_usage(files: list[Path], link: str | None, to: str | None) -> None:
    wanted = 0 if link is not None else 1
    if len(files) < wanted or (link is not None and (files or to)) or (to and len(files) > 1):
        raise typer.BadParameter(
            "give one or more FILEs, or one FILE with --to, or --link alone", param_hint="upload"
        )
    for path in files:
        if not path.is_file():
            raise typer.BadParameter(f"'{path}' is not a regular file.", param_hint="FILE")
    names = Counter(video_id(upload_name(path.name)) for path in files)
    for path in files:
        if names[video_id(upload_name(path.name))] > 1:
            raise typer.BadParameter(
                f"'{path}' would replace another one of these files; rename it.", param_hint="FILE"
            )


def _print_link(console: Console, settings: Settings, name: str) -> None:
    key = checked_name(name)
    store = open_store(settings)
    if not isinstance(store, S3Store):
        raise SettingsError(
            f"There are links to S3 alone, and the store {store.location} is a folder; set "
            "LECTURE_STORE or --store to s3://bucket/prefix, or copy the file into its uploads/."
        )
    address = store.upload_link(key)
    minutes = settings.s3.upload_link_minutes
    console.print(f"Good for {minutes} minutes, for {key}, which becomes {video_id(key)}:")
    console.print(address)
    console.print(f"curl --fail --upload-file {shlex.quote(name)} {shlex.quote(address)}")


def _upload_all(console: Console, settings: Settings, files: list[Path]) -> None:
    """Upload one after the other; one that is refused does not hold up the next."""
    store = open_store(settings)
    errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    failed = False
    for path in files:
        try:
            _upload(console, store, settings, path)
        except SettingsError:
            raise
        except LectureError as error:
            if len(files) == 1:
                raise
            errors.print(str(error), style="red")
            failed = True
    if failed:
        raise typer.Exit(1)


def _upload(console: Console, store: ArtifactStore, settings: Settings, path: Path) -> None:
    inside = store.key_of(path)
    if inside is not None and inside.startswith(UPLOADS):
        key = inside.removeprefix(UPLOADS)
        console.print(f"{one_line(key)} is in the drop folder already: {video_id(key)}")
        return
    with StageProgress(console) as show:
        found = check(path, settings.limits, lambda share: show("checking", share))
        key = UPLOADS + found.key
        there = store.stat(key) is not None
        same = there and store.sha256(key) == found.measured.sha256
        # The sidecar goes first, so that a run which starts at once reads it.
        told = ", with a new sidecar" if put_sidecar(store, found.sidecar) else ""
        if not same:
            store.take_in(key, path, lambda share: show("uploading", share))
            _check_arrived(store, found)
    said = "is there already" if same else "replaces what had its name" if there else "is uploaded"
    lecture = video_id(found.key)
    console.print(f"{one_line(found.key)} {said}{told}: {lecture}")
    if same and told:
        console.print("Its page takes that up when highlights_page is materialized again.")
    console.print(f"Follow it with: lecture-assets status {lecture}")


def _check_arrived(store: ArtifactStore, found: Checked) -> None:
    arrived = store.stat(UPLOADS + found.key)
    if (
        arrived is None
        or arrived.size_bytes != found.measured.size_bytes
        or store.sha256(arrived.key) != found.measured.sha256
    ):
        raise StoreError(
            f"{found.key} is not in the store as it was checked; upload it again, and leave the "
            "file alone meanwhile."
        )
