"""What hosted providers were paid, as Dagster shows it."""

import dagster as dg

from lecture_assets.hosted.account import Account
from lecture_assets.hosted.prices import PRICED_ON


def charged(account: Account) -> dict[str, dg.MetadataValue]:
    """Return what was paid for a document, also by runs that failed; nothing where nobody was."""
    used = account.budget.used
    if not used.requests:
        return {}
    return {
        "cost_usd": dg.MetadataValue.float(round(account.budget.cost_usd, 6)),
        "prices_as_of": dg.MetadataValue.text(PRICED_ON),
        "requests": dg.MetadataValue.int(used.requests),
        "audio_seconds": dg.MetadataValue.float(round(used.audio_s, 3)),
        "input_tokens": dg.MetadataValue.int(used.input_tokens),
        "output_tokens": dg.MetadataValue.int(used.output_tokens),
    }
