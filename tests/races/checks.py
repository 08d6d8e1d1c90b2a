"""What must be true afterwards, asked by statements of the tests' own, as the tables' owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from app.core.database import owner_engine
from tests.factories import Place
from tests.races.crew import Row

LIVE = "('reserved', 'submitted', 'rework', 'appealed')"


def rows(place: Place, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement, `%(p)s` bound to the project."""
    with owner_engine().connect() as connection:
        found = connection.exec_driver_sql(statement, {"p": place.project_id, **values})
        return [tuple(row) for row in found]


def one(place: Place, statement: str, **values: Any) -> Any:
    """The only value of a statement."""
    ((value,),) = rows(place, statement, **values)
    return value


def act(place: Place, statement: str, **values: Any) -> int:
    """Change what only the owner may; how many rows."""
    with owner_engine().begin() as connection:
        return connection.exec_driver_sql(statement, {"p": place.project_id, **values}).rowcount


def balance(place: Place, kind: str) -> int:
    """What stands in the project's accounts of one kind."""
    return int(
        one(
            place,
            """SELECT coalesce(sum(CASE WHEN c.kind = %(kind)s THEN e.amount ELSE 0 END
                   - CASE WHEN d.kind = %(kind)s THEN e.amount ELSE 0 END), 0)
               FROM ledger_entry e JOIN account c ON c.id = e.credit
               JOIN account d ON d.id = e.debit WHERE e.project_id = %(p)s""",
            kind=kind,
        )
    )


def earned(place: Place) -> dict[int, int]:
    """What the ledger has given to each person."""
    return {
        who: int(amount)
        for who, amount in rows(
            place,
            """SELECT a.person_id, sum(e.amount) FROM ledger_entry e
               JOIN account a ON a.id = e.credit
               WHERE e.project_id = %(p)s AND a.kind = 'person' GROUP BY 1""",
        )
    }


def places_hold(place: Place) -> None:
    """No place is filled twice or lost: on every open task, what has been accepted, what is being
    worked on and what is on offer add up to the overlap; and nobody is twice on one task."""
    wrong = rows(
        place,
        f"""SELECT t.id, t.overlap, t.accepted, t.wanted, w.live, w.unjudged, coalesce(f.free, 0)
            FROM task t
            CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE a.state IN {LIVE} AND a.state <> 'appealed') AS live,
                count(*) FILTER (WHERE a.state = 'accepted' AND NOT a.judged) AS unjudged,
                count(*) FILTER (WHERE a.state = 'accepted' AND a.judged AND NOT a.surplus) AS good
              FROM assignment a WHERE a.project_id = t.project_id AND a.task_id = t.id
                AND a.level = 0) w
            LEFT JOIN LATERAL (
              SELECT sum(x.slots_left) AS free FROM seat x
              WHERE x.project_id = t.project_id AND x.task_id = t.id AND x.root_id = 0) f ON true
            WHERE t.project_id = %(p)s AND (
              w.good <> t.accepted OR t.accepted > t.overlap
              OR w.good + w.live + w.unjudged + coalesce(f.free, 0) + t.wanted <> t.overlap)""",
    )
    assert not wrong, f"(task, overlap, accepted, wanted, live, unjudged, free): {wrong[:5]}"
    twice = rows(
        place,
        """SELECT task_id, worker_id, count(*) FROM assignment
           WHERE project_id = %(p)s AND level = 0 GROUP BY 1, 2 HAVING count(*) > 1""",
    )
    assert not twice, f"answered twice: {twice[:5]}"
    crossed = rows(
        place,
        """SELECT a.id, b.id FROM assignment a JOIN assignment b ON b.project_id = a.project_id
             AND b.worker_id = a.worker_id AND b.task_id = a.task_id
           WHERE a.project_id = %(p)s AND a.id < b.id
             AND (a.level = 0 OR b.level = 0 OR a.root_id = b.root_id)""",
    )
    assert not crossed, f"author and inspector, or inspector twice: {crossed[:5]}"
    # Every piece of work in inspection waits in exactly one place: with an inspector, or on offer.
    lost = rows(
        place,
        """SELECT r.id, w.held, coalesce(x.free, 0) FROM assignment r
           CROSS JOIN LATERAL (SELECT count(*) AS held FROM assignment a
             WHERE a.project_id = r.project_id AND a.root_id = r.id AND a.level > 0
               AND a.state = 'reserved') w
           LEFT JOIN LATERAL (SELECT sum(s.slots_left) AS free FROM seat s
             WHERE s.project_id = r.project_id AND s.task_id = r.task_id
               AND s.root_id = r.id) x ON true
           WHERE r.project_id = %(p)s AND r.level = 0
             AND w.held + coalesce(x.free, 0) <> CASE r.state WHEN 'submitted' THEN 1 ELSE 0 END""",
    )
    assert not lost, f"(work, with inspectors, on offer): {lost[:5]}"


def money_holds(place: Place, funds: int) -> None:
    """Every won is in one place, and every acceptance is paid once, at its pinned price."""
    budget, reserve = balance(place, "budget"), balance(place, "reserve")
    paid = sum(earned(place).values())
    assert balance(place, "sponsor") == -funds
    assert budget + reserve + paid == funds
    kept = one(
        place,
        "SELECT coalesce(sum(reserved - spent), 0) FROM task WHERE project_id = %(p)s",
    )
    assert reserve == kept, "what is set aside is what the tasks keep"
    spent = one(place, "SELECT coalesce(sum(spent), 0) FROM task WHERE project_id = %(p)s")
    assert paid == spent
    due = {
        who: int(amount)
        for who, amount in rows(
            place,
            """SELECT who, sum(price) FROM (
                 SELECT worker_id AS who, price FROM assignment
                 WHERE project_id = %(p)s AND level = 0 AND state = 'accepted'
                 UNION ALL
                 SELECT a.worker_id, a.price FROM submission v JOIN assignment a
                   ON a.project_id = v.project_id AND a.id = v.assignment_id
                 WHERE v.project_id = %(p)s AND a.level > 0) w GROUP BY 1""",
        )
    }
    assert earned(place) == due, "paid is what was accepted, and each verdict"


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
    sent = [row for row in log if row.verb == "submission"]
    told: dict[tuple[int, str | None], int] = {}
    for row in sent:
        if row.status == 201:
            spot = (row.assignment, row.key)
            assert told.setdefault(spot, row.answer["submission_id"]) == row.answer["submission_id"]
    assert len(set(told.values())) == len(told)
    bodies = {(row.assignment, row.key): row.sent for row in sent}
    stored = {}
    for key, number, assignment, answer, verdict in rows(
        place,
        """SELECT client_key, id, assignment_id, answer, verdict FROM submission
           WHERE project_id = %(p)s""",
    ):
        spot = (assignment, key)
        assert spot not in stored, f"handed in twice: {spot}"
        stored[spot] = number
        assert spot in bodies, f"nobody sent {spot}"
        assert bodies[spot].get("answer") == answer, f"another answer than was sent: {spot}"
        assert bodies[spot].get("verdict") == verdict
    missing = told.items() - stored.items()
    assert not missing, f"acknowledged and lost: {list(missing)[:5]}"
    if not lost_replies:
        assert told == stored
    return len(stored)


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
    return dict(Counter(f"{row.verb} {row.status} {code(row)}".strip() for row in log))


def code(row: Row) -> str:
    """A refusal's stable code; empty for what was done."""
    return row.answer.get("code", "") if isinstance(row.answer, dict) else ""
