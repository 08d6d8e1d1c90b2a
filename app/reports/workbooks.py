"""Workbooks of reports: the pre-check, the quality report with charts, a blind sample's sheet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.core.clock import SEOUL
from app.core.regions import NAMES, Region
from app.papers.tables import Bars, Column, Look, Row, Table
from app.papers.typeset import Language
from app.reports.counting import Counting
from app.reports.rules import KINDS
from app.reports.schemas import ReportCheckOut, ReportOut, SharesFigures
from app.reports.words import WORDS, say

_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\[\]]+')


def precheck_name(project: str, version: str, day: date) -> str:
    """The name under which a pre-check's workbook is handed in, as the programme has it."""
    project, version = (_UNSAFE.sub(" ", one).strip()[:80] for one in (project, version))
    return f"[{project}] 구문정확성사전검사결과_{version}_{day:%y%m%d}.xlsx"


def _table(
    language: Language,
    sheet: str,
    columns: Mapping[str, Look],
    rows: Iterable[Row],
    *,
    bars: Bars | None = None,
    first: bool = False,
) -> Table:
    wide = {"sentence": 70, "name": 40, "line": 28, "known": 36, "note": 40, "links": 40}
    wide |= {"value": 24, "metric": 28, "stage": 20, "group": 30, "split": 66, "model": 24}
    named = [
        Column(say(language, name), look, wide.get(name, 14)) for name, look in columns.items()
    ]
    return Table(say(language, sheet), named, rows, bars, first)


def precheck(
    language: Language, counting: Counting, faulty: Iterable[Row], project: str, version: str
) -> Iterator[Table]:
    """The pre-check: every faulty row, and what they come to, which stands first. To write the rows
    is to count them."""

    def rows() -> Iterator[Row]:
        for item_id, name, at, kind, code, sentence in faulty:
            yield [item_id, name, at, say(language, f"kind.{kind}"), code, sentence]

    columns: dict[str, Look] = {
        "item_id": "number",
        "name": "text",
        "at": "text",
        "kind": "text",
        "code": "text",
        "sentence": "text",
    }
    yield _table(language, "faults", columns, rows())
    found = counting.syntactic()
    by = dict.fromkeys(KINDS, 0)
    for one in found["by"]:
        by[one["kind"]] += one["count"]
    summary: list[Row] = [[say(language, f"kind.{kind}"), count] for kind, count in by.items()]
    summary += [
        [say(language, "fault_count"), found["faults"]],
        [say(language, "faulty_items"), found["faulty_items"]],
        [say(language, "items"), found["items"]],
    ]
    look: dict[str, Look] = {"kind": "text", "count": "number"}
    title = f"{project} {version}"
    chart = Bars(title, 0, [1])
    yield _table(language, "summary", look, summary, bars=chart, first=True)


def report(language: Language, found: ReportOut) -> list[Table]:
    """The quality report as a workbook with charts. Only of a release that was counted."""
    figures = found.figures
    assert figures is not None
    stages: dict[str, Look] = {
        "stage": "text",
        "plan": "number",
        "accepted": "number",
        "reached_share": "share",
        "until": "date",
        "items": "number",
        "excluded": "number",
        "handed_in": "number",
        "judged": "number",
        "first_pass": "share",
        "returned": "number",
        "rejected": "number",
        "second_looked": "number",
        "overturned": "number",
    }
    process: list[Row] = [
        [
            one.name,
            one.plan,
            one.accepted,
            one.accepted / one.plan if one.plan else None,
            *(one.until, one.items, one.excluded, one.handed_in, one.judged, one.first_pass),
            *(one.returned, one.rejected, one.second_looked, one.overturned),
        ]
        for one in figures.stages
    ]
    tables = [
        _summary(language, found),
        _table(
            language,
            "process",
            stages,
            process,
            bars=Bars(say(language, "process"), 0, [1, 2]),
        ),
        _checklist(language, found.checks),
    ]
    tables += [_shares(language, at, one) for at, one in enumerate(figures.shares, 1)]
    if figures.quotas:
        names = {one.id: one.name for one in figures.stages}
        quotas: dict[str, Look] = {
            "group": "text",
            "stage": "text",
            "goal": "number",
            "reached": "number",
        }
        rows: list[Row] = [
            [cell_name(language, one.cell), names.get(one.stage_id, ""), one.goal, one.reached]
            for one in figures.quotas
        ]
        chart = Bars(say(language, "quotas"), 0, [2, 3])
        tables.append(_table(language, "quotas", quotas, rows, bars=chart))
    faults: dict[str, Look] = {"kind": "text", "code": "text", "count": "number"}
    tables.append(
        _table(
            language,
            "syntactic",
            faults,
            [
                [say(language, f"kind.{one.kind}"), one.code, one.count]
                for one in figures.syntactic.by
            ],
            bars=Bars(say(language, "syntactic"), 1, [2]),
        )
    )
    return [*tables, _semantic(language, found), _validity(language, found)]


def _summary(language: Language, found: ReportOut) -> Table:
    figures = found.figures
    assert figures is not None
    rows: list[Row] = [
        [say(language, "project"), found.project],
        [say(language, "stage"), found.stage],
        [say(language, "version"), found.version],
        [say(language, "made_at"), found.counted_at],
        [say(language, "items"), figures.content.items],
        [say(language, "marks"), figures.content.marks],
        [say(language, "without_marks"), figures.content.without_marks],
    ]
    rows += [
        [f"{say(language, 'overlap')} · {one.what.partition(':')[2]}", percent(one.overlap)]
        for one in figures.shares
        if one.overlap is not None
    ]
    rows.append([say(language, "syntactic"), percent(figures.syntactic.share)])
    rows += [
        [
            f"{say(language, 'semantic')} · {say(language, f'sample.{one.kind}')} {one.id}",
            percent(one.result.share),
        ]
        for one in found.samples
    ]
    rows += [
        [f"{say(language, 'validity')} · {one.model} {one.metric}", one.reached]
        for one in found.validity
    ]
    return _table(language, "summary", {"metric": "text", "value": "text"}, rows)


