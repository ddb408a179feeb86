"""A lecture of twenty-odd seconds: really spoken, with slides and something that moves."""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lecture_assets.media.ffmpeg import run_ffmpeg
from lecture_assets.sample.voice import speak_each

SENTENCES = (
    "A glacier is a river of ice that flows slowly downhill.",
    "Fresh snow is pressed into ice over a hundred winters.",
    "The moving ice carves deep valleys into the solid rock.",
    "Now let us talk about the honey bee and its dance.",
    "A bee that dances tells her sisters where the flowers are.",
)
"""What is said, with two topics."""

PAUSES_MS = (1_200, 1_400, 1_600, 1_300)
"""The silences between the sentences."""

LEAD_MS, TAIL_MS = 500, 1_000
_AUDIBLE = 200
_SLIDES = (
    ("Glaciers", "A river of ice"),
    ("Valleys", "Ice carves rock"),
    ("Honey bees", "The dance"),
)


def write_speech(wav: Path, folder: Path) -> None:
    """Speak the sentences into a WAV (mono, 16 bit), with their pauses."""
    pauses = (LEAD_MS, *PAUSES_MS, TAIL_MS)
    spoken = [_read(each) for each in speak_each(SENTENCES, folder)]
    rate = spoken[0][1]
    sound = [_silence(pauses[0], rate)]
    for (data, _), pause_ms in zip(spoken, pauses[1:], strict=True):
        sound += [data, _silence(pause_ms, rate)]
    with wave.open(str(wav), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(sound))


def _read(wav: Path) -> tuple[bytes, int]:
    """Read a sentence without the silence around it."""
    with wave.open(str(wav), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        loud = np.flatnonzero(np.abs(samples) > _AUDIBLE)
        return samples[loud[0] : loud[-1]].tobytes(), file.getframerate()


def _silence(length_ms: int, rate: int) -> bytes:
    return bytes(2 * (length_ms * rate // 1000))


def duration_ms(wav: Path) -> int:
    """Length of a WAV file."""
    with wave.open(str(wav), "rb") as file:
        return 1000 * file.getnframes() // file.getframerate()


def draw_slides(folder: Path) -> list[Path]:
    """Draw the slides, 640x360."""
    return [
        _slide(folder / f"slide{number}.png", title, line)
        for number, (title, line) in enumerate(_SLIDES)
    ]


def _slide(png: Path, title: str, line: str) -> Path:
    picture = Image.new("RGB", (640, 360), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 640, 70), "#1d3557")
    pen.text((24, 14), title, "white", ImageFont.load_default(36))
    pen.text((24, 110), line, "#222222", ImageFont.load_default(28))
    picture.save(png)
    return png


def film(slides: Sequence[Path], wav: Path, mp4: Path) -> None:
    """Show each slide for an equal share of the speech, with a moving tile in the corner."""
    length = duration_ms(wav) / 1000
    shown = [
        word
        for slide in slides
        for word in ("-loop", "1", "-framerate", "25", "-t", f"{length / len(slides)}", "-i", slide)
    ]
    graph = (
        f"concat=n={len(slides)}:v=1:a=0[slides];"
        f"testsrc2=size=160x90:rate=25:duration={length}[tile];"
        "[slides][tile]overlay=456:246:shortest=1,format=yuv420p"
    )
    run_ffmpeg(
        [
            *map(str, shown),
            *("-i", str(wav), "-filter_complex", graph, "-map", f"{len(slides)}:a"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-c:a", "aac", str(mp4)),
        ],
        timeout_s=60,
    )
