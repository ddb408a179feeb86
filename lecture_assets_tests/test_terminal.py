"""What the command prints where there is no terminal."""

from io import StringIO

from rich.console import Console

from lecture_assets.terminal import StageProgress


def test_clips_that_are_made_at_once_have_one_line_each() -> None:
    said = StringIO()
    with StageProgress(Console(file=said, width=80)) as show:
        for share in (0.0, 0.3, 0.6, 1.0, 1.0):
            show("rendered_clips", share / 2)
            show("clip 1 of 2", share)
            show("clip 2 of 2", share)
    lines = [" ".join(line.split()) for line in said.getvalue().splitlines()]
    assert lines == ["rendered_clips 30%", "clip 1 of 2 100%", "clip 2 of 2 100%"]


def test_a_stage_tells_every_quarter_and_its_end() -> None:
    said = StringIO()
    with StageProgress(Console(file=said, width=80)) as show:
        for percent in range(0, 101, 5):
            show("transcript", percent / 100)
    assert [line.split()[1] for line in said.getvalue().splitlines()] == [
        "25%",
        "50%",
        "75%",
        "100%",
    ]
