"""Speaks many languages, like a robot, with the eSpeak NG that comes inside of Piper.

It is licensed under the GPL, so it is run in a process of its own.
"""

import subprocess
import sys
import wave
from importlib.metadata import distribution
from pathlib import Path

_SPEAK = """
import ctypes, sys, wave
library, data, voice, text, wav = sys.argv[1:]
espeak = ctypes.CDLL(library)
sound = bytearray()

@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
def take(samples, count, events):
    if samples and count:
        sound.extend(ctypes.string_at(samples, 2 * count))
    return 0

rate = espeak.espeak_Initialize(2, 0, data.encode(), 0)  # samples are handed over, in this thread
espeak.espeak_SetSynthCallback(take)
assert espeak.espeak_SetVoiceByName(voice.encode()) == 0
said = text.encode()
espeak.espeak_Synth(said, ctypes.c_size_t(len(said) + 1), 0, 0, 0, 1, None, None)
with wave.open(wav, "wb") as file:
    file.setparams((1, 2, rate, 0, "NONE", ""))
    file.writeframes(bytes(sound))
"""


def speak(text: str, voice: str, wav: Path) -> Path:
    """Speak a text with a voice such as ``de`` into a WAV (mono, 16 bit)."""
    files = distribution("piper-tts").files or ()
    [library] = [file.locate() for file in files if file.name.startswith("espeakbridge.so")]
    data = Path(str(library)).parent / "espeak-ng-data"
    subprocess.run(
        [sys.executable, "-c", _SPEAK, str(library), str(data), voice, text, str(wav)],
        check=True,
        capture_output=True,
        text=True,
    )
    with wave.open(str(wav)) as file:
        assert file.getnframes() > 0
    return wav
