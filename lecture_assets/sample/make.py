"""Makes the sample lecture: speaks the script, then films slides and presenter to it."""

from pathlib import Path

from lecture_assets.progress import Progress, part
from lecture_assets.sample.film import film
from lecture_assets.sample.narration import narrate


def make_sample_lecture(path: Path, progress: Progress) -> None:
    """Write the sample lecture: about three minutes of slides and a presenter.

    Args:
        path: The MP4 to write (1280x720, 25 frames a second, H.264 and AAC); its folder exists.
        progress: Told the share that is done.

    Raises:
        MissingToolError: Piper or its voice is not installed.
        MediaError: Piper failed.
    """
    narration = narrate()
    progress(0.25)
    film(narration, path, part(progress, 0.25, 1.0))
