"""What a report decides: shares against targets, strata, intervals, likeness; and workbooks that
are longer than a sheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.labels import parse_answer, parse_schema
from app.models.report import Measure
from app.papers import tables
from app.papers.tables import Bars, Column, Table, write_workbook
from app.reports.likeness import bleu, measures
from app.reports.rules import Judged, kind_of, overlap, result, shared_out
from tests.factories import SCHEMA, boxes


@pytest.mark.parametrize(
    ("targets", "counts", "share"),
    [
        ({}, {"a": 1}, None),
        ({"a": 50, "b": 50}, {}, None),
        ({"a": 50, "b": 50}, {"a": 5, "b": 5}, 1.0),
        ({"a": 50, "b": 50}, {"a": 9, "b": 1}, 0.6),
        ({"a": 50, "b": 50}, {"c": 10}, 0.0),
        # What no target names shares the rest of the whole.
        ({"a": 60}, {"a": 6, "b": 3, "c": 1}, 1.0),
        ({"a": 60}, {"a": 1, "b": 9}, 0.5),
    ],
)
def test_overlap_is_the_sum_of_the_smaller_shares(
    targets: dict[str, float], counts: dict[str, int], share: float | None
) -> None:
    assert overlap(targets, counts) == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("asked", "strata", "drawn"),
    [
        (10, {"a": 50, "b": 50}, {"a": 5, "b": 5}),
        (10, {"a": 990, "b": 10}, {"a": 9, "b": 1}),  # the rare one is there
        (2, {"a": 9, "b": 9, "c": 9}, {"a": 1, "b": 1, "c": 1}),  # then the sample grows
        (100, {"a": 3, "b": 1}, {"a": 3, "b": 1}),
        (5, {}, {}),
    ],
)
def test_every_stratum_has_its_part(
    asked: int, strata: dict[str, int], drawn: dict[str, int]
) -> None:
    assert shared_out(asked, strata) == drawn


def test_strata_weigh_by_how_many_items_they_have() -> None:
    # Of the rare stratum as many were drawn as of the common one; it is a tenth of the set.
    found = result([Judged(900, 50, 50), Judged(100, 50, 0)])
    assert found.share == pytest.approx(0.9)
    assert (found.looked, found.passed) == (100, 50)
    assert found.low < 0.9 < found.high
    # Clopper and Pearson (1934): 5 of 5 is at least 47.8 % in 95 of 100 samples.
    assert result([Judged(5, 5, 5)]).low == pytest.approx(0.4782, abs=1e-4)
    assert result([Judged(5, 0, 0)]).share is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("missing", "required"),
        ("past_edge", "range"),
        ("unknown_class", "enum"),
        ("no_source", "pairing"),
        ("float_type", "type"),
        ("extra_forbidden", "shape"),
    ],
)
def test_a_fault_is_about_something(code: str, kind: str) -> None:
    assert kind_of(code) == kind


def test_measures_of_boxes() -> None:
    schema = parse_schema(SCHEMA)
    truth, given = parse_answer(boxes(0, 100)), parse_answer(boxes(0))
    said = measures(schema, truth, given)
    assert said[Measure.EXACT] == 0.0
    assert said[Measure.F1] == pytest.approx(2 / 3)  # one right, of two there and one given
    assert said[Measure.IOU] == pytest.approx(0.5)  # what is missing counts as nothing
    assert Measure.CER not in said
    assert set(measures(schema, truth, truth).values()) == {1.0}


def writing(text: str) -> Any:
    mark = {"kind": "writing", "id": "a", "name": "said", "text": text}
    return parse_answer({"modality": "picture", "annotations": [mark]})


def test_measures_of_what_is_written() -> None:
    schema = parse_schema({"modality": "picture", "labels": [{"kind": "writing", "name": "said"}]})
    said = measures(schema, writing("가나다라"), writing("가나다마"))
    assert said[Measure.CER] == pytest.approx(0.75)
    assert measures(schema, writing("가 나 다 라"), writing("가 나 다 라"))[Measure.BLEU] == 1.0


@pytest.mark.parametrize(
    ("found", "true", "value"),
    [
        ("the cat is on the mat", "the cat is on the mat", 1.0),
        ("a b c d", "e f g h", 0.0),
        ("", "", 1.0),
        ("", "a", 0.0),
        # Half of the words in their order: 1, 1, 1, 1 of precision and exp(1 - 4/2) for length.
        ("the cat", "the cat is on", pytest.approx(0.3679, abs=1e-3)),
    ],
)
def test_bleu(found: str, true: str, value: Any) -> None:
    assert bleu(found.split(), true.split()) == value


def test_a_workbook_longer_than_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LONGEST_SHEET", 3)
    columns = [Column("n", "number")]
    out = BytesIO()
    rows = Table("오류", columns, ([n] for n in range(7)))
    summary = Table("요약", columns, [[7]], bars=Bars("x", 0, [0]), first=True)
    write_workbook([rows, summary], out)
    book: Any = openpyxl.load_workbook(out)
    assert book.sheetnames == ["요약", "오류", "오류 (2)", "오류 (3)"]
    written = [
        row[0]
        for name in book.sheetnames[1:]
        for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    assert written == list(range(7))
    assert len(book["요약"]._charts) == 1
