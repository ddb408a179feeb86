"""Which objects of the drop folder are uploads, and which of them are new."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest

from lecture_assets.storage.keys import UPLOADS, video_id
from lecture_assets.storage.seen import Seen, mark_of
from lecture_assets.storage.store import Stored

_UNFINISHED = (".part", ".tmp", ".crdownload")
_SIDECARS = (".yaml", ".yml")


def is_upload(name: str) -> bool:
    """Tell whether an object is meant to be a recording, by its path below the drop folder.

    Hidden ones, sidecars, marks of folders and unfinished downloads are not.
    """
    if name.startswith(".") or "/." in name:
        return False
    return not name.lower().endswith((*_UNFINISHED, *_SIDECARS, "/")) and name != ""


def leads_astray(name: str) -> bool:
    """Tell whether an object's name cannot be used at all: it would lead out of its folder."""
    return "\0" in name or ("." in name and not {".", ".."}.isdisjoint(name.split("/")))


@dataclass
class Sifted:
    """What a listing of the drop folder comes down to.

    Attributes:
        fresh: Uploads to deal with now, the oldest first.
        seen: The record so far; what is dealt with goes to its ``done``.
        forgotten: Marks of uploads that were dealt with before their lecture was forgotten. They
            leave the record first and are fresh in the next tick: were they fresh while the record
            has them, a tick that is killed after it added their lecture would leave them done.
        waiting: How many are fresh or forgotten in all, and not dealt with yet.
        astray: Names that cannot be used and were not seen before.
    """

    fresh: list[Stored] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    forgotten: set[bytes] = field(default_factory=set)
    waiting: int = 0
    astray: list[str] = field(default_factory=list)

    def done(self, upload: Stored) -> None:
        """Note that an upload was dealt with."""
        mark = mark_of(upload)
        self.seen.done.add(mark)
        self.seen.growing.discard(mark)
        self.waiting -= 1


@dataclass(frozen=True)
class Sieve:
    """Finds the uploads that nobody has dealt with.

    Attributes:
        before: The record of the last tick.
        known: The lectures that Dagster knows; the upload of a forgotten one becomes new again.
        busy: The lectures that somebody is working on; their uploads wait.
        settle: Whether an upload has to be seen twice, since it may still be growing.
        most: At most how many uploads to deal with at once.
    """

    before: Seen
    known: Collection[str]
    busy: Collection[str]
    settle: bool
    most: int

    def sift(self, listing: Iterable[Stored]) -> Sifted:
        """Go through a listing once; only what is fresh is kept in memory."""
        sifted = Sifted()
        fresh = self._fresh(listing, sifted)
        sifted.fresh = nsmallest(self.most, fresh, key=lambda upload: upload.modified_ns)
        return sifted

    def _fresh(self, listing: Iterable[Stored], sifted: Sifted) -> Iterator[Stored]:
        for upload in listing:
            name = upload.key.removeprefix(UPLOADS)
            mark = mark_of(upload)
            if leads_astray(name):
                sifted.seen.done.add(mark)
                if mark not in self.before.done:
                    sifted.astray.append(name)
            elif is_upload(name):
                lecture = video_id(name)
                if mark in self.before.done:
                    self._seen_before(mark, lecture, sifted)
                elif self._settled(mark, sifted):
                    sifted.waiting += 1
                    if lecture not in self.busy:
                        yield upload

    def _seen_before(self, mark: bytes, lecture: str, sifted: Sifted) -> None:
        if lecture in self.known:
            sifted.seen.done.add(mark)
        else:
            sifted.forgotten.add(mark)
            sifted.waiting += 1

    def dealt_with(self, upload: Stored) -> bool:
        """Tell whether nothing has to be done for an upload any more."""
        name = upload.key.removeprefix(UPLOADS)
        if leads_astray(name) or not is_upload(name):
            return True
        return mark_of(upload) in self.before.done and video_id(name) in self.known

    def _settled(self, mark: bytes, sifted: Sifted) -> bool:
        if not self.settle:
            return True
        sifted.seen.growing.add(mark)
        return mark in self.before.growing
