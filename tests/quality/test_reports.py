"""Reports of agreement, against figures that were worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from app.labels import parse_answer, parse_schema
from app.quality.reports import Given, agreement_report, fixes_report

CLASSES = [{"id": "A"}, {"id": "B"}]


def schema(kind: str = "class", modality: str = "picture", **more: Any) -> Any:
    label = {"kind": kind, "name": "what", "classes": CLASSES} | more
    return parse_schema({"modality": modality, "labels": [label]})


def said(kind: str, *marks: dict[str, Any], modality: str = "picture") -> Any:
    named = [{"kind": kind, "id": f"m{at}", "name": "what"} | one for at, one in enumerate(marks)]
    return parse_answer({"modality": modality, "annotations": named})


def chose(*classes: str) -> Any:
    return said("class", {"classes": list(classes)})


def box(x: float, class_: str = "A") -> dict[str, Any]:
    return {"class": class_, "x": x, "y": 0.0, "width": 10.0, "height": 10.0}


def test_classes() -> None:
    # Tasks AA, AB, BB: of six answers three are A and three are B. Seen apart: one task of three,
    # 2/6; by chance 18/30. Alpha is 1 - (1/3)/(18/30) = 4/9; Fleiss: (2/3 - 1/2)/(1/2) = 1/3.
    votes = [("A", "A"), ("A", "B"), ("B", "B")]
    given = [
        Given(task, who, 1, chose(one))
        for task, pair in enumerate(votes)
        for who, one in enumerate(pair)
    ]
    found = agreement_report(schema(), [*given, Given(9, 0, 1, chose("A"))])
    assert found["alpha"] == pytest.approx(4 / 9, abs=1e-4)
    assert found["kappa"] == pytest.approx(1 / 3, abs=1e-4)
    assert (found["counted"], found["answers"]) == (3, 6), "one answer agrees with nobody"
    assert found["share"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["confusion"] == {"names": ["A", "B"], "counts": [[2, 1], [1, 2]]}
    assert [one["share"] for one in found["by_class"]] == pytest.approx([2 / 3] * 2, abs=1e-4)
    assert found["hardest"] == [{"task_id": 1, "share": 0.0}]
    assert found["pairs"] == [{"one": 0, "other": 1, "together": 3, "share": 0.6667}]


def test_boxes_by_overlap() -> None:
    # Two boxes 10 wide, shifted by 2: 80 of 120. In the other task one more is missing: 2·1/3.
    ones = [
        Given(1, 1, 1, said("box", box(0.0))),
        Given(1, 2, 1, said("box", box(2.0))),
        Given(2, 1, 1, said("box", box(0.0), box(50.0, "B"))),
        Given(2, 2, 1, said("box", box(0.0))),
    ]
    found = agreement_report(schema("box"), ones)
    assert found["labels"][0]["measure"] == "iou"
    assert found["share"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["confusion"]["names"] == ["A", "B", ""]
    assert found["confusion"]["counts"] == [[4, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_spans_and_letters() -> None:
    def span(start: int, end: int) -> dict[str, Any]:
        return {"class": "A", "part": "p", "start": start, "end": end}

    ones = [
        Given(1, 1, 1, said("span", span(0, 4), span(8, 12), modality="text")),
        Given(1, 2, 1, said("span", span(0, 4), modality="text")),
    ]
    found = agreement_report(schema("span", "text"), ones)
    assert (found["labels"][0]["measure"], found["share"]) == ("f1", pytest.approx(2 / 3, abs=1e-4))


def test_weeks_drift_and_nothing() -> None:
    given = [
        Given(task, who, 1 if task < 30 else 2, chose("A" if who == 0 or task < 30 else "B"))
        for task in range(60)
        for who in range(2)
    ]
    found = agreement_report(schema(), given)
    assert found["weeks"] == [
        {"week": 1, "value": 1.0, "tasks": 30},
        {"week": 2, "value": 0.0, "tasks": 30},
    ]
    assert found["drift"] == -1.0
    nothing = agreement_report(schema(), [])
    assert (nothing["counted"], nothing["share"], nothing["labels"]) == (0, None, [])


def test_what_inspectors_fix() -> None:
    found = fixes_report(schema(), [(chose("A"), chose("B")), (chose("A"), chose("A"))])
    assert (found["fixes"], found["share"]) == (2, 0.5)
    assert found["confusion"] == {"names": ["A", "B"], "counts": [[1, 1], [0, 0]]}
