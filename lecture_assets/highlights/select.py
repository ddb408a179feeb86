"""Chooses the highlights of a lecture."""

from collections.abc import Sequence

from lecture_assets.content.models import ContentSegments
from lecture_assets.edits.in_force import refusal
from lecture_assets.edits.models import NONE, Edits
from lecture_assets.edits.retold import Retelling
from lecture_assets.edits.words import find
from lecture_assets.highlights.bans import banned_spans
from lecture_assets.highlights.boundaries import Room, settle
from lecture_assets.highlights.builds import changes_of
from lecture_assets.highlights.choose import choose
from lecture_assets.highlights.edges import Edges
from lecture_assets.highlights.models import Highlight, Rejected, SelectedHighlights
from lecture_assets.highlights.openings import fragments, idle
from lecture_assets.highlights.pauses import watched_in
from lecture_assets.highlights.pinned import wanted_by_editor
from lecture_assets.highlights.problem import Bounds
from lecture_assets.highlights.proposals import Proposal, proposal_of, wanted_proposal
from lecture_assets.highlights.rejection import ban_of, left_out, not_chosen
from lecture_assets.highlights.retelling import not_enough, retell, unheard
from lecture_assets.highlights.ties import hangings, ties_of
from lecture_assets.layout.models import Layout
from lecture_assets.media.by_hand import FaultError
from lecture_assets.options import HighlightOptions
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import merge
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.sentences import sentences_of

_MS_PER_HIGHLIGHT = 40_000
"""A short lecture gives one highlight for as much of its time as this, at least one."""


def select_highlights(
    content: ContentSegments,
    transcript: Transcript,
    silence_map: SilenceMap,
    layout: Layout,
    duration_ms: int,
    options: HighlightOptions,
    edits: Edits = NONE,
) -> SelectedHighlights:
    """Choose the highlights, and settle their boundaries in silences.

    Args:
        content: The candidates.
        transcript: What is said, for the edges of sentences.
        silence_map: Where a clip may start, end, and be shortened.
        layout: The slides; a stretch on one slide is preferred a little.
        duration_ms: Length of the lecture.
        options: How many, and how long.
        edits: What an editor decided, which goes before everything else.

    Returns:
        Highlights by rank, none overlapping, and every other candidate with its reason; where there
        is no highlight, a warning says why.

    Raises:
        EditsError: What the editor decided cannot be obeyed; the message names the line.
    """
    room = _room(transcript, silence_map, layout, duration_ms, options, edits)
    proposals, rejected = _propose(content, room, layout, transcript.language, edits)
    try:
        wanted = wanted_by_editor(edits, [each.settled for each in proposals], room, duration_ms)
    except FaultError as fault:
        raise refusal(fault) from fault
    fixed = [wanted_proposal(each, proposals, room) for each in wanted]
    taken = [each.settled for each in fixed]
    proposals = [*fixed, *(each for each in proposals if each.settled not in taken)]
    bounds = _bounds(duration_ms, options, edits)
    choice = choose([each.candidate for each in proposals], bounds)
    chosen = [proposals[at] for at in choice.positions]
    found = find(edits.corrections, transcript)
    highlights, warnings = retell(
        [_highlight(rank, each) for rank, each in enumerate(chosen, 1)],
        [each.entitled for each in chosen],
        Retelling(transcript, found.corrected),
        edits.retitles,
    )
    rejected += not_chosen(proposals, choice.positions, bounds)
    warnings += [*unheard(found.unheard), *not_enough(edits, len(highlights))]
    if choice.missed:
        warnings.append(f"A better choice might score up to {100 * choice.missed:.1f} % more.")
    return SelectedHighlights(
        highlights=highlights,
        rejected=sorted(rejected, key=lambda each: (each.start_ms, each.end_ms)),
        corrections=found.corrected,
        warnings=warnings if highlights else [_why_none(content, rejected, edits), *warnings],
    )


def _room(
    transcript: Transcript,
    silence_map: SilenceMap,
    layout: Layout,
    duration_ms: int,
    options: HighlightOptions,
    edits: Edits,
) -> Room:
    words = transcript.words()
    sentences = sentences_of(words)
    silences = merge(silence_map.silences)
    ties = ties_of(sentences, transcript.language)
    nobody_needs = idle(sentences, transcript.language)
    edges = Edges(sentences, silences, duration_ms, changes_of(layout), words)
    return Room(
        sentences=sentences,
        edges=edges,
        silences=silences,
        options=options,
        ties=ties,
        hanging=hangings(sentences, ties, nobody_needs, transcript.language),
        idle=nobody_needs,
        torn=fragments(sentences),
        watched=watched_in(sentences, transcript.language),
        barred=banned_spans(edits.bans, edges),
    )


def _propose(
    content: ContentSegments, room: Room, layout: Layout, language: str, edits: Edits
) -> tuple[list[Proposal], list[Rejected]]:
    proposals: list[Proposal] = []
    rejected: list[Rejected] = []
    for segment in content.segments:
        ban = ban_of(segment, edits.bans)
        result = f"an editor banned {ban.at}" if ban else settle(segment, room)
        if isinstance(result, str):
            rejected.append(left_out(segment, f"Left out because {result}."))
        else:
            proposals.append(proposal_of(segment, result, room, layout, language))
    return proposals, rejected


def _bounds(duration_ms: int, options: HighlightOptions, edits: Edits) -> Bounds:
    most = min(options.max_highlights, max(1, duration_ms // _MS_PER_HIGHLIGHT))
    if edits.clips is not None:
        most = edits.clips[0]
    spread_ms = duration_ms // (most + 1) if options.spread else 0
    return Bounds(most, options.max_total_ms, spread_ms)


def _highlight(rank: int, proposal: Proposal) -> Highlight:
    settled = proposal.settled
    return Highlight(
        start_ms=settled.whole.start_ms,
        end_ms=settled.whole.end_ms,
        rank=rank,
        keep=settled.keep,
        title=proposal.title,
        summary=proposal.summary,
        score=proposal.candidate.score,
        reasons=proposal.reasons,
    )


def _why_none(content: ContentSegments, rejected: Sequence[Rejected], edits: Edits) -> str:
    if edits.clips is not None and edits.clips[0] == 0:
        return "There are no highlights. An editor asked for none."
    if not content.segments:
        why = content.warnings[0] if content.warnings else "There are no content segments."
        return f"There are no highlights. {why}"
    first, several = rejected[0].reason, len(rejected) > 1
    none = f"None of the {len(rejected)} content segments" if several else "No content segment"
    return f"{none} became a highlight. {first}"
