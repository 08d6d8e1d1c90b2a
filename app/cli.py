"""The `dure` command, assembled. Only the verb that is asked for is imported."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

# The client is a package of its own, beside this one; one that is installed comes before it.
sys.path.append(str(Path(__file__).resolve().parents[1] / "client"))

# verb: its module in app.commands, and a line of help
VERBS: dict[str, tuple[str, str]] = {
    "up": ("up", "Start everything here and serve it on one port."),
    "serve": ("serve", "Serve the API, and the web app where it is built."),
    "work": ("work", "Do background work alone."),
    "migrate": ("migrate", "Bring the database's tables to what this version expects."),
    "doctor": ("doctor", "Say what is configured, reachable, up to date and well."),
    "backup": ("backup", "Keep the database, the files and the keys; look through what was kept."),
    "restore": ("restore", "Bring a backup back into an empty place."),
    "user": ("user", "Make people, set passwords, grant roles."),
    "import": ("import_", "Bring pictures or texts, and their labels, into a project."),
    "export": ("export", "Write a project's finished work as a data set."),
    "remote": ("remote", "Ask a Dure somewhere else: upload, import, release, download, predict."),
    "quality": ("quality", "Try overlap, gold and inspection on history."),
    "simulate": ("simulate", "Try overlap, gold and inspection on a made-up crowd."),
    "bench": ("bench", "Measure the engine."),
    "soak": ("soak", "Kill parts of an installation of its own while many work; ask what is true."),
    "web": ("web", "Build the web app; write down the API's types for it."),
    "screens": ("screens", "Take a picture of each main screen for docs/screens.md."),
    "test": ("test", "Lint, types, boundaries and every test; with arguments, as pytest."),
    "lock": ("lock", "Make the locks of requirements/ anew."),
}
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def _stub(verb: str) -> Callable[[], None]:
    def command() -> None:
        """Never called: the verb that is asked for has its own module."""

    command.__name__ = verb
    return command


def assemble(asked: str | None) -> typer.Typer:
    """The command with all verbs listed and `asked` ready to run."""
    dure = typer.Typer(
        name="dure",
        help="Dure: a crowdsourced data-labeling platform.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for verb, (module_name, summary) in VERBS.items():
        if verb != asked:
            dure.command(verb, help=summary)(_stub(verb))
            continue
        module = importlib.import_module(f"app.commands.{module_name}")
        group = getattr(module, "app", None)
        if isinstance(group, typer.Typer):
            dure.add_typer(group, name=verb, help=summary, no_args_is_help=True)
        else:
            settings: dict[str, Any] = PASSED_ON if verb == "test" else {}
            dure.command(verb, context_settings=settings)(module.command)
    return dure


def main() -> None:
    """Run what the command line asks for. A refusal is one sentence and exit code 1."""
    asked = sys.argv[1] if len(sys.argv) > 1 else None
    dure = assemble(asked)
    try:
        dure(prog_name="dure")
    except Exception as error:
        from app.commands.refusals import sentence

        said = sentence(error)
        if said is None:
            raise
        print(said, file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
