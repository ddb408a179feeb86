"""Makes the silence map of a recording."""

from lecture_assets.media.audio import RATE, Recorded, Samples
from lecture_assets.options import SilenceOptions
from lecture_assets.progress import Progress
from lecture_assets.silence.detect import EnergyAtMs, detect_silence
from lecture_assets.silence.faults import find_faults
from lecture_assets.silence.level import measure_levels, measure_noise
from lecture_assets.silence.models import SilenceMap
from lecture_assets.silence.speech import find_voice, speech_within
from lecture_assets.timeline import gaps, span


def map_silence(
    samples: Samples,
    options: SilenceOptions,
    progress: Progress,
    recorded: Recorded | None = None,
) -> SilenceMap:
    """Find the silences and the speech of a recording.

    Args:
        samples: The recording, 16 kHz mono.
        options: What counts as silence.
        progress: Told the share that is done.
        recorded: The recording before it was mixed, if that is known.
    """
    sound = EnergyAtMs(samples, RATE)
    levels = measure_levels(sound)
    voiced = [] if levels.nearly_silent else find_voice(samples, progress, levels.loud_dbfs)
    threshold = options.threshold_dbfs
    if threshold is None:
        noise = measure_noise(sound, voiced, levels.noise_floor_dbfs)
        threshold = round(levels.threshold_dbfs(noise), 1)
    silences = detect_silence(sound, options.min_silence_ms, threshold, options.step_ms)
    speech = speech_within(voiced, gaps(silences, span(0, sound.duration_ms)))
    return SilenceMap(
        duration_ms=sound.duration_ms,
        threshold_dbfs=threshold,
        noise_floor_dbfs=levels.noise_floor_dbfs,
        min_silence_ms=options.min_silence_ms,
        silences=silences,
        speech=speech,
        warnings=find_faults(recorded, levels, speech),
    )
