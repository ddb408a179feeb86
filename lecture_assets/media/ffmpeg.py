"""Runs ffmpeg, with its inputs held to lecture containers and local files."""

import os
import re
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lecture_assets.errors import MediaError, MissingToolError
from lecture_assets.media.process import ExitError, run
from lecture_assets.progress import Progress

DEMUXERS = "mov,matroska,avi,mpegts"
"""MP4 and MOV, MKV and WebM, AVI, MPEG-TS; a playlist or a concat script is none of them."""

UNTRUSTED = {"protocol_whitelist": "file,pipe", "format_whitelist": DEMUXERS}
"""Options for every input that a user uploaded, for ffmpeg and PyAV alike."""

_MOST_MEMORY = 4 << 30
_ADDRESS = re.compile(r" @ 0x[0-9a-f]+(?=\])")
"""Bytes that one run may take: a recording as large as is accepted, of 10 bits, took a quarter."""


@cache
def ffmpeg_path() -> str:
    """Find ffmpeg: ``FFMPEG_BINARY``, then PATH, then the one that imageio-ffmpeg brings.

    The path is absolute, since runs have working directories of their own.

    Raises:
        MissingToolError: There is none.
    """
    named = os.environ.get("FFMPEG_BINARY")
    if named:
        found = shutil.which(named)
        if found is None:
            raise MissingToolError(f"FFMPEG_BINARY names {named}, which is not a program.")
        return str(Path(found).absolute())
    found = shutil.which("ffmpeg")
    if found is not None:
        return str(Path(found).absolute())
    import imageio_ffmpeg  # noqa: PLC0415 - finds its binary when imported

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise MissingToolError(
            "There is no ffmpeg; install it, or set FFMPEG_BINARY to its path."
        ) from error


@cache
def ffmpeg_version() -> str:
    """Return ffmpeg's version as it says it.

    Raises:
        MissingToolError: There is no ffmpeg that runs.
    """
    path = ffmpeg_path()
    try:
        said, _ = run([path, "-hide_banner", "-version"], timeout_s=20)
        return said.split()[2]
    except (ExitError, IndexError) as error:
        raise MissingToolError(
            f"{path} does not run; set FFMPEG_BINARY to one that does."
        ) from error


def input_url(path: Path) -> str:
    """Name a file so that ffmpeg takes it for a file, whatever it is called."""
    return f"file:{path.resolve()}"


def run_ffmpeg(
    arguments: Sequence[str],
    *,
    timeout_s: float,
    cwd: Path | None = None,
    duration_ms: int | None = None,
    progress: Progress | None = None,
    loglevel: str = "error",
) -> str:
    """Run ffmpeg with the given arguments.

    Args:
        arguments: All after the program's name and the general options.
        timeout_s: Seconds after which it is killed.
        cwd: Working directory.
        duration_ms: Length of the output, to tell the share that is done.
        progress: Told the share that is done, where ``duration_ms`` is known.
        loglevel: How much of its log is returned.

    Returns:
        Its log.

    Raises:
        MediaError: It failed; the message ends with its own last words.
    """
    command = [ffmpeg_path(), "-hide_banner", "-nostdin", "-y", "-nostats", "-loglevel", loglevel]

    def on_line(line: str) -> None:
        name, _, value = line.partition("=")
        if progress and duration_ms and name == "out_time_us" and value.lstrip("-").isdigit():
            progress(min(1.0, max(0.0, int(value) / 1000 / duration_ms)))

    try:
        _, log = run(
            [*command, "-progress", "pipe:1", *arguments],
            timeout_s=timeout_s,
            cwd=cwd,
            on_line=on_line,
            most_memory=_MOST_MEMORY,
        )
    except ExitError as error:
        if "Cannot allocate memory" in error.stderr:
            raise MediaError(
                f"ffmpeg needs more than the {_MOST_MEMORY >> 30} GiB of memory that it may take; "
                "export the recording with fewer pixels."
            ) from error
        if "No space left on device" in error.stderr:
            raise MediaError(
                "the disk is full; make room, and start it again: what is finished is kept."
            ) from error
        last_words = error.stderr.strip().splitlines()[-1:] or [f"exit code {error.code}"]
        raise MediaError(f"ffmpeg failed: {_ADDRESS.sub('', last_words[0])}") from error
    return log
