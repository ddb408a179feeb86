"""What a user can choose about running the system; none of it changes a result."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    SecretStr,
)


class S3Options(BaseModel):
    """How an S3 store is used; ``AWS_*`` variables say where it is and who asks.

    Attributes:
        public_endpoint_url: Endpoint in links for people, where it differs from AWS_ENDPOINT_URL.
        encryption: Server-side encryption that is asked for; None leaves it to the bucket.
        kms_key_id: Key for ``aws:kms``; None takes the account's own.
        upload_link_minutes: How long a link to upload to is good.
        download_link_minutes: How long a link to a result is good.
        notifications_queue_url: SQS queue that hears of new objects, for large buckets.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    public_endpoint_url: str | None = None
    encryption: Literal["AES256", "aws:kms"] | None = None
    kms_key_id: str | None = None
    upload_link_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)] = 15
    download_link_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)] = 60
    notifications_queue_url: str | None = None


class CacheOptions(BaseModel):
    """Where files of an S3 store are kept while this machine works on them.

    Attributes:
        folder: The folder; None takes ``lecture-assets`` in the user's cache folder.
        max_gb: The least recently used files go once there is more than this, in 10^9 bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: str | None = None
    max_gb: PositiveFloat = 50


class BackfillOptions(BaseModel):
    """What the nightly backfill asks for.

    Attributes:
        max_lectures: Most lectures in one night.
        max_tries: How often a failed lecture is tried again by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_lectures: PositiveInt = 200
    max_tries: NonNegativeInt = 3


class QuotaOptions(BaseModel):
    """How much is taken in all, and for each course; None is without limit.

    Attributes:
        minutes: Minutes of recordings in all.
        gb: Size of recordings in all, in 10^9 bytes.
        course_minutes: Minutes of recordings of one course.
        course_gb: Size of the recordings of one course, in 10^9 bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: PositiveInt | None = None
    gb: PositiveFloat | None = None
    course_minutes: PositiveInt | None = None
    course_gb: PositiveFloat | None = None


class WebhookOptions(BaseModel):
    """Who is told when a lecture is done, refused or failed.

    Attributes:
        url: Gets a JSON document by POST; None tells nobody.
        secret: Key of the HMAC-SHA256 in the header ``X-Lecture-Signature``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str | None = None
    secret: SecretStr | None = None


def checked_address(address: str) -> str:
    """Return the address of a server as it is.

    Raises:
        ValueError: Nothing can be sent there.
    """
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fine = False
    if not fine or address != "".join(address.split()):
        raise ValueError("it is no address such as http://localhost:11434/v1")
    return address


Address = Annotated[str, AfterValidator(checked_address)]


class OpenAIOptions(BaseModel):
    """Where OpenAI, or a server that speaks like it, is asked; its key is ``OPENAI_API_KEY``.

    Attributes:
        base_url: Such as that of Ollama, vLLM or LM Studio; None is OpenAI's own.
        transcription_model: Recognises speech.
        analysis_model: Finds the content segments.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: Address | None = None
    transcription_model: str = "gpt-transcribe"
    analysis_model: str = "gpt-6.1-terra"


class GeminiOptions(BaseModel):
    """Where Gemini is asked; its key is ``GEMINI_API_KEY``.

    Attributes:
        base_url: Such as that of a proxy; None is Google's own.
        transcription_model: Recognises speech.
        analysis_model: Finds the content segments.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: Address | None = None
    transcription_model: str = "gemini-3.5-transcribe"
    analysis_model: str = "gemini-3.8-flash"


class Price(BaseModel):
    """What a hosted model costs, in US dollars.

    Attributes:
        audio_minute_usd: A minute of sound.
        input_usd: A million tokens that are sent.
        output_usd: A million tokens that are answered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    audio_minute_usd: NonNegativeFloat = 0.0
    input_usd: NonNegativeFloat = 0.0
    output_usd: NonNegativeFloat = 0.0


class HostedOptions(BaseModel):
    """How hosted providers are asked.

    Attributes:
        max_cost_usd: Most that one stage may spend on one lecture.
        timeout_s: Longest that one try of a request may take in all.
        max_tries: How often a request is tried that fails for a passing reason.
        requests_in_flight: Most requests at once.
        prices: Prices by model's name, for models that are not in the table, or cost you less.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_cost_usd: NonNegativeFloat = 5.0
    timeout_s: PositiveFloat = 300.0
    max_tries: PositiveInt = 5
    requests_in_flight: Annotated[int, Field(ge=1, le=64)] = 4
    prices: dict[str, Price] = {}


class LogOptions(BaseModel):
    """How the log on standard error is written.

    Attributes:
        format: ``text`` for people, ``json`` for a log store.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["text", "json"] = "text"
