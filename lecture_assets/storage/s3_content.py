"""Whether a downloaded file is what S3 says that it holds."""

import hashlib
import re
from collections.abc import Callable
from io import BufferedRandom

from lecture_assets.storage.s3_bucket import Head

_MD5 = re.compile(r"[0-9a-f]{32}(?:-(?P<parts>[0-9]+))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BLOCK = 2**20


def differs(
    file: BufferedRandom, sha256: str, head: Head, first_part_bytes: Callable[[], int]
) -> str | None:
    """Compare a file with all that S3 tells about its content.

    Args:
        file: The download.
        sha256: Of its content.
        head: What S3 says of the object.
        first_part_bytes: Asks for the size of the parts that it was uploaded in.

    Returns:
        What differs (``size``, ``sha256`` or ``etag``), or None where nothing does. An etag is no
        proof: some servers make it of something else.
    """
    if file.seek(0, 2) != head.size_bytes:
        return "size"
    if head.sha256 and _SHA256.fullmatch(head.sha256):
        return None if head.sha256 == sha256 else "sha256"
    etag = _MD5.fullmatch(head.etag)
    if etag is None or not head.etag_is_md5:
        return None
    if etag["parts"] is None:
        return None if _md5(file, 0, head.size_bytes).hex() == head.etag else "etag"
    parts, each = int(etag["parts"]), first_part_bytes()
    if -(-head.size_bytes // each) != parts:
        return None
    sums = b"".join(_md5(file, at * each, each) for at in range(parts))
    return None if _new_md5(sums).hexdigest() == etag[0].partition("-")[0] else "etag"


def _md5(file: BufferedRandom, start: int, size: int) -> bytes:
    digest = _new_md5()
    file.seek(start)
    while size > 0 and (block := file.read(min(size, _BLOCK))):
        digest.update(block)
        size -= len(block)
    return digest.digest()


def _new_md5(data: bytes = b"") -> "hashlib._Hash":
    return hashlib.md5(data, usedforsecurity=False)
