"""Everybody has every role, on tasks that want three answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from app.core.database import transaction
from app.workflow.expire import sweep
from app.workflow.fund import open_wanted
from tests.factories import Place
from tests.races import checks
from tests.races.crew import Crew

CLIENTS = 64
Gather = Callable[[Place, list[int]], Crew]


def test_nobody_inspects_what_he_had_a_hand_in(gather: Gather) -> None:
    funds, tasks, overlap = 10_000_000, 24, 3
    place = Place.make(
        items=tasks,
        overlap=overlap,
        inspect1="all",
        inspect2="sample",
        rate2="0.5",
        funds=funds,
        holds=4,
    )
    people = [
        place.person("worker", "primary_inspector", "secondary_inspector") for _ in range(CLIENTS)
    ]
    crew = gather(place, people)
    crew.begin("all_roles")
    end = time.monotonic() + 90
    while checks.one(
        place, "SELECT count(*) FROM task WHERE project_id = %(p)s AND state <> 'done'"
    ):
        assert time.monotonic() < end, stuck(place)
        sweep()
        with transaction() as s:
            open_wanted(s, place.project_id)
    crew.stop()
    log = crew.end()

    seen = checks.statuses(log)
    unexpected = {
        what for what in seen if what.split()[1] not in ("200", "201") and what not in REFUSED
    }
    assert not unexpected, seen
    checks.answers_kept(place, log)
    checks.places_hold(place)
    checks.all_done(place)
    checks.money_holds(place, funds)

    # By the clients' own word, too: who handed in what on which task.
    sides: dict[tuple[int, int], set[str]] = {}
    looked: Counter[tuple[int, int]] = Counter()
    for row in log:
        for lease in checks.leases(row):
            side = "author" if lease["level"] == 0 else "inspector"
            sides.setdefault((row.who, lease["task_id"]), set()).add(side)
    assert all(len(each) == 1 for each in sides.values())
    for who, root, assignment in {
        (row.who, lease["subject"]["root_id"], lease["id"])
        for row in log
        for lease in checks.leases(row)
        if lease["level"] > 0
    }:
        assert assignment
        looked[who, root] += 1
    assert set(looked.values()) == {1}, "inspected one piece of work in two roles"
    verdicts = Counter(
        row.sent["verdict"]
        for row in log
        if row.verb == "submission" and row.status == 201 and "verdict" in row.sent
    )
    assert set(verdicts) == {"approve", "fix", "return", "reject"}
    inspectors = dict(
        checks.rows(
            place,
            """SELECT level, count(*) FROM assignment
               WHERE project_id = %(p)s AND level > 0 GROUP BY 1""",
        )
    )
    assert inspectors[1] >= tasks * overlap
    assert inspectors[2] > 0


REFUSED = ("claims 409 holds_full", "submission 409 wrong_state")


def stuck(place: Place) -> str:
    """What the tasks that are not done wait for."""
    return str(
        checks.rows(
            place,
            """SELECT t.id, t.accepted, t.wanted, array_agg(a.level || a.state),
                 (SELECT array_agg(x.root_id || ':' || x.slots_left) FROM seat x
                  WHERE x.project_id = t.project_id AND x.task_id = t.id)
               FROM task t LEFT JOIN assignment a
                 ON a.project_id = t.project_id AND a.task_id = t.id
               WHERE t.project_id = %(p)s AND t.state <> 'done' GROUP BY t.project_id, t.id
               ORDER BY t.id LIMIT 5""",
        )
    )
