"""What the pages of workers and inspectors read where much was done: 60,000 hand-ins in one
project, 20 people, 300 days. Their plans and buffers; times say little on a busy machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import engine, owner_engine
from app.tasks import days, market, offers, pace, views
from tests import seoul
from tests.factories import Place
from tests.tasks.test_plans import explain, nodes, pages

DONE, PEOPLE, DAYS = 60_000, 20, 300
EACH_DAY = DONE // PEOPLE // DAYS  # what one person has handed in on a day: 10


class Scene:
    """The project, and one of its people."""

    def __init__(self) -> None:
        self.place = Place.make(inspect1="none")
        self.people = [self.place.person("worker", "primary_inspector") for _ in range(PEOPLE)]
        self.me = self.people[0]
        with owner_engine().begin() as owner:
            for statement in _FILL.split(";"):
                owner.execute(
                    text(statement),
                    {"p": self.place.project_id, "people": self.people, "done": DONE},
                )
        with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as vacuum:
            vacuum.execute(
                text("VACUUM ANALYZE seat, task, assignment, submission, ledger_entry, task_role")
            )


# Number n was done by person n % 20, n / 200 days ago: ten a day.
_FILL = """
CREATE TEMP TABLE n ON COMMIT DROP AS
  SELECT n, nextval('task_id_seq') AS id, (CAST(:people AS bigint[]))[1 + n % 20] AS who,
    now() - make_interval(days => n / 200) AS at
  FROM generate_series(0, :done - 1) n;
INSERT INTO task (project_id, id, stage_id, item_id, queue_id, state, overlap, accepted, places,
    reserved)
  SELECT t.project_id, n.id, t.stage_id, t.item_id, t.queue_id, 'done', 1, 1, 1, 0
  FROM task t, n WHERE t.project_id = :p;
INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
  SELECT t.project_id, t.queue_id, 0, t.id, 0, 1, '{}' FROM task t WHERE t.project_id = :p
  ON CONFLICT DO NOTHING;
INSERT INTO task_role (project_id, task_id, worker_id, side)
  SELECT :p, id, who, 'author' FROM n;
INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
    claim_key, schema_version, price, judged, answer_id, attempt, reserved_at, decided_at)
  SELECT :p, n.id + 1000000, s.id, n.id, n.id + 1000000, 0, who, 'accepted', gen_random_uuid(), 1,
    100, true, n.id, 1, at, at FROM n, stage s WHERE s.project_id = :p ORDER BY n DESC;
INSERT INTO submission (project_id, id, assignment_id, worker_id, stage_id, level, attempt,
    active_seconds, client_key, body_hash, answer, schema_version, outcome, at)
  SELECT :p, n.id, n.id + 1000000, who, s.id, 0, 1, 20 + n % 30, 'k', '', '{}', 1, 'accepted', at
  FROM n, stage s WHERE s.project_id = :p ORDER BY n DESC;
INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause, at)
  SELECT :p, s.reserve_account_id, m.account_id, 'KRW', 100, 'earn',
    'assignment:' || (n.id + 1000000), n.at
  FROM n JOIN project_member m ON m.project_id = :p AND m.person_id = n.who
  CROSS JOIN stage s WHERE s.project_id = :p ORDER BY n DESC
"""


@pytest.fixture(scope="module")
def scene(shared_database: None) -> Scene:
    return Scene()


@pytest.fixture
def s(scene: Scene) -> Iterator[Session]:
    with Session(engine()) as session:
        yield session
        session.rollback()


def cost(s: Session, statement: str, bound: dict[str, Any]) -> int:
    """Pages that the statement reads; no table is read through that grows with the work."""
    plan = explain(s, statement, bound)
    for node in nodes(plan["Plan"]):
        if node["Node Type"] in ("Seq Scan", "Parallel Seq Scan"):
            grows = ("submission", "assignment", "ledger_entry", "seat")
            assert node["Relation Name"] not in grows, node
    return pages(plan)


def test_the_pace_reads_its_newest_hand_ins(scene: Scene, s: Session) -> None:
    values = {"newest": pace.NEWEST, "fewest": pace.FEWEST}
    assert cost(s, pace._COUNT, values) < 3 * pace.NEWEST


def test_a_day_reads_the_months_hand_ins(scene: Scene, s: Session) -> None:
    """Each is looked at with its assignment and its entry: a dozen pages each at most."""
    values = {"me": scene.me, "day": seoul.today(), "project": None}
    values |= days._between(seoul.today().replace(day=1), seoul.today())
    assert cost(s, days._TODAY, values) < 12 * EACH_DAY * (seoul.today().day + 1) + 100
    found = days.today(s, scene.me, seoul.today())
    assert found["month_earned"] >= 100 * EACH_DAY * (seoul.today().day - 1)


def test_a_page_of_days_reads_these_days(scene: Scene, s: Session) -> None:
    first = seoul.today() - timedelta(days=6)
    values = {"me": scene.me, "project": None} | days._between(first, seoul.today())
    assert cost(s, days._DAYS, values) < 12 * EACH_DAY * 8 + 100
    assert cost(s, days._NEWEST, values) < 10
    found, following = days.days(
        s,
        scene.me,
        since=seoul.today() - timedelta(days=999),
        until=seoul.today(),
        project_id=None,
        limit=7,
    )
    assert len(found) == 7
    assert sum(row["pieces"] for row in found) >= 6 * EACH_DAY
    assert following == seoul.today() - timedelta(days=7)


def test_an_inspectors_week_reads_his_week(scene: Scene, s: Session) -> None:
    first = seoul.today() - timedelta(days=6)
    values = {"me": scene.me, "project": None} | days._between(first, seoul.today())
    assert cost(s, days._INSPECTIONS, values) < 12 * EACH_DAY * 8 + 100
    assert cost(s, days._MEDIAN, values) < 12 * EACH_DAY * 8 + 100


def test_the_market_reads_no_work(scene: Scene, s: Session) -> None:
    values = {
        "me": scene.me,
        "mine": False,
        "like": None,
        "only": None,
        "first": True,
        "hourly": 0,
        "stage": 0,
        "level": 0,
        "limit": 21,
    }
    # A thousand seats are counted at most, of 60,000.
    assert cost(s, market._page("pay"), values) < 300
    assert cost(s, offers._OFFERS, {"me": scene.me}) < 300
    (row,), _ = market.market(s, scene.me, q=None, sort="pay", mine=True, after="", limit=1)
    assert row["waiting"] == 1000


def test_a_page_of_ones_work(scene: Scene, s: Session) -> None:
    values = {
        "me": scene.me,
        "states": None,
        "project": None,
        "level": None,
        "before": 0,
        "limit": 51,
    }
    assert cost(s, views._MINE, values) < 30 * 51
    assert cost(s, views._MINE, values | {"states": ["rework", "appealed"]}) < 100
