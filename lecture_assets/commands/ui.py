"""``lecture-assets ui``."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from lecture_assets.commands.store_option import StoreOption, store_at
from lecture_assets.errors import SettingsError
from lecture_assets.media.process import become

_LOOPBACK = "127.0.0.1"
# Dagster advises another program, which is not installed here.
_UNSAID = "ignore:Function `dev_command` is superseded"


def ui(
    store: StoreOption = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 3000,
) -> None:
    """Run Dagster on a store, for one machine: the UI, the sensor and the nightly backfill."""
    from lecture_assets.defs.command import dagster_home  # noqa: PLC0415

    opened = store_at(store)
    home = dagster_home(opened)
    _check_free(port)
    typer.echo(
        f"Dagster on http://{_LOOPBACK}:{port}/ in half a minute, until Ctrl-C; recordings go into "
        f"{opened.location}/uploads/."
    )
    scripts = Path(sys.executable).parent
    environment = os.environ | {
        "DAGSTER_HOME": str(home),
        "LECTURE_STORE": opened.location,
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONWARNINGS": ",".join([*filter(None, [os.environ.get("PYTHONWARNINGS")]), _UNSAID]),
    }
    where = ["-h", _LOOPBACK, "-p", str(port), "-m", "lecture_assets.definitions"]
    become([str(scripts / "dagster"), "dev", *where], environment)


def _check_free(port: int) -> None:
    try:
        socket.create_server((_LOOPBACK, port)).close()
    except OSError as error:
        raise SettingsError(
            f"Port {port} cannot be had: {os.strerror(error.errno or 0)}; choose another --port."
        ) from error
