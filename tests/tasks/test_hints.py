"""Where a queue's head was lately: a help that never hides work."""

from __future__ import annotations

import pytest

from app.core.database import transaction
from app.tasks import hints as remembered
from app.tasks.hints import HEAD, hints
from tests.factories import Place

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def lasting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hint grows old by itself, however slow the machine is."""
    monkeypatch.setattr(remembered, "HINT_SECONDS", 3600.0)


def queue(place: Place) -> tuple[int, int]:
    (row,) = place.rows("SELECT DISTINCT queue_id FROM task WHERE project_id = :p")
    return (place.project_id, row[0])


def tasks(place: Place) -> list[int]:
    return [row[0] for row in place.rows("SELECT id FROM task WHERE project_id = :p ORDER BY id")]


def test_a_claim_leaves_a_hint() -> None:
    place = Place.make(items=3)
    worker = place.person("worker")
    for taken in tasks(place)[:2]:
        place.claim(worker)
        with transaction() as s:
            assert hints.get(s, queue(place)) == (0, taken - 1)


def test_a_hint_past_the_end_hides_nothing() -> None:
    place = Place.make(items=3)
    with transaction() as s:
        hints.put(s, queue(place), (5, 10**9))
    assert len(place.claim(place.person("worker"), count=3)) == 3


def test_what_comes_back_before_the_hint_is_found() -> None:
    """A lease that ran out is first in line again, though its reader has looked further on."""
    place = Place.make(items=2)
    gone, there = place.person("worker"), place.person("worker")
    place.claim(gone)
    place.claim(there)
    assert place.claim(there) == []
    place.age(hours=2)
    (found,) = place.claim(there)
    assert place.assignment(found).task_id == tasks(place)[0]


def test_a_cursor_hides_nothing() -> None:
    """Who has just had the queue's last task still gets the one that comes back before it."""
    place = Place.make(items=3)
    gone, there = place.person("worker"), place.person("worker")
    place.claim(gone)
    assert len(place.claim(there, count=2)) == 2
    place.age(hours=2)
    assert len(place.claim(there)) == 1


def test_a_hint_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place.make(items=3)
    with transaction() as s:
        hints.put(s, queue(place), (0, 10**9))
        assert hints.get(s, queue(place)) != HEAD
        monkeypatch.setattr(remembered, "HINT_SECONDS", 0.0)
        assert hints.get(s, queue(place)) == HEAD
        hints.drop(s, queue(place))
        hints.drop(s, queue(place))
