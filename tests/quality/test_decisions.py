"""One more answer or not, whom to trust, what to look at, what confidence is worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.policy import Pause
from app.quality import risk
from app.quality.blend import fit
from app.quality.calibrate import Calibration, calibrate, calibration_error
from app.quality.chances import beta_below, beta_quantile
from app.quality.dynamic import CLASSES, TRANSCRIPTS, Policy, Step, step
from app.quality.logistic import fit_logistic
from app.quality.trust import Evidence, auc, bar, by_peers, habit, halts, trust, worst_first
from app.quality.votes import Votes, likeliest, means
from tests.quality.crowds import make


@pytest.mark.parametrize(
    ("surety", "answers", "what"),
    [
        (1.0, 1, Step.MORE),  # one alone is never enough
        (0.9, 2, Step.DONE),
        (0.89, 2, Step.MORE),
        (0.89, 4, Step.MORE),
        (0.95, 5, Step.DONE),
        (0.89, 5, Step.INSPECT),
        (0.2, 9, Step.INSPECT),
    ],
)
def test_answers_are_bought_until_it_is_sure_or_too_dear(
    surety: float, answers: int, what: Step
) -> None:
    assert step(surety, answers, CLASSES) is what


def test_transcripts_may_cost_seven() -> None:
    assert step(0.1, 6, TRANSCRIPTS) is Step.MORE
    assert step(0.1, 7, TRANSCRIPTS) is Step.INSPECT


@given(st.floats(0, 1), st.integers(0, 9), st.floats(0.5, 1), st.integers(2, 9))
def test_a_higher_threshold_never_buys_less(
    surety: float, answers: int, threshold: float, cap: int
) -> None:
    low = step(surety, answers, Policy(2, threshold / 2, cap))
    high = step(surety, answers, Policy(2, threshold, cap))
    assert (low is Step.MORE) <= (high is Step.MORE)
    assert (answers < cap) or high is not Step.MORE


def test_trust_grows_with_evidence_and_gold_weighs_most() -> None:
    none = trust(Evidence())
    assert none.mean == pytest.approx(0.75)
    kinds = ({"gold": (0, 10)}, {"verdicts": (0, 10)}, {"peers": (0, 10)})
    means_ = [trust(Evidence(**kind)).mean for kind in kinds]
    assert means_ == sorted(means_)
    assert means_[-1] < none.mean
    few, many = (trust(Evidence(gold=(9 * n, n))) for n in (1, 20))
    assert many.deviation < few.deviation
    low, high = many.interval()
    assert low < 0.9 < high
    assert few.interval()[0] < low
    assert few.below(0.7) > many.below(0.7)


def test_the_beta_distribution_is_what_books_say() -> None:
    assert beta_below(0.3, 1, 1) == pytest.approx(0.3)
    assert beta_below(0.3, 2, 1) == pytest.approx(0.09)
    assert beta_below(0.5, 7.5, 7.5) == pytest.approx(0.5)
    assert beta_below(0.8, 8, 3) == pytest.approx(0.6778, abs=1e-4)  # binomial: P(X >= 8 of 10)
    assert beta_below(0, 2, 3) == 0
    assert beta_below(1, 2, 3) == 1
    for chance in (0.025, 0.5, 0.975):
        assert beta_below(beta_quantile(chance, 31, 4.5), 31, 4.5) == pytest.approx(chance)


def test_bad_workers_come_first_after_ten_gold_tasks() -> None:
    found = []
    for seed in range(8):
        chance = np.random.default_rng(seed)
        skill = np.where(np.arange(60) < 12, 0.55, chance.uniform(0.75, 0.98, 60))
        good = chance.binomial(10, skill)
        people = {who: trust(Evidence(gold=(n, 10 - n))) for who, n in enumerate(good.tolist())}
        chances = dict(worst_first(people))
        found.append(auc(np.array([chances[who] for who in range(60)]), np.arange(60) < 12))
    assert np.mean([one for one in found if one is not None]) > 0.88


def test_peers_tell_who_is_bad_without_any_gold() -> None:
    made = make(5, workers=30, kind="random")
    like, has = by_peers(made.votes, fit(made.votes).accuracy)
    assert has.all()
    score = means(like, made.votes.worker, made.votes.workers)
    asked = ~np.isnan(score)
    assert (auc(-score[asked], made.bad[asked]) or 0) > 0.95


def test_an_answer_is_not_its_own_witness() -> None:
    votes = Votes(*np.array([[0, 0, 1], [0, 1, 0], [1, 0, 1]]).T, 2, 2, 2)
    like, has = by_peers(votes.only(np.array([True, True, False])), np.array([0.9, 0.8, 0.8]))
    assert like == pytest.approx([0.2, 0.1])  # each differs from the other one
    alone, others = by_peers(Votes(*np.array([[0, 0, 1]]).T, 1, 1, 2), np.array([0.9, 0.9]))
    assert alone == pytest.approx([0.5])
    assert not others.any()
    assert has.all()


def test_the_curve_needs_both_kinds() -> None:
    assert auc(np.array([1.0, 2.0]), np.array([False, False])) is None
    assert auc(np.array([1.0, 2.0, 0.5]), np.array([False, True, False])) == 1
    assert auc(np.array([1.0, 1.0]), np.array([False, True])) == 0.5
    assert worst_first({}) == []
    people = {"a": trust(Evidence(gold=(1, 9))), "b": trust(Evidence(gold=(10, 0)))}
    assert worst_first(people)[0][0] == "a"
    assert bar(people) < people["b"].mean


@pytest.mark.parametrize("seed", range(3))
def test_risk_learned_from_verdicts_finds_twice_what_chance_does(seed: int) -> None:
    made = make(seed, tasks=3000, workers=80, classes=4, bad=0.3, good=(3, 3), skew=1)
    crowd = fit(made.votes)
    posterior = crowd.posterior(made.votes)
    wrong = likeliest(posterior) != made.truth
    of, confidence = risk.features(made.votes, crowd), posterior.max(axis=1)
    seen, rest = np.arange(3000) < 1000, np.arange(3000) >= 1000
    model = risk.learn(of[seen], wrong[seen])
    assert model is not None
    risky = np.argsort(-risk.risks(model, of[rest], confidence[rest]))[:200]
    assert wrong[rest][risky].sum() > 2 * 0.1 * wrong[rest].sum()


def test_without_verdicts_the_least_confident_come_first() -> None:
    made = make(1)
    crowd = fit(made.votes)
    of, confidence = risk.features(made.votes, crowd), np.linspace(0.5, 1, 600)
    assert risk.learn(of[:499], np.zeros(499, dtype=bool)) is None
    assert (np.diff(risk.risks(None, of, confidence)) < 0).all()
    assert risk.learn(of, np.zeros(600, dtype=bool)) is not None  # nothing wrong is no division


def test_logistic_regression_finds_the_weights_that_were_put_in() -> None:
    chance = np.random.default_rng(0)
    x = chance.normal(size=(20_000, 2)) * [1, 10]
    yes = chance.random(20_000) < 1 / (1 + np.exp(-(1.5 * x[:, 0] - 0.1 * x[:, 1] - 1)))
    model = fit_logistic(x, yes)
    assert model.weight / np.append(model.scale, 1) == pytest.approx([1.5, -0.1, -1], abs=0.1)
    apart = fit_logistic(np.array([[0.0], [1.0]]), np.array([False, True]))
    assert np.isfinite(apart.weight).all()


def test_overconfidence_is_put_right_by_a_hundred_known_tasks() -> None:
    before, after = [], []
    for seed in range(10):
        chance = np.random.default_rng(seed)
        claimed = chance.uniform(0.6, 1, 5000)
        right = chance.random(5000) < 0.5 + (claimed - 0.5) / 2
        learned = calibrate(claimed[:100], right[:100])
        before.append(calibration_error(claimed[100:], right[100:]))
        after.append(calibration_error(learned(claimed[100:]), right[100:]))
        assert (np.diff(learned(np.linspace(0.1, 1, 50))) >= 0).all()
    assert np.mean(before) > 0.14
    assert np.mean(after) < 0.07


def test_without_known_tasks_confidence_is_as_it_was() -> None:
    claimed = np.array([0.1, 0.9, 1.0])
    assert Calibration()(claimed) == pytest.approx(claimed)
    nothing = calibrate(np.array([]), np.array([], dtype=bool))
    assert nothing(claimed[:2]) == pytest.approx(claimed[:2], abs=1e-3)
    assert calibration_error(np.array([]), np.array([])) == 0
    assert calibration_error(np.array([0.8, 0.8]), np.array([True, False])) == pytest.approx(0.3)


def test_who_is_often_wrong_gets_no_more_seats_and_verdicts_count_too() -> None:
    pause, under = Pause(known=6, below=0.6), 0.6
    assert not halts(pause, Evidence(), under)
    assert not halts(pause, Evidence(gold=(0, 5)), under), "too little is known"
    assert halts(pause, Evidence(gold=(0, 6)), under)
    assert halts(pause, Evidence(gold=(1, 2), verdicts=(1, 2)), under)
    assert halts(pause, Evidence(verdicts=(0, 6)), under), "where there is no gold, too"
    assert not halts(pause, Evidence(gold=(4, 1), verdicts=(8, 2)), under)
    assert not halts(pause, Evidence(peers=(0, 20)), under), "consensus stops nobody"


def test_who_says_always_the_same_is_stopped_unless_most_say_so() -> None:
    pause, lucky = Pause(), Evidence(gold=(5, 0), verdicts=(10, 0))
    others = list("abcd" * 50)

    def stopped(own: str, others: list[str] = others) -> bool:
        return halts(pause, lucky, 0.6, habit(list(own), others))

    assert stopped("a" * 15)
    assert stopped("a" * 13 + "bc"), "a word between hides nobody"
    assert not stopped("a" * 14), "a newcomer has fifteen"
    assert not stopped("abcd" * 4)
    assert not stopped("aaaabbbbccccddd")
    assert not stopped("a" * 15, list("a" * 80 + "b" * 20)), "as most do"
    assert stopped("b" * 15, list("a" * 80 + "b" * 20)), "what is rare"
    assert stopped("a" * 15, list("ab" * 50)), "of two classes, too"
    assert stopped("a" * 15, []), "the first who comes"
    assert not stopped("a" * 15 + "b" * 30, list("a" * 80 + "b" * 20))
