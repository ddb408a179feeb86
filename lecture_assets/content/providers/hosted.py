"""Finds content segments with a hosted model, held to what is said; offline where it fails."""

from collections.abc import Mapping, Sequence
from functools import partial

from lecture_assets.content.conversation import (
    Found,
    LanguageModel,
    Reply,
    Send,
    Talk,
    estimated,
    propose,
)
from lecture_assets.content.describe import described
from lecture_assets.content.material import Material, material_of
from lecture_assets.content.models import ContentSegment, ContentSegments
from lecture_assets.content.parts import MOST_TOKENS, parts_of, spoken_tokens
from lecture_assets.content.prompt import TASK, question
from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.content.settled import Stretch, judged, settled, worded
from lecture_assets.content.support import Said
from lecture_assets.content.topics import Window
from lecture_assets.hosted.account import Account, Exchange, Request
from lecture_assets.hosted.address import server_of
from lecture_assets.hosted.budget import Usage
from lecture_assets.hosted.kept import identity_of
from lecture_assets.layout.models import Layout
from lecture_assets.media.about import About
from lecture_assets.options import ContentOptions
from lecture_assets.progress import Progress, part
from lecture_assets.silence.models import SilenceMap
from lecture_assets.timeline import clock
from lecture_assets.transcript.models import Transcript

_KIND = "2"
"""Raised when answers that were kept before can no longer be read."""


class HostedAnalyzer:
    """Lets a hosted model choose sentences and word what they are about; all else is our code's.

    Attributes:
        provider: Who runs the model.
        model: Its name.
        reads_about: True: title and course are told to the model.
    """

    reads_about = True

    def __init__(self, model: LanguageModel, options: ContentOptions) -> None:
        self.provider, self.model = model.provider, model.model
        self._model, self._options = model, options

    def analyze(
        self,
        transcript: Transcript,
        layout: Layout,
        silence_map: SilenceMap,
        progress: Progress,
        about: About,
        account: Account | None,
    ) -> ContentSegments:
        """Find the content segments; see :class:`lecture_assets.content.analyzer.Analyzer`.

        Raises:
            ProviderError: The provider did not answer, or would cost too much.
            SettingsError: It cannot be asked.
        """
        assert account is not None, "a hosted model is paid for"
        material = material_of(transcript, layout, silence_map, self._options)
        offline = partial(self._offline, transcript, layout, silence_map, progress)
        if material.duration_ms < self._options.min_segment_ms:
            return offline(f"{self._named} was not asked: hardly anything is said.")
        known = {"language": transcript.language, "title": about.title, "course": about.course}
        facts = {name: fact for name, fact in known.items() if fact}
        found = self._found(material, facts, account, progress)
        stretches = settled(material.sentences, _stretches(material, found), self._options)
        if not any(each.proposed for each in stretches):
            return offline(self._blame(found[0]))
        segments, replaced = _described(material, stretches, transcript.language)
        progress(1.0)
        failed = [each for each in found if each.fault]
        warnings = [self._blame(each, _when(material, each)) for each in failed]
        if replaced:
            warnings.append(
                f"In {replaced} of {len(segments)} segments the title or summary by {self._named} "
                "told what is not said there, so the lecturer's own words took its place."
            )
        if transcript.language != "en":
            warnings.append(
                "The cue words behind the importance are English, and this lecture's language is "
                f"'{transcript.language}', so it rests on what {self._named} judged."
            )
        analyzer = f"{self.provider}+{LocalAnalyzer.provider}" if failed else self.provider
        return ContentSegments(analyzer=analyzer, segments=segments, warnings=warnings)

    @property
    def _named(self) -> str:
        return f"{self._model.name}'s {self.model}"

    def _blame(self, found: Found, when: str = "") -> str:
        if not found.fault:
            return (
                f"None of {self._named}'s segments can be given the length of one, so the offline "
                "analyzer chose them."
            )
        return (
            f"{self._named} gave no usable segments{when}, also when it was told why, so the "
            f"offline analyzer chose them; of the answer: {found.fault[0].lower()}{found.fault[1:]}"
        )

    def _offline(
        self,
        transcript: Transcript,
        layout: Layout,
        silence_map: SilenceMap,
        progress: Progress,
        why: str,
    ) -> ContentSegments:
        local = LocalAnalyzer(self._options).analyze(transcript, layout, silence_map, progress)
        return local.model_copy(update={"warnings": [why, *local.warnings]})

    def _found(
        self, material: Material, facts: Mapping[str, str], account: Account, progress: Progress
    ) -> list[Found]:
        """Ask about all parts of the lecture."""
        fits = spoken_tokens(material.sentences) <= MOST_TOKENS
        windows = [] if fits else material.windows
        questions = [
            (each, question(material.sentences, each, material.slides, facts, self._options))
            for each in parts_of(material.sentences, windows, self._options)
        ]
        rounds = iter([part(progress, 0.1, 0.7), part(progress, 0.7, 0.9)])
        exchange = Exchange(self._model.name, self._model.price(account.options), account)
        with self._model.connect(account.options) as send:

            def ask(talks: Sequence[Talk]) -> list[Reply]:
                report = next(rounds)
                requests = [self._request(send, talk) for talk in talks]
                answers = exchange.ask_all(requests, lambda done: report(done / len(talks)))
                return [Reply.model_validate(answer) for answer in answers]

            return propose(ask, questions, material.sentences, self._options)

    def _request(self, send: Send, talk: Talk) -> Request:
        said = [text for message in talk.messages for text in (message.role, message.text)]
        server = server_of(self.provider, self._model.address)

        def once() -> tuple[dict[str, str], Usage]:
            reply, usage = send(talk.messages)
            return reply.model_dump(), usage

        return Request(
            what=talk.what,
            identity=identity_of(_KIND, self.provider, self.model, server or "", TASK, *said),
            estimate=estimated(talk.messages),
            send=once,
        )


