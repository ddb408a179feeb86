"""Word errors, word starts, invented words, speed and memory of the offline recogniser.

``python -m benchmarks.speech FOLDER`` takes each recording of a folder that has its text beside it
as ``.txt`` or ``.xhtml``; a ``.json`` from pocketsphinx gives the times of words. It needs
``pip install jiwer whisper-normalizer`` and prints a row for each way of decoding that is named;
``--hour`` recognises the recordings over and over, for an hour of speech.
"""

import argparse
import json
import re
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jiwer import process_words
from whisper_normalizer.english import EnglishTextNormalizer

from benchmarks.measured import Measured, measured, print_table
from benchmarks.sound import decoded
from lecture_assets.media.audio import RATE, Samples, map_wav
from lecture_assets.options import SilenceOptions, TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.models import Transcript, Word
from lecture_assets.transcript.providers import local
from lecture_assets.transcript.transcribe import transcribe
from lecture_assets_tests.sounds import applause, at_level, fan, music, noise

WAYS: dict[str, dict[str, object]] = {
    "as shipped": {},
    "beam 1": {"_BEAM_SIZE": 1},
    "beam 5": {"_BEAM_SIZE": 5},
    "chunks of 20 s": {"max_chunk_ms": 20_000},
    "chunks of 14 s": {"max_chunk_ms": 14_000},
}


@dataclass(frozen=True)
class Heard:
    """What came of all recordings.

    Attributes:
        truths: Their texts, normalised.
        heard: What was recognised, normalised.
        late_ms: How much later than in truth each word started.
        in_silence: Words that lie in silences.
        seconds: Length of all.
    """

    truths: list[str]
    heard: list[str]
    late_ms: list[int]
    in_silence: int
    seconds: float


def recognised(samples: Samples, way: dict[str, object]) -> tuple[SilenceMap, Transcript]:
    """Make the silence map and the transcript as the stages do."""
    options = TranscriptOptions(language="en")
    for name, value in way.items():
        if name.startswith("_"):
            setattr(local, name, value)
        else:
            options = options.model_copy(update={name: value})
    found = map_silence(samples, SilenceOptions(), ignore)
    return found, transcribe(samples, found, local.LocalTranscriber(options), options, ignore)


def hear_all(folder: Path, way: dict[str, object]) -> Heard:
    """Recognise all recordings of a folder that have a text."""
    normalise = EnglishTextNormalizer()
    all_heard = Heard([], [], [], 0, 0.0)
    in_silence, seconds = 0, 0.0
    with tempfile.TemporaryDirectory() as temporary:
        for recording in recordings(folder):
            samples = decoded(recording, Path(temporary))
            found, spoken = recognised(samples, way)
            words = spoken.words()
            all_heard.truths.append(normalise(text_of(recording)))
            all_heard.heard.append(normalise(" ".join(word.text for word in words)))
            all_heard.late_ms.extend(_late_ms(recording, words, normalise))
            in_silence += sum(_lies_in(word, found) for word in words)
            seconds += len(samples) / RATE
    return Heard(all_heard.truths, all_heard.heard, all_heard.late_ms, in_silence, seconds)


def recordings(folder: Path) -> list[Path]:
    """The recordings of a folder that have a text."""
    kinds = {".wav", ".mp3", ".flac"}
    return sorted(each for each in folder.iterdir() if each.suffix in kinds)


def text_of(recording: Path) -> str:
    """What is said, with straight apostrophes, which is all that the normalizer knows."""
    page = recording.with_suffix(".xhtml")
    if page.exists():
        lines = re.findall(r'<span id="f\d+">(.*?)</span>', page.read_text())
        return " ".join(lines).replace(chr(0x2019), "'")
    return recording.with_suffix(".txt").read_text()


def _lies_in(word: Word, found: SilenceMap) -> bool:
    return any(word.overlap_ms(silence) for silence in found.silences)


def _late_ms(recording: Path, words: list[Word], normalise: EnglishTextNormalizer) -> list[int]:
    times = recording.with_suffix(".json")
    if not times.exists():
        return []
    said = [each for each in json.loads(times.read_text())["w"] if each["t"][0] != "<"]
    truth = [(re.sub(r"\(\d\)", "", each["t"]), round(1000 * each["b"])) for each in said]
    heard = [(word.text, word.start_ms) for word in words]
    first = [(normalise(text).split()[0], at) for text, at in truth if normalise(text)]
    second = [(normalise(text).split()[0], at) for text, at in heard if normalise(text)]
    aligned = process_words(*(" ".join(text for text, _ in each) for each in (first, second)))
    return [
        second[part.hyp_start_idx + at][1] - first[part.ref_start_idx + at][1]
        for part in aligned.alignments[0]
        if part.type == "equal"
        for at in range(part.ref_end_idx - part.ref_start_idx)
    ]


def invented(_folder: Path) -> dict[str, int]:
    """Words recognised in sounds that are no speech, at three levels each, through both stages."""
    sounds = {
        "digital silence": lambda: np.zeros(30 * RATE) + 1e-9,
        "white noise": lambda: noise(30, slope=0),
        "pink noise": lambda: noise(30, slope=1),
        "rumble": lambda: noise(30, slope=2),
        "a fan": lambda: fan(30),
        "applause": lambda: applause(30),
        "music": lambda: music(30),
    }
    found = {}
    for name, make in sounds.items():
        levels = (-100,) if name == "digital silence" else (-12, -30, -50)
        made = [recognised(at_level(make(), level), {})[1] for level in levels]
        found[name] = sum(len(each.words()) for each in made)
    return found


def hour(folder: Path) -> int:
    """Recognise the recordings over and over until an hour is full; return the number of words."""
    with tempfile.TemporaryDirectory() as temporary:
        once = np.concatenate([decoded(each, Path(temporary)) for each in recordings(folder)])
        long = Path(temporary) / "hour.wav"
        with wave.open(str(long), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            for at in range(0, 3_600 * RATE, len(once)):
                file.writeframes(once[: 3_600 * RATE - at].tobytes())
        return len(recognised(map_wav(long), {})[1].words())


def _row(name: str, found: Measured) -> list[str]:
    heard: Heard = found.result
    words = sum(len(text.split()) for text in heard.truths)
    off = np.abs(heard.late_ms)
    return [
        name,
        f"{100 * process_words(heard.truths, heard.heard).wer:.1f} % of {words}",
        f"{100 * (off <= 250).mean():.0f} % of {len(off)}",
        f"{np.median(off):.0f} ms",
        str(heard.in_silence),
        f"{found.cpu_s / heard.seconds:.3f}",
        f"{found.peak_mb:.0f} MB",
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ways", nargs="*", choices=WAYS, default=list(WAYS))
    parser.add_argument("--hour", action="store_true")
    given = parser.parse_args()
    heads = ["decoding", "word errors", "starts within 250 ms", "median", "words in silences"]
    rows = [_row(way, measured(hear_all, given.folder, WAYS[way])) for way in given.ways]
    print_table([*heads, "CPU s per s", "peak memory"], rows)
    made_up = measured(invented, given.folder).result
    print_table(["sound, at three levels", "words"], [[k, str(n)] for k, n in made_up.items()])
    if given.hour:
        long = measured(hour, given.folder)
        print(
            f"\nAn hour of speech: {long.result} words, {long.cpu_s:.0f} CPU s, "
            f"{long.peak_mb:.0f} MB."
        )


if __name__ == "__main__":
    main()
