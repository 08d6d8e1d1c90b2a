"""A made-up crowd works a small project through HTTP, from the sign-ups to the export; who only
spams is refused more work."""

from __future__ import annotations

import numpy as np
import pytest

from app.quality.crowd import Kind, Shares, make_crowd
from app.simulation.plans import SPARING, Outcome, Prices
from app.simulation.served import served_by

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def must_add_up(found: Outcome) -> None:
    assert found.tasks == 30, "each item is in the export"
    assert found.cost == (found.answers + found.gold) * 50 + found.inspections * 40
    assert found.left <= 3


def test_a_crowd_works_through_http() -> None:
    shares = Shares(careless=0, spamming=0.34, colluding=0)
    crowd = make_crowd(0, tasks=30, workers=3, inspectors=3, shares=shares)
    assert np.bincount(crowd.kind)[Kind.SPAMMING] == 1
    found = served_by(crowd, 0, Prices())
    must_add_up(found)
    assert found.answers == found.first_looks == 30, "one answer each, and a look at it"
    assert 0 < found.second_looks <= 30
    assert found.gold > 0, "known tasks were among the work"
    assert found.found > 0
    assert max(found.spammers) <= 15
    assert found.halted > found.halted_good, "he was refused more work"


def test_answers_that_differ_are_decided_through_http() -> None:
    crowd = make_crowd(1, tasks=30, workers=8, inspectors=3)
    found = served_by(crowd, 1, Prices(), SPARING)
    must_add_up(found)
    assert found.answers >= 60, "two each at least"
