"""Looks at what is too slow for every scrape: the store, the lectures, the workers."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import dagster as dg
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from lecture_assets.defs.library_state import State, library_state
from lecture_assets.errors import LectureError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio

_LOG = logging.getLogger(__name__)
_INTERVAL_S = 60.0
_ANSWER_S = 2.0
_TOLD_APART = [state for state in State if state != State.NO_HIGHLIGHTS]


class Watch:
    """Looks again a minute after it has looked, in a thread of its own.

    Args:
        instance: Returns Dagster's instance.
        studio: Settings and store.
    """

    def __init__(self, instance: Callable[[], dg.DagsterInstance], studio: Studio) -> None:
        self._instance = instance
        self._studio = studio
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._lectures: Mapping[State, int] = {}
        self._looked_at: float | None = None
        self._store_up: bool | None = None
        self._workers: int | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a look that is under way is not waited for."""
        self._stopped.set()

    def collect(self) -> Iterator[Metric]:
        """Return what was seen last."""
        lectures = GaugeMetricFamily("lecture_lectures", "Lectures by state.", labels=["state"])
        for state, count in self._lectures.items():
            lectures.add_metric([state.value], count)
        yield lectures
        age = None if self._looked_at is None else time.time() - self._looked_at
        for name, description, value in (
            ("lecture_library_age_seconds", "Seconds since lectures were counted by state.", age),
            ("lecture_store_up", "Whether the drop folder could be listed.", self._store_up),
            ("lecture_workers", "Workers that answer, where runs go to workers.", self._workers),
        ):
            gauge = GaugeMetricFamily(name, description)
            if value is not None:
                gauge.add_metric([], float(value))
            yield gauge

    def look(self) -> None:
        """Look once; what cannot be seen is logged, and the last sight of it stays."""
        uploads = self._list_uploads()
        try:
            instance = self._instance()
            self._workers = _count_workers(instance)
            if uploads is not None:
                seen = Counter(
                    each.state for each in library_state(instance, self._studio, uploads)
                )
                self._lectures = {state: seen[state] for state in _TOLD_APART}
                self._looked_at = time.time()
        except Exception as error:
            said = " ".join(str(getattr(error, "orig", error)).split())[:300]
            _LOG.warning("The lectures cannot be counted: %s: %s", type(error).__name__, said)

    def _list_uploads(self) -> list[Stored] | None:
        try:
            uploads = list(self._studio.store.list(UPLOADS))
        except LectureError as error:
            self._store_up = False
            _LOG.warning("The store cannot be listed: %s", error)
            return None
        self._store_up = True
        return uploads

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.look()
            except Exception:
                _LOG.exception("The watch failed unexpectedly, and goes on.")
            self._stopped.wait(_INTERVAL_S)


def _count_workers(instance: dg.DagsterInstance) -> int | None:
    """Ask the workers whether they are there; None where runs are not handed to any."""
    celery = getattr(instance.run_launcher, "celery", None)
    if celery is None:
        return None
    from kombu.exceptions import OperationalError  # noqa: PLC0415

    try:
        return len(celery.control.ping(timeout=_ANSWER_S))
    except (OperationalError, OSError) as error:
        _LOG.warning("The workers cannot be asked: %s", error)
        return 0
