"""What must be true afterwards, asked by statements of its own, as the tables' owner.

Each question answers what is wrong, in sentences; nothing where all is well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.bench.soak.crew import Row
from app.core.database import owner_engine

LIVE = "('reserved', 'submitted', 'rework', 'appealed')"
SHOWN = 5  # of what is wrong


def rows(project_id: int | None, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement, `%(p)s` bound to the project."""
    with owner_engine().connect() as connection:
        found = connection.exec_driver_sql(statement, {"p": project_id, **values})
        return [tuple(row) for row in found]


def one(project_id: int | None, statement: str, **values: Any) -> Any:
    """The only value of a statement."""
    ((value,),) = rows(project_id, statement, **values)
    return value


def _none(said: str, found: list[Any]) -> list[str]:
    return [f"{said} ({len(found)}): {found[:SHOWN]}"] if found else []


def balance(project_id: int, kind: str) -> int:
    """What stands in the project's accounts of one kind."""
    return int(
        one(
            project_id,
            """SELECT coalesce(sum(CASE WHEN c.kind = %(kind)s THEN e.amount ELSE 0 END
                   - CASE WHEN d.kind = %(kind)s THEN e.amount ELSE 0 END), 0)
               FROM ledger_entry e JOIN account c ON c.id = e.credit
               JOIN account d ON d.id = e.debit WHERE e.project_id = %(p)s""",
            kind=kind,
        )
    )


def earned(project_id: int) -> dict[int, int]:
    """What the ledger has given to each person."""
    return {
        who: int(amount)
        for who, amount in rows(
            project_id,
            """SELECT a.person_id, sum(e.amount) FROM ledger_entry e
               JOIN account a ON a.id = e.credit
               WHERE e.project_id = %(p)s AND a.kind = 'person' GROUP BY 1""",
        )
    }