def _checklist(language: Language, checks: Sequence[ReportCheckOut]) -> Table:
    columns: dict[str, Look] = dict.fromkeys(("line", "answer", "known", "note", "links"), "text")
    rows: list[Row] = [
        [
            say(language, f"check.{one.code}"),
            say(language, f"answer.{one.answer}"),
            known(language, one.facts),
            one.note,
            "\n".join(one.links),
        ]
        for one in checks
    ]
    return _table(language, "checklist", columns, rows)


def _shares(language: Language, at: int, one: SharesFigures) -> Table:
    columns: dict[str, Look] = {
        "value": "text",
        "count": "number",
        "share": "share",
        "target": "share",
    }
    rows: list[Row] = [
        [called(language, row), row.count, row.share, row.target] for row in one.rows
    ]
    name = one.what.partition(":")[2]
    # The sheet's own name: no more than 31 letters, none that a sheet may not have.
    sheet = f"{say(language, 'diversity')} {at} {_UNSAFE.sub(' ', name)}"
    aimed = any(row.target is not None for row in one.rows)
    made = _table(
        language, "diversity", columns, rows, bars=Bars(name, 0, [3, 2] if aimed else [2])
    )
    return Table(sheet, made.columns, made.rows, made.bars)


def _semantic(language: Language, found: ReportOut) -> Table:
    columns: dict[str, Look] = {
        "sample": "text",
        "drawn": "number",
        "looked": "number",
        "passed": "number",
        "share": "share",
        "interval": "text",
        "target": "share",
        "answer": "text",
    }
    rows: list[Row] = [
        [
            f"{say(language, f'sample.{one.kind}')} {one.id}",
            one.drawn,
            one.result.looked,
            one.result.passed,
            one.result.share,
            f"{percent(one.result.low)} – {percent(one.result.high)}",
            one.target,
            verdict(language, one.reached),
        ]
        for one in found.samples
    ]
    return _table(language, "semantic", columns, rows)


def _validity(language: Language, found: ReportOut) -> Table:
    columns: dict[str, Look] = {
        "model": "text",
        "score_metric": "text",
        "target": "decimal",
        "score": "decimal",
        "answer": "text",
        "split": "text",
        "recorded_at": "time",
    }
    rows: list[Row] = [
        [
            *(one.model, one.metric, one.target, one.reached, verdict(language, one.met)),
            *(one.split_sha256, one.recorded_at),
        ]
        for one in found.validity
    ]
    return _table(language, "validity", columns, rows)


def sample(
    language: Language,
    about: Sequence[tuple[str, str]],
    strata: Sequence[tuple[str, int, int]],
    rows: Iterable[Row],
    measures: Sequence[str] = (),
) -> list[Table]:
    """A blind sample: how it was drawn, and the pass/fail sheet. `strata` are name, items and how
    many were drawn; a row is place, name, stratum, whether it passed, code, note, examiner, when,
    and what was measured."""
    columns: dict[str, Look] = {
        "place": "number",
        "name": "text",
        "stratum": "text",
        "verdict": "text",
        "code": "text",
        "note": "text",
        "examiner": "text",
        "judged_at": "time",
    }
    columns |= dict.fromkeys([f"measure.{one}" for one in measures], "decimal")

    def judged() -> Iterator[Row]:
        for place, name, stratum, passed, *rest in rows:
            word = "open" if passed is None else "pass" if passed else "fail"
            yield [place, name, stratum, say(language, word), *rest]

    pairs: dict[str, Look] = {"metric": "text", "value": "text"}
    drawn: dict[str, Look] = {"stratum": "text", "items": "number", "drawn": "number"}
    return [
        _table(language, "protocol", pairs, about),
        _table(language, "strata", drawn, strata),
        _table(language, "semantic", columns, judged()),
    ]


def percent(share: float | None) -> str:
    """A share as it is read."""
    return "–" if share is None else f"{100 * share:.1f}%"


def verdict(language: Language, reached: bool | None) -> str:
    """Whether something was reached."""
    return say(language, "open" if reached is None else "yes" if reached else "no")


def called(language: Language, row: Any) -> str:
    """A value's name."""
    return str((row.ko if language == "ko" else row.en) or row.value or say(language, "no_value"))


def known(language: Language, facts: Mapping[str, int]) -> str:
    """What the platform knows of a line of the checklist."""
    return ", ".join(say(language, f"fact.{name}", n=f"{n:,}") for name, n in facts.items())


def cell_name(language: Language, cell: Mapping[str, Any]) -> str:
    """A group of a collect stage."""
    return " · ".join(group_name(language, axis, str(value)) for axis, value in cell.items())


def group_name(language: Language, axis: str, value: str) -> str:
    """A value of an axis by which people are counted."""
    if value in set(Region):
        return NAMES[Region(value)][language == "en"]
    key = f"{axis}.{value}"
    return say(language, key) if key in WORDS else value


def moment(at: datetime | None) -> str:
    """A time as it is read, of Seoul."""
    return "" if at is None else f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"
