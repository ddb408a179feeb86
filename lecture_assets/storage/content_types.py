"""What kind of content a key's extension stands for, as browsers are told."""

from pathlib import PurePosixPath

_TYPES = {
    ".avi": "video/x-msvideo",
    ".csv": "text/csv; charset=utf-8",
    ".edl": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".otio": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".srt": "application/x-subrip; charset=utf-8",
    ".ts": "video/mp2t",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}


def content_type(key: str) -> str:
    """Return the media type of a key; bytes of no kind where its extension tells nothing."""
    return _TYPES.get(PurePosixPath(key).suffix.lower(), "application/octet-stream")
