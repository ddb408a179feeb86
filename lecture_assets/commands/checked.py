"""What is looked at before a recording is uploaded."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lecture_assets.errors import RefusedLectureError, StoreError
from lecture_assets.media.about import is_sidecar, parse_about, sidecar_names
from lecture_assets.media.models import LectureVideo
from lecture_assets.media.probe import probe
from lecture_assets.options import UploadLimits
from lecture_assets.progress import Progress
from lecture_assets.storage.keys import UPLOADS, upload_name
from lecture_assets.storage.store import ArtifactStore

_EXTENSIONS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts")


@dataclass(frozen=True)
class Sidecar:
    """What is said about a recording, as it lies beside it.

    Attributes:
        name: What it is called below the drop folder.
        content: Its bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True)
class Checked:
    """A recording that can be processed.

    Attributes:
        path: The file.
        key: What it is called below the drop folder.
        measured: What is in it.
        sidecar: What is said about it, where something is.
    """

    path: Path
    key: str
    measured: LectureVideo
    sidecar: Sidecar | None


def checked_name(name: str) -> str:
    """Return what a file of that name is called below the drop folder.

    Raises:
        RefusedLectureError: Its extension is not that of a recording.
    """
    key = upload_name(name)
    if PurePosixPath(key).suffix.lower() not in _EXTENSIONS:
        also = "; a sidecar goes along with its recording" if is_sidecar(key) else ""
        raise RefusedLectureError(
            f"{key} is not named like a recording; give it the extension of its format: "
            f"{', '.join(_EXTENSIONS)}{also}."
        )
    return key


def check(path: Path, limits: UploadLimits, progress: Progress) -> Checked:
    """Look at a recording as its processing would, and at its sidecar.

    Raises:
        RefusedLectureError: One of them cannot be used.
        StoreError: One of them cannot be read.
    """
    key = checked_name(path.name)
    sidecar = sidecar_beside(path, key)
    return Checked(path, key, probe(path, key, limits, progress), sidecar)


def sidecar_beside(path: Path, key: str) -> Sidecar | None:
    """Read what is said about a recording beside it; None where nothing is.

    Args:
        path: The recording.
        key: What it is called below the drop folder.

    Raises:
        RefusedLectureError: It cannot be used.
        StoreError: It cannot be read.
    """
    for name, stored in zip(sidecar_names(path.name), sidecar_names(key), strict=True):
        beside = path.with_name(name)
        if not beside.is_file():
            continue
        try:
            content = beside.read_bytes()
            parse_about(content)
        except OSError as error:
            raise StoreError(
                f"{name} cannot be read ({error.strerror}); make it readable, or move it away."
            ) from error
        except ValueError as error:
            raise RefusedLectureError(
                f"{name} cannot be used: {error}; mend it, or move it away."
            ) from error
        return Sidecar(stored, content)
    return None


def put_sidecar(store: ArtifactStore, sidecar: Sidecar | None) -> bool:
    """Write a sidecar beside its upload; False where there is none, or the same one already."""
    if sidecar is None:
        return False
    key = UPLOADS + sidecar.name
    if store.stat(key) and store.read(key) == sidecar.content:
        return False
    store.write(key, sidecar.content)
    return True
