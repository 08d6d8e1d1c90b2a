"""`dure soak`: people at all levels work while parts of the installation are killed at random."""

from typing import Annotated

import typer

from app.commands.bench import AsJson, show, telling


def command(
    minutes: Annotated[float, typer.Option(min=0.2, max=24 * 60)] = 10,
    clients: Annotated[int, typer.Option(min=24, max=1000)] = 200,
    seed: Annotated[int, typer.Option(help="Of the deaths: when and what.")] = 1,
    as_json: AsJson = False,
) -> None:
    """An installation of its own, on loopback, whose API, workers, Redis and PostgreSQL are killed
    at random; afterwards everything acknowledged must be there, once, and paid. Exit code 1 where
    it is not."""
    from app.bench.soak.run import measure

    with telling(as_json) as say:
        result = measure(minutes=minutes, clients=clients, seed=seed, say=say)
    show(result, as_json)
    raise typer.Exit(0 if result["ok"] else 1)
