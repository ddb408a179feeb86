"""Locks on S3 that die with their holder: a lease each, which somebody alive has to renew."""

import logging
import random
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lecture_assets.errors import LectureError
from lecture_assets.storage.s3_bucket import Listed, S3Bucket

_LOG = logging.getLogger(__name__)
_TRIES = 4
_PAUSE_S = 0.5


@dataclass(frozen=True)
class LeaseTimes:
    """When leases are renewed and when they are dead.

    Attributes:
        renew_s: Seconds between renewals.
        dead_s: Age at which nobody heeds a lease any more, by the server's clock.
    """

    renew_s: float = 15
    dead_s: float = 60


@dataclass(frozen=True)
class Leases:
    """The leases on one thing: small objects in a folder of their own.

    Whoever wants the lock writes a lease and then lists all of them. Of two that do so, the one who
    lists last sees the other's, since S3 shows at once what was written. Who sees one that
    conflicts takes back its own. So both may fail, but never both succeed.

    Attributes:
        bucket: For asking.
        renewing: The same bucket with less patience, for renewals, which are soon tried again.
        folder: Where the leases are, with a ``/`` at its end.
        times: When they are renewed and dead.
    """

    bucket: S3Bucket
    renewing: S3Bucket
    folder: str
    times: LeaseTimes

    @contextmanager
    def held(self, *, shared: bool) -> Iterator[bool]:
        """Try to take the lock; the context says whether it was had."""
        key = f"{self.folder}{'shared' if shared else 'exclusive'}-{uuid.uuid4().hex}"
        if not self._taken(key):
            yield False
            return
        keeper = _Keeper(self.renewing, key, self.times)
        keeper.start()
        try:
            yield True
        finally:
            keeper.let_go()

    def _taken(self, key: str) -> bool:
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(random.uniform(0, _PAUSE_S))  # noqa: S311 - not for secrets
            # Asked first without a lease of our own, which would disturb others for nothing.
            if self._conflict(key):
                return False
            self.bucket.put(key, b"")
            try:
                if self._sure(key):
                    return True
            except BaseException:
                self.bucket.delete(key)
                raise
            self.bucket.delete(key)
        return False

    def _conflict(self, key: str) -> bool:
        return any(self._excludes(key, other) for other in self.bucket.list(self.folder))

    def _sure(self, key: str) -> bool:
        """Tell whether our lease is there, still young, and alone or among its like."""
        leases = list(self.bucket.list(self.folder))
        mine = [each for each in leases if each.key == key]
        young = bool(mine) and mine[0].age_s < self.times.dead_s / 2
        return young and not any(self._excludes(key, other) for other in leases)

    def _excludes(self, key: str, other: Listed) -> bool:
        both_shared = all(each.startswith(f"{self.folder}shared-") for each in (key, other.key))
        return other.key != key and not both_shared and other.age_s <= self.times.dead_s


class _Keeper(threading.Thread):
    """Renews a lease until it is let go of, and removes it then."""

    def __init__(self, bucket: S3Bucket, key: str, times: LeaseTimes) -> None:
        super().__init__(name=f"lease {key}", daemon=True)
        self._bucket, self._key, self._times = bucket, key, times
        self._over = threading.Event()

    def let_go(self) -> None:
        """Remove the lease; it dies by itself where that fails."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """Renew it."""
        renewed = time.monotonic()
        while not self._over.wait(self._times.renew_s):
            try:
                if time.monotonic() - renewed > self._times.dead_s:
                    _LOG.warning(
                        "The lock %s was not renewed for %.0f s and may be somebody else's now.",
                        self._key,
                        time.monotonic() - renewed,
                    )
                    break
                begun = time.monotonic()
                self._bucket.put(self._key, b"")
                renewed = begun
            except LectureError as error:
                _LOG.warning("A lock was not renewed: %s", error)
        self._over.wait()
        try:
            self._bucket.delete(self._key)
        except LectureError as error:
            _LOG.warning("A lock was not removed and will be heeded for a minute: %s", error)
