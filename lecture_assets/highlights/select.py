"""Chooses the highlights of a lecture."""

from collections.abc import Sequence

from lecture_assets.content.models import ContentSegment, ContentSegments
from lecture_assets.highlights.boundaries import Settled, settle
from lecture_assets.highlights.choose import Candidate, choose, overlap, same_thing
from lecture_assets.highlights.edges import Edges
from lecture_assets.highlights.models import Highlight, Rejected, SelectedHighlights
from lecture_assets.highlights.reasons import reasons_for
from lecture_assets.layout.models import Layout
from lecture_assets.options import HighlightOptions
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import merge
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import Sentence, sentences_of

_MS_PER_HIGHLIGHT = 40_000
"""A short lecture gives one highlight for as much of its time as this, at least one."""
_MOVED = 0.02
_ONE_SLIDE = 0.03
_LEAST_SCORE = 0.01


def select_highlights(
    content: ContentSegments,
    transcript: Transcript,
    silence_map: SilenceMap,
    layout: Layout,
    duration_ms: int,
    options: HighlightOptions,
) -> SelectedHighlights:
    """Choose the highlights, and settle their boundaries in silences.

    Args:
        content: The candidates.
        transcript: What is said, for the edges of sentences.
        silence_map: Where a clip may start, end, and be shortened.
        layout: The slides; a stretch on one slide is preferred a little.
        duration_ms: Length of the lecture.
        options: How many, and how long.

    Returns:
        Highlights by rank, none overlapping, and every other candidate with its reason; where there
        is no highlight, a warning says why.
    """
    sentences = sentences_of(transcript.words())
    silences = merge(silence_map.silences)
    edges = Edges(sentences, silences, duration_ms)
    settled: list[tuple[ContentSegment, Settled]] = []
    rejected: list[Rejected] = []
    for segment in content.segments:
        result = settle(segment, sentences, edges, silences, options)
        if isinstance(result, str):
            rejected.append(_rejected(segment, f"Left out because {result}."))
        else:
            settled.append((segment, result))
    candidates = [
        Candidate(each, _score(segment, each, layout), _text(sentences, each))
        for segment, each in settled
    ]
    most = min(options.max_highlights, max(1, duration_ms // _MS_PER_HIGHLIGHT))
    chosen = choose(candidates, most, duration_ms)
    rejected += _not_chosen(settled, candidates, chosen)
    highlights = [
        _highlight(rank, *settled[at], candidates[at].score) for rank, at in enumerate(chosen, 1)
    ]
    return SelectedHighlights(
        highlights=highlights,
        rejected=sorted(rejected, key=lambda each: each.start_ms),
        warnings=[] if highlights else [_why_none(content, rejected)],
    )


def _score(segment: ContentSegment, settled: Settled, layout: Layout) -> float:
    shown = sum(bool(slide.overlap_ms(settled.whole)) for slide in layout.slides)
    bonus = _ONE_SLIDE if shown == 1 and len(layout.slides) > 1 else 0.0
    return round(max(_LEAST_SCORE, segment.importance + bonus - _MOVED * settled.moved), 4)


def _text(sentences: Sequence[Sentence], settled: Settled) -> str:
    return " ".join(sentence.text for sentence in sentences[settled.first : settled.last + 1])


def _highlight(rank: int, segment: ContentSegment, settled: Settled, score: float) -> Highlight:
    return Highlight(
        start_ms=settled.whole.start_ms,
        end_ms=settled.whole.end_ms,
        rank=rank,
        keep=settled.keep,
        title=segment.title,
        summary=segment.summary,
        score=score,
        reasons=reasons_for(segment, settled),
    )


def _rejected(segment: ContentSegment, reason: str) -> Rejected:
    return Rejected(start_ms=segment.start_ms, end_ms=segment.end_ms, reason=reason)


def _not_chosen(
    settled: Sequence[tuple[ContentSegment, Settled]],
    candidates: Sequence[Candidate],
    chosen: Sequence[int],
) -> list[Rejected]:
    alike = same_thing(candidates)
    rejected = []
    for at, (segment, _) in enumerate(settled):
        if at in chosen:
            continue
        twins = [one for one in chosen if alike[at][one]]
        rivals = [one for one in chosen if overlap(candidates[at], candidates[one])]
        if twins:
            reason = f"It is about the same thing as “{settled[twins[0]][0].title}”."
        elif rivals:
            reason = f"It overlaps “{settled[rivals[0]][0].title}”."
        else:
            reason = f"Others make a better choice; its score is {candidates[at].score:.2f}."
        rejected.append(_rejected(segment, reason))
    return rejected


def _why_none(content: ContentSegments, rejected: Sequence[Rejected]) -> str:
    if not content.segments:
        why = content.warnings[0] if content.warnings else "There are no content segments."
        return f"There are no highlights. {why}"
    first, several = rejected[0].reason, len(rejected) > 1
    none = f"None of the {len(rejected)} content segments" if several else "No content segment"
    return f"{none} became a highlight. {first}"
