"""Somebody leaves in the middle of his work."""

import pytest

from app.core.database import transaction
from app.core.states import AssignmentState as A
from app.workflow.leave import leave
from tests.factories import Place

pytestmark = pytest.mark.usefixtures("database")


def test_what_he_holds_goes_back_and_what_he_did_is_paid() -> None:
    place = Place.make(items=3, inspect1="all")
    worker, other, inspector = (
        place.person("worker"),
        place.person("worker"),
        place.person("primary_inspector"),
    )
    held, handed_in, returned = place.claim(worker, count=3)
    for lease in (handed_in, returned):
        place.submit(worker, lease)
    first, second = place.claim(inspector, 1, count=2)
    by_root = {place.assignment(one).root_id: one for one in (first, second)}
    place.decide(inspector, by_root[returned], "return")
    with transaction() as s:
        leave(s, worker, by=worker)
    assert place.assignment(held).state is A.RETURNED
    assert len(place.claim(other)) == 1
    # What was handed in goes its way, and is owed to him still.
    place.decide(inspector, by_root[handed_in], "approve")
    assert place.owed(worker) == 100
    # The rework is his until its time runs out.
    assert place.assignment(returned).state is A.REWORK


def test_an_inspector_leaves() -> None:
    place = Place.make(inspect1="all")
    worker, inspector, other = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("primary_inspector"),
    )
    (work,) = place.claim(worker)
    place.submit(worker, work)
    (inspection,) = place.claim(inspector, 1)
    with transaction() as s:
        leave(s, inspector, by=inspector)
    assert place.assignment(inspection).state is A.RETURNED
    assert place.assignment(work).state is A.SUBMITTED
    assert len(place.claim(other, 1)) == 1
