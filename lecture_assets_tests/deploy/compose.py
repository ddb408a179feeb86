"""Runs Docker Compose, as it comes from pip, on the project's file."""

import json
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROFILES = ("grafana", "auth", "tools")
SECRETS = tuple(
    re.findall(
        r"[A-Z0-9_]+",
        re.search(
            r"for name in ((?:[A-Z0-9_]+|[\s\\#])+);", (ROOT / "deploy/env.example").read_text()
        ).group(1),  # type: ignore[union-attr]
    )
)


def program(name: str) -> str:
    """Find a program that pip brought."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is missing: run 'make test', which installs it."
    return found


def compose(
    environment: Path, *arguments: str, profiles: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run Compose with nothing but a file for its environment."""
    chosen = [part for profile in profiles for part in ("--profile", profile)]
    return subprocess.run(
        [program("docker-compose"), "--env-file", str(environment), *chosen, *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(environment.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def filled(folder: Path) -> Path:
    """Write an environment as deploy/env.example tells to."""
    values = "".join(f"{name}={secrets.token_hex(16)}\n" for name in SECRETS)
    path = folder / ".env"
    path.write_text(values + (ROOT / "deploy/env.example").read_text())
    return path


def resolved(environment: Path) -> dict[str, Any]:
    """Return everything that all profiles run, as Compose understands it."""
    said = compose(environment, "config", "--format", "json", profiles=PROFILES)
    assert said.returncode == 0, said.stderr
    config: dict[str, Any] = json.loads(said.stdout)
    return config
