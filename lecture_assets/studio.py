"""What the stages work with, made from the settings: the store and the providers."""

from dataclasses import dataclass

from lecture_assets.content.analyzer import Analyzer
from lecture_assets.content.providers.gemini import GeminiModel
from lecture_assets.content.providers.hosted import HostedAnalyzer
from lecture_assets.content.providers.local import LocalAnalyzer
from lecture_assets.content.providers.openai import OpenAIModel
from lecture_assets.settings import Settings
from lecture_assets.storage.open import open_store
from lecture_assets.storage.store import ArtifactStore
from lecture_assets.transcript.providers.gemini import GeminiSpeech
from lecture_assets.transcript.providers.hosted import HostedTranscriber
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.providers.openai import OpenAISpeech
from lecture_assets.transcript.transcriber import Transcriber


@dataclass(frozen=True)
class Studio:
    """Everything that a stage may need besides its inputs.

    Attributes:
        settings: The settings in force.
        store: Where uploads and artifacts live.
        transcriber: Recognises speech.
        analyzer: Finds the content segments.
    """

    settings: Settings
    store: ArtifactStore
    transcriber: Transcriber
    analyzer: Analyzer


def open_studio(settings: Settings) -> Studio:
    """Make the studio that the settings describe; models are loaded when first used.

    Raises:
        SettingsError: The store or a provider cannot be used.
    """
    return Studio(
        settings=settings,
        store=open_store(settings),
        transcriber=_transcriber(settings),
        analyzer=_analyzer(settings),
    )


def _transcriber(settings: Settings) -> Transcriber:
    if settings.transcriber == "openai":
        return HostedTranscriber(OpenAISpeech(settings.openai), settings.transcript)
    if settings.transcriber == "gemini":
        return HostedTranscriber(GeminiSpeech(settings.gemini), settings.transcript)
    return LocalTranscriber(settings.transcript)


def _analyzer(settings: Settings) -> Analyzer:
    if settings.analyzer == "openai":
        return HostedAnalyzer(OpenAIModel(settings.openai), settings.content)
    if settings.analyzer == "gemini":
        return HostedAnalyzer(GeminiModel(settings.gemini), settings.content)
    return LocalAnalyzer(settings.content)
