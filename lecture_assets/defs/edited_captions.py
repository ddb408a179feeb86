"""Captions and chapters of the whole lecture, with the words as an editor corrected them.

Two stages write each: the one that makes what they are of, and the selected highlights, which are
made anew when the edits change. Both write the same, so that the last one is always right.
"""

from lecture_assets.content.models import ContentSegments
from lecture_assets.edits.in_force import edits_in_force
from lecture_assets.edits.models import Corrected
from lecture_assets.edits.retold import Retelling
from lecture_assets.edits.words import find, overlaid
from lecture_assets.errors import EditsError
from lecture_assets.highlights.retelling import with_corrections
from lecture_assets.media.models import LectureVideo
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.transcript.captions import (
    chapters_vtt,
    cues_from_words,
    to_srt,
    to_vtt,
    two_frames_ms,
)
from lecture_assets.transcript.models import Transcript

_NO_PICTURE_FPS = 25.0


def caption_clock(lecture: LectureVideo) -> tuple[int, int]:
    """How far cues are kept apart, and where the last one ends, in milliseconds."""
    fps = lecture.video.fps if lecture.video else _NO_PICTURE_FPS
    return two_frames_ms(fps), lecture.duration_ms


def corrections_in_force(store: ArtifactStore, lecture: str, spoken: Transcript) -> list[Corrected]:
    """Find what an editor corrected.

    Edits that cannot be used are refused where highlights are chosen, and left out here.

    Args:
        store: Has the edits.
        lecture: The video ID.
        spoken: What was recognised.
    """
    try:
        edits = edits_in_force(store, lecture).edits
    except EditsError:
        return []
    return find(edits.corrections, spoken).corrected


def as_corrected(store: ArtifactStore, video: LectureVideo, spoken: Transcript) -> Transcript:
    """Correct what was recognised, see ``corrections_in_force``."""
    return overlaid(spoken, corrections_in_force(store, video.video_id, spoken))


def write_captions(store: ArtifactStore, video: LectureVideo, corrected: Transcript) -> None:
    """Write the captions, where they are not there already.

    Args:
        store: Takes them.
        video: The lecture.
        corrected: What is said in it.
    """
    cues = cues_from_words(corrected.words(), *caption_clock(video))
    for name, text in (("captions.vtt", to_vtt(cues)), ("captions.srt", to_srt(cues))):
        _write_changed(store, lecture_key(video.video_id, name), text)


def write_chapters(
    store: ArtifactStore, lecture: str, content: ContentSegments, retelling: Retelling
) -> None:
    """Write the chapters, where they are not there already.

    Args:
        store: Takes them.
        lecture: The video ID.
        content: The segments that they are of.
        retelling: Puts in what an editor corrected.
    """
    corrected = with_corrections(content, retelling)
    text = chapters_vtt([(each, each.title) for each in corrected.segments])
    _write_changed(store, lecture_key(lecture, "chapters.vtt"), text)


def _write_changed(store: ArtifactStore, key: str, text: str) -> None:
    data = text.encode()
    if not store.stat(key) or store.read(key) != data:
        store.write(key, data)
