"""What is left wrong, from looks by chance: held against made-up stages whose truth is known."""

from __future__ import annotations

import random

import pytest

from app.core.policy import InspectShares
from app.inspection.rules import Known, looks_by_risk, roll
from app.models.quality import Why
from app.quality.sampling import unseen


@pytest.mark.parametrize("random_share", [0.05, 0.15])
def test_the_interval_covers_what_nobody_looked_at(random_share: float) -> None:
    """However the other looks are bent towards what is wrong: newcomers, the doubted, the risky."""
    shares = InspectShares(newcomer=20, trusted=0.2, risky=0.1, random=random_share)
    covered, shifts, seeds = 0, 0.0, 100
    for seed in range(seeds):
        chance = random.Random(seed)
        looks: list[tuple[bool, float, float]] = []
        left: list[bool] = []
        for root in range(3_000):
            doubt = chance.choice((0.0, 0.1, 0.9))
            new, risky = chance.random() < 0.2, chance.random() < 0.1
            bad = 0.4 if risky else 0.3 if new else 0.03 + 0.2 * doubt
            wrong = chance.random() < bad
            whose = Known(5 if new else 500, doubt)
            look = looks_by_risk(shares, 1, roll(str(seed), root, 1, 1), whose, risky=risky)
            if look is None:
                left.append(wrong)
            elif look.why is Why.RANDOM:
                looks.append((wrong, look.chance, look.besides))
        truth = sum(left) / len(left)
        found = unseen(looks)
        assert found.share is not None
        covered += found.low <= truth <= found.high
        shifts += found.share - truth
    assert covered >= 90
    assert abs(shifts / seeds) < 0.006, "it leans to neither side"


def test_of_what_would_have_been_seen_anyhow_it_says_nothing() -> None:
    assert unseen([(True, 0.03, 1.0)] * 10).share is None
    assert unseen([]).high == 1
    half = unseen([(True, 0.03, 1.0)] * 10 + [(False, 0.03, 0.0)] * 100)
    assert (half.looked, half.wrong, half.share, half.low) == (100, 0, 0, 0)
    assert 0.02 < half.high < 0.05
    weighed = unseen([(True, 0.1, 0.9), (False, 0.1, 0.0)])
    assert weighed.share == pytest.approx(0.1 / 1.1)
