"""Serves the pages of a store to people: what they are meant to open, and nothing else."""

import logging
import re
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lecture_assets.errors import LectureError
from lecture_assets.storage.content_types import content_type
from lecture_assets.storage.keys import is_video_id
from lecture_assets.storage.store import ArtifactStore, Stored

_LECTURE = re.compile(
    r"lectures/(?P<lecture>[^/]+)/"
    r"(index\.html|(slides|thumbnails)\.jpg|(captions|chapters|thumbnails)\.vtt|captions\.srt"
    r"|slides/[0-9a-f]+\.jpg"
    r"|clips/[0-9a-f]+\.(mp4|vtt|srt|jpg)|clips/clips\.json)"
)
_LIBRARY = re.compile(r"library/(index(-[0-9]+)?\.html|highlight_catalog\.(csv|parquet))")
_LARGE = (".mp4", ".parquet", ".csv")
_LOG = logging.getLogger(__name__)
_LIBRARY_PAGE = "/library/index.html"


def pages_app(store: ArtifactStore) -> Starlette:
    """Make the application.

    Args:
        store: Has the pages. Clips in S3 are answered with a link that expires.
    """

    async def open_page(request: Request) -> Response:
        key = request.path_params["key"]
        if _shown(key):
            try:
                return await run_in_threadpool(_answer, store, key, request)
            except LectureError as error:
                _LOG.warning("%s", error)
                return _said("The store cannot be read just now; try again later.", 503)
        if _shown(f"{key.rstrip('/')}/index.html"):
            return _secured(RedirectResponse(f"/{quote(key.rstrip('/'))}/index.html"))
        return _nothing_here()

    async def open_library(_request: Request) -> Response:
        return _secured(RedirectResponse(_LIBRARY_PAGE))

    async def open_nothing(_request: Request, _error: Exception) -> Response:
        return _nothing_here()

    return Starlette(
        routes=[Route("/", open_library), Route("/{key:path}", open_page)],
        exception_handlers={404: open_nothing},
    )


def _shown(key: str) -> bool:
    """Tell whether people are meant to open it, unlike uploads, unfinished work and documents."""
    found = _LECTURE.fullmatch(key)
    if found:
        return is_video_id(found["lecture"])
    return _LIBRARY.fullmatch(key) is not None


def _answer(store: ArtifactStore, key: str, request: Request) -> Response:
    found = store.stat(key)
    if found is None:
        return _nothing_here()
    link = store.link(key)
    if not link.startswith(("http://", "https://")):
        return _secured(FileResponse(link, media_type=content_type(key)))
    if key.endswith(_LARGE):
        answer = RedirectResponse(link, 302, headers={"Cache-Control": "no-store"})
        return _secured(answer)
    return _secured(_read(store, found, request), media=_origin(link))


def _read(store: ArtifactStore, found: Stored, request: Request) -> Response:
    headers = {"ETag": f'"{found.etag}"', "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    kind = content_type(found.key)
    return Response(store.read(found.key), headers=headers, media_type=kind)


def _origin(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}"


def _nothing_here() -> Response:
    return _said("There is nothing here.", 404)


def _said(sentence: str, status: int) -> Response:
    return _secured(PlainTextResponse(f"{sentence}\n", status))


def _secured(answer: Response, media: str = "") -> Response:
    """Let a page show its own pictures and play its clips, and do nothing else."""
    answer.headers.update(
        {
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
                f"media-src 'self' data: {media}".rstrip()
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
    )
    return answer
