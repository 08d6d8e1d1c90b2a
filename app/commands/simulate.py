"""`dure simulate`: what labels of a made-up crowd cost under several plans, how many are wrong."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from app.commands.tables import table
from app.quality.crowd import make_crowd
from app.quality.policies import DEFAULT, SPARING, Prices, fixed, led


def command(
    seed: Annotated[int, typer.Option(help="Which made-up crowd.")] = 0,
    tasks: Annotated[int, typer.Option(min=1, max=50_000, help="How many tasks.")] = 2000,
    workers: Annotated[int, typer.Option(min=5, max=5000, help="How many answer.")] = 80,
    classes: Annotated[int, typer.Option(min=2, max=100, help="How many classes.")] = 4,
    answer: Annotated[int, typer.Option(min=0, help="Won for an answer.")] = 50,
    inspection: Annotated[int, typer.Option(min=0, help="Won for an inspection.")] = 40,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Say what labels of a made-up crowd cost under several policies, and how many are wrong."""
    crowd = make_crowd(seed, tasks=tasks, workers=workers, classes=classes)
    prices = Prices(answer, inspection)
    outcomes = {
        "fixed": fixed(crowd, seed, prices),
        "default": led(crowd, seed, prices, DEFAULT),
        "sparing": led(crowd, seed, prices, SPARING),
    }
    if as_json:
        print(json.dumps({name: asdict(one) for name, one in outcomes.items()}))
        return
    table(
        Console(highlight=False),
        f"{tasks} tasks, the same crowd and prices",
        [
            "policy",
            "won a label",
            "wrong",
            "answers",
            "gold",
            "inspections",
            "wrong, no last look",
        ],
        [
            [
                name,
                f"{one.cost / one.tasks:.0f}",
                f"{one.wrong:.1%}",
                f"{one.answers}",
                f"{one.gold}",
                f"{one.inspections}",
                "–" if one.estimate is None else "{:.1%} to {:.1%}".format(*one.estimate),
            ]
            for name, one in outcomes.items()
        ],
    )
