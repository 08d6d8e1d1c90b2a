"""`dure test`: everything that must hold, in stages; or pytest, with any arguments given."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from app.core.settings import ROOT

NO_TESTS = 5  # pytest's exit code where nothing was selected
PYTEST = ("pytest", "-q", "--no-header", "--durations=5")
# Side by side: every test has its own database. Who is done takes over what another has left.
TWO = ("-n", "2", "--dist", "worksteal")
THREE = ("-n", "3", "--dist", "worksteal")  # client, API, worker, database and page take turns

# Against PostgreSQL, Redis and S3 as servers, two API processes, two workers.
SERVERS = ("--servers", "-m", "(slow or browser) and not race")

# Stage: the programs that it runs, all of them even after one failed.
STAGES: dict[str, tuple[Sequence[str], ...]] = {
    "lint": (("ruff", "check", "."), ("ruff", "format", "--check", ".")),
    "types": (("mypy",),),
    "boundaries": (("lint-imports",),),
    "web": (("dure", "web", "check"), ("dure", "web", "build")),
    "unit": ((*PYTEST, *TWO, "-m", "not slow and not race and not browser"),),
    "races": ((*PYTEST, "-m", "race"),),  # alone: they measure what happens under load
    "journeys": ((*PYTEST, *THREE, "-m", "slow and not race and not browser"),),
    "browser": ((*PYTEST, *THREE, "-m", "browser"),),
}


def command(context: typer.Context) -> None:
    """Everything that must hold, stage by stage; with arguments, pytest and those.

    `dure test tests/queue -k lease -q` is pytest's own command line. `dure test --servers` runs
    the journeys and the browser's tests in the form of many machines.
    """
    if context.args == ["--servers"]:
        raise typer.Exit(max(_run(("dure", "web", "build")), _run((*PYTEST, *THREE, *SERVERS))))
    if context.args:
        if any("browser" in one for one in context.args):
            # Ahead: what npm fetches the first time is no part of any test's time.
            _run(("dure", "web", "build"))
        raise typer.Exit(_run(("pytest", *context.args)))
    console = Console(soft_wrap=True)
    table = Table(box=None, pad_edge=False, show_header=False)
    failed = 0
    for stage, commands in STAGES.items():
        console.rule(f"[bold]{stage}")
        sys.stdout.flush()
        started = time.monotonic()
        codes = [_run(command) for command in commands]
        good = all(code == 0 for code in codes)
        failed += not good
        took = f"{time.monotonic() - started:.0f} s"
        table.add_row(stage, "[green]passed" if good else "[red]failed", took)
    console.rule()
    console.print(table)
    print(f"stages: {len(STAGES) - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def _run(command: Sequence[str]) -> int:
    if command[0] == "dure":
        program = [sys.executable, "-m", "app.cli"]
    else:
        program = [str(Path(sys.executable).with_name(command[0]))]
    code = subprocess.call([*program, *command[1:]], cwd=ROOT)
    return 0 if command[0] == "pytest" and code == NO_TESTS and "-m" in command else code
