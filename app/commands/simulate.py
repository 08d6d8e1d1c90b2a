"""`dure simulate`: what labels of a made-up crowd cost under several plans, how many are wrong."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from app.commands.tables import table
from app.core.log import start_logging
from app.core.settings import configure, settings
from app.quality.crowd import Crowd, Shares, make_crowd
from app.simulation.plans import DEFAULT, SPARING, Outcome, Prices
from app.simulation.run import fixed, led

STOPPED = 15
"""Answers within which who only spams gets no more seats."""


def command(
    seed: Annotated[int, typer.Option(help="Which made-up crowd; the first of several.")] = 0,
    seeds: Annotated[int, typer.Option(min=1, max=200, help="How many crowds.")] = 1,
    tasks: Annotated[int, typer.Option(min=1, max=50_000, help="How many tasks.")] = 2000,
    workers: Annotated[int, typer.Option(min=5, max=5000, help="How many answer.")] = 80,
    classes: Annotated[int, typer.Option(min=2, max=100, help="How many classes.")] = 4,
    careless: Annotated[float, typer.Option(min=0, max=1, help="Part of who answer.")] = 0.05,
    spamming: Annotated[float, typer.Option(min=0, max=1, help="Always the same class.")] = 0.10,
    colluding: Annotated[float, typer.Option(min=0, max=1, help="Of one mind.")] = 0.04,
    answer: Annotated[int, typer.Option(min=0, help="Won for an answer.")] = 50,
    inspection: Annotated[int, typer.Option(min=0, help="Won for an inspection.")] = 40,
    http: Annotated[
        bool, typer.Option("--http", help="The first crowd also works through servers of its own.")
    ] = False,
    url: Annotated[
        str | None, typer.Option(help="It works through the server there, which runs already.")
    ] = None,
    outbox: Annotated[
        Path | None, typer.Option(help="Where that server lays its mails out; ours, if not said.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Say what labels of a made-up crowd cost under several policies, and how many are wrong."""
    prices = Prices(answer, inspection)
    if careless + spamming + colluding >= 1:
        raise typer.BadParameter("Somebody has to do well: the three parts are below 1 together.")
    shares = Shares(careless=careless, spamming=spamming, colluding=colluding)

    def crowd_of(one: int) -> Crowd:
        return make_crowd(one, tasks=tasks, workers=workers, classes=classes, shares=shares)

    found: dict[str, list[Outcome]] = {"fixed": [], "default": [], "sparing": []}
    for one in range(seed, seed + seeds):
        crowd = crowd_of(one)
        found["fixed"].append(fixed(crowd, one, prices))
        found["default"].append(led(crowd, one, prices, DEFAULT))
        found["sparing"].append(led(crowd, one, prices, SPARING))
    if http or url is not None:
        found["http"] = [_through(url, outbox, crowd_of(seed), seed, prices)]
    if as_json:
        print(json.dumps(report(found)))
        return
    named = list(zip(*(_figures(each) for each in found.values()), strict=True))
    table(
        Console(highlight=False),
        f"{seeds} x {tasks} tasks, the same crowds and prices",
        ["", *found],
        [[row[0][0], *(value for _, value in row)] for row in named],
    )


def _through(
    url: str | None, outbox: Path | None, crowd: Crowd, seed: int, prices: Prices
) -> Outcome:
    from app.simulation.client import Site
    from app.simulation.served import served_by, worked_at

    configure(log_level="warning")
    start_logging("simulate")
    if url is None:
        return served_by(crowd, seed, prices)
    site = Site(url.rstrip("/"), outbox or settings().outbox)
    return worked_at(site, crowd, seed, prices)


def report(found: dict[str, list[Outcome]]) -> dict[str, Any]:
    """What each plan came to, seed by seed, and the default beside the fixed one."""
    default, fixed_ = found["default"], found["fixed"]
    cost = {name: sum(one.cost for one in each) for name, each in found.items()}
    spammers = [count for one in default for count in one.spammers]
    return {
        "plans": {
            name: [
                asdict(one) | {"wrong": one.wrong, "inspections": one.inspections}
                for one in outcomes
            ]
            for name, outcomes in found.items()
        },
        "saved": 1 - cost["default"] / cost["fixed"] if cost["fixed"] else 0.0,
        "no_more_wrong": sum(a.wrong <= b.wrong for a, b in zip(default, fixed_, strict=True)),
        "covered": sum(one.covered is not False for one in default),
        "seeds": len(default),
        "spammers": len(spammers),
        "spammers_stopped": sum(count <= STOPPED for count in spammers),
        "good": sum(one.good for one in default),
        "good_stopped": sum(one.halted_good for one in default),
        "near": _near(found["http"][0], default[0]) if "http" in found else None,
    }


def _near(http: Outcome, led: Outcome) -> dict[str, float]:
    """How near the same crowd comes through HTTP to what it comes to in process: parts of the cost
    and of the answers and looks, and the difference of what is wrong in the end."""
    return {
        "cost": http.cost / led.cost,
        "answers": (http.answers + http.gold) / (led.answers + led.gold),
        "inspections": http.inspections / led.inspections,
        "wrong": http.wrong - led.wrong,
    }


def _figures(each: list[Outcome]) -> list[tuple[str, str]]:
    """What one plan came to, on all seeds together: names and values."""
    tasks = sum(one.tasks for one in each)
    spammers = [count for one in each for count in one.spammers]

    def per_task(name: str) -> str:
        return f"{sum(getattr(one, name) for one in each) / tasks:.2f}"

    said = [one for one in each if one.estimate is not None]
    within, unseen = "–", "–"
    if said:
        low, high = np.mean([one.estimate or (0.0, 1.0) for one in said], axis=0)
        held = sum(one.covered is True for one in said)
        within = f"{low:.1%} to {high:.1%}, right in {held} of {len(said)}"
        unseen = f"{np.mean([one.wrong_unseen or 0.0 for one in said]):.1%}"
    return [
        ("won a label", f"{sum(one.cost for one in each) / tasks:.0f}"),
        ("wrong, and mended", f"{sum(one.found for one in each) / tasks:.2%}"),
        ("wrong in the end", f"{sum(one.left for one in each) / tasks:.2%}"),
        ("answers a label", per_task("answers")),
        ("gold", per_task("gold")),
        ("looks, seeded ones too", per_task("inspections")),
        ("wrong, no last look", unseen),
        ("as it is estimated", within),
        (
            f"spammers up to {STOPPED} answers",
            f"{sum(count <= STOPPED for count in spammers)} of {len(spammers)}",
        ),
        ("stopped for a look", f"{_sum(each, 'halted')}"),
        ("who do well, of them", f"{_sum(each, 'halted_good')} of {_sum(each, 'good')}"),
    ]


def _sum(each: list[Outcome], name: str) -> int:
    return sum(getattr(one, name) for one in each)
