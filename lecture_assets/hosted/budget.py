"""What a stage spends on a lecture, and the cap that it stays below."""

import threading

from pydantic import BaseModel, ConfigDict

from lecture_assets.errors import BudgetExceededError
from lecture_assets.operations import Price

_CURE = "raise LECTURE_HOSTED__MAX_COST_USD, or choose the provider local"


_MOST_TOKENS = 1_000_000_000
"""No request has as many."""


class Usage(BaseModel):
    """What is charged for.

    Attributes:
        requests: Requests that were answered, or may have been.
        audio_s: Seconds of sound.
        input_tokens: Tokens that were sent.
        output_tokens: Tokens that were answered, those of the model's thoughts among them.
    """

    model_config = ConfigDict(frozen=True)

    requests: int = 1
    audio_s: float = 0.0
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def is_possible(self) -> bool:
        """Whether a request can have cost that: servers may tell any number."""
        counts = (self.input_tokens, self.output_tokens, self.audio_s)
        return all(0 <= each <= _MOST_TOKENS for each in counts)

    def __add__(self, other: "Usage") -> "Usage":
        """Return both together."""
        return Usage(
            requests=self.requests + other.requests,
            audio_s=self.audio_s + other.audio_s,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


def cost_usd(price: Price, usage: Usage) -> float:
    """Return what a usage costs, in US dollars."""
    tokens = price.input_usd * usage.input_tokens + price.output_usd * usage.output_tokens
    return price.audio_minute_usd * usage.audio_s / 60 + tokens / 1e6


class Budget:
    """What one stage spends on one lecture; many threads may share it.

    What a request may cost is held before it is sent, and is given back for what it did cost.

    Args:
        max_cost_usd: The cap.
    """

    def __init__(self, max_cost_usd: float) -> None:
        self._max = max_cost_usd
        self._held = 0.0
        self._changed = threading.Condition()
        self.used = Usage(requests=0)
        self.cost_usd = 0.0

    def foresee(self, what: str, cost_usd: float) -> None:
        """Stop before the first request where all of them together would cost too much.

        Raises:
            BudgetExceededError: They would.
        """
        if self.cost_usd + cost_usd > self._max:
            raise BudgetExceededError(
                f"{what} would cost about {self.cost_usd + cost_usd:.2f} USD, above the cap of "
                f"{self._max:.2f} USD, so nothing was sent; {_CURE}."
            )

    def hold(self, what: str, cost_usd: float) -> None:
        """Set aside what a request may cost; wait for others that may turn out cheaper.

        Raises:
            BudgetExceededError: The request might exceed the cap.
        """
        with self._changed:
            while self.cost_usd + self._held + cost_usd > self._max:
                if not self._held:
                    raise BudgetExceededError(
                        f"The request for {what} was not sent, since {self.cost_usd:.2f} USD are "
                        f"spent and it would exceed the cap of {self._max:.2f} USD; what was "
                        f"answered is kept: {_CURE}."
                    )
                self._changed.wait()
            self._held += cost_usd

    def settle(self, held_usd: float, usage: Usage | None, cost_usd: float) -> None:
        """Give back what was held, and count what was charged.

        Args:
            held_usd: What was held.
            usage: What was charged for; None where nothing was.
            cost_usd: What that costs.
        """
        with self._changed:
            # Sums of floats need not come back to nought.
            self._held = max(0.0, round(self._held - held_usd, 9))
            if usage is not None:
                self.used, self.cost_usd = self.used + usage, self.cost_usd + cost_usd
            self._changed.notify_all()
