"""Spans and transcripts of several people made one, agreement, and sampling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.labels.parse import parse_answer, parse_schema
from app.quality import agreement
from app.quality.dynamic import Step
from app.quality.sampling import exact, plan, wilson
from app.quality.spans import Marked, Reading, Span, fit_readers, span_f1
from app.quality.transcripts import (
    LETTERS,
    agree,
    apart,
    error_rate,
    heard,
    medoid,
    transcript_step,
)
from app.quality.votes import Votes, gather
from tests.quality.crowds import make


def marked(seed: int, tasks: int = 400, overlap: int = 5) -> tuple[list[Marked], list[Reading]]:
    """Readers who overlook, shift ends, take one kind for another and mark what is nothing."""
    chance = np.random.default_rng(seed)
    answers, truth = [], []
    for task in range(tasks):
        starts = [10 * at for at in range(3) if chance.random() < 0.6]
        true = frozenset(Span(at, at + 3, str(chance.integers(3))) for at in starts)
        truth.append(true)
        for worker in chance.choice(20, overlap, replace=False).tolist():
            skill = 0.3 if worker < 4 else 0.8
            said = set()
            for span in true:
                drawn = chance.random()
                if drawn < skill:
                    said.add(span)
                elif drawn < skill + 0.1:
                    said.add(span._replace(end=span.end + 1))
                elif drawn < skill + 0.15:
                    said.add(span._replace(kind="other"))
            if chance.random() < 0.05:
                said.add(Span(5, 7, str(chance.integers(3))))
            answers.append(Marked(task, worker, frozenset(said)))
    return answers, truth


@pytest.mark.parametrize("seed", range(3))
def test_spans_of_five_are_far_better_than_of_one_or_of_the_majority(seed: int) -> None:
    answers, truth = marked(seed)
    made = fit_readers(answers, 20).consensus(answers, len(truth))
    one = {answer.task: answer.spans for answer in answers}
    exactly = []
    for task in range(len(truth)):
        said = [each.spans for each in answers if each.task == task]
        exactly.append(max(said, key=said.count))
    f1 = span_f1([each.spans for each in made], truth)
    assert f1 > span_f1([one[task] for task in range(len(truth))], truth) + 0.15
    assert f1 > span_f1(exactly, truth) + 0.03
    # What is nothing is marked by one or two of five, and hardly ever believed.
    marked_ = {each.task for each in answers if any(span.start == 5 for span in each.spans)}
    believed = [each for each in made if any(span.start == 5 for span in each.spans)]
    assert len(believed) < 0.2 * len(marked_), (len(believed), len(marked_))
    sure = np.array([each.surety for each in made])
    right = np.array([each.spans == true for each, true in zip(made, truth, strict=True)])
    assert right[sure > 0.9].mean() > right[sure <= 0.9].mean()


def test_one_task_is_read_as_all_of_them_are() -> None:
    answers, truth = marked(1)
    readers = fit_readers(answers, 20)
    together = readers.consensus(answers, len(truth))
    for task in range(30):
        mine = [each._replace(task=0) for each in answers if each.task == task]
        alone = readers.consensus(mine)[0]
        assert alone.spans == together[task].spans
        assert alone.surety == pytest.approx(together[task].surety)


def test_nobody_marked_anything() -> None:
    nothing = [Marked(0, worker, frozenset()) for worker in range(3)]
    found = fit_readers(nothing, 3).consensus(nothing)
    assert found[0].spans == frozenset()
    assert found[0].surety == 1
    assert fit_readers([], 0).consensus([], 2)[1].spans == frozenset()
    assert span_f1([frozenset()], [frozenset()]) == 1


ends = st.tuples(st.integers(0, 12), st.integers(1, 5), st.sampled_from("AB"))
sets = st.frozensets(ends, max_size=4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3), sets), max_size=15))
@settings(max_examples=60, deadline=None)
def test_no_two_spans_of_a_consensus_meet_and_each_was_marked(
    given_: list[tuple[int, int, frozenset[tuple[int, int, str]]]],
) -> None:
    answers = [
        Marked(task, worker, frozenset(Span(at, at + many, kind) for at, many, kind in said))
        for task, worker, said in given_
    ]
    known = [one for one in answers if one.worker >= 0]
    for task, found in enumerate(fit_readers(known, 4).consensus(answers, 4)):
        assert 0 <= found.surety <= 1 + 1e-9
        said = {span for one in answers if one.task == task for span in one.spans}
        assert found.spans <= said
        chosen = list(found.spans)
        assert not any(a.meets(b) for i, a in enumerate(chosen) for b in chosen[:i])


def test_two_transcripts_that_nearly_agree_are_enough() -> None:
    said = ["the cat sat on the mat and looked at me", "a hat"]
    assert transcript_step(said[:1]) is Step.MORE
    assert transcript_step(said) is Step.MORE
    near = "the cat sat on the mat and looked at us all"  # two words in eleven
    assert transcript_step([*said, near]) is Step.MORE
    longer = said[0] + " and purred"
    assert agree([longer, longer.replace("purred", "sang")])
    assert transcript_step([longer, *said, longer.replace("purred", "sang")]) is Step.DONE
    assert transcript_step([f"{word} {word}" for word in "abcdefg"]) is Step.INSPECT


def test_the_medoid_is_the_one_in_the_middle() -> None:
    texts = ["we went home", "we went to rome", "we went to Rome then", "they slept"]
    assert texts[medoid(texts)] == "we went to rome"
    assert medoid(["alone"]) == 0
    assert medoid(["same", "same"]) == 0


def test_a_particle_costs_a_word_but_hardly_a_letter() -> None:
    true, found = "나는 어제 학교에 갔다", "나는 어제 학교 갔다"
    assert error_rate(found, true) == pytest.approx(0.25)
    assert error_rate(found, true, LETTERS) == pytest.approx(1 / 12)
    assert error_rate("", "") == 0
    assert error_rate("a", "") == 1
    assert apart("", "") == 0
    assert apart("a b", "a b c d") == apart("a b c d", "a b") == 0.5
    assert heard("  It's “DONE”, isn't it?  ") == "it's done isn't it"


# K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), example C.
WATCHED = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def watched() -> list[tuple[int, int, int]]:
    lines = [line.split() for line in WATCHED.split("\n") if line]
    return [
        (unit, who, int(value))
        for who, line in enumerate(lines)
        for unit, value in enumerate(line)
        if value != "."
    ]


def test_alpha_is_the_books() -> None:
    rows = watched()
    votes, _ = gather(rows)
    assert agreement.alpha(votes) == pytest.approx(0.743, abs=5e-4)
    columns = np.array(rows)
    interval = agreement.alpha_interval(columns[:, 0], columns[:, 2].astype(float))
    assert interval == pytest.approx(0.849, abs=5e-4)
    by_hand: dict[int, list[int]] = {}
    for unit, _, value in rows:
        by_hand.setdefault(unit, []).append(value)
    alike = agreement.alpha_of(list(by_hand.values()), lambda a, b: float(a == b))
    assert alike == pytest.approx(0.743, abs=0.05)  # chance is drawn


def test_kappas_are_the_books() -> None:
    ours = np.repeat([1, 1, 0, 0], [20, 5, 10, 15])
    theirs = np.repeat([1, 0, 1, 0], [20, 5, 10, 15])
    assert agreement.cohen(ours, theirs) == pytest.approx(0.4)
    # J. L. Fleiss' way, on the table that text books give: 10 subjects, 14 raters, 5 classes.
    counted = "0 0 0 0 14 0 2 6 4 2 0 0 3 5 6 0 3 9 2 0 2 2 8 1 1 7 7 0 0 0"
    counted += " 3 2 6 3 0 2 5 3 2 2 6 5 2 1 0 0 2 2 3 7"
    table = np.fromstring(counted, dtype=int, sep=" ").reshape(10, 5)
    task, label = (np.repeat(each.ravel(), table.ravel()) for each in np.mgrid[:10, :5])
    worker = np.tile(np.arange(14), 10)
    assert agreement.fleiss(Votes(task, worker, label, 10, 14, 5)) == pytest.approx(0.210, abs=5e-4)


def test_agreement_by_class_person_and_pair() -> None:
    rows = [("1", "a", "x"), ("1", "b", "x"), ("1", "c", "y"), ("2", "a", "y"), ("2", "b", "y")]
    votes, names = gather([*rows, ("3", "c", "x")])
    assert agreement.by_person(votes) == pytest.approx([0.75, 0.75, 0.0])
    assert agreement.by_class(votes) == pytest.approx([0.5, 2 / 3])
    pairs = {
        (names.workers[one.one], names.workers[one.other]): (one.alike, one.together)
        for one in agreement.by_pair(votes)
    }
    assert pairs == {("a", "b"): (2, 2), ("a", "c"): (0, 1), ("b", "c"): (0, 1)}
    assert [one.together for one in agreement.by_pair(votes, least=2)] == [2]
    assert agreement.hardest(votes) == [(0, pytest.approx(2 / 3))]
    table = agreement.confusions(votes, np.array([0, 1, 0]))
    assert table.tolist() == [[3, 1], [0, 2]]


def test_where_nobody_can_disagree_nothing_is_said() -> None:
    alone, _ = gather([("1", "a", "x"), ("2", "b", "y")])
    assert agreement.alpha(alone) is None
    assert agreement.fleiss(alone) is None
    assert np.isnan(agreement.by_person(alone)).all()
    assert agreement.by_pair(alone) == []
    assert agreement.hardest(alone) == []
    same, _ = gather([("1", "a", "x"), ("1", "b", "x")])
    assert agreement.alpha(same) is None
    assert agreement.cohen(np.array([], dtype=int), np.array([], dtype=int)) is None


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_alpha_is_one_for_the_perfect_and_nought_for_chance(seed: int) -> None:
    chance = np.random.default_rng(seed)
    task, worker = (each.ravel() for each in np.mgrid[:500, :3])
    truth = chance.integers(3, size=500)
    perfect = Votes(task, worker, truth[task], 500, 3, 3)
    assert agreement.alpha(perfect) == pytest.approx(1)
    guessed = Votes(task, worker, chance.integers(3, size=1500), 500, 3, 3)
    assert abs(agreement.alpha(guessed) or 0) < 0.15


def test_a_week_that_fell_off_is_drift_and_a_usual_one_is_not() -> None:
    chance = np.random.default_rng(0)
    week = np.repeat(np.arange(5), 60)
    score = (chance.random(300) < np.where(week == 4, 0.6, 0.9)).astype(float)
    assert (agreement.drift(score, week) or 0) < -0.15
    assert agreement.drift(score[week < 4], week[week < 4]) is None
    assert agreement.drift(score[:1], week[:1]) is None
    weeks = agreement.by_week(np.append(score, np.nan), np.append(week, 9))
    assert [(one, many) for one, _, many in weeks] == [(at, 60) for at in range(5)]


BOXES: dict[str, Any] = {
    "modality": "picture",
    "labels": [{"kind": "box", "name": "cell", "classes": [{"id": "RBC"}, {"id": "WBC"}]}],
}


def boxes(*given_: tuple[float, float, str]) -> Any:
    return parse_answer(
        {
            "modality": "picture",
            "annotations": [
                {
                    "id": f"a{at}",
                    "kind": "box",
                    "name": "cell",
                    "class": class_,
                    "x": x,
                    "y": y,
                    "width": 10,
                    "height": 10,
                }
                for at, (x, y, class_) in enumerate(given_)
            ],
        }
    )


def test_objects_agree_by_their_overlap() -> None:
    schema = parse_schema(BOXES)
    near = [[boxes((at, 0, "RBC")), boxes((at + 1, 0, "RBC"))] for at in range(0, 200, 20)]
    far = [[boxes((at, 0, "RBC")), boxes((at + 1, 0, "WBC"))] for at in range(0, 200, 20)]
    assert (agreement.object_alpha(schema, near) or 0) > 0.7
    assert (agreement.object_alpha(schema, far) or 0) < 0.1
    assert agreement.object_alpha(schema, near[:1]) is None


@pytest.mark.parametrize(
    ("lot", "limit", "letter", "sample", "accept"),
    [
        (2, "4.0", "B", 2, 0),  # three of two is all
        (50, "1.0", "E", 13, 0),
        (100, "1.0", "E", 13, 0),
        (200, "1.0", "H", 50, 1),
        (281, "1.0", "H", 50, 1),
        (281, "2.5", "H", 50, 3),
        (500, "4.0", "H", 50, 5),
        (501, "1.0", "J", 80, 2),
        (1200, "2.5", "J", 80, 5),
        (3200, "1.0", "K", 125, 3),
        (3201, "4.0", "L", 200, 14),
        (10_001, "2.5", "M", 315, 14),
        (150_000, "1.0", "N", 500, 10),
        (150_000, "4.0", "M", 315, 21),
        (1_000_000, "1.0", "Q", 1250, 21),
        (1_000_000, "2.5", "N", 500, 21),
    ],
)
def test_plans_are_those_of_the_standard(
    lot: int, limit: Any, letter: str, sample: int, accept: int
) -> None:
    found = plan(lot, limit)
    assert (found.letter, found.sample, found.accept) == (letter, sample, accept)
    assert found.accepts(accept)
    assert not found.accepts(accept + 1)


def test_a_lot_of_one_has_no_plan() -> None:
    with pytest.raises(ValueError):
        plan(1, "1.0")


def test_what_the_random_part_tells_of_all() -> None:
    assert wilson(5, 100) == pytest.approx((0.0215, 0.1118), abs=1e-4)
    assert exact(5, 100) == pytest.approx((0.0164, 0.1128), abs=1e-4)
    assert exact(0, 50) == pytest.approx((0, 1 - 0.025 ** (1 / 50)))
    assert exact(50, 50)[1] == 1
    assert wilson(0, 0) == (0, 1)
    assert exact(0, 0) == (0, 1)


@given(st.integers(1, 400), st.data())
@settings(max_examples=40, deadline=None)
def test_the_exact_interval_holds_what_was_seen(looked: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, looked))
    for low, high in (exact(wrong, looked), wilson(wrong, looked)):
        assert 0 <= low <= wrong / looked + 1e-9
        assert wrong / looked - 1e-9 <= high <= 1


def test_crowds_agree_more_the_better_they_are() -> None:
    poor, fine = (agreement.alpha(make(0, good=good).votes) for good in ((2, 4), (20, 1)))
    assert (poor or 0) < (fine or 0)
