"""Two minutes of 200 clients at all levels while the API, the workers, Redis and PostgreSQL are
killed; and what the questions that are asked afterwards would say if something were wrong."""

from __future__ import annotations

import pytest

from app.bench.soak import truth
from app.bench.soak.crew import Row
from app.bench.soak.run import measure
from app.core.database import owner_engine, transaction
from app.queue.service import enqueue
from tests.conftest import Database
from tests.factories import Place, boxes

pytestmark = pytest.mark.race


@pytest.mark.timeout(900)  # on a machine that is loaded, parts take long to be back
def test_nothing_acknowledged_is_lost_whatever_dies() -> None:
    told = measure(minutes=2, clients=200, seed=7)
    assert told["wrong"] == []
    assert sum(told["kills"].values()) >= 8
    assert min(told["kills"].values()) >= 2
    assert told["loops"] > 200
    assert told["rows"]["imports"] > 0
    assert told["rows"]["verdicts"] > 0


def test_what_is_wrong_is_said(database: Database) -> None:
    place = Place.make(items=2, inspect1="none", funds=10_000)
    worker = place.person("worker")
    kept, held = place.claim(worker, count=2)
    number = place.submit(worker, kept, boxes(10.0), key="the-first-key").submission_id
    with transaction() as s:
        enqueue(s, "open_items", {})

    def row(assignment: int, key: str, submission: int) -> Row:
        path = f"/api/v1/projects/{place.project_id}/assignments/{assignment}/submission"
        sent, answer = {"answer": boxes(10.0)}, {"submission_id": submission}
        return Row(worker, 0, 1, "POST", path, key, sent, 201, answer, 0, 1)

    first = row(kept, "the-first-key", number)
    assert truth.answers(place.project_id, [first]) == (1, 1, [])
    assert "acknowledged and lost" in str(
        truth.answers(place.project_id, [first, row(held, "another-key", number + 1)])
    )
    assert "nobody sent" in str(truth.answers(place.project_id, []))
    assert truth.places(place.project_id) == []
    assert truth.money(place.project_id, 10_000) == []
    assert "what was paid in: 10000 and 9999" in str(truth.money(place.project_id, 9_999))
    assert len(truth.claims()) == 1
    assert len(truth.chores()) == 1
    with owner_engine().begin() as connection:
        connection.exec_driver_sql("UPDATE assignment SET price = price + 1 WHERE id = %s", (kept,))
        connection.exec_driver_sql("UPDATE task SET accepted = 0")
        connection.exec_driver_sql("UPDATE chore SET state = 'done'")
    assert "places filled twice or lost" in str(truth.places(place.project_id))
    assert "not paid what was accepted" in str(truth.money(place.project_id, 10_000))
    assert truth.chores() == []
