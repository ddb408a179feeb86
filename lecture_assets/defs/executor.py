"""How the steps of launched runs are run."""

import dagster as dg
from dagster._core.execution.retries import RetryMode
from dagster._core.executor.base import Executor
from dagster._core.executor.in_process import InProcessExecutor
from dagster._core.executor.multiprocess import MultiprocessExecutor

_AT_ONCE = 2


@dg.executor(name="lecture_steps", requirements=dg.multiple_process_executor_requirements())
def lecture_steps(init_context: dg.InitExecutorContext) -> Executor:
    """Run steps in the run's process where that serves many runs, else in processes of their own.

    A worker of the queue keeps its process, and with it the models that it has loaded; its machine
    is filled by as many workers as it has room for. Any other run has a process of its own, where
    two steps at a time run beside one another, each forked from a process that is ready.
    """
    if getattr(init_context.instance.run_launcher, "keeps_process", False):
        return InProcessExecutor(retries=RetryMode.ENABLED)
    return MultiprocessExecutor(
        retries=RetryMode.ENABLED,
        max_concurrent=_AT_ONCE,
        start_method="forkserver",
        explicit_forkserver_preload=["lecture_assets.defs.preload"],
    )
