"""``lecture-assets results``."""

import json
from pathlib import PurePosixPath
from typing import Annotated, Any

import typer
from rich.console import Console

from lecture_assets.commands.store_option import StoreOption, settings_with
from lecture_assets.errors import LectureError, RefusedLectureError, StoreError
from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.lineage import read_document, warnings_of
from lecture_assets.media.about import read_about
from lecture_assets.media.models import LectureVideo, Refusal
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.results.links import link_to
from lecture_assets.results.models import HighlightsPage
from lecture_assets.results.wording import one_line
from lecture_assets.settings import Settings
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, is_video_id, lecture_key, video_id
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.timeline import clock


def results(
    lecture: Annotated[str, typer.Argument(metavar="VIDEO_ID", help="The lecture.")],
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show a lecture's clips and page, and where they can be opened."""
    found = lecture_results(settings_with(store), lecture)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        _show(Console(highlight=False, markup=False, soft_wrap=True), found)


def lecture_results(settings: Settings, lecture: str) -> dict[str, Any]:
    """Gather what ``results --json`` prints; ``docs/commands.md`` describes it.

    Args:
        settings: Where the store is, and where it is served.
        lecture: The video ID.

    Raises:
        LectureError: There are no results; the sentence says why.
    """
    store = open_store(settings)
    if not is_video_id(lecture):
        raise _unknown(lecture)
    names = ("lecture_video", "selected_highlights", "rendered_clips", "highlights_page")
    video, chosen, rendered, page = (read_document(store, lecture, STAGES[each]) for each in names)
    if not (
        isinstance(video, LectureVideo)
        and isinstance(chosen, SelectedHighlights)
        and isinstance(rendered, RenderedClips)
        and isinstance(page, HighlightsPage)
        and {each.rank for each in rendered.clips} <= {each.rank for each in chosen.highlights}
    ):
        raise _why_none(store, lecture)

    def link(name: str) -> str:
        return link_to(store, settings.base_url, lecture_key(lecture, name))

    highlights = {each.rank: each for each in chosen.highlights}
    about, _ = read_about(store, video.key)
    page_link = link(page.file)
    expires = not settings.base_url and page_link.startswith(("http://", "https://"))
    return {
        "video_id": lecture,
        "title": about.title or PurePosixPath(video.key).name,
        "page": page_link,
        "captions_vtt": link("captions.vtt"),
        "captions_srt": link("captions.srt"),
        "links_expire_minutes": settings.s3.download_link_minutes if expires else None,
        "warnings": warnings_of(store, lecture),
        "clips": [
            _clip(clip, highlights[clip.rank])
            | {name: link(f"clips/{file}") for name, file in _files(clip)}
            for clip in rendered.clips
        ],
    }


def _clip(clip: Clip, highlight: Highlight) -> dict[str, Any]:
    return {
        "rank": clip.rank,
        "title": highlight.title,
        "summary": highlight.summary,
        "start_ms": highlight.start_ms,
        "end_ms": highlight.end_ms,
        "duration_ms": clip.duration_ms,
        "width": clip.width,
        "height": clip.height,
        "sha256": clip.sha256,
    }


def _files(clip: Clip) -> list[tuple[str, str]]:
    return [
        ("video", clip.file),
        ("captions_vtt", clip.captions_vtt),
        ("captions_srt", clip.captions_srt),
        ("thumbnail", clip.thumbnail),
    ]


def _why_none(store: ArtifactStore, lecture: str) -> LectureError:
    try:
        refusal = Refusal.model_validate_json(store.read(lecture_key(lecture, "refused.json")))
    except (StoreError, ValueError):
        pass
    else:
        return RefusedLectureError(refusal.reason)
    begun = next(iter(store.list(lecture_key(lecture, ""))), None) is not None
    if begun or any(
        video_id(each.key.removeprefix(UPLOADS)) == lecture for each in store.list(UPLOADS)
    ):
        return LectureError(
            f"{lecture} is not done yet; 'lecture-assets status {lecture}' tells how far it is."
        )
    return _unknown(lecture)


def _unknown(lecture: str) -> LectureError:
    return LectureError(
        f"Nothing is known of {lecture!r}; 'lecture-assets status' lists all lectures."
    )


def _show(console: Console, found: dict[str, Any]) -> None:
    console.print(one_line(found["title"]), style="bold")
    for warning in found["warnings"]:
        console.print(one_line(warning), style="yellow")
    for clip in found["clips"]:
        of_lecture = f"{clock(clip['start_ms'])}-{clock(clip['end_ms'])}"
        title, length = one_line(clip["title"]), clip["duration_ms"] / 1000
        console.print(f"{clip['rank']}  {title}, {length:.1f} s, {of_lecture} of the lecture")
        console.print(f"   {clip['video']}")
        console.print(f"   {clip['captions_vtt']}")
    console.print(f"Page: {found['page']}")
    if found["links_expire_minutes"]:
        console.print(
            f"These links are good for {found['links_expire_minutes']} minutes, and let no page "
            "play its clips; for that set LECTURE_BASE_URL, or run 'lecture-assets serve'."
        )
