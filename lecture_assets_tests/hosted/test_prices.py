"""Tests of what hosted models cost."""

import pytest

from lecture_assets.errors import SettingsError
from lecture_assets.hosted.budget import Usage, cost_usd
from lecture_assets.hosted.prices import price_of
from lecture_assets.operations import GeminiOptions, HostedOptions, OpenAIOptions, Price

_OPTIONS = HostedOptions()


@pytest.mark.parametrize("options", [OpenAIOptions(), GeminiOptions()])
def test_the_default_models_are_priced(options: OpenAIOptions | GeminiOptions) -> None:
    for model in (options.transcription_model, options.analysis_model):
        assert cost_usd(price_of(model, _OPTIONS), Usage(audio_s=60, output_tokens=1000)) > 0


def test_an_hour_costs_what_the_price_lists_say() -> None:
    hour = Usage(audio_s=3600, input_tokens=1_000_000, output_tokens=500_000)
    assert cost_usd(price_of("whisper-1", _OPTIONS), hour) == pytest.approx(0.36)
    assert cost_usd(price_of("gemini-3.5-transcribe", _OPTIONS), hour) == pytest.approx(8.0)


def test_the_user_s_price_wins_over_the_table() -> None:
    options = HostedOptions(prices={"whisper-1": Price(audio_minute_usd=0.001)})
    assert price_of("whisper-1", options).audio_minute_usd == 0.001


def test_a_model_that_nobody_priced_is_used_on_one_s_own_server_alone() -> None:
    with pytest.raises(SettingsError, match=r"price of the model llama is not .*_HOSTED__PRICES"):
        price_of("llama", _OPTIONS)
    assert price_of("llama", _OPTIONS, own_server=True) == Price()
