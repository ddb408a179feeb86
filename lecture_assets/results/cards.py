"""What the page shows of each highlight."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from lecture_assets.highlights.models import Highlight, SelectedHighlights
from lecture_assets.render.models import Clip, RenderedClips
from lecture_assets.results.wording import data_uri


@dataclass(frozen=True)
class Player:
    """A clip as the page plays it.

    Attributes:
        clip: The rendered clip.
        video: Address of the MP4, relative to the page.
        downloads: Label and relative address of each file.
        poster: The thumbnail as a data address, or None.
        track: The captions as a data address, or None.
    """

    clip: Clip
    video: str
    downloads: list[tuple[str, str]]
    poster: str | None
    track: str | None


@dataclass(frozen=True)
class Card:
    """A highlight as the page shows it.

    Attributes:
        highlight: What was chosen.
        player: Its clip, or None where none was rendered.
    """

    highlight: Highlight
    player: Player | None

    @property
    def clip_ms(self) -> int:
        """Length of the clip, or what it would be, in milliseconds."""
        return self.player.clip.duration_ms if self.player else self.highlight.clip_ms


def cards(
    selected: SelectedHighlights,
    rendered: RenderedClips,
    captions: Mapping[str, str],
    thumbnails: Mapping[str, bytes],
) -> list[Card]:
    """Pair highlights with their clips, by rank.

    Args:
        selected: The highlights.
        rendered: The clips.
        captions: WebVTT text by file name.
        thumbnails: JPEG bytes by file name.
    """
    clips = {clip.rank: clip for clip in rendered.clips}
    shown = []
    for highlight in sorted(selected.highlights, key=lambda each: each.rank):
        clip = clips.get(highlight.rank)
        player = _player(clip, captions, thumbnails) if clip else None
        shown.append(Card(highlight, player))
    return shown


def for_editors(rendered: RenderedClips) -> list[tuple[str, str]]:
    """Label and relative address of each file that is about all clips."""
    files = (
        ("One film (MP4)", rendered.reel),
        ("Timeline (OTIO)", rendered.otio),
        ("Edit list (EDL)", rendered.edl),
    )
    return [(label, _address(name)) for label, name in files if name]


def _player(clip: Clip, captions: Mapping[str, str], thumbnails: Mapping[str, bytes]) -> Player:
    vtt = captions.get(clip.captions_vtt)
    files = (("MP4", clip.file), ("VTT", clip.captions_vtt), ("SRT", clip.captions_srt))
    return Player(
        clip=clip,
        video=_address(clip.file),
        downloads=[(label, _address(name)) for label, name in files],
        poster=data_uri("image/jpeg", thumbnails.get(clip.thumbnail)),
        track=data_uri("text/vtt;charset=utf-8", vtt.encode()) if vtt is not None else None,
    )


def _address(name: str) -> str:
    return f"clips/{quote(name, safe='')}"
