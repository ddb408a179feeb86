"""What the library knows of a lecture and of each of its clips: one row each."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import PurePosixPath

from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.lineage import read_document
from lecture_assets.media.about import About, read_about
from lecture_assets.media.models import LectureVideo
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.results.models import HighlightsPage
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.transcript.models import Transcript


@dataclass(frozen=True, slots=True)
class LectureRow:
    """A lecture that is done, be it without highlights.

    Attributes:
        video_id: The lecture.
        title: What its sidecar calls it, else the name of its file.
        course: What it is part of, where the sidecar says so.
        term: When it was given, where the sidecar says so.
        instructor: Who gave it, where the sidecar says so.
        tags: What else the sidecar says it should be found by.
        language: What is spoken, as a code of ISO 639-1; empty where nothing is.
        duration_ms: Length of the recording.
        clips: Number of its clips.
        clips_ms: Length of all clips together.
        thumbnail: Key of the best clip's thumbnail, if there are clips.
        page: Key of its page.
        page_version: Changes whenever its page is made anew.
        processed_at: When its page was made.
    """

    video_id: str
    title: str
    course: str | None
    term: str | None
    instructor: str | None
    tags: Sequence[str]
    language: str
    duration_ms: int
    clips: int
    clips_ms: int
    thumbnail: str | None
    page: str
    page_version: str
    processed_at: datetime


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A clip, with what is known of its lecture; names without a unit are keys in the store.

    Attributes:
        video_id: The lecture.
        lecture_title: The lecture's title.
        course: As of the lecture.
        term: As of the lecture.
        instructor: As of the lecture.
        tags: As of the lecture.
        language: As of the lecture.
        rank: 1 is the lecture's best.
        title: The clip's title.
        summary: What it is about.
        score: Higher is better; comparable within one lecture alone.
        start_ms: Where it begins in the lecture.
        end_ms: Where it ends in the lecture.
        duration_ms: Length of the file, which is shorter where silences were cut.
        file: The MP4.
        captions_vtt: Its captions as WebVTT.
        captions_srt: Its captions as SubRip.
        thumbnail: A JPEG.
        width: Width in pixels.
        height: Height in pixels.
        loudness_lufs: Integrated loudness, where there is sound.
        sha256: Hash of the MP4's bytes.
        page: The lecture's page.
        processed_at: When that page was made.
    """

    video_id: str
    lecture_title: str
    course: str | None
    term: str | None
    instructor: str | None
    tags: Sequence[str]
    language: str
    rank: int
    title: str
    summary: str
    score: float
    start_ms: int
    end_ms: int
    duration_ms: int
    file: str
    captions_vtt: str
    captions_srt: str
    thumbnail: str
    width: int
    height: int
    loudness_lufs: float | None
    sha256: str
    page: str
    processed_at: datetime


@dataclass(frozen=True)
class LectureDocuments:
    """The documents that a lecture's rows are made from.

    Attributes:
        video: The recording.
        about: What its sidecar says.
        transcript: Its words.
        selected: Its highlights.
        rendered: Their clips.
        page: Its page.
        processed_at: When that page was made.
    """

    video: LectureVideo
    about: About
    transcript: Transcript
    selected: SelectedHighlights
    rendered: RenderedClips
    page: HighlightsPage
    processed_at: datetime


def read_lecture(store: ArtifactStore, lecture: str) -> LectureDocuments | None:
    """Read what the rows are made from; None where the lecture is not done.

    Args:
        store: Has the documents.
        lecture: The video ID.
    """
    stage = STAGES["highlights_page"]
    stored = store.stat(lecture_key(lecture, stage.path))
    page = read_document(store, lecture, stage) if stored else None
    video = read_document(store, lecture, STAGES["lecture_video"])
    transcript = read_document(store, lecture, STAGES["transcript"])
    selected = read_document(store, lecture, STAGES["selected_highlights"])
    rendered = read_document(store, lecture, STAGES["rendered_clips"])
    if not (stored and page and video and transcript and selected and rendered):
        return None
    assert isinstance(page, HighlightsPage)
    assert isinstance(video, LectureVideo)
    assert isinstance(transcript, Transcript)
    assert isinstance(selected, SelectedHighlights)
    assert isinstance(rendered, RenderedClips)
    about, _ = read_about(store, video.key)
    at = datetime.fromtimestamp(stored.modified_ns // 1_000_000 / 1000, UTC)
    return LectureDocuments(video, about, transcript, selected, rendered, page, at)


def rows_of(
    lecture: str, version: str | None, read: LectureDocuments
) -> tuple[LectureRow, list[ClipRow]]:
    """Make a lecture's row and those of its clips, by rank.

    Args:
        lecture: The video ID.
        version: The version of its page; the hash of its content unless given.
        read: Its documents.
    """
    clips = {clip.rank: clip for clip in read.rendered.clips}
    chosen = sorted(read.selected.highlights, key=lambda each: each.rank)
    pairs = [(each, clips[each.rank]) for each in chosen if each.rank in clips]
    version = version or read.page.content_hash()
    row = _lecture_row(lecture, version, read, [clip for _, clip in pairs])
    return row, [_clip_row(row, highlight, clip) for highlight, clip in pairs]


def _lecture_row(
    lecture: str, version: str, read: LectureDocuments, clips: list[Clip]
) -> LectureRow:
    about = read.about
    return LectureRow(
        video_id=lecture,
        title=about.title or PurePosixPath(read.video.key).name,
        course=about.course,
        term=about.term,
        instructor=about.instructor,
        tags=about.tags,
        language=read.transcript.language,
        duration_ms=read.video.duration_ms,
        clips=len(clips),
        clips_ms=sum(clip.duration_ms for clip in clips),
        thumbnail=lecture_key(lecture, f"clips/{clips[0].thumbnail}") if clips else None,
        page=lecture_key(lecture, read.page.file),
        page_version=version,
        processed_at=read.processed_at,
    )


def _clip_row(of: LectureRow, highlight: Highlight, clip: Clip) -> ClipRow:
    def key(name: str) -> str:
        return lecture_key(of.video_id, f"clips/{name}")

    return ClipRow(
        video_id=of.video_id,
        lecture_title=of.title,
        course=of.course,
        term=of.term,
        instructor=of.instructor,
        tags=of.tags,
        language=of.language,
        rank=highlight.rank,
        title=highlight.title,
        summary=highlight.summary,
        score=highlight.score,
        start_ms=highlight.start_ms,
        end_ms=highlight.end_ms,
        duration_ms=clip.duration_ms,
        file=key(clip.file),
        captions_vtt=key(clip.captions_vtt),
        captions_srt=key(clip.captions_srt),
        thumbnail=key(clip.thumbnail),
        width=clip.width,
        height=clip.height,
        loudness_lufs=clip.loudness_lufs,
        sha256=clip.sha256,
        page=of.page,
        processed_at=of.processed_at,
    )


def columns(row: type[LectureRow] | type[ClipRow]) -> list[str]:
    """Names of a row's columns, in order."""
    return [field.name for field in fields(row)]
