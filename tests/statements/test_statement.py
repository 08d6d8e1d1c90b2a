"""A person's month, from the ledger: what stands on it adds up to what is owed."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import transaction
from app.statements import service
from app.statements.schemas import StatementOut
from app.workflow.design import set_prices
from tests import seoul
from tests.factories import PRICED, Place


def month_of(person: int, month: str | None = None) -> StatementOut:
    with transaction() as s:
        return service.statement(s, person, month or seoul.month(), seoul.today())


def lines(found: StatementOut) -> list[dict[str, Any]]:
    kept = ("project_id", "stage_id", "what", "level", "unit", "per", "price", "pieces", "units")
    return [line.model_dump(include={*kept, "amount"}) for line in found.lines]


@pytest.fixture
def place(database: None) -> Place:
    return Place.make(items=4, prices=(100, 30, 20), inspect1="all", inspect2="none")


def test_work_and_inspection_stand_on_it_with_units_and_prices(place: Place) -> None:
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    leases = place.claim(worker, count=4)
    for lease in leases:
        place.submit(worker, lease)
    for verdict in ("approve", "fix", "return"):
        (lease,) = place.claim(inspector, 1)
        place.decide(inspector, lease, verdict)
    one = {"project_id": place.project_id, "stage_id": place.stage_id, "unit": "task", "per": 1}

    found = month_of(worker)
    assert lines(found) == [
        one | {"what": "work", "level": 0, "price": 100, "pieces": 2, "units": 2, "amount": 200}
    ]
    assert (found.before, found.earned, found.sent, found.returned) == (0, 200, 0, 0)
    assert found.after == place.owed(worker) == 200
    assert found.waiting == 100  # the fourth; what is back with him waits for nobody

    found = month_of(inspector)
    assert lines(found) == [
        one | {"what": "inspection", "level": 1, "price": 30, "pieces": 3, "units": 3, "amount": 90}
    ]
    assert found.after == place.owed(inspector) == 90


def test_prices_of_two_versions_are_two_lines(place: Place) -> None:
    worker = place.person("worker")
    first = place.claim(worker, count=1)
    with transaction() as s:
        set_prices(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            level0=120,
            level1=30,
            level2=20,
            **PRICED,
        )
    second = place.claim(worker, count=1)
    inspector = place.person("primary_inspector")
    for lease in (*first, *second):
        place.submit(worker, lease)
        (inspection,) = place.claim(inspector, 1)
        place.decide(inspector, inspection, "approve")
    assert [(line["price"], line["amount"]) for line in lines(month_of(worker))] == [
        (100, 100),
        (120, 120),
    ]


def test_another_month_has_nothing_but_what_is_carried_over(place: Place) -> None:
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (inspection,) = place.claim(inspector, 1)
    place.decide(inspector, inspection, "approve")
    before = month_of(worker, "2021-03")
    assert (before.lines, before.earned, before.after, before.waiting) == ([], 0, 0, None)
    later = month_of(worker, "2099-03")
    assert (later.lines, later.before, later.earned, later.after) == ([], 100, 0, 100)


def test_nobody_reads_anothers_money(place: Place) -> None:
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (inspection,) = place.claim(inspector, 1)
    place.decide(inspector, inspection, "approve")
    other = month_of(place.person("worker"))
    assert (other.lines, other.after, other.waiting) == ([], 0, 0)
