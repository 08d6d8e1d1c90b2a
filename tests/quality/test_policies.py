"""A made-up crowd under two policies, with the same prices."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
from typer.testing import CliRunner

from app.cli import assemble
from app.quality.crowd import Kind, Shares, make_crowd
from app.quality.policies import DEFAULT, SPARING, Outcome, Prices, fixed, led


@cache
def run(seed: int) -> tuple[Outcome, Outcome, Outcome]:
    crowd = make_crowd(seed, tasks=1000)
    prices = Prices()
    return (
        fixed(crowd, seed, prices),
        led(crowd, seed, prices, DEFAULT),
        led(crowd, seed, prices, SPARING),
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


def test_the_default_is_cheaper_by_a_third_and_leaves_no_more_wrong() -> None:
    even, by_default, _ = (np.mean([[one.cost, one.wrong] for one in each], axis=0)
                           for each in zip(*map(run, range(8)), strict=True))  # fmt: skip
    assert by_default[0] <= 0.65 * even[0]
    assert by_default[1] <= even[1]
    one, other, _ = run(0)
    assert (one.answers, one.inspections) == (5000, 1000)
    assert other.cost == (other.answers + other.gold) * 50 + other.inspections * 40
    assert other.inspections > 1500  # all once, the riskier half twice, and seeded ones


def test_what_is_left_wrong_lies_in_its_interval() -> None:
    held = 0
    for seed in range(8):
        for one in run(seed)[1:]:
            assert one.estimate is not None
            assert one.wrong_left is not None
            held += one.estimate[0] <= one.wrong_left <= one.estimate[1]
    assert held >= 14


def test_sparing_inspections_leaves_more_wrong_and_says_so() -> None:
    _, by_default, sparing = run(0)
    assert sparing.inspections < 0.3 * by_default.inspections
    assert sparing.wrong > by_default.wrong


def test_who_is_sent_away_is_bad() -> None:
    crowd = make_crowd(1, tasks=1500, shares=Shares(careless=0, spamming=0.25, colluding=0))
    assert led(crowd, 1, Prices(), SPARING).sent_away >= 5
    good = make_crowd(1, tasks=1500, shares=Shares(careless=0, spamming=0, colluding=0, hard=0))
    assert led(good, 1, Prices(), SPARING).sent_away <= 2


def test_the_command_compares_them() -> None:
    command = ["simulate", "--tasks", "300", "--workers", "20"]
    printed = CliRunner().invoke(assemble("simulate"), command)
    assert printed.exit_code == 0, printed.output
    assert "fixed" in printed.output
    found = json.loads(CliRunner().invoke(assemble("simulate"), [*command, "--json"]).output)
    assert found["fixed"]["answers"] == 1500
    assert found["default"]["cost"] < found["fixed"]["cost"]
