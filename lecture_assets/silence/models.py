"""The ``silence_map`` document."""

from lecture_assets.documents import Document
from lecture_assets.timeline import Span


class SilenceMap(Document):
    """Silences and speech; what is neither is other sound.

    Attributes:
        duration_ms: Length of the sound that was measured.
        threshold_dbfs: Level at or below which a stretch is silent.
        noise_floor_dbfs: Level of the recording's quietest tenth.
        min_silence_ms: Shortest silence that counts.
        silences: Silent stretches, in order.
        speech: Stretches with speech, in order; they overlap no silence.
    """

    duration_ms: int
    threshold_dbfs: float
    noise_floor_dbfs: float
    min_silence_ms: int
    silences: list[Span]
    speech: list[Span]