def places(project_id: int) -> list[str]:
    """No place is filled twice or lost: on every open task, what has been accepted, what is being
    worked on and what is on offer add up to the overlap; and nobody is twice on one task."""
    wrong = rows(
        project_id,
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
    twice = rows(
        project_id,
        """SELECT task_id, worker_id, count(*) FROM assignment
           WHERE project_id = %(p)s AND level = 0 GROUP BY 1, 2 HAVING count(*) > 1""",
    )
    crossed = rows(
        project_id,
        """SELECT a.id, b.id FROM assignment a JOIN assignment b ON b.project_id = a.project_id
             AND b.worker_id = a.worker_id AND b.task_id = a.task_id
           WHERE a.project_id = %(p)s AND a.id < b.id
             AND (a.level = 0 OR b.level = 0 OR a.root_id = b.root_id)""",
    )
    # Every piece of work in inspection waits in exactly one place: with an inspector, on offer, or
    # with an administrator, who looks at a rejection beyond its author's ceiling.
    lost = rows(
        project_id,
        """SELECT r.id, w.held, coalesce(x.free, 0), h.waits FROM assignment r
           CROSS JOIN LATERAL (SELECT count(*) AS waits FROM held_rejection b
             WHERE b.project_id = r.project_id AND b.root_id = r.id AND b.settled_at IS NULL) h
           CROSS JOIN LATERAL (SELECT count(*) AS held FROM assignment a
             WHERE a.project_id = r.project_id AND a.root_id = r.id AND a.level > 0
               AND a.state = 'reserved') w
           LEFT JOIN LATERAL (SELECT sum(s.slots_left) AS free FROM seat s
             WHERE s.project_id = r.project_id AND s.task_id = r.task_id
               AND s.root_id = r.id) x ON true
           WHERE r.project_id = %(p)s AND r.level = 0
             AND w.held + coalesce(x.free, 0) + h.waits
               <> CASE r.state WHEN 'submitted' THEN 1 ELSE 0 END""",
    )
    named = "(task, overlap, accepted, wanted, live, unjudged, free)"
    return [
        *_none(f"places filled twice or lost, {named}", wrong),
        *_none("answered twice, (task, person, times)", twice),
        *_none("author and inspector, or inspector twice, (claim, claim)", crossed),
        *_none("inspected by two or by nobody, (work, with inspectors, on offer, held)", lost),
    ]


def money(project_id: int, funds: int) -> list[str]:
    """Every won is in one place, and every acceptance is paid once, at its pinned price."""
    budget, reserve = balance(project_id, "budget"), balance(project_id, "reserve")
    paid = sum(earned(project_id).values())
    kept, spent = (
        one(project_id, f"SELECT coalesce(sum({what}), 0) FROM task WHERE project_id = %(p)s")
        for what in ("reserved - spent", "spent")
    )
    due = {
        who: int(amount)
        for who, amount in rows(
            project_id,
            """SELECT who, sum(price) FROM (
                 SELECT worker_id AS who, price FROM assignment
                 WHERE project_id = %(p)s AND level = 0 AND state = 'accepted'
                 UNION ALL
                 SELECT a.worker_id, a.price FROM submission v JOIN assignment a
                   ON a.project_id = v.project_id AND a.id = v.assignment_id
                 WHERE v.project_id = %(p)s AND a.level > 0) w GROUP BY 1""",
        )
    }
    sums = {
        "what came from outside, and what was paid in": (-balance(project_id, "sponsor"), funds),
        "what is left, set aside and earned, and what was paid in": (
            budget + reserve + paid,
            funds,
        ),
        "what is set aside, and what the tasks keep": (reserve, kept),
        "what was earned, and what the tasks spent": (paid, spent),
    }
    differ = [
        f"{what}: {left} and {right}" for what, (left, right) in sums.items() if left != right
    ]
    got = earned(project_id)
    people = [
        (who, got.get(who), due.get(who))
        for who in sorted(got.keys() | due.keys())
        if got.get(who) != due.get(who)
    ]
    return differ + _none(
        "not paid what was accepted, and each verdict, (person, paid, due)", people
    )


def answers(project_id: int, log: Iterable[Row]) -> tuple[int, int, list[str]]:
    """Whatever a client was told to be handed in is there, once, as it was sent, and nothing else
    is. How many there are, how many of them were acknowledged, and what is wrong."""
    wrong: list[str] = []
    told: dict[tuple[int, str | None], int] = {}
    bodies: dict[tuple[int, str | None], Any] = {}
    for row in log:
        if row.verb != "submission" or row.project != project_id:
            continue
        spot = (row.assignment, row.key)
        bodies[spot] = row.sent
        if row.status == 201:
            number = row.answer["submission_id"]
            if told.setdefault(spot, number) != number:
                wrong.append(f"one key, two hand-ins: {spot}")
    if len(set(told.values())) < len(told):
        wrong.append("two keys were answered with one hand-in")
    stored: dict[tuple[int, str | None], int] = {}
    for key, number, assignment, answer, verdict in rows(
        project_id,
        """SELECT client_key, id, assignment_id, answer, verdict FROM submission
           WHERE project_id = %(p)s""",
    ):
        spot = (assignment, key)
        if spot in stored:
            wrong.append(f"handed in twice: {spot}")
        stored[spot] = number
        sent = bodies.get(spot)
        if sent is None:
            wrong.append(f"nobody sent {spot}")
        elif (sent.get("answer"), sent.get("verdict")) != (answer, verdict):
            wrong.append(f"another answer than was sent: {spot}")
    wrong += _none("acknowledged and lost", list(told.items() - stored.items()))
    return len(stored), len(told), wrong


def chores() -> list[str]:
    """Everything that was asked for in the background has been done."""
    found = rows(
        None,
        """SELECT kind, state, attempts, left(error, 300) FROM chore
           WHERE state NOT IN ('done', 'cancelled')
             AND NOT (state = 'queued' AND run_after > now())""",
    )
    return _none("chores not finished, (kind, state, attempts, error)", found)


def claims() -> list[str]:
    """Nobody holds anything whose time is over."""
    found = rows(
        None,
        "SELECT project_id, id, worker_id FROM assignment WHERE state = 'reserved'",
    )
    return _none("claims that nobody ended, (project, claim, person)", found)


def payouts() -> list[str]:
    """What left people's accounts are the lines of approved payouts, each once; nobody was paid
    more than he had earned."""
    moved = rows(
        None,
        """SELECT w.person_id, w.left, l.gross FROM (
             SELECT a.person_id, sum(e.amount) AS left FROM ledger_entry e
             JOIN account a ON a.id = e.debit WHERE a.kind = 'person' GROUP BY 1) w
           FULL JOIN (SELECT person_id, sum(gross) AS gross FROM payout_line
             WHERE state IN ('approved', 'paid') GROUP BY 1) l USING (person_id)
           WHERE w.left IS DISTINCT FROM l.gross""",
    )
    short = rows(
        None,
        """SELECT a.person_id, sum(CASE WHEN e.credit = a.id THEN e.amount ELSE -e.amount END)
           FROM account a JOIN ledger_entry e ON a.id IN (e.credit, e.debit)
           WHERE a.kind = 'person' GROUP BY a.id, a.person_id
           HAVING sum(CASE WHEN e.credit = a.id THEN e.amount ELSE -e.amount END) < 0""",
    )
    return [
        *_none("paid out of the ledger, and by lines, (person, entries, lines)", moved),
        *_none("paid more than was earned, (person, balance)", short),
    ]


def imports(log: Iterable[Row]) -> list[str]:
    """Each import that was acknowledged has its rows once: as many items as it says."""
    told = {
        row.answer["id"]
        for row in log
        if row.verb == "imports" and row.method == "POST" and row.status in (200, 202)
    }
    found = rows(
        None,
        """SELECT b.id, b.state, b.taken, count(i.id), count(DISTINCT i.name)
           FROM batch b LEFT JOIN item i ON i.project_id = b.project_id AND i.batch_id = b.id
           WHERE b.id = ANY (%(told)s) GROUP BY b.project_id, b.id
           HAVING b.state <> 'imported' OR b.taken <> count(i.id)
             OR b.taken <> count(DISTINCT i.name)""",
        told=list(told),
    )
    there = one(None, "SELECT count(*) FROM batch WHERE id = ANY (%(told)s)", told=list(told))
    lost = [f"{len(told) - there} imports that were acknowledged are not there"]
    return _none("imports not whole, (batch, state, taken, items, names)", found) + (
        lost if there != len(told) else []
    )


def counts() -> dict[str, int]:
    """How many there are of what people have made."""
    tables = {
        "imports": "batch WHERE format = 'jsonl' AND state = 'imported'",
        "releases": "release WHERE state = 'ready'",
        "payout_lines_paid": "payout_line WHERE state = 'paid'",
        "chores_done": "chore WHERE state = 'done'",
        "submissions": "submission",
        "verdicts": "submission WHERE verdict IS NOT NULL",
        "ledger_entries": "ledger_entry",
    }
    return {name: int(one(None, f"SELECT count(*) FROM {what}")) for name, what in tables.items()}
