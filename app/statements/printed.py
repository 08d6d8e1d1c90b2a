"""Statements and receipts as they are printed."""

from datetime import datetime
from typing import Any

from app.core.clock import SEOUL, day_of
from app.papers.typeset import Language, pdf
from app.statements.schemas import StatementLine, StatementOut
from app.statements.words import day_name, month_name, say


def statement(found: StatementOut, *, name: str, language: Language, now: datetime) -> bytes:
    """A month's statement as a PDF."""
    sums = [
        (say(language, "sum.before"), found.before),
        (say(language, "sum.earned"), found.earned),
        (say(language, "sum.sent"), -found.sent),
    ]
    if found.returned:
        sums.append((say(language, "sum.returned"), found.returned))
    filling = {
        "month": month_name(language, found.since),
        "made_at": _moment(now),
        "person": name,
        "since": found.since,
        "until": found.until,
        "earned": found.earned,
        "lines": [_line(language, line) for line in found.lines],
        "sums": sums,
        "after": found.after,
        "payments": [
            {
                "at": day_of(one.at),
                "organisation": one.organisation,
                "income": say(language, f"income.{one.income}"),
                "gross": one.gross,
                "tax": one.tax,
                "local": one.local,
                "net": one.net,
            }
            for one in found.payments
            if one.paid
        ],
        "waiting": found.waiting or None,
    }
    return pdf("statement", language, filling)


def _line(language: Language, line: StatementLine) -> dict[str, Any]:
    level = f"_{line.level}" if line.what == "inspection" else ""
    quantity, price = f"{line.pieces:,}", ""
    if line.unit is not None and line.price is not None:
        unit = say(language, f"unit.{line.unit}")
        gap = " " if language == "en" else ""
        quantity = f"{line.units:,}{gap}{unit}"
        money = f"{line.price:,}원" if language == "ko" else f"₩{line.price:,}"
        price = money if line.per == 1 else f"{money} / {line.per:,}{gap}{unit}"
    return {
        "project": line.project,
        "about": line.course or line.stage or "",
        "what": f"{say(language, f'what.{line.what}{level}')} · {line.organisation}",
        "quantity": quantity,
        "price": price,
        "amount": line.amount,
    }


def receipt(
    payments: list[dict[str, Any]],
    *,
    who: dict[str, Any],
    year: int,
    language: Language,
    now: datetime,
) -> bytes:
    """A year's withholding receipt as a PDF: `payments` and `who` as `queries` answer them."""
    filling = {
        "year": year,
        "made_at": _moment(now),
        "made_on": day_name(language, day_of(now)),
        "organisation": who["organisation"],
        "person": who["name"],
        "number": who["number"] or "–",
        "incomes": sorted({say(language, f"income.{one['income']}") for one in payments}),
        "payments": [
            {
                "at": day_of(one["paid_at"]),
                "months": ", ".join(one["months"]),
                **{name: one[name] for name in ("gross", "tax", "local", "net")},
            }
            for one in payments
        ],
        **{name: sum(one[name] for one in payments) for name in ("gross", "tax", "local", "net")},
    }
    return pdf("receipt", language, filling)


def _moment(now: datetime) -> str:
    return f"{now.astimezone(SEOUL):%Y-%m-%d %H:%M}"
