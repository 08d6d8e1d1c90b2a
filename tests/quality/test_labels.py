"""Final labels of overlapping answers: as good as the majority's, better where people differ."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quality.blend import fit, fit_people
from app.quality.em import dawid_skene, one_coin
from app.quality.votes import Votes, gather, likeliest, majority, shares
from tests.quality.crowds import Made, make, rows_of

CROWDS = {
    "most are good": {},
    "two classes": {"classes": 2},
    "twenty classes": {"classes": 20},
    "two hundred classes": {"classes": 200, "workers": 300},
    "a rare class": {"classes": 2, "skew": 3.5, "bad": 0.1},
    "classes of all sizes": {"classes": 5, "skew": 2.0},
    "many bad": {"bad": 0.4, "classes": 5, "kind": "constant"},
    "adversaries": {"bad": 0.2, "kind": "adversary"},
    "weak ones": {"good": (2, 3), "bad": 0.3},
    "a small set": {"tasks": 60},
    "hardly known": {"workers": 800},
}


def right(made: Made, label: np.ndarray) -> float:
    return 100 * float((label == made.truth).mean())


@pytest.mark.parametrize("name", CROWDS)
def test_the_blend_is_hardly_ever_worse_than_the_majority(name: str) -> None:
    gained = []
    for seed in range(4):
        made = make(seed, **CROWDS[name])  # type: ignore[arg-type]
        blend = likeliest(fit(made.votes).posterior(made.votes))
        mv = majority(made.votes, np.random.default_rng(seed))
        gained.append(right(made, blend) - right(made, mv))
    assert np.mean(gained) > -0.3, gained


def test_on_the_whole_it_gains_three_points() -> None:
    gained = []
    for kwargs in CROWDS.values():
        made = make(7, **kwargs)  # type: ignore[arg-type]
        blend = likeliest(fit(made.votes).posterior(made.votes))
        mv = majority(made.votes, np.random.default_rng(0))
        gained.append(right(made, blend) - right(made, mv))
    assert np.mean(gained) > 3, gained


def test_thirty_gold_tasks_keep_those_who_collude_from_taking_over() -> None:
    """While they give less than half of all answers: beyond that gold alone could help."""
    tried = 0
    for seed in range(8):
        made = make(seed, tasks=1000, workers=60, classes=2, bad=0.3, kind="collude", good=(8, 2))
        if made.bad[made.votes.worker].mean() > 0.5:
            continue
        tried += 1
        known = np.where(np.arange(1000) < 30, made.truth, -1)
        label = likeliest(fit(made.votes, known).posterior(made.votes))
        mv = majority(made.votes, np.random.default_rng(0))
        rest = known < 0
        assert (label == made.truth)[rest].mean() > (mv == made.truth)[rest].mean()
    assert tried > 4


def test_accuracy_and_confusion_come_out_as_they_went_in() -> None:
    chance = np.random.default_rng(3)
    truth = chance.integers(2, size=4000)
    task, worker = (each.ravel() for each in np.mgrid[:4000, :5])
    # Everybody sees ones as ones, the last takes half of the noughts for ones.
    miss = np.array([0.05, 0.05, 0.1, 0.1, 0.5])[worker]
    said = np.where((truth[task] == 0) & (chance.random(len(task)) < miss), 1, truth[task])
    votes = Votes(task, worker, said, 4000, 5, 2)
    accuracy = one_coin(votes)
    assert accuracy[:5] == pytest.approx([0.975, 0.975, 0.95, 0.95, 0.75], abs=0.03)
    confusion, prior = dawid_skene(votes, shares(votes))
    assert confusion[4, 0] == pytest.approx([0.5, 0.5], abs=0.03)
    assert confusion[4, 1, 1] > 0.98
    assert prior == pytest.approx([0.5, 0.5], abs=0.03)


def test_one_task_is_judged_as_all_of_them_are() -> None:
    rows, _ = rows_of(make(1))
    people = fit_people(rows, ["c0", "c1", "c2"])
    votes, names = gather(rows, ["c0", "c1", "c2"])
    together = people.crowd.posterior(votes)
    for at, task in enumerate(names.tasks[:50]):
        mine = [(w, label) for t, w, label in rows if t == task]
        alone = people.belief(mine)
        assert alone.posterior[0] == pytest.approx(together[at])
        assert 1 / 3 <= alone.surety[0] <= 1


def test_an_unknown_worker_is_a_newcomer_and_no_answers_are_no_belief() -> None:
    people = fit_people(rows_of(make(2))[0], ["c0", "c1", "c2"])
    stranger, other = (people.belief([(who, "c1")]).posterior[0] for who in ("x", "y"))
    assert stranger == pytest.approx(other)
    assert stranger.argmax() == 1
    assert people.belief([]).coin[0] == pytest.approx([1 / 3] * 3)


def test_known_truth_is_learned_from() -> None:
    """Two who always differ: one gold task after another says who is right."""
    rows = [(t, w, str(int(w == "good"))) for t in range(40) for w in ("good", "bad")]
    people = fit_people(rows, ["0", "1"], dict.fromkeys(range(10), "1"))
    assert people.belief([("good", "1"), ("bad", "0")]).posterior[0, 1] > 0.8


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=40
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_chances_are_chances(rows: list[tuple[int, int, int]]) -> None:
    votes, _ = gather(rows)
    belief = fit(votes).belief(votes)
    for each in (belief.coin, belief.skene, belief.share, belief.posterior):
        assert np.isfinite(each).all()
        assert each.sum(axis=1) == pytest.approx(np.ones(votes.tasks))
        assert (each >= 0).all()
    assert ((belief.surety > 0) & (belief.surety <= 1 + 1e-9)).all()


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_it_matters_not_what_classes_are_called_or_in_which_order_answers_come(seed: int) -> None:
    made = make(seed, tasks=80, workers=12)
    votes, chance = made.votes, np.random.default_rng(seed)
    other = chance.permutation(votes.classes)
    order = chance.permutation(len(votes))
    swapped = Votes(
        votes.task[order],
        votes.worker[order],
        other[votes.label[order]],
        votes.tasks,
        votes.workers,
        votes.classes,
    )
    ours, theirs = fit(votes).posterior(votes), fit(swapped).posterior(swapped)
    assert theirs[:, other] == pytest.approx(ours, abs=1e-6)


@pytest.mark.parametrize("classes", [2, 30, 100])
def test_a_hundred_thousand_answers_take_less_than_two_seconds(classes: int) -> None:
    votes = make(0, tasks=20_000, workers=300, classes=classes).votes
    assert len(votes) == 100_000
    began = time.process_time()
    fit(votes).posterior(votes)
    assert time.process_time() - began < 2
