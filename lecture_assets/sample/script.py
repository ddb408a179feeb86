"""What is said in the sample lecture, and which slide is shown meanwhile.

The numbers are those of the studies named: H. Ebbinghaus, "Über das Gedächtnis" (1885);
H. L. Roediger and J. D. Karpicke, Psychological Science 17 (2006), experiment 2;
N. J. Cepeda et al., Psychological Science 19 (2008); J. G. Jenkins and K. M. Dallenbach,
American Journal of Psychology 35 (1924); A. K. Lee and M. A. Wilson, Neuron 36 (2002).
"""

from dataclasses import dataclass

PAUSE_MS = 900
THINK_MS = 1_900
TOPIC_MS = 2_200


@dataclass(frozen=True)
class Line:
    """One spoken sentence.

    Attributes:
        text: What is said.
        slide: Number of the slide shown while it is said, from 1.
        build: How many of the slide's builds are shown, from 0.
        pause_ms: Silence after it.
    """

    text: str
    slide: int
    build: int = 0
    pause_ms: int = PAUSE_MS


@dataclass(frozen=True)
class Topic:
    """A part of the lecture about one thing.

    Attributes:
        title: What it is about.
        lines: Its sentences.
    """

    title: str
    lines: tuple[Line, ...]


_WELCOME = Topic(
    "Welcome",
    (
        Line("Good morning, and welcome to a short lecture about how human memory works.", 1),
        Line(
            "This lecture has three parts: forgetting, practice, and sleep.", 1, pause_ms=TOPIC_MS
        ),
    ),
)

_FORGETTING = Topic(
    "Forgetting",
    (
        Line("How fast do we forget something that we have just learned?", 2, 0, THINK_MS),
        Line(
            "In eighteen eighty-five, Hermann Ebbinghaus measured it, "
            "with himself as the only subject.",
            2,
            1,
        ),
        Line(
            "He memorized lists of syllables without any meaning, "
            "and some time later he learned the same lists again.",
            2,
            2,
            1_000,
        ),
        Line(
            "The forgetting curve is the share of the first effort "
            "that is still saved after a delay.",
            3,
        ),
        Line(
            "After twenty minutes, fifty-eight percent was still saved, "
            "and after one hour only forty-four percent.",
            3,
        ),
        Line(
            "After one day it was thirty-four percent, "
            "but after a whole month it was still twenty-one.",
            3,
        ),
        Line(
            "The key idea is that forgetting is fastest at the beginning and then slows down.",
            3,
            1,
            THINK_MS,
        ),
        Line(
            "So the best moment to protect a memory is within the first day.",
            3,
            1,
            TOPIC_MS,
        ),
    ),
)

_PRACTICE = Topic(
    "Practice",
    (
        Line(
            "Now let us turn to practice, and to a mistake that most students make.",
            4,
        ),
        Line(
            "Retrieval practice means pulling an answer out of your memory, "
            "instead of reading it again.",
            4,
            0,
            1_000,
        ),
        Line(
            "In two thousand six, two psychologists asked students to study "
            "the same page in two different ways.",
            4,
            1,
        ),
        Line(
            "One group read it four times; the other read it once "
            "and then recalled it three times.",
            4,
            1,
        ),
        Line(
            "One week later, the readers remembered forty percent, "
            "but the students who had tested themselves remembered sixty-one.",
            4,
            2,
            1_200,
        ),
        Line("The second habit is called the spacing effect.", 5),
        Line(
            "The same hours of study work better when they are spread over several days.",
            5,
        ),
        Line("For a test in one week, the best gap is one or two days.", 5, 1),
        Line(
            "For a test in one year, the best gap grows to about three weeks.",
            5,
            2,
            THINK_MS,
        ),
        Line(
            "Remember this rule: the longer you want to know it, the longer you should wait.",
            5,
            3,
            TOPIC_MS,
        ),
    ),
)

_SLEEP = Topic(
    "Sleep",
    (
        Line("Finally, why does a good night of sleep help us to remember?", 6, 0, THINK_MS),
        Line(
            "In nineteen twenty-four, an experiment asked two students "
            "to memorize ten syllables at a time.",
            6,
        ),
        Line(
            "After eight hours awake, the students recalled about one syllable out of ten.",
            6,
            1,
        ),
        Line(
            "After eight hours of sleep, the same students recalled more than five.",
            6,
            2,
            1_200,
        ),
        Line(
            "The answer lies in the hippocampus, a small structure deep inside the brain.",
            7,
        ),
        Line(
            "Consolidation is the process that turns fresh and fragile memories into lasting ones.",
            7,
            1,
        ),
        Line(
            "In sleeping rats, the hippocampus replays the day's path through a maze, "
            "about twenty times faster.",
            7,
            2,
        ),
        Line(
            "Such replay seems to train the cortex, where memories can last for many years.",
            7,
            2,
            TOPIC_MS,
        ),
    ),
)

_SUMMARY = Topic(
    "Summary",
    (
        Line("In summary, three simple rules follow from these experiments.", 8),
        Line("Review new material within one day, because early forgetting is the fastest.", 8, 1),
        Line("Test yourself instead of rereading, and make the gaps longer each time.", 8, 2),
        Line(
            "And then sleep well, because your brain goes on practicing without you.", 8, 3, 1_500
        ),
    ),
)

SCRIPT = (_WELCOME, _FORGETTING, _PRACTICE, _SLEEP, _SUMMARY)
"""The whole lecture: a welcome, three topics and a summary."""
