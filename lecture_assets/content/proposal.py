"""What a hosted model is asked for: sentence numbers and short texts, and nothing to measure."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Category = Literal["central", "useful", "minor", "organisational"]

WORTH: dict[Category, float] = {
    "central": 1.0,
    "useful": 0.6,
    "minor": 0.25,
    "organisational": 0.0,
}
"""What a category counts. Models choose a category steadily, and a number of their own hardly."""


class ProposedSegment(BaseModel):
    """A stretch as a model proposes it.

    Attributes:
        first_sentence: Number of its first sentence, from 1.
        last_sentence: Number of its last sentence, which belongs to it.
        title: A few words on what it is about.
        topics: Its key phrases, best first.
        summary: One or two sentences.
        importance: How much it matters in this lecture.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    first_sentence: int
    last_sentence: int
    title: str
    topics: list[str]
    summary: str
    importance: Category


class Proposal(BaseModel):
    """A model's whole answer.

    Attributes:
        segments: The stretches, in order.
    """

    # The schema has no bounds: not every provider takes them, and our code checks all of them.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    segments: list[ProposedSegment]
