"""Quality reports and data sheets as they are printed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.papers.typeset import Language, pdf
from app.reports.schemas import (
    SECTIONS,
    ReportOut,
    SampleResult,
    SharesFigures,
    SheetOut,
    StageFigures,
    ValidityOut,
)
from app.reports.words import say
from app.reports.workbooks import (
    called,
    cell_name,
    group_name,
    known,
    moment,
    percent,
    verdict,
)

LONGEST = 30
"""Values of one distribution that are printed; the workbook has all."""


def report(found: ReportOut, *, language: Language, now: datetime) -> bytes:
    """A quality report as a PDF. Only of a release that was counted."""
    figures = found.figures
    assert figures is not None
    names = {one.id: one.name for one in figures.stages}
    filling = {
        "made_at": moment(now),
        "counted_at": moment(found.counted_at),
        "project": found.project,
        "stage": found.stage,
        "version": found.version,
        "items": figures.content.items,
        "marks": figures.content.marks,
        "without_marks": figures.content.without_marks,
        "summary": _summary(language, found),
        "stages": [_stage(one) for one in figures.stages],
        "checks": [
            {
                "line": say(language, f"check.{one.code}"),
                "answer": say(language, f"answer.{one.answer}"),
                "known": known(language, one.facts),
                "note": one.note,
                "links": one.links,
            }
            for one in found.checks
        ],
        "shares": [_shares(language, one) for one in figures.shares],
        "quotas": [
            {
                "group": cell_name(language, one.cell),
                "stage": names.get(one.stage_id, ""),
                "goal": one.goal,
                "reached": one.reached,
            }
            for one in figures.quotas
        ],
        "syntactic": {
            "faulty_items": figures.syntactic.faulty_items,
            "faults": figures.syntactic.faults,
            "share": percent(figures.syntactic.share),
            "by": [
                {"kind": say(language, f"kind.{one.kind}"), "code": one.code, "count": one.count}
                for one in figures.syntactic.by[:LONGEST]
            ],
        },
        "samples": [_sample(language, one) for one in found.samples],
        "validity": [_validity(language, one) for one in found.validity],
    }
    return pdf("quality", language, filling)


def _summary(language: Language, found: ReportOut) -> list[dict[str, Any]]:
    """The metrics at a glance: name, what was reached, what was aimed at."""
    figures = found.figures
    assert figures is not None
    planned = [one for one in figures.stages if one.plan]
    done = sum(min(one.accepted, one.plan or 0) for one in planned)
    plan = sum(one.plan or 0 for one in planned)
    rows = [
        (say(language, "process"), percent(done / plan) if plan else "–", "100%" if plan else "–")
    ]
    rows += [
        (f"{say(language, 'diversity')} · {_named(one)}", percent(one.overlap), "100%")
        for one in figures.shares
        if one.overlap is not None
    ]
    rows.append((say(language, "syntactic"), percent(figures.syntactic.share), "100%"))
    rows += [
        (f"{say(language, 'semantic')} · {one.id}", percent(one.result.share), percent(one.target))
        for one in found.samples
    ]
    rows += [
        (
            f"{say(language, 'validity')} · {one.model} · {one.metric}",
            _score(one.reached),
            _score(one.target),
        )
        for one in found.validity
    ]
    return [{"metric": metric, "reached": reached, "target": aim} for metric, reached, aim in rows]


def _named(one: SharesFigures) -> str:
    return one.what.partition(":")[2]


def _score(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _stage(one: StageFigures) -> dict[str, Any]:
    return {
        "name": one.name,
        "plan": one.plan,
        "until": None if one.until is None else one.until.isoformat(),
        "items": one.items,
        "accepted": one.accepted,
        "excluded": one.excluded,
        "reached": percent(one.accepted / one.plan) if one.plan else "–",
        "part": min(1.0, one.accepted / (one.plan or one.items or 1)),
        "handed_in": one.handed_in,
        "judged": one.judged,
        "first_pass": percent(one.first_pass),
        "returned": one.returned,
        "rejected": one.rejected,
        "second_looked": one.second_looked,
        "overturned": one.overturned,
    }


def _shares(language: Language, one: SharesFigures) -> dict[str, Any]:
    rows = sorted(one.rows, key=lambda row: (row.target is None, -row.count))
    largest = max((max(row.share, row.target or 0) for row in rows), default=0) or 1
    return {
        "name": _named(one),
        "of": one.of,
        "total": one.total,
        "overlap": percent(one.overlap) if one.overlap is not None else None,
        "rows": [
            {
                "value": called(language, row),
                "count": row.count,
                "share": percent(row.share),
                "target": None if row.target is None else percent(row.target),
                "part": row.share / largest,
                "aim": None if row.target is None else row.target / largest,
            }
            for row in rows[:LONGEST]
        ],
        "more": max(0, len(rows) - LONGEST),
    }


def _sample(language: Language, one: SampleResult) -> dict[str, Any]:
    kind = say(language, f"sample.{one.kind}")
    measure = "" if one.measure is None else f" · {say(language, f'measure.{one.measure}')}"
    return {
        "name": f"{one.id} · {kind}{measure}",
        "drawn": one.drawn,
        "looked": one.result.looked,
        "passed": one.result.passed,
        "share": percent(one.result.share),
        "part": one.result.share,
        "low": one.result.low,
        "high": one.result.high,
        "interval": f"{percent(one.result.low)} – {percent(one.result.high)}",
        "target": percent(one.target),
        "aim": one.target,
        "answer": verdict(language, one.reached),
    }


def _validity(language: Language, one: ValidityOut) -> dict[str, Any]:
    return {
        "model": one.model,
        "metric": one.metric,
        "target": ("≥ " if one.higher else "≤ ") + _score(one.target),
        "reached": _score(one.reached),
        "answer": verdict(language, one.met),
        "split": one.split_sha256,
        "card": _paragraphs(one.card),
    }


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\r\n", "\n").split("\n\n") if one.strip()]


def sheet(found: SheetOut, *, language: Language, now: datetime) -> bytes:
    """A data sheet as a PDF."""
    filling = {
        "made_at": moment(now),
        "project": found.project,
        "version": found.version,
        "frozen_at": moment(found.frozen_at),
        "sections": [
            {"title": title, "paragraphs": _paragraphs(text)}
            for title, text in _sections(language, found)
        ],
        "figures": _composition(language, found),
        "shares": [_shares(language, one) for one in found.shares],
        "consent": _consent(language, found),
        "groups": _groups(language, found),
        "quality": _quality(language, found),
    }
    return pdf("datasheet", language, filling)


def markdown(found: SheetOut, language: Language) -> str:
    """A data sheet as Markdown."""
    lines = [f"# {found.project} {found.version}", "", f"_{say(language, 'sheet')}_", ""]
    for title, text in _sections(language, found):
        lines += [f"## {title}", "", text.strip(), ""]
    lines += _pairs(say(language, "figures"), _composition(language, found))
    for one in found.shares:
        lines += [f"### {_escaped(_named(one))}", ""]
        lines += _listed([say(language, name) for name in ("value", "count", "share", "target")])
        lines += [
            _row([called(language, row), f"{row.count:,}", percent(row.share), percent(row.target)])
            for row in one.rows
        ]
        lines.append("")
    lines += _pairs(say(language, "consent"), _consent(language, found))
    for group in _groups(language, found):
        lines += _pairs(f"{say(language, 'demographics')} · {group['axis']}", group["rows"])
    lines += _pairs(say(language, "quality"), _quality(language, found))
    return "\n".join(lines)


def _pairs(title: str, rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    return [
        f"## {title}",
        "",
        *(f"- {_escaped(name)}: {_escaped(value)}" for name, value in rows),
        "",
    ]


def _listed(head: Sequence[str]) -> list[str]:
    return [_row(head), _row(["---"] * len(head))]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(cell: str) -> str:
    """A text that stays one cell, and text."""
    for sign in "\\|<*_`[":
        cell = cell.replace(sign, f"\\{sign}")
    return " ".join(cell.split())


def _sections(language: Language, found: SheetOut) -> list[tuple[str, str]]:
    """What was written, in this language, or where that is empty in the other."""
    told = []
    for name in SECTIONS:
        both = getattr(found.texts, name)
        text = (both.ko or both.en) if language == "ko" else (both.en or both.ko)
        if text.strip():
            told.append((say(language, f"section.{name}"), text))
    return told


def _composition(language: Language, found: SheetOut) -> list[tuple[str, str]]:
    rows = [(say(language, "items"), "–" if found.items is None else f"{found.items:,}")]
    if found.content is not None:
        rows.append((say(language, "marks"), f"{found.content.marks:,}"))
        rows.append((say(language, "without_marks"), f"{found.content.without_marks:,}"))
        if found.content.seconds:
            hours, rest = divmod(found.content.seconds, 3600)
            rows.append((say(language, "seconds"), f"{hours:,}:{rest // 60:02}:{rest % 60:02}"))
    return rows


def _consent(language: Language, found: SheetOut) -> list[tuple[str, str]]:
    few = say(language, "few", n=found.least)
    rows = [
        (say(language, "people"), few if found.people is None else f"{found.people:,}"),
    ]
    told = ("agreements", "signatures", "withdrawals", "withheld")
    counts = {name: found.facts[name] for name in told if name in found.facts}
    return [*rows, (say(language, "known"), known(language, counts))]


def _groups(language: Language, found: SheetOut) -> list[dict[str, Any]]:
    few = say(language, "few", n=found.least)
    return [
        {
            "axis": say(language, f"axis.{axis}"),
            "rows": [
                (
                    group_name(language, axis, one.value),
                    few if one.people is None else f"{one.people:,}",
                )
                for one in rows
            ],
        }
        for axis, rows in found.groups.items()
    ]


def _quality(language: Language, found: SheetOut) -> list[tuple[str, str]]:
    rows = []
    if found.syntactic is not None:
        rows.append((say(language, "syntactic"), percent(found.syntactic.share)))
    rows += [
        (
            f"{say(language, 'semantic')} · {one.id}",
            f"{percent(one.result.share)} "
            f"({percent(one.result.low)} – {percent(one.result.high)}, n={one.result.looked:,})",
        )
        for one in found.samples
        if one.result.looked
    ]
    return rows
