"""Takes a hosted model's answer for what it is worth: nothing of it counts unchecked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import ValidationError

from lecture_assets.content.parts import Part
from lecture_assets.content.prompt import sentences_within
from lecture_assets.content.proposal import Proposal, ProposedSegment
from lecture_assets.options import ContentOptions
from lecture_assets.transcript.sentences import Sentence

_MOST_CHARACTERS = 100_000
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_FAR_TOO_LONG = 2
"""A segment of more than this many times the most sentences is no segment of ours to shorten."""


@dataclass(frozen=True)
class Answer:
    """What an answer holds after all checks.

    Attributes:
        segments: In order, without overlaps, all numbers those of sentences that were asked about;
            none where there are faults.
        faults: Why it cannot be used, a sentence each, none of which quotes the model.
    """

    segments: tuple[ProposedSegment, ...] = ()
    faults: tuple[str, ...] = ()


def read_answer(
    text: str, sentences: Sequence[Sentence], part: Part, options: ContentOptions
) -> Answer:
    """Check an answer.

    Lengths are no fault where our code can settle them: a model does not measure.

    Args:
        text: What the model said; a code fence or a thought before the object is overlooked.
        sentences: The whole lecture.
        part: What was asked about.
        options: Bounds of a segment.
    """
    if not text.strip():
        return Answer(faults=("It is empty.",))
    found = _OBJECT.search(_THOUGHT.sub("", text))
    if found is None or len(text) > _MOST_CHARACTERS:
        return Answer(faults=("It is not one JSON object of the form that was asked for.",))
    try:
        proposal = Proposal.model_validate_json(found.group())
    except ValidationError as error:
        return Answer(faults=_faults_of_form(error))
    segments = sorted(proposal.segments, key=lambda s: (s.first_sentence, s.last_sentence))
    faults = _faults_of_numbers(segments, part) or [
        *_faults_of_overlap(segments),
        *_faults_of_length(segments, sentences, part, options),
        *_faults_of_count(segments, part),
    ]
    return Answer(faults=tuple(faults)) if faults else Answer(segments=tuple(segments))


def _faults_of_form(error: ValidationError) -> tuple[str, ...]:
    faults = []
    for fault in error.errors(include_input=False, include_url=False):
        if fault["type"] == "json_invalid":
            return ("It is not valid JSON.",)
        # Where a model made a name up, it stands in no message: it may have been told to it.
        known = {*Proposal.model_fields, *ProposedSegment.model_fields}
        where = [str(each) for each in fault["loc"] if isinstance(each, int) or each in known]
        place = ".".join(where) or "the object"
        if fault["type"] == "extra_forbidden":
            faults.append(f"In {place} there is a name that was not asked for.")
        else:
            faults.append(f"At {place}: {fault['msg']}.")
    return tuple(faults)


def _faults_of_numbers(segments: Sequence[ProposedSegment], part: Part) -> list[str]:
    low, high = part.first + 1, part.last + 1
    faults = []
    for each in segments:
        run = _named(each)
        if each.first_sentence > each.last_sentence:
            faults.append(f"The segment of {run} ends before it begins.")
        elif each.first_sentence < low or each.last_sentence > high:
            faults.append(f"The segment of {run} is not within the sentences {low} to {high}.")
    return faults


def _faults_of_overlap(segments: Sequence[ProposedSegment]) -> list[str]:
    return [
        f"The segments of {_named(one)} and of {_named(other)} overlap."
        for one, other in pairwise(segments)
        if other.first_sentence <= one.last_sentence
    ]


def _faults_of_length(
    segments: Sequence[ProposedSegment],
    sentences: Sequence[Sentence],
    part: Part,
    options: ContentOptions,
) -> list[str]:
    _, most = sentences_within(sentences[part.first : part.last + 1], options)
    return [
        f"The segment of {_named(each)} is far too long: at most {most} sentences belong to one."
        for each in segments
        if each.last_sentence - each.first_sentence >= _FAR_TOO_LONG * most
    ]


def _faults_of_count(segments: Sequence[ProposedSegment], part: Part) -> list[str]:
    if len(segments) >= part.fewest:
        return []
    return [f"There are {len(segments)} segments, where at least {part.fewest} are wanted."]


def _named(segment: ProposedSegment) -> str:
    first, last = (str(each)[:9] for each in (segment.first_sentence, segment.last_sentence))
    return f"sentences {first} to {last}"
