"""The command ``worker``."""


def worker() -> None:
    """Take runs from the queue, one after the other, until a SIGTERM; see docs/scale.md."""
    from lecture_assets.defs.worker import run_worker  # noqa: PLC0415

    run_worker()
