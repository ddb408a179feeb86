"""Looks for what the work needs, and says how to get what is missing."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.markup import escape

from lecture_assets.errors import LectureError, MissingToolError
from lecture_assets.hosted.keys import KEPT_BY
from lecture_assets.hosted.setup import setup_of
from lecture_assets.masking import Mask, secrets_of
from lecture_assets.media.ffmpeg import ffmpeg_path, ffmpeg_version
from lecture_assets.media.process import ExitError, run
from lecture_assets.render.glyphs import scripts_not_drawn
from lecture_assets.settings import Settings
from lecture_assets.slides.reader import told_of
from lecture_assets.storage.local import LocalStore
from lecture_assets.storage.open import open_store
from lecture_assets.storage.s3 import S3Store
from lecture_assets.storage.s3_check import check_cache, check_reading, check_writing
from lecture_assets.transcript.weights import packaged_weights

_FILTERS = ("subtitles", "ebur128", "alimiter")
_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_ROOM_GB = 5


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report.

    Attributes:
        name: What was looked for.
        fine: Whether the work can be done with what was found.
        said: What was found, or what is missing and the cure.
    """

    name: str
    fine: bool
    said: str

    def line(self) -> str:
        """Return it as a line for the terminal, in rich's markup."""
        mark = "[green]ok     [/]" if self.fine else "[red]missing[/]"
        return f"{mark} {escape(f'{self.name}: {self.said}')}".replace("\n", " ")


def examine(settings: Settings) -> list[Finding]:
    """Look at everything the offline work needs."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("ffmpeg", _ffmpeg),
        ("fonts", _fonts),
        ("speech model", lambda: _speech_model(settings)),
        ("slide text", lambda: told_of(settings.layout.slide_text)),
        ("sentence vectors", lambda: f"wordllama {version('wordllama')}"),
        *_store_checks(settings),
        ("Dagster's folder", lambda: _dagster_home(settings)),
        (KEPT_BY["openai"], lambda: setup_of("openai", settings)),
        (KEPT_BY["gemini"], lambda: setup_of("gemini", settings)),
    ]
    return [*(_find(name, check) for name, check in checks), _voice(), *_in_force(settings)]


def _find(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, fine=True, said=check())
    except (LectureError, PackageNotFoundError) as error:
        return Finding(name, fine=False, said=str(error))


def _ffmpeg() -> str:
    path, named = ffmpeg_path(), ffmpeg_version()
    try:
        filters, _ = run([path, "-hide_banner", "-filters"], timeout_s=20)
        encoders, _ = run([path, "-hide_banner", "-encoders"], timeout_s=20)
    except ExitError as error:
        raise LectureError(f"{path} does not run; set FFMPEG_BINARY to one that does.") from error
    there = {words[1] for words in map(str.split, filters.splitlines()) if len(words) > 1}
    lacking = [name for name in _FILTERS if name not in there]
    lacking += [name for name in ("libx264",) if name not in encoders]
    if lacking:
        raise LectureError(
            f"{path} lacks {', '.join(lacking)}; set FFMPEG_BINARY to an ffmpeg that has them, "
            "or unset it and take ffmpeg off PATH for the one that comes with imageio-ffmpeg."
        )
    return f"{named} at {path}"


def _fonts() -> str:
    folder = Path(__file__).with_name("fonts")
    lacking = [name for name in _FONTS if not (folder / name).is_file()]
    if lacking:
        raise LectureError(
            f"{', '.join(lacking)} is not in {folder}; install lecture-assets again."
        )
    lacking = scripts_not_drawn()
    found = "Noto Sans, shipped with lecture-assets"
    return f"{found}; no font here draws {', '.join(lacking)}" if lacking else found


def _speech_model(settings: Settings) -> str:
    if settings.transcript.model:
        return f"{settings.transcript.model}, as LECTURE_TRANSCRIPT__MODEL says"
    try:
        packaged_weights()
    except MissingToolError as error:
        if settings.transcriber == "local":
            raise
        return f"words that {settings.transcriber} does not time are only spread: {error}"
    return "Whisper base, packaged, its hash verified"


def _store_checks(settings: Settings) -> list[tuple[str, Callable[[], str]]]:
    try:
        store = open_store(settings)
    except LectureError:
        return [("store", lambda: open_store(settings).location)]
    if isinstance(store, S3Store):
        return [
            ("store", lambda: check_reading(store)),
            ("store, writing", lambda: check_writing(store)),
            ("cache", lambda: check_cache(store)),
        ]
    assert isinstance(store, LocalStore)
    return [("store", lambda: _folder(store.root))]


def _folder(root: Path) -> str:
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        raise LectureError(f"{root} cannot be written; set LECTURE_STORE to a folder that can.")
    free_gb = shutil.disk_usage(there).free / 1e9
    if free_gb < _ROOM_GB:
        raise LectureError(f"{root} has {free_gb:.1f} GB left; free some, or set LECTURE_STORE.")
    return f"{root}, {free_gb:.0f} GB free"


def _dagster_home(settings: Settings) -> str:
    home = os.environ.get("DAGSTER_HOME")
    return home or f"{open_store(settings).home()} (DAGSTER_HOME is not set)"


def _voice() -> Finding:
    try:
        said = f"piper-tts {version('piper-tts')}, for the sample lecture alone"
    except PackageNotFoundError:
        said = "not installed; only 'demo' needs it: pip install --editable '.[demo]'"
    return Finding("sample's voice", fine=True, said=said)


def _in_force(settings: Settings) -> list[Finding]:
    changed = settings.model_dump(mode="json", exclude_defaults=True)
    said = ", ".join(f"{name}={value}" for name, value in changed.items()) or "all defaults"
    return [Finding("settings", fine=True, said=Mask(secrets_of(settings, os.environ))(said))]