def _stretches(material: Material, found: Sequence[Found]) -> list[Stretch]:
    """Gather what the model proposes, and what the offline analyzer finds where it failed."""
    stretches = []
    for number, each in enumerate(found):
        if each.fault:
            stretches += [
                Stretch(window)
                for window in material.windows
                if each.part.first <= window.first and window.last <= each.part.last
            ]
        for segment in each.segments:
            window = Window(segment.first_sentence - 1, segment.last_sentence - 1, number)
            stretches.append(Stretch(window, segment))
    return stretches


def _described(
    material: Material, stretches: Sequence[Stretch], language: str
) -> tuple[list[ContentSegment], int]:
    """Choose and word the most important stretches; tell how often the lecturer's words stand in.

    Returns:
        The segments in order of time, and how many titles or summaries the model lost.
    """
    features = [material.rate(each.window) for each in stretches]
    rated = [judged(*each) for each in zip(features, stretches, strict=True)]
    order = sorted(range(len(stretches)), key=lambda at: (-rated[at][1], at))
    chosen = sorted(order[: material.options.max_segments])
    windows = [each.window for each in stretches]
    plain = described(
        material.sentences,
        material.vectors,
        windows,
        [(windows[at], features[at]) for at in chosen],
        material.slides,
        language,
    )
    segments: list[ContentSegment] = []
    replaced = 0
    for at, segment in zip(chosen, plain, strict=True):
        said = Said(material.texts(windows[at]), language, material.beginnings)
        taken = {each.title.casefold() for each in segments}
        final, taken_over = worded(segment, stretches[at].proposed, said, taken)
        replaced += not taken_over
        known, worth = rated[at]
        segments.append(final.model_copy(update={"features": known, "importance": worth}))
    return segments, replaced


def _when(material: Material, found: Found) -> str:
    first, last = material.sentences[found.part.first], material.sentences[found.part.last]
    return f" from {clock(first.start_ms)} to {clock(last.end_ms)}"
