"""A lecture's results in a store, without the work."""

from lecture_assets.render.models import RenderedClips
from lecture_assets.results.models import HighlightsPage
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key, video_id
from lecture_assets.storage.store import ArtifactStore
from lecture_assets_tests.results.pages import page_data

KEY = "week 3/Ünicode.mp4"
LECTURE = video_id(KEY)
CLIP = "0123456789abcdef"


def store_results(store: ArtifactStore, text: str = "Memory") -> None:
    """Put documents, clips and a page of two highlights into a store.

    Args:
        store: Gets them.
        text: Is in every title.
    """
    data = page_data(text)
    clips = [
        clip.model_copy(
            update={
                "file": f"{CLIP}{clip.rank}.mp4",
                "captions_vtt": f"{CLIP}{clip.rank}.vtt",
                "captions_srt": f"{CLIP}{clip.rank}.srt",
                "thumbnail": f"{CLIP}{clip.rank}.jpg",
            }
        )
        for clip in data.rendered_clips.clips
    ]
    documents = {
        "lecture_video": data.lecture_video.model_copy(update={"key": KEY}),
        "selected_highlights": data.selected_highlights,
        "rendered_clips": RenderedClips(clips=clips),
        "highlights_page": HighlightsPage(file="index.html", sha256="ab" * 32),
    }
    store.write(UPLOADS + KEY, b"a recording")
    for name, document in documents.items():
        key = lecture_key(LECTURE, STAGES[name].path)
        store.write(key, document.model_dump_json().encode())
    for clip in clips:
        for name in (clip.file, clip.captions_vtt, clip.captions_srt, clip.thumbnail):
            store.write(lecture_key(LECTURE, f"clips/{name}"), f"content of {name}".encode())
    for name in ("index.html", "captions.vtt", "captions.srt"):
        store.write(lecture_key(LECTURE, name), f"content of {name}".encode())
