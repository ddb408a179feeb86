"""An editor's words in highlights: titles and corrections."""

from collections.abc import Sequence

from lecture_assets.content.models import ContentSegments
from lecture_assets.edits.models import FILE, Correction, Edits, Retitle
from lecture_assets.edits.retold import Retelling
from lecture_assets.highlights.models import Highlight
from lecture_assets.timeline import Span, clock


def retell(
    highlights: Sequence[Highlight],
    entitled: Sequence[bool],
    retelling: Retelling,
    retitles: Sequence[Retitle],
) -> tuple[list[Highlight], list[str]]:
    """Put an editor's words into titles and summaries.

    Args:
        highlights: As they were chosen.
        entitled: For each whether its title is an editor's already.
        retelling: Puts in what was corrected.
        retitles: Titles by time.

    Returns:
        The highlights, and a warning for each title that belongs to none.
    """
    warnings = []
    titles: dict[int, str] = {}
    for retitle in retitles:
        rank = _lies_at(retitle, highlights)
        if rank is None:
            warnings.append(
                f"{FILE}, line {retitle.line}: there is no highlight at {retitle.at}, so the title "
                "was not used."
            )
        else:
            titles[rank] = retitle.title
    told = []
    for each, is_entitled in zip(highlights, entitled, strict=True):
        spoken = each.title if is_entitled else _title(each, each.title, retelling)
        words = {
            "title": titles.get(each.rank, spoken),
            "summary": retelling.text(each.summary, each),
        }
        told.append(each.model_copy(update=words))
    return told, warnings


def with_corrections(content: ContentSegments, retelling: Retelling) -> ContentSegments:
    """Put an editor's words into what content segments are called and said to be about."""
    segments = [
        each.model_copy(
            update={
                "title": _title(each, each.title, retelling),
                "topics": [text for topic in each.topics if (text := retelling.text(topic, each))],
                "summary": retelling.text(each.summary, each),
            }
        )
        for each in content.segments
    ]
    return content.model_copy(update={"segments": segments})


def _title(whole: Span, title: str, retelling: Retelling) -> str:
    """Correct a title; where an editor took all of its words out, its time stands for it."""
    return retelling.text(title, whole) or f"From {clock(whole.start_ms)}"


def unheard(corrections: Sequence[Correction]) -> list[str]:
    """Warn of corrections of what nobody said."""
    return [
        f"{FILE}, line {each.line}: “{each.heard}” was not heard"
        f"{f' at {each.at}' if each.at else ''}, so nothing was corrected."
        for each in corrections
    ]


def not_enough(edits: Edits, count: int) -> list[str]:
    """Warn where fewer highlights could be chosen than an editor asks for."""
    if edits.clips is None or count >= edits.clips[0]:
        return []
    wanted, line = edits.clips
    return [f"{FILE}, line {line}: {wanted} clips are asked for, and {count} could be chosen."]


def _lies_at(retitle: Retitle, highlights: Sequence[Highlight]) -> int | None:
    """Return the rank of the highlight that shares most with a stretch, at least half of one."""
    whole = retitle.at.whole
    shared = [
        (each.overlap_ms(whole), -each.rank)
        for each in highlights
        if 2 * each.overlap_ms(whole) >= min(each.duration_ms, whole.duration_ms)
    ]
    return -max(shared)[1] if shared else None
