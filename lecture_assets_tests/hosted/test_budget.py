"""Tests of the cap."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.errors import BudgetExceededError
from lecture_assets.hosted.budget import Budget, Usage

_NOTHING = Usage(requests=0)


@given(st.floats(0, 10), st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1)), max_size=30))
def test_the_cap_is_never_exceeded_when_estimates_are_not_too_low(
    cap: float, requests: list[tuple[float, float]]
) -> None:
    budget = Budget(cap)
    for estimate, share in requests:
        try:
            budget.hold("chunk 1", estimate)
        except BudgetExceededError:
            continue
        budget.settle(estimate, _NOTHING, estimate * share)
    assert budget.cost_usd <= cap + 1e-6


def test_what_is_foreseen_to_be_too_much_is_not_begun() -> None:
    budget = Budget(1.0)
    budget.foresee("What is asked of OpenAI", 1.0)
    budget.settle(0.0, _NOTHING, 0.5)
    with pytest.raises(BudgetExceededError, match=r"about 1.10 USD, above the cap of 1.00 USD"):
        budget.foresee("What is asked of OpenAI", 0.6)


def test_a_request_waits_for_others_that_turn_out_cheaper() -> None:
    budget = Budget(1.0)
    budget.hold("chunk 1", 0.8)
    cheaper = threading.Timer(0.05, budget.settle, [0.8, _NOTHING, 0.1])
    cheaper.start()
    budget.hold("chunk 2", 0.8)
    cheaper.join()
    budget.settle(0.8, Usage(audio_s=2), 0.9)
    with pytest.raises(BudgetExceededError, match=r"chunk 3 was not sent, since 1.00 USD"):
        budget.hold("chunk 3", 0.01)
    assert budget.used == Usage(requests=1, audio_s=2)


def test_usages_add_up() -> None:
    both = Usage(audio_s=1.5, input_tokens=3) + Usage(audio_s=2.0, output_tokens=4)
    assert both == Usage(requests=2, audio_s=3.5, input_tokens=3, output_tokens=4)
