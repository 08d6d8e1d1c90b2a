"""How many statements a hot step sends, through HTTP and whole.

What dominates a step's time is their number: a step is one read of who asks, one of what it is
about, and one write. A number that grows here is a decision, not an accident.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from app.api.deps import COOKIE
from app.core.database import transaction
from app.people import sessions
from tests.api.conftest import API, TestClient, application
from tests.conftest import Queries
from tests.factories import Place, boxes
from tests.workflow.lines import further, lead


class Caller:
    """Somebody with a session, and a new key for each call."""

    def __init__(self, place: Place, person_id: int) -> None:
        self.place = place
        self.id = person_id
        with transaction() as s:
            opened = sessions.open_session(s, person_id, user_agent="tests")
        self.http = TestClient(application(), base_url=API)
        self.http.cookies.set(COOKIE, opened.token, domain="testserver.local")
        self.http.headers["x-csrf-token"] = opened.csrf

    def post(self, path: str, body: Any, key: str | None = None) -> Any:
        answer = self.http.post(
            f"{API}/projects/{self.place.project_id}/{path}",
            json=body,
            headers={"idempotency-key": key or f"tab-1-{self.place.key()}"},
        )
        assert answer.is_success, answer.text
        return answer.json()

    def claim(self, level: int = 0, count: int = 1, key: str | None = None) -> Any:
        path = f"stages/{self.place.stage_id}/claims"
        return self.post(path, {"level": level, "count": count}, key)["leases"]

    def hand_in(self, lease: int, body: Any, key: str | None = None) -> Any:
        return self.post(f"assignments/{lease}/submission?next=true", body, key)


@pytest.fixture
def place(database: object) -> Place:
    return Place.make(items=8, inspect1="all", inspect2="all")


@pytest.fixture
def worker(place: Place) -> Caller:
    return Caller(place, place.person("worker"))


@pytest.fixture
def inspector(place: Place) -> Caller:
    return Caller(place, place.person("primary_inspector"))


@contextmanager
def sends(queries: Queries, number: int) -> Iterator[None]:
    """Exactly so many statements; BEGIN and COMMIT are not counted."""
    before = len(queries.statements)
    yield
    sent = queries.statements[before:]
    assert len(sent) == number, f"{len(sent)}, not {number}:\n" + "\n".join(sent)


@pytest.mark.parametrize("count", [1, 5])
def test_a_claim(worker: Caller, queries: Queries, count: int) -> None:
    """Who asks; the stage's terms; the seats, taken; what one needs to begin. However many."""
    with sends(queries, 4):
        assert len(worker.claim(count=count)) == count


def test_a_claim_again(worker: Caller, queries: Queries) -> None:
    """The terms say already what this key took."""
    first = worker.claim(key="tab-1-same")
    with sends(queries, 3):
        assert worker.claim(key="tab-1-same") == first


def test_a_hand_in_with_the_next_lease(worker: Caller, queries: Queries) -> None:
    """Who asks; the facts, locked; everything that the hand-in changes; then a claim's three."""
    (lease,) = worker.claim()
    for _ in range(3):
        with sends(queries, 6):
            receipt = worker.hand_in(lease["id"], {"answer": boxes(10.0)})
        assert receipt["next"] is not None
        lease = receipt["next"]


def test_a_hand_in_again(worker: Caller, queries: Queries) -> None:
    """The facts are looked at twice: whoever waited for the lock may have read old ones. They
    bring the first receipt; the next lease is found by its key."""
    (lease,) = worker.claim()
    first = worker.hand_in(lease["id"], {"answer": boxes(10.0)}, key="tab-1-same")
    with sends(queries, 4):
        assert worker.hand_in(lease["id"], {"answer": boxes(10.0)}, key="tab-1-same") == first


@pytest.mark.parametrize(
    ("verdict", "number"),
    [
        ({"verdict": "approve"}, 6),
        # Is the reason one of the project's?
        ({"verdict": "return", "reason": "position", "comment": "여기요."}, 7),
        ({"verdict": "reject", "reason": "position", "comment": "여기요."}, 7),
        # What did it look like before?
        ({"verdict": "fix", "answer": boxes(12.0)}, 7),
    ],
)
def test_a_verdict_with_the_next_lease(
    worker: Caller, inspector: Caller, queries: Queries, verdict: dict[str, Any], number: int
) -> None:
    for lease in worker.claim(count=3):
        worker.hand_in(lease["id"], {"answer": boxes(10.0)})
    (lease,) = inspector.claim(level=1)
    with sends(queries, number):
        receipt = inspector.hand_in(lease["id"], verdict)
    assert receipt["next"] is not None


def test_what_flows_costs_the_ring_and_nothing_else(place: Place, queries: Queries) -> None:
    """Where a stage feeds others, a hand-in that is accepted also asks whether a chore waits, and
    writes one (with its notice) where none does. Where a stage feeds none, it sends what it always
    did: the row that flows is part of the one write."""
    first = Place.make(items=4, inspect1="none")
    worker = Caller(first, first.person("worker"))
    lead(first, (first, further(first, "다음")))
    with transaction() as s:
        s.execute(text("UPDATE chore SET state = 'done'"))
    (lease,) = worker.claim()
    for number in (6 + 3, 6 + 1):
        with sends(queries, number):
            lease = worker.hand_in(lease["id"], {"answer": boxes(10.0)})["next"]
    assert len(first.rows("SELECT FROM flowing WHERE project_id = :p")) == 2
