"""Whether a bucket and this machine's cache can be used, for the doctor."""

import os
import shutil
import uuid

from lecture_assets.errors import StoreError
from lecture_assets.storage.keys import UPLOADS
from lecture_assets.storage.s3 import S3Store


def check_reading(store: S3Store) -> str:
    """List the drop folder, and say what was found.

    Raises:
        LectureError: It cannot be listed.
    """
    empty = next(iter(store.list(UPLOADS)), None) is None
    return f"{store.location} can be listed; {'no uploads' if empty else 'uploads'} there"


def check_writing(store: S3Store) -> str:
    """Write a small hidden object in each folder that is written to, read it and remove it.

    Raises:
        LectureError: One of them cannot be done.
    """
    for folder in (UPLOADS, "lectures/", "library/", ".locks/", ".sensor/"):
        key = f"{folder}.doctor-{uuid.uuid4().hex}"
        store.write(key, b"doctor")
        store.read(key)
        store.delete(key)
    return f"{store.location} can be written, read and cleaned"


def check_cache(store: S3Store) -> str:
    """Look at the cache's folder and the room that it has.

    Raises:
        StoreError: It cannot be written.
    """
    folder, most = store.cache.folder, store.cache.max_bytes / 1e9
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise StoreError(f"{folder} cannot be written; set LECTURE_CACHE__FOLDER to a folder.")
    free = shutil.disk_usage(there).free / 1e9
    return f"{folder}, at most {most:g} GB (LECTURE_CACHE__MAX_GB), {free:.0f} GB free"
