"""Makes the silence map of a recording."""

from lecture_assets.media.audio import RATE, Samples
from lecture_assets.options import SilenceOptions
from lecture_assets.progress import Progress
from lecture_assets.silence.detect import EnergyAtMs, detect_silence, levels_dbfs
from lecture_assets.silence.level import measure_levels
from lecture_assets.silence.models import SilenceMap
from lecture_assets.silence.speech import find_speech
from lecture_assets.timeline import gaps, span


def map_silence(samples: Samples, options: SilenceOptions, progress: Progress) -> SilenceMap:
    """Find the silences and the speech of a recording.

    Args:
        samples: The recording, 16 kHz mono.
        options: What counts as silence.
        progress: Told the share that is done.
    """
    sound = EnergyAtMs(samples, RATE)
    levels = measure_levels(levels_dbfs(sound))
    threshold = options.threshold_dbfs
    if threshold is None:
        threshold = round(levels.threshold_dbfs(), 1)
    silences = detect_silence(sound, options.min_silence_ms, threshold, options.step_ms)
    whole = span(0, sound.duration_ms)
    sounding = [] if levels.nearly_silent else gaps(silences, whole)
    speech = find_speech(samples, sounding, progress)
    warnings = []
    if levels.nearly_silent:
        warnings.append("The recording is silent or nearly so; was the microphone on?")
    elif not speech:
        warnings.append("There is sound, but no speech was found in it.")
    return SilenceMap(
        duration_ms=sound.duration_ms,
        threshold_dbfs=threshold,
        noise_floor_dbfs=levels.noise_floor_dbfs,
        min_silence_ms=options.min_silence_ms,
        silences=silences,
        speech=speech,
        warnings=warnings,
    )
