"""Sends a file to a link, for people without keys."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from lecture_assets.errors import SettingsError, StoreError
from lecture_assets.progress import Progress

_BLOCK = 1 << 20
_SILENCE_S = 120
_MOST_BYTES = 5 * 2**30


def send(path: Path, link: str, progress: Progress) -> None:
    """Put a file where a link allows it; the server checks its MD5.

    The link is a secret, so no message holds it.

    Args:
        path: The file.
        link: What ``lecture-assets upload --link`` printed.
        progress: Told the share of bytes that was sent.

    Raises:
        SettingsError: It is no link.
        StoreError: The file was not taken.
    """
    address = urlsplit(link)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError("--to takes a link that begins with https:// or http://.")
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise StoreError(
            f"{path.name} has {size / 1e9:.1f} GB, and a link takes 5.3 GB at most; upload it with "
            "keys, or export it at a lower bit rate."
        )
    try:
        status = _put(path, size, address, progress)
    except (OSError, HTTPException, ValueError) as error:
        said = getattr(error, "strerror", None) or type(error).__name__
        raise StoreError(
            f"{path.name} cannot be sent to {address.hostname} ({said}); try again."
        ) from error
    if status == 403:
        raise StoreError("The link is not good, or not any more; ask for a new one.")
    if not 200 <= status < 300:
        raise StoreError(f"{address.hostname} did not take {path.name}: it answers {status}.")
    progress(1.0)


def _put(path: Path, size: int, address: SplitResult, progress: Progress) -> int:
    with path.open("rb") as file:
        md5 = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).digest()
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(str(address.hostname), address.port, timeout=_SILENCE_S)
    target = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
    headers = {"Content-Length": str(size), "Content-MD5": base64.b64encode(md5).decode()}
    try:
        connection.putrequest("PUT", target)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        # A server that refuses may hang up before it has heard all; it has answered by then.
        with suppress(BrokenPipeError, ConnectionResetError):
            for block in _blocks(path, size, progress):
                connection.send(block)
        return connection.getresponse().status
    finally:
        connection.close()


def _blocks(path: Path, size: int, progress: Progress) -> Iterator[bytes]:
    sent = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
            sent += len(block)
            progress(sent / size)
