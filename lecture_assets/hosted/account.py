"""What a stage has when it asks a hosted provider, and how it asks: kept, tried again, paid."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lecture_assets.hosted.budget import Budget, Usage, cost_usd
from lecture_assets.hosted.in_flight import all_in_flight
from lecture_assets.hosted.kept import Answer, KeptAnswers, kept_key
from lecture_assets.hosted.tries import Tries, TryFailedError
from lecture_assets.operations import HostedOptions, Price
from lecture_assets.storage.store import ArtifactStore


@dataclass(frozen=True)
class Account:
    """What one stage has for one lecture, while it runs.

    Attributes:
        options: How providers are asked.
        budget: What is spent.
        kept: What was answered, now or in a run that failed.
    """

    options: HostedOptions
    budget: Budget
    kept: KeptAnswers


def open_account(options: HostedOptions, store: ArtifactStore, lecture: str, stage: str) -> Account:
    """Return a stage's account; nothing is read before something is asked."""
    return Account(
        options, Budget(options.max_cost_usd), KeptAnswers(store, kept_key(lecture, stage))
    )


@dataclass(frozen=True)
class Request:
    """Something to ask.

    Attributes:
        what: What is asked for, as in ``chunk 3 of 12 of the transcript``.
        identity: Hash of all that the answer depends on, see ``identity_of``.
        estimate: What will be charged for, rather too much than too little.
        send: Sends it once, and returns what matters of the answer as JSON, with what is charged
            for; raises ``TryFailedError``.
    """

    what: str
    identity: str
    estimate: Usage
    send: Callable[[], tuple[Any, Usage]]


class Exchange:
    """Asks one provider's model on a stage's account.

    Args:
        provider: Its name for people.
        price: What the model costs.
        account: The stage's.
    """

    def __init__(self, provider: str, price: Price, account: Account) -> None:
        self._provider, self._price, self._account = provider, price, account

    def ask(self, request: Request) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a request, which is sent only if it is not kept.

        Raises:
            ProviderError: There is none, or it would cost too much.
        """
        return self.ask_all([request], lambda _: None)[0]

    def ask_all(self, requests: Sequence[Request], done: Callable[[int], None]) -> list[Any]:
        """Return the answers in order; what is missing is sent, several requests at once.

        Nothing is sent where all that is missing would cost more than the cap allows.

        Args:
            requests: What to ask.
            done: Told how many are answered.

        Raises:
            ProviderError: One is not answered, or all would cost too much; answers are kept.
        """
        options, budget = self._account.options, self._account.budget
        answers = self._account.kept.those_of({each.identity for each in requests})
        for answer in answers.values():
            budget.settle(0.0, answer.usage, answer.cost_usd)
        missing = {each.identity: each for each in requests if each.identity not in answers}
        had = len(requests) - len(missing)
        done(had)
        budget.foresee(
            f"What is asked of {self._provider}",
            sum(cost_usd(self._price, each.estimate) for each in missing.values()),
        )
        stopped = threading.Event()
        tries = Tries(self._provider, options.max_tries, stopped)
        found = all_in_flight(
            lambda request: self._send(request, tries),
            list(missing.values()),
            options.requests_in_flight,
            stopped,
            lambda count: done(had + count),
        )
        answers |= dict(zip(missing, found, strict=True))
        return [answers[each.identity].content for each in requests]

    def _send(self, request: Request, tries: Tries) -> Answer:
        answer = tries.until_answered(request.what, lambda: self._try(request, tries))
        self._account.kept.put(request.identity, answer)
        return answer

    def _try(self, request: Request, tries: Tries) -> Answer:
        budget, held = self._account.budget, cost_usd(self._price, request.estimate)
        budget.hold(request.what, held)
        usage: Usage | None = None
        cost = 0.0
        try:
            tries.check_running()
            content, told = request.send()
            usage = told if told.is_possible else request.estimate
            cost = cost_usd(self._price, usage)
            return Answer(content=content, usage=usage, cost_usd=cost)
        except TryFailedError as error:
            if error.charged:
                # Nobody says what a request cost whose answer was lost.
                usage, cost = request.estimate, held
            raise
        finally:
            budget.settle(held, usage, cost)
