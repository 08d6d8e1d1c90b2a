"""A policy tried on history: on made-up crowds always, on the real ones where they are at hand.

The real ones are to reach: a blend three points above the majority of five and never one below, the
majority's accuracy for 40 percent fewer answers, bad workers told after ten gold tasks, risk that
finds twice what chance does, confidence that is off by a tenth at most.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from app.cli import assemble
from app.core.errors import Invalid
from app.quality.blend import fit, known_of
from app.quality.em import confusion_posterior, dawid_skene
from app.quality.replay import kind_of, replay
from app.quality.votes import gather, likeliest, majority, shares
from tests.quality.crowds import make, needs_crowd, real, rows_of

CLASSES = (
    *("d_product", "d_possent", "dog", "rte", "web", "weather", "zencrowd", "labelme"),
    "medical_treat",
)


@cache
def figures(name: str) -> dict[str, Any]:
    return replay(*real(name), seeds=1 if name == "ner_spans" else 2)


def mean(*path: str, sets: tuple[str, ...] = CLASSES) -> float:
    """Of a figure, over the sets that have it."""
    found = []
    for name in sets:
        at: Any = figures(name)
        for key in path:
            at = at[key]
        found += [] if at is None else [at]
    return float(np.mean(found))


def test_a_made_up_crowd_comes_to_what_is_known_of_it() -> None:
    made = make(0, tasks=1500, workers=60, classes=4, bad=0.3, good=(4, 3))
    found = replay(*rows_of(made), seeds=2)
    assert found["kind"] == "classes"
    assert (found["tasks"], found["answers"]) == (1500, 7500)
    five = found["overlap"]["5"]
    assert five == found["overlap"]["all"] | {"mv": five["mv"]}  # there are no more than five
    assert five["blend"] > five["mv"] + 3
    assert found["overlap"]["3"]["blend"] < five["blend"]
    assert found["saving_vs_mv5"] > 0.4
    bought = [one["answers"] for one in found["dynamic"].values()]
    assert bought == sorted(bought)
    assert 2 < bought[0] < 5
    assert found["gold_auc"]["10"] > 0.88
    assert found["risk"]["0.10"] > 0.2
    assert found["ece_calibrated"] < 0.1


def test_the_same_seeds_say_the_same() -> None:
    rows, truth = rows_of(make(1, tasks=120))
    one, other = (replay(rows, truth, seeds=1) for _ in range(2))
    assert one | {"seconds": 0} == other | {"seconds": 0}


def test_a_set_of_a_few_answers_has_figures_too() -> None:
    rows = [("1", "a", "x"), ("1", "b", "y"), ("2", "a", "x"), ("3", "b", "x")]
    found = replay(rows, {"1": "x", "2": "x"}, seeds=1)
    assert 0 <= found["overlap"]["5"]["blend"] <= 100
    assert found["gold_auc"]["10"] is None
    nothing_wrong = replay(rows[2:3], {"2": "x"}, seeds=1)
    assert nothing_wrong["risk"]["0.10"] is None


def test_what_answers_are_is_told_by_their_look() -> None:
    assert kind_of([("1", "a", "0-2:PER;4-5:LOC"), ("1", "b", "")], {"1": "0-2:PER"}) == "spans"
    assert kind_of([("1", "a", "0")], {"1": "0", "2": "1"}) == "classes"
    said = {str(at): f"one two {at}" for at in range(9)}
    assert kind_of([("1", "a", "one too")], said) == "transcripts"
    assert (
        kind_of([("1", "a", "very good")], {str(at): "very good" for at in range(9)}) == "classes"
    )
    assert kind_of([("1", "a", "")], {"1": ""}) == "classes"


def test_spans_and_transcripts_are_replayed_too() -> None:
    spans = [(str(t), f"w{w}", "0-2:A" if (t + w) % 4 else "") for t in range(40) for w in range(5)]
    found = replay(spans, {str(t): "0-2:A" for t in range(40)}, seeds=1)
    assert found["dynamic"]["0.90"]["f1"] > found["fixed"]["1"]["f1"]
    texts = [
        (str(t), f"w{w}", f"one two three four {t}" if (t + w) % 3 else "what was that")
        for t in range(20)
        for w in range(7)
    ]
    truth = {str(t): f"one two three four {t}" for t in range(20)}
    heard = replay(texts, truth, seeds=1)
    assert heard["dynamic"]["wer"] < heard["fixed"]["1"]["wer"]
    assert heard["dynamic"]["answers"] < 4


def write(folder: Path, rows: list[tuple[str, str, str]], truth: dict[str, str]) -> list[str]:
    answers, known = folder / "answers.csv", folder / "truth.csv"
    lines = ["task,worker,label", *(",".join(row) for row in rows)]
    answers.write_text("\n".join(lines) + "\n")
    known.write_text("\n".join(["task,label", *(",".join(one) for one in truth.items())]) + "\n")
    return [str(answers), str(known)]


def test_the_command_prints_figures_for_people_and_programs(tmp_path: Path) -> None:
    files = write(tmp_path, *rows_of(make(2, tasks=150)))
    command = ["quality", "replay", *files, "--seeds", "1"]
    printed = CliRunner().invoke(assemble("quality"), command)
    assert printed.exit_code == 0, printed.output
    assert "150 tasks" in printed.output
    assert "Dawid-Skene" in printed.output
    found = json.loads(CliRunner().invoke(assemble("quality"), [*command, "--json"]).output)
    assert set(found["overlap"]) == {"3", "5", "all"}
    assert set(found["overlap"]["5"]) == {"mv", "one_coin", "ds", "blend"}
    assert set(found["dynamic"]) == {"0.90", "0.95", "0.99"}
    assert set(found["gold_auc"]) == {"3", "5", "10", "20"}
    assert set(found["risk"]) == {"0.05", "0.10", "0.20", "0.30"}
    for name in ("saving_vs_mv5", "ece_raw", "ece_calibrated", "seconds"):
        assert isinstance(found[name], float)


@pytest.mark.parametrize(
    ("answers", "truth", "said"),
    [
        ("task,who,label\n1,a,x\n", "task,label\n1,x\n", 'no column "worker"'),
        ("task,worker,label\n1,a,x\n", "task,label\n2,x\n", "of no task"),
        ("task,worker,label\n", "task,label\n2,x\n", "of no task"),
        ("", "task,label\n2,x\n", 'no column "task"'),
        (None, "task,label\n2,x\n", "cannot be read"),
        ("task,worker,label\n1,a,\udcff\n", "task,label\n1,x\n", "no CSV in UTF-8"),
    ],
)
def test_files_that_cannot_be_used_are_refused_in_one_sentence(
    tmp_path: Path, answers: str | None, truth: str, said: str
) -> None:
    files = [tmp_path / "answers.csv", tmp_path / "truth.csv"]
    for file, text in zip(files, (answers, truth), strict=True):
        if text is not None:
            file.write_bytes(text.encode(errors="surrogateescape"))
    done = CliRunner().invoke(assemble("quality"), ["quality", "replay", *map(str, files)])
    assert isinstance(done.exception, Invalid)
    assert said in done.exception.detail


@needs_crowd
@pytest.mark.parametrize(
    ("name", "mv", "ds"),
    [("d_product", 89.7, 94.0), ("d_possent", 93.4, 96.0), ("rte", 89.8, 92.8)],
)
def test_published_figures_are_reached(name: str, mv: float, ds: float) -> None:
    """With all answers; theirs are of models that are not drawn towards the crowd."""
    rows, truth = real(name)
    votes, names = gather(rows, sorted(set(truth.values())))
    known = known_of(names, truth)
    chance = np.random.default_rng(0)
    by_majority = [np.mean(majority(votes, chance) == known) for _ in range(5)]
    assert 100 * np.mean(by_majority) == pytest.approx(mv, abs=0.6)
    skene = confusion_posterior(votes, *dawid_skene(votes, shares(votes)))
    assert 100 * np.mean(likeliest(skene) == known) == pytest.approx(ds, abs=0.5)
    blend = fit(votes).posterior(votes)
    assert 100 * np.mean(likeliest(blend) == known) > mv


@needs_crowd
@pytest.mark.slow
class TestRealCrowds:
    """The figures to reach."""

    @pytest.mark.parametrize("name", CLASSES)
    def test_no_set_loses_by_the_blend(self, name: str) -> None:
        five = figures(name)["overlap"]["5"]
        assert five["blend"] > five["mv"] - 1

    def test_the_blend_is_three_points_above_the_majority(self) -> None:
        assert mean("overlap", "5", "blend") > mean("overlap", "5", "mv") + 3

    def test_forty_percent_of_answers_need_not_be_bought(self) -> None:
        # Sets with five answers a task: of three or two and a half, less can be saved.
        sets = tuple(one for one in CLASSES if one not in ("d_product", "labelme"))
        assert mean("saving_vs_mv5", sets=sets) >= 0.4
        assert mean("dynamic", "0.90", "accuracy") > mean("overlap", "5", "mv") + 2

    def test_bad_workers_are_told_after_ten_gold_tasks(self) -> None:
        assert mean("gold_auc", "10") >= 0.88
        assert mean("gold_alone_auc", "10") >= 0.88
        assert mean("gold_held_out_auc", "10") >= 0.85

    @pytest.mark.parametrize("name", CLASSES)
    def test_risk_finds_twice_what_chance_does(self, name: str) -> None:
        assert figures(name)["risk"]["0.10"] >= 0.2

    def test_what_is_learned_finds_more_than_the_posterior(self) -> None:
        assert mean("risk", "0.10") > mean("posterior_risk", "0.10") + 0.02

    @pytest.mark.parametrize("name", CLASSES)
    def test_confidence_keeps_its_word(self, name: str) -> None:
        assert figures(name)["ece_calibrated"] <= 0.1

    def test_spans(self) -> None:
        found = figures("ner_spans")["dynamic"]["0.90"]
        assert found["f1"] >= 0.76
        assert found["answers"] <= 4.2

    def test_transcripts(self) -> None:
        found = figures("crowdspeech")["dynamic"]
        assert found["wer"] <= 0.08
        assert found["answers"] <= 4.3
