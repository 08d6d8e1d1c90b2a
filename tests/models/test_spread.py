"""Projects can be spread over many databases by `project_id`: every key of their rows contains it,
every reference between their rows carries it, and the statements of the hot path read nothing
without it. What stays in one place is named here, with its reason (docs/scaling.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Table, UniqueConstraint, event

from app.core.database import engine
from app.models import Base
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.factories import Place

# Tables with a project that are the house's all the same: small, copied to every database or asked
# in one place. In a distributed PostgreSQL these are reference tables.
HOUSE = {
    "access_log": "a person's own list of who looked, over all projects",
    "account": "read with a person's balance; one row for a person and project, written once",
    "agreement": "the house's words and a project's in one list, few and never changed",
    "certificate": "shown to anybody by its code, wherever it was earned",
    "chore": "the workers' list: which project is next is what they ask it",
    "dataset": "the catalogue is read over all projects",
    "dataset_sample": "of the catalogue",
    "dataset_version": "of the catalogue",
    "hire": "an organisation's book, in which a project may be named",
    "invitation": "found by its token before anybody knows the project",
    "notification": "a person's, over all projects",
    "upload": "found by its name alone; gone within days",
}
# References from the house's tables into projects' rows: kept while all is one database; where it
# is not, the application's own statements (all of which name the project) hold them.
OUTWARD = {
    ("certificate", "course"),
    ("dataset", "stage"),
    ("dataset_sample", "item"),
    ("dataset_version", "release"),
}
TABLES: dict[str, Table] = dict(sorted(Base.metadata.tables.items()))
SPREAD = [
    name for name, table in TABLES.items() if "project_id" in table.columns and name not in HOUSE
]


def test_every_key_of_a_projects_row_contains_the_project() -> None:
    assert len(SPREAD) > 100
    without = []
    for name in SPREAD:
        table = TABLES[name]
        assert not table.columns["project_id"].nullable, name
        keys = [[column.name for column in table.primary_key]]
        keys += [
            [column.name for column in one.columns]
            for one in table.constraints
            if isinstance(one, UniqueConstraint)
        ]
        keys += [
            [getattr(part, "name", str(part)) for part in one.expressions]
            for one in table.indexes
            if one.unique
        ]
        without += [(name, key) for key in keys if "project_id" not in key]
    assert without == []


def test_every_reference_between_projects_rows_carries_the_project() -> None:
    without = [
        (name, one.column_keys)
        for name in SPREAD
        for one in TABLES[name].foreign_key_constraints
        if str(one.referred_table) in SPREAD
        and ("project_id", "project_id")
        not in [(part.parent.name, part.column.name) for part in one.elements]
    ]
    assert without == []


def test_what_stays_in_one_place_leans_on_no_projects_row() -> None:
    """But where it is said above; and nothing is said there that is not so."""
    house = [name for name in TABLES if name not in SPREAD]
    outward = {
        (name, str(one.referred_table))
        for name in house
        for one in TABLES[name].foreign_key_constraints
        if str(one.referred_table) in SPREAD
    }
    assert outward == OUTWARD
    assert all("project_id" in TABLES[name].columns for name in HOUSE)


# --- the statements of the hot path ---


class Plans:
    """The plans of the statements that the application sends, seen by EXPLAIN just before."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.loose: dict[str, list[str]] = {}  # scans without a project, by statement

    def look(self, connection: Any, _cursor: Any, statement: str, told: Any, *_: Any) -> None:
        if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", statement):
            return
        self.seen.add(statement)
        with connection.connection.cursor() as cursor:
            first = told[0] if isinstance(told, list) else told
            cursor.execute(f"EXPLAIN (FORMAT JSON, VERBOSE) {statement}", first)
            plan = cursor.fetchone()[0]
        plan = orjson.loads(plan) if isinstance(plan, str) else plan
        nodes = list(_nodes(plan[0]["Plan"]))
        conditions = " ".join(
            text for node in nodes for name, text in node.items() if name.endswith(CONDITIONS)
        )
        loose = [
            node["Relation Name"]
            for node in nodes
            if node["Node Type"].endswith("Scan") and node.get("Relation Name") in SPREAD
            if not re.search(rf"\b{re.escape(node['Alias'])}\.project_id\b", conditions)
        ]
        if loose:
            self.loose[statement] = loose


CONDITIONS = ("Cond", "Filter")


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


# Statements about one person over all projects, by what stands in them: a distributed database
# asks all its parts for them.
OVER_ALL = {
    "(SELECT a.* FROM assignment a WHERE a.worker_id = %(me)s": "one's own work, newest first",
    "FROM account c JOIN project p ON p.id = c.project_id": "what one has earned, by project",
}


def test_every_join_of_the_hot_path_is_within_a_project(shared_database: None) -> None:
    place = Place.make(items=8, inspect1="all", inspect2="all", holds=4)
    people = [place.person(role) for role in ("worker", "worker", "primary_inspector")]
    people += [place.person("secondary_inspector"), place.person("manager"), place.arbiter()]
    plans = Plans()
    event.listen(engine(), "before_cursor_execute", plans.look)
    try:
        _a_day(place, *people)
    finally:
        event.remove(engine(), "before_cursor_execute", plans.look)
    assert len(plans.seen) > 35
    known = [words for words in OVER_ALL if any(words in one for one in plans.loose)]
    assert known == list(OVER_ALL)
    loose = [one for one in plans.loose if not any(words in one for words in OVER_ALL)]
    assert loose == [], plans.loose[loose[0]]


def _a_day(
    place: Place, worker: int, other: int, first: int, second: int, manager: int, arbiter: int
) -> None:
    """Claimed, kept, handed in, judged in all four ways, mended, appealed, paid, looked at."""
    home = f"/projects/{place.project_id}"
    desk = Web(lambda: 0)
    his = signed_in(desk, worker)
    for lease in place.claim(worker, count=4) + place.claim(other, count=1):
        one = f"{home}/assignments/{lease}"
        assert his.get(one).status_code in (200, 404)
        his.put(f"{one}/draft", json={"revision": 0, "body": {}})
        his.post(f"{one}/extend")
    leases = [row.id for row in place.rows(MINE.format(place.project_id, worker))]
    for lease in leases:
        place.submit(worker, lease)
    for inspector, level in ((first, 1), (second, 2)):
        for verdict in ("approve", "fix", "return", "reject"):
            (lease,) = place.claim(inspector, level)
            place.decide(inspector, lease, verdict)
    for row in place.rows(MINE.format(place.project_id, worker)):
        place.submit(worker, row.id)
    lost = "SELECT id FROM assignment WHERE project_id = {} AND level = 0 AND state = 'rejected'"
    for row in place.rows(lost.format(place.project_id)):
        place.appeal(worker, row.id)
        place.decide_appeal(arbiter, row.id, won=True)
    for lease in place.claim(other, count=1):
        his_too = signed_in(desk, other)
        assert his_too.post(f"{home}/assignments/{lease}/return", json={}).status_code == 200
        assert his_too.post(f"{home}/assignments/{lease}/resume").status_code == 200
    for who, paths in {
        worker: ("/work", "/me/assignments", "/me/earnings"),
        manager: (f"{home}/assignments", f"{home}/items", home, f"{home}/stages"),
    }.items():
        caller = signed_in(desk, who)
        for path in paths:
            assert caller.get(path).status_code == 200, path


MINE = (
    "SELECT id FROM assignment WHERE project_id = {} AND worker_id = {}"
    " AND state IN ('reserved', 'rework') ORDER BY id"
)
