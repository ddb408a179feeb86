"""Every command has its section in the documentation, with what it looks like."""

import re
from pathlib import Path

import pytest
import typer

from lecture_assets.cli import app

_DOCS = Path(__file__).parents[2] / "docs" / "commands.md"
_COMMANDS = sorted(typer.main.get_group(app).commands)


def _section(command: str) -> str:
    found = re.search(rf"^## {command}\n(.*?)(?=^## |\Z)", _DOCS.read_text(), re.M | re.S)
    assert found, f"docs/commands.md has no section on {command}"
    return found[1]


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_has_a_section_with_an_example(command: str) -> None:
    shown = re.findall(r"^```(?:sh|console)\n(.*?)^```", _section(command), re.M | re.S)
    assert any(f"lecture-assets {command}" in each for each in shown)


def test_no_section_is_about_a_command_that_is_gone() -> None:
    assert sorted(re.findall(r"^## (.*)$", _DOCS.read_text(), re.M)) == _COMMANDS


def test_every_command_can_be_found_from_the_top_of_the_page() -> None:
    linked = re.findall(r"\[([a-z]+)\]\(#\1\)", _DOCS.read_text().partition("## ")[0])
    assert sorted(linked) == _COMMANDS
