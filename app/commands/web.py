"""`dure web`: the web app, built from `frontend/` with the Node that comes as a wheel."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import typer
from rich.console import Console

from app.core.programs import CannotStart
from app.core.settings import ROOT, settings

app = typer.Typer()

FRONTEND = ROOT / "frontend"
BUILT = FRONTEND / "dist"
_MODULES = FRONTEND / "node_modules"
_OPENAPI = FRONTEND / "openapi"
# What is made from the rest, and what no build looks at.
_NOT_SOURCE = {"node_modules", "dist", "tests", "shots"}
_COMPRESSED = {".js", ".css", ".html", ".svg", ".json", ".webmanifest"}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class BuildFailed(CannotStart):
    """npm or the bundler did not end well; the sentence holds the last of what it said."""


def node(*command: str, quiet: bool = True) -> None:
    """Run a program of Node's (`npm`, `npx`, `node`) in `frontend/`. Raises BuildFailed."""
    done = subprocess.run(
        command,
        cwd=FRONTEND,
        env=environment(),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode != 0:
        said = f":\n{done.stdout[-3000:]}" if done.stdout else "."
        raise BuildFailed(f"`{' '.join(command)}` failed{said}")


def environment() -> dict[str, str]:
    """This process's environment, with the wheel's Node before any other. Node trusts whom the
    system trusts, as pip and uv do: many a network has a certificate of its own.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"}


def install() -> None:
    """Make `node_modules` hold what package-lock.json names; a read where it already does."""
    lock = (FRONTEND / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    stamp = _MODULES / ".dure-lock"
    if not stamp.exists() or stamp.read_text() != wanted:
        node("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
        stamp.write_text(wanted)


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(set(folders) - _NOT_SOURCE)
        yield from (Path(folder) / name for name in sorted(files))


def _digest() -> str:
    total = hashlib.sha256()
    for path in _sources():
        total.update(f"{path.relative_to(FRONTEND)}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def build(console: Console) -> None:
    """Build the web app where its sources have changed since the last time. Raises BuildFailed."""
    if not FRONTEND.exists():
        return  # an installation that carries the built app alone
    with open(FRONTEND / ".building", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two first starts at once build it once
        wanted = _digest()
        stamp = BUILT / ".dure-source"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        with console.status("Building the web app (once, and after each change) …"):
            install()
            node("npm", "run", "--silent", "build")
            compress(BUILT)
        stamp.write_text(wanted)


def compress(folder: Path) -> None:
    """Put a `.gz` beside every text of the built app: compressed once, well, not at each answer."""
    for path in folder.rglob("*"):
        if path.suffix in _COMPRESSED and path.stat().st_size > 1000:
            path.with_name(path.name + ".gz").write_bytes(
                gzip.compress(path.read_bytes(), 9, mtime=0)
            )


def write_description(folder: Path) -> None:
    """The API's description and its TypeScript types, into `folder`."""
    from app.main import create_app

    described = orjson.dumps(create_app().openapi(), option=orjson.OPT_INDENT_2)
    (folder / "openapi.json").write_bytes(described + b"\n")
    source, target = str(folder / "openapi.json"), str(folder / "schema.d.ts")
    node("npx", "--no-install", "openapi-typescript", source, "-o", target)


def chromium(first: str = "chromium") -> str:
    """The path of a Chromium; where there is none, Debian's package `first` is installed, or else
    the whole one. Raises CannotStart."""
    found = next((path for name in (first, *_CHROMIUM) if (path := shutil.which(name))), None)
    if found is not None:
        return found
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise CannotStart("The browser tests need Chromium: install it, then try again.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(*command: str) -> bool:
        done = subprocess.run(
            ["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL
        )
        return done.returncode == 0

    apt("update")
    for package in (first, _CHROMIUM[0]):
        if apt("install", "-y", "--no-install-recommends", package):
            return chromium(first)
    raise CannotStart("Chromium could not be installed here: install it, then try again.")


@app.command("build")
def build_command() -> None:
    """Build the web app, if it has changed."""
    build(Console())
    typer.echo(f"The web app is in {settings().web_folder}.")


@app.command("api")
def api_command() -> None:
    """Write frontend/openapi anew: the API's description and its TypeScript types."""
    install()
    write_description(_OPENAPI)
    typer.echo("frontend/openapi/openapi.json, frontend/openapi/schema.d.ts")


@app.command("check")
def check_command() -> None:
    """The web app's lint, types and unit tests."""
    install()
    failed = 0
    for script in ("lint", "types", "test"):
        try:
            node("npm", "run", "--silent", script, quiet=False)
        except BuildFailed as failure:
            typer.echo(str(failure), err=True)
            failed += 1
    raise typer.Exit(1 if failed else 0)
