"""The one settings tree: environment (``LECTURE_...``) over ``lecture.toml`` over defaults."""

import tomllib
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as SourceError

from lecture_assets.errors import SettingsError
from lecture_assets.operations import (
    BackfillOptions,
    CacheOptions,
    GeminiOptions,
    HostedOptions,
    LogOptions,
    OpenAIOptions,
    QuotaOptions,
    S3Options,
    WebhookOptions,
)
from lecture_assets.options import (
    ContentOptions,
    HighlightOptions,
    LayoutOptions,
    RenderOptions,
    SilenceOptions,
    TranscriptOptions,
    UploadLimits,
)


class Settings(BaseSettings):
    """Everything that a user can set.

    Nested names take a double underscore in the environment, such as
    ``LECTURE_HIGHLIGHTS__MAX_HIGHLIGHTS=3``, and a table in ``lecture.toml``.

    Attributes:
        store: A folder, or ``s3://bucket/prefix``.
        base_url: Where the store is served for people, such as a CloudFront distribution.
        transcriber: Who recognises speech.
        analyzer: Who finds the content segments.
        limits: What is taken as a lecture.
        silence: Options of the silence map.
        transcript: Options of the transcript.
        layout: Options of the layout.
        content: Options of the content segments.
        highlights: Options of the selected highlights.
        render: Options of the clips.
        s3: How an S3 store is used.
        cache: Where files of an S3 store are kept on this machine.
        backfill: What the nightly backfill asks for.
        quota: How much is taken.
        webhook: Who is told how a lecture ended.
        log: How the log is written.
        openai: Where OpenAI is asked, and which models.
        gemini: Where Gemini is asked, and which models.
        hosted: How hosted providers are asked, and what they may cost.
    """

    model_config = SettingsConfigDict(
        env_prefix="LECTURE_",
        env_nested_delimiter="__",
        toml_file="lecture.toml",
        extra="forbid",
        frozen=True,
    )

    store: str = "lecture-store"
    base_url: str | None = None
    transcriber: Literal["local", "openai", "gemini"] = "local"
    analyzer: Literal["local", "openai", "gemini"] = "local"
    limits: UploadLimits = UploadLimits()
    silence: SilenceOptions = SilenceOptions()
    transcript: TranscriptOptions = TranscriptOptions()
    layout: LayoutOptions = LayoutOptions()
    content: ContentOptions = ContentOptions()
    highlights: HighlightOptions = HighlightOptions()
    render: RenderOptions = RenderOptions()
    s3: S3Options = S3Options()
    cache: CacheOptions = CacheOptions()
    backfill: BackfillOptions = BackfillOptions()
    quota: QuotaOptions = QuotaOptions()
    webhook: WebhookOptions = WebhookOptions()
    log: LogOptions = LogOptions()
    openai: OpenAIOptions = OpenAIOptions()
    gemini: GeminiOptions = GeminiOptions()
    hosted: HostedOptions = HostedOptions()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment over ``lecture.toml``."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: object) -> Settings:
    """Read the settings in force.

    Args:
        overrides: Values that win over the environment, by name.

    Raises:
        SettingsError: A value cannot be used; the message names the setting.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "LECTURE_" + "__".join(str(part) for part in first["loc"]).upper()
        said = first["msg"].removeprefix("Value error, ")
        why = "there is no such setting" if first["type"] == "extra_forbidden" else said
        raise SettingsError(
            f"The setting {name} cannot be used: {why}; change it in the environment "
            "or in lecture.toml."
        ) from error
    except SourceError as error:
        raise SettingsError(
            f"A setting in the environment cannot be read: {error}; write a list or a table as "
            'JSON, such as ["Ada Lovelace", "bytecode"].'
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"The settings cannot be read: {error}.") from error
