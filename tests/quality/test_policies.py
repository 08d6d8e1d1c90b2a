"""A made-up crowd under two policies, with the same prices."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
from typer.testing import CliRunner

from app.cli import assemble
from app.quality.crowd import Kind, Shares, make_crowd
from app.quality.policies import Outcome, Prices, default, fixed


@cache
def run(seed: int) -> tuple[Outcome, Outcome, Outcome]:
    crowd = make_crowd(seed, tasks=1000)
    prices = Prices()
    return (
        fixed(crowd, seed, prices),
        default(crowd, seed, prices),
        default(crowd, seed, prices, risky=1.0),
    )


def test_a_crowd_is_what_its_shares_say_and_the_same_for_the_same_seed() -> None:
    shares = Shares(careless=0.1, spamming=0.2, colluding=0.1)
    crowd = make_crowd(3, tasks=500, workers=100, shares=shares)
    assert np.bincount(crowd.kind, minlength=4).tolist() == [60, 10, 20, 10]
    again = make_crowd(3, tasks=500, workers=100, shares=shares)
    assert (crowd.queue == again.queue).all()
    assert (crowd.truth == again.truth).all()
    assert (np.sort(crowd.queue, axis=1) == np.arange(100)).all()
    first = np.sort(np.bincount(crowd.queue[:, :5].ravel(), minlength=100))
    assert first[-10:].sum() > 0.35 * first.sum()  # the busiest tenth


def test_each_kind_answers_as_it_is() -> None:
    crowd = make_crowd(0, tasks=2000, workers=100, shares=Shares(0.2, 0.2, 0.2))
    chance = np.random.default_rng(0)
    task = np.arange(2000)
    for kind in Kind:
        who = int(np.flatnonzero(crowd.kind == kind)[0])
        said = crowd.answers(task, np.full(2000, who), chance)
        right = (said == crowd.truth).mean()
        if kind is Kind.GOOD:
            assert right > 0.6
        elif kind is Kind.CARELESS:
            assert 0.25 < right < 0.7
        elif kind is Kind.SPAMMING:
            assert len(set(said.tolist())) == 1
        else:
            assert (said == crowd.agreed).all()


def test_the_default_costs_a_quarter_less_and_says_how_much_is_wrong() -> None:
    held = 0
    for seed in range(5):
        even, led, _ = run(seed)
        assert led.cost < 0.75 * even.cost
        assert even.answers == 5000
        assert even.inspections == 1000
        assert led.cost == (led.answers + led.gold) * 50 + led.inspections * 40
        assert led.estimate is not None
        assert led.wrong_unseen is not None
        held += led.estimate[0] <= led.wrong_unseen <= led.estimate[1]
    assert held >= 4


def test_inspecting_all_of_what_was_bought_so_is_better_and_cheaper() -> None:
    even, _, all_ = (np.mean([[one.cost, one.wrong] for one in each], axis=0)
                     for each in zip(*map(run, range(5)), strict=True))  # fmt: skip
    assert run(0)[2].inspections == 1000
    assert all_[0] < 0.9 * even[0]
    assert all_[1] <= even[1]


def test_who_is_sent_away_is_bad() -> None:
    crowd = make_crowd(1, tasks=1500, shares=Shares(careless=0, spamming=0.25, colluding=0))
    assert default(crowd, 1, Prices()).sent_away >= 5
    good = make_crowd(1, tasks=1500, shares=Shares(careless=0, spamming=0, colluding=0, hard=0))
    assert default(good, 1, Prices()).sent_away <= 2


def test_the_command_compares_them() -> None:
    command = ["quality", "simulate", "--tasks", "300", "--workers", "20"]
    printed = CliRunner().invoke(assemble("quality"), command)
    assert printed.exit_code == 0, printed.output
    assert "fixed" in printed.output
    found = json.loads(CliRunner().invoke(assemble("quality"), [*command, "--json"]).output)
    assert found["fixed"]["answers"] == 1500
    assert found["default"]["cost"] < found["fixed"]["cost"]
