"""`dure lock`: choose versions anew and write them down with a hash for every file."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.core.settings import ROOT

# Universal: one lock for every platform and Python from 3.11. No index is named in it.
HOW = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url")
QUIET = ("--no-header", "--no-annotate", "--quiet")


def command(
    newest: Annotated[bool, typer.Option(help="Take the newest versions, not the known.")] = False,
) -> None:
    """Make requirements/*.txt from requirements/*.in."""
    folder = ROOT / "requirements"
    uv = Path(sys.executable).with_name("uv")
    for name in ("bootstrap", "run", "web", "otel", "dev"):
        override = folder / f"{name}.override"
        more = ["--override", str(override)] if override.exists() else []
        if newest:
            more.append("--upgrade")
        source, lock = str(folder / f"{name}.in"), str(folder / f"{name}.txt")
        done = subprocess.run([uv, "pip", "compile", *HOW, *QUIET, *more, source, "-o", lock])
        if done.returncode != 0:
            raise typer.Exit(done.returncode)
        typer.echo(f"requirements/{name}.txt")
