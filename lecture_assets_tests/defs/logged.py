"""A program whose one run fails: what a process of Dagster's writes while it works."""

import logging
import sys

import dagster as dg

from lecture_assets.logs import install_logging
from lecture_assets.operations import LogOptions
from lecture_assets.settings import Settings


@dg.op
def stage(context: dg.OpExecutionContext) -> None:
    """Log by both logs, and fail."""
    logging.getLogger("lecture_assets.layout").info("Ours")
    context.log.info("Dagster's")
    raise dg.Failure("No camera in the picture.")


@dg.job(tags={"dagster/partition": "week-1-abc"})
def failing() -> None:
    """Fail."""
    stage()


def main() -> None:
    """Run it, and print what Dagster kept."""
    install_logging(Settings(log=LogOptions(format="json")))
    logs = {"managed_python_loggers": ["lecture_assets"], "python_log_level": "INFO"}
    with dg.instance_for_test(overrides={"python_logs": logs}) as instance:
        result = failing.execute_in_process(instance=instance, raise_on_error=False)
        for each in instance.all_logs(result.run_id):
            sys.stdout.write(f"{each.user_message}\n")


if __name__ == "__main__":
    main()
