"""A made-up crowd works a small project through HTTP, and the report is what the database says."""

from __future__ import annotations

import pytest

from app.quality.crowd import make_crowd
from app.simulation.plans import Prices
from app.simulation.served import served_by

pytestmark = pytest.mark.slow


def test_a_crowd_works_through_http() -> None:
    crowd = make_crowd(0, tasks=30, workers=20, inspectors=4)
    found = served_by(crowd, 0, Prices())
    assert (found.tasks, found.answers) == (30, 30), "each item is labeled, by one answer"
    assert found.first_looks == 30
    assert 0 < found.second_looks <= 30
    assert found.gold > 0, "known tasks were among the work"
    assert found.cost == (found.answers + found.gold) * 50 + found.inspections * 40
    assert found.found > 0
    assert found.left <= 3
