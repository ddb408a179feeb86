"""English turns of phrase that tell how a sentence stands in a lecture."""

import re

_I = re.IGNORECASE

STRONG_OPENING = re.compile(
    r"^(now|next|okay|ok|alright|all right|let's|let us|finally|first|firstly|secondly|thirdly|"
    r"lastly|moving on|turning to|to begin|to start|another)\b",
    _I,
)
SOFT_OPENING = re.compile(r"^(so|well|right|then|today|what|why|how|suppose|imagine)\b", _I)
CONNECTIVE = re.compile(
    r"^(and|but|or|nor|because|which|who|whose|that is|also|too|thus|hence|therefore|however|"
    r"otherwise|instead|besides|moreover|furthermore|likewise|similarly|yet|though|although|either|"
    r"neither|still|so that)\b",
    _I,
)
PRONOUN = re.compile(
    r"^(it|its|it's|this|that|that's|these|those|he|she|they|they're|them|him|her|his|their|such|"
    r"there it|here it|the same|the other|the latter|the former|both)\b",
    _I,
)
POINTING = re.compile(
    r"\b(as you (can )?see|you can see|look at (this|that|the)|over here|right here|up here|"
    r"down here|this (one|thing|picture|figure|slide|graph|curve|plot|line) (here|over)|"
    r"on the (left|right|board|slide|screen)|"
    r"(as|what) we (saw|said|did|discussed|learned)|last (time|week|lecture)|earlier (today|on)|"
    r"in the previous)\b",
    _I,
)
HOUSEKEEPING = re.compile(
    r"\b(homework|assignments?|exams?|mid-?terms?|quiz(zes)?|deadline|office hours?|syllabus|"
    r"welcome (back )?to|good (morning|afternoon|evening)|thank you for|thanks for|see you|"
    r"any questions|hand (it |them )?in|(can|could) (everyone|everybody|you all) (hear|see)|"
    r"take a break|microphone|subscribe|sign up|attendance)\b",
    _I,
)
SIGNAL = re.compile(
    r"\b((the|a|most|very|really|extremely) (key|important|crucial|main|central|fundamental|"
    r"essential)|important(ly)?|remember|keep in mind|note that|notice (that|how)|in summary|"
    r"to (summarize|summarise|sum up|conclude)|in conclusion|in short|the (whole )?(point|idea|"
    r"trick|reason|question|problem|lesson) is|the whole (point|idea)|that's the|this means|"
    r"that means|in other words|for example|for instance|it turns out|bottom line|never forget|"
    r"believe me|the first|surprising(ly)?|in fact)\b",
    _I,
)
DEFINITION = re.compile(
    r"\b((is|are|was|were) (called|defined|known|referred to)|(we|I|you|they|economists|people|"
    r"scientists) (call|define|say that)|(is|are) (a|an|the) \w+ (that|which|of|by|in which|where)|"
    r"by definition|stands for|refers to|means that|consists of|the process (by|of|in) which)\b",
    _I,
)
QUESTION = re.compile(r"\?[\"'”’)]*$")  # noqa: RUF001
UNFINISHED = re.compile(r"([,;:–-]|\.\.\.|…|\b(and|but|or|so|because|the|a|of|to|with))\W*$", _I)  # noqa: RUF001


def opening_strength(text: str) -> float:
    """Rate a sentence as an opening, from -1 (leans on what came before) to 1 (a clear cue)."""
    if CONNECTIVE.search(text) or PRONOUN.search(text):
        return -1.0
    if STRONG_OPENING.search(text):
        return 1.0
    return 0.5 if SOFT_OPENING.search(text) else 0.0
