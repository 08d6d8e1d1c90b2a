"""A crew of clients in several processes, led from the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.bench.soak.crew import PROCESSES, Crew, Row, by_browser, by_program
from tests.factories import Place

__all__ = ["Crew", "Row", "crew"]

PROGRAM = Path(__file__).with_name("client.py")


@contextmanager
def crew(folder: Path, urls: list[str], place: Place, people: list[int]) -> Iterator[Crew]:
    """Clients for `people`: one for each mention, by turns a browser and a program, spread over
    processes and `urls`. Player `n` is the n-th of them."""
    players = []
    for number, who in enumerate(people):
        turn = number // PROCESSES
        at = urlsplit(urls[turn % len(urls)])
        players.append(
            {
                "who": who,
                "host": at.hostname,
                "port": at.port,
                "headers": by_program(who, turn) if turn % 2 else by_browser(who),
                "place": f"/api/v1/projects/{place.project_id}",
                "stage": place.stage_id,
            }
        )
    made = Crew(folder, [str(PROGRAM)], players)
    try:
        yield made
    finally:
        made.disband()
