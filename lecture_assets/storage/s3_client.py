"""Clients of boto3: made when first used, one for each process, patient with a bad network."""

import os
import threading
import weakref
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lecture_assets.errors import SettingsError
from lecture_assets.storage.s3_errors import explained

if TYPE_CHECKING:
    from boto3.session import Session
    from botocore.config import Config
    from botocore.session import Session as BotocoreSession
    from mypy_boto3_s3 import S3Client

_MAKING = threading.Lock()
_CONNECT_S = 10


@dataclass(frozen=True)
class Patience:
    """How long a request is tried.

    Attributes:
        attempts: How often, with growing pauses of up to 20 s between them.
        silence_s: How long a server may say nothing before that counts as a failure.
    """

    attempts: int = 8
    silence_s: int = 60


@dataclass(eq=False)
class ClientMaker:
    """Makes a client for this process and remembers it; may be pickled, and used after a fork.

    Attributes:
        place: What a person calls the store, for messages.
        patience: How long a request is tried.
        endpoint_url: The endpoint, where it is another than the AWS_* settings say.
    """

    place: str
    patience: Patience = Patience()
    endpoint_url: str | None = None
    _made: dict[int, "S3Client"] = field(default_factory=dict, repr=False)

    def __call__(self) -> "S3Client":
        """Return the client.

        Raises:
            SettingsError: The AWS_* settings do not allow one.
        """
        with _MAKING:
            if os.getpid() not in self._made:
                made = self._make()
                # Its connections stay open otherwise until Python happens upon them.
                weakref.finalize(self, made.close)
                self._made[os.getpid()] = made
            return self._made[os.getpid()]

    def _make(self) -> "S3Client":
        from boto3.session import Session
        from botocore.config import Config

        config = Config(
            signature_version="s3v4",
            retries={"mode": "standard", "total_max_attempts": self.patience.attempts},
            connect_timeout=_CONNECT_S,
            read_timeout=self.patience.silence_s,
            tcp_keepalive=True,
            max_pool_connections=16,
        )
        with explained("opened", self.place):
            try:
                session = Session(botocore_session=_quick_session())
                made = session.client("s3", config=config, endpoint_url=self.endpoint_url)
                return self._for_its_endpoint(session, config, made)
            except ValueError as error:
                raise SettingsError(
                    f"{self.place!r} cannot be opened: the address of S3 is not one; check "
                    "AWS_ENDPOINT_URL and LECTURE_S3__PUBLIC_ENDPOINT_URL."
                ) from error

    def _for_its_endpoint(
        self, session: "Session", config: "Config", made: "S3Client"
    ) -> "S3Client":
        """Make it anew for a server that is not Amazon's: its addresses and checksums differ."""
        from botocore.config import Config

        host = urlsplit(made.meta.endpoint_url).hostname or ""
        if host.endswith((".amazonaws.com", ".amazonaws.com.cn")):
            return made
        made.close()
        region = "auto" if host.endswith(".r2.cloudflarestorage.com") else "us-east-1"
        other = Config(
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return session.client(
            "s3",
            config=config.merge(other),
            endpoint_url=self.endpoint_url,
            region_name=session.region_name or region,
        )

    def __getstate__(self) -> dict[str, Any]:
        """Leave the clients behind: they hold connections and locks."""
        return self.__dict__ | {"_made": {}}


def _quick_session() -> "BotocoreSession":
    """Return a session that reads times fast: most of a long listing's work goes into them."""
    from botocore.session import get_session

    session = get_session()
    session.get_component("response_parser_factory").set_parser_defaults(
        timestamp_parser=_parse_time
    )
    return session


def _parse_time(value: str) -> datetime:
    from botocore.utils import parse_timestamp

    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return parse_timestamp(value)
    return time if time.tzinfo else parse_timestamp(value)
