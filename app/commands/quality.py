"""`dure quality`: a policy tried on history, before it is switched on."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from app.commands.tables import table
from app.core.errors import Invalid
from app.quality.replay import replay as replayed

app = typer.Typer()


@app.callback()
def main() -> None:
    """Try policies of quality on history."""


@app.command()
def replay(
    answers: Annotated[Path, typer.Argument(help="A CSV with task, worker and label.")],
    truth: Annotated[Path, typer.Argument(help="A CSV with task and label, of what is known.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    seeds: Annotated[
        int, typer.Option(min=1, max=100, help="Random orders that figures are the mean of.")
    ] = 3,
) -> None:
    """Say what final labels, dynamic overlap, gold and inspection would have come to."""
    rows = [(row[0], row[1], row[2]) for row in _read(answers, "worker")]
    known = {row[0]: row[1] for row in _read(truth)}
    if not any(task in known for task, _, _ in rows):
        raise Invalid(f"{truth} has the label of no task that {answers} has answers of.")
    found = replayed(rows, known, seeds)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _show(found)


def _read(path: Path, *more: str) -> list[tuple[str, ...]]:
    """Rows of the columns task, `more` and label."""
    columns = ("task", *more, "label")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [one for one in columns if one not in (reader.fieldnames or ())]
            if missing:
                raise Invalid(f'{path} has no column "{missing[0]}".')
            return [tuple(row[one] or "" for one in columns) for row in reader]
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(f"{path} is no CSV in UTF-8: {error}.") from None


def _show(found: Mapping[str, Any]) -> None:
    console = Console(highlight=False)
    console.print(
        f"{found['tasks']} tasks, {found['workers']} workers, {found['answers']} answers"
        f" ({found['kind']}); {found['seconds']:.2f} s for all of them"
    )
    if found["kind"] == "classes":
        _show_classes(console, found)
    else:
        _show_texts(console, found)


def _show_classes(console: Console, found: Mapping[str, Any]) -> None:
    table(
        console,
        "Right final labels, percent",
        ["answers a task", "majority", "one-coin", "Dawid-Skene", "blend"],
        [
            [name, *(f"{each:.1f}" for each in one.values())]
            for name, one in found["overlap"].items()
        ],
    )
    table(
        console,
        "Two answers, and more until it is sure",
        ["threshold", "right, percent", "answers a task"],
        [
            [name, f"{one['accuracy']:.1f}", f"{one['answers']:.2f}"]
            for name, one in found["dynamic"].items()
        ],
    )
    console.print(
        f"For what the majority of five gets right, {found['saving_vs_mv5']:.0%} fewer answers.\n"
    )
    table(
        console,
        "Bad workers told from others (area under the curve)",
        ["gold tasks", "gold and peers", "gold alone", "held out"],
        [[name, *(_or_dash(found[key][name]) for key in _GOLD)] for name in found["gold_auc"]],
    )
    table(
        console,
        "Errors found by inspection",
        ["inspected", "by chance", "by posterior", "by risk"],
        [
            [f"{float(part):.0%}", f"{float(part):.0%}", *(_percent(one[part]) for one in orders)]
            for orders in [(found["posterior_risk"], found["risk"])]
            for part in found["risk"]
        ],
    )
    console.print(
        f"Confidence is off by {found['ece_raw']:.3f} on the whole,"
        f" calibrated by {found['ece_calibrated']:.3f}."
    )


_GOLD = ("gold_auc", "gold_alone_auc", "gold_held_out_auc")


def _show_texts(console: Console, found: Mapping[str, Any]) -> None:
    dynamic = found["dynamic"]
    if found["kind"] == "transcripts":
        dynamic = {"until two agree": dynamic}
    ways = [*found["fixed"].items(), *dynamic.items()]
    columns = ["f1", "answers"] if found["kind"] == "spans" else ["wer", "cer", "answers"]
    table(
        console,
        "Fixed overlap, then asked until it is sure",
        ["policy", *columns],
        [[name, *(f"{one[key]:.3f}" for key in columns)] for name, one in ways],
    )


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
