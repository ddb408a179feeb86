"""The command ``metrics``."""

from typing import Annotated

import typer

from lecture_assets.commands.store_option import StoreOption, settings_with
from lecture_assets.studio import open_studio


def metrics(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 9091,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    store: StoreOption = None,
) -> None:
    """Serve metrics for Prometheus, until a SIGTERM; see docs/metrics.md."""
    from lecture_assets.defs.metrics.serve import serve_metrics  # noqa: PLC0415

    serve_metrics(open_studio(settings_with(store)), host, port)
