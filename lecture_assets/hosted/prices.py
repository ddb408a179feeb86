"""What hosted models cost."""

from lecture_assets.errors import SettingsError
from lecture_assets.operations import HostedOptions, Price

PRICED_ON = "2026-11-21"
"""The day on which the table was compiled from the providers' public price lists."""

_WHISPER = Price(audio_minute_usd=0.006)
_PRICES = {
    "gpt-transcribe": Price(audio_minute_usd=0.0045),
    "whisper-1": _WHISPER,
    "gpt-4o-transcribe": _WHISPER,
    "gpt-4o-mini-transcribe": Price(audio_minute_usd=0.003),
    "gemini-3.5-transcribe": Price(input_usd=2.0, output_usd=12.0),
    "gpt-6.1-terra": Price(input_usd=1.0, output_usd=5.0),
    "gpt-6.1-sol": Price(input_usd=2.0, output_usd=10.0),
    # Half of it until the end of 2026: what is recorded until then is too much, never too little.
    "gemini-3.8-flash": Price(input_usd=1.5, output_usd=7.5),
}


def price_of(model: str, options: HostedOptions, *, own_server: bool = False) -> Price:
    """Return what a model costs: as the settings say, else as the table does.

    Args:
        model: The model's name.
        options: Prices of the user's own.
        own_server: Whether the requests go to another server than the provider's own, where a
            model that nobody priced costs nothing.

    Raises:
        SettingsError: Nobody knows, so that no cap could be kept.
    """
    price = options.prices.get(model) or _PRICES.get(model)
    if price is None and own_server:
        return Price()
    if price is None:
        raise SettingsError(
            f"The price of the model {model} is not known, so that no cap could be kept; name it "
            f"in LECTURE_HOSTED__PRICES, such as "
            f'{{"{model}": {{"input_usd": 1.0, "output_usd": 5.0}}}}, or take another model.'
        )
    return price
