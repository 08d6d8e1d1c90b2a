"""What must be true afterwards: the questions of `app/bench/soak/truth.py`, and some of the races'
own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from app.bench.soak import truth
from app.core.database import owner_engine
from tests.factories import Place
from tests.races.crew import Row


def rows(place: Place, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement, `%(p)s` bound to the project."""
    return truth.rows(place.project_id, statement, **values)


def one(place: Place, statement: str, **values: Any) -> Any:
    """The only value of a statement."""
    return truth.one(place.project_id, statement, **values)


def act(place: Place, statement: str, **values: Any) -> int:
    """Change what only the owner may; how many rows."""
    with owner_engine().begin() as connection:
        return connection.exec_driver_sql(statement, {"p": place.project_id, **values}).rowcount


def balance(place: Place, kind: str) -> int:
    """What stands in the project's accounts of one kind."""
    return truth.balance(place.project_id, kind)


def earned(place: Place) -> dict[int, int]:
    """What the ledger has given to each person."""
    return truth.earned(place.project_id)


def places_hold(place: Place) -> None:
    """No place is filled twice or lost, and nobody is twice on one task."""
    assert truth.places(place.project_id) == []


def money_holds(place: Place, funds: int) -> None:
    """Every won is in one place, and every acceptance is paid once, at its pinned price."""
    assert truth.money(place.project_id, funds) == []


def all_done(place: Place) -> None:
    """Every task has exactly the answers it wanted; nothing is on offer or set aside."""
    states = dict(
        rows(place, "SELECT state, count(*) FROM task WHERE project_id = %(p)s GROUP BY 1")
    )
    assert set(states) == {"done"}, states
    assert one(
        place,
        "SELECT bool_and(accepted = overlap) FROM task WHERE project_id = %(p)s",
    )
    assert one(place, "SELECT count(*) FROM seat WHERE project_id = %(p)s") == 0
    kept = one(place, "SELECT sum(reserved - spent - held) FROM task WHERE project_id = %(p)s")
    assert kept == 0


def answers_kept(place: Place, log: Iterable[Row], *, lost_replies: bool = False) -> int:
    """Whatever a client was told to be handed in is there, once, as it was sent, and nothing else
    is. With `lost_replies` (a server died) a hand-in may be there whose answer got lost, if it
    was sent. Returns how many there are."""
    stored, told, wrong = truth.answers(place.project_id, log)
    assert wrong == []
    if not lost_replies:
        assert told == stored
    return stored


def empties_true(log: list[Row], overlap: int) -> int:
    """No claim was answered “empty” while a place was surely free for that person.

    Sound for runs in which nothing is given back: a task whose places were not all taken by claims
    that had begun before the answer came, and on which that person is not, had one free all the
    while. Returns how many such answers there were."""
    taken: dict[int, list[float]] = defaultdict(list)
    mine: dict[int, set[int]] = defaultdict(set)
    tasks: set[int] = set()
    for row in log:
        for lease in leases(row):
            tasks.add(lease["task_id"])
            taken[lease["task_id"]].append(row.begun)
            mine[row.who].add(lease["task_id"])
    empties = [
        row for row in log if row.verb == "claims" and row.status == 201 and row.answer["empty"]
    ]
    for row in empties:
        for task in tasks - mine[row.who]:
            begun = sum(1 for when in taken[task] if when < row.ended)
            assert begun >= overlap, f"told “empty” while task {task} had a free place"
    return len(empties)


def leases(row: Row) -> list[dict[str, Any]]:
    """The leases that an answer gave for the first time."""
    if row.status == 201 and row.verb == "claims":
        return list(row.answer["leases"])
    if row.status == 201 and row.verb == "submission" and row.answer["next"]:
        return [row.answer["next"]]
    return []


def statuses(log: Iterable[Row]) -> dict[str, int]:
    """How often each call was answered how, for messages."""
    return dict(Counter(f"{row.verb} {row.status} {row.code}".strip() for row in log))
