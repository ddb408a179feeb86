"""``lecture-assets serve``."""

import os
import socket
from typing import Annotated

import typer

from lecture_assets.commands.store_option import StoreOption, store_at
from lecture_assets.errors import SettingsError


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8080,
) -> None:
    """Serve the library and the lectures' pages; it has no login, so mind who can reach it."""
    from uvicorn import Config, Server  # noqa: PLC0415

    from lecture_assets.results.serve import pages_app  # noqa: PLC0415

    opened = store_at(store)
    with _listening(host, port) as listener:
        at, number = listener.getsockname()[:2]
        typer.echo(f"Serving {opened.location} at http://{at}:{number}/ until Ctrl-C.")
        config = Config(
            pages_app(opened), log_level="warning", access_log=False, server_header=False
        )
        Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        kind = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=kind, backlog=128)
    except OSError as error:
        raise SettingsError(
            f"Port {port} of {host} cannot be had: {os.strerror(error.errno or 0)}; choose another "
            "--host or --port."
        ) from error
