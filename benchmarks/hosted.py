"""How well words are timed by hosted recognisers, whose part a local one plays on loopback.

``python -m benchmarks.hosted FOLDER``: recordings with the times of their words in JSON beside
them, as pocketsphinx writes them. They are put one after the other, with a pause between them.
"""

import argparse
import base64
import io
import json
import os
import re
import tempfile
import time
import wave
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from benchmarks.measured import print_table
from lecture_assets.hosted.account import open_account
from lecture_assets.media.audio import PER_MS, RATE, Samples
from lecture_assets.operations import GeminiOptions, HostedOptions, OpenAIOptions
from lecture_assets.options import SilenceOptions, TranscriptOptions
from lecture_assets.progress import ignore
from lecture_assets.silence.map import map_silence
from lecture_assets.storage.local import LocalStore
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.providers.gemini import GeminiSpeech
from lecture_assets.transcript.providers.hosted import HostedTranscriber
from lecture_assets.transcript.providers.local import LocalTranscriber
from lecture_assets.transcript.providers.openai import OpenAISpeech
from lecture_assets.transcript.transcribe import transcribe
from lecture_assets.transcript.transcriber import Transcriber
from lecture_assets_tests.servers.hosted import Asked, Json, gemini_answer, hosted_provider

PAUSE_MS = 1_500
NEAR_MS = 250
Truth = list[tuple[str, int]]
"""Words and where they begin."""


def readings(folder: Path) -> tuple[Samples, Truth]:
    """Put all recordings that have word times one after the other."""
    pieces, truth, at_ms = [np.zeros(0, np.int16)], [], 0
    for told in sorted(folder.glob("*.json")):
        with wave.open(str(told.with_suffix(".wav")), "rb") as file:
            assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
            sound = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        truth += [
            (text, at_ms + round(1000 * word["b"]))
            for word in json.loads(told.read_text())["w"]
            if (text := re.sub(r"\(\d+\)|<.*>|\[.*\]", "", word["t"]))
        ]
        pieces += [sound, np.zeros(PAUSE_MS * PER_MS, np.int16)]
        at_ms += len(sound) // PER_MS + PAUSE_MS
    return np.concatenate(pieces), truth


def answered(asked: Asked) -> Json:
    """Answer as the provider would that was asked."""
    import av

    gemini = ":generateContent" in asked.path
    sound = asked.sound
    if gemini:
        data = asked.fields["contents"][0]["parts"][0]["inlineData"]["data"]
        sound = base64.urlsafe_b64decode(data)
    with av.open(io.BytesIO(sound), "r") as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    samples = (np.concatenate(frames) / 32768).astype(np.float32)
    heard = LocalTranscriber(TranscriptOptions()).recognise(samples, "en")
    words = [word for segment in heard for word in segment.words]
    text = " ".join(segment.text for segment in heard)
    times = [(word.text, word.start_ms / 1000, word.end_ms / 1000) for word in words]
    if gemini:
        said = [{"word": w, "startOffset": f"{s}s", "endOffset": f"{e}s"} for w, s, e in times]
        return gemini_answer([{"audioTranscription": {"text": text, "words": said}}])
    if asked.fields["response_format"] == "json":
        return {"text": text}
    bare = [{"word": re.sub(r"[^\w']", "", w), "start": s, "end": e} for w, s, e in times]
    return {"text": text, "words": bare, "language": "english"}


def row(name: str, made: Transcript, truth: Truth, cpu_s: float) -> list[str]:
    """Compare where words begin with where they should."""
    words = made.words()
    ours = [re.sub(r"[^a-z']", "", word.text.lower()) for word in words]
    matcher = SequenceMatcher(None, ours, [text for text, _ in truth], autojunk=False)
    off = [
        abs(words[block.a + n].start_ms - truth[block.b + n][1])
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    ]
    near = sum(each <= NEAR_MS for each in off) / len(off)
    return [
        name,
        made.word_times,
        f"{len(off)} of {len(truth)}",
        f"{np.median(off):.0f} ms",
        f"{near:.1%}",
        f"{cpu_s:.1f} s",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    samples, truth = readings(parser.parse_args().folder)
    os.environ |= {"OPENAI_API_KEY": "none-needed", "GEMINI_API_KEY": "none-needed"}
    silence_map = map_silence(samples, SilenceOptions(), ignore)
    here, nowhere = TranscriptOptions(), TranscriptOptions(model="/nowhere")
    with tempfile.TemporaryDirectory() as folder, hosted_provider(answered) as provider:

        def openai(model: str) -> OpenAISpeech:
            options = OpenAIOptions(base_url=provider.openai_url, transcription_model=model)
            return OpenAISpeech(options)

        gemini = GeminiSpeech(GeminiOptions(base_url=provider.url))
        untimed = openai("gpt-transcribe")
        asked: dict[str, Callable[[], Transcriber]] = {
            "local": lambda: LocalTranscriber(here),
            "whisper-1": lambda: HostedTranscriber(openai("whisper-1"), here),
            "gemini-3.5-transcribe": lambda: HostedTranscriber(gemini, here),
            "gpt-transcribe": lambda: HostedTranscriber(untimed, here),
            "gpt-transcribe, no model": lambda: HostedTranscriber(
                openai("gpt-transcribe"), nowhere
            ),
        }
        rows = []
        for name, make in asked.items():
            account = open_account(HostedOptions(), LocalStore(Path(folder)), name, "transcript")
            cpu_s = time.process_time()
            options = TranscriptOptions(language="en")
            made = transcribe(samples, silence_map, make(), options, ignore, account)
            rows.append(row(name, made, truth, time.process_time() - cpu_s))
    print(f"{len(samples) / RATE:.0f} s of sound, {len(provider.asked)} requests.")
    heads = ["recogniser", "times", "words found", "median error", f"within {NEAR_MS} ms", "CPU"]
    print_table(heads, rows)


if __name__ == "__main__":
    main()
