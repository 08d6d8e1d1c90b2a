"""Months, masks, shares and what the programme asks for. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from app.core.clock import SEOUL

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
"""How a month is written: 2026-11."""

PERIOD = r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$"
"""A month or a year: 2026-11, 2026."""

WON = "KRW"
"""Papers for the tax office are of won."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of Seoul, from `first` on and before `end`."""

    first: date
    end: date

    @classmethod
    def month(cls, written: str) -> "Span":
        """A month, as `MONTH` writes it."""
        year, month = int(written[:4]), int(written[5:])
        return cls(date(year, month, 1), _next_month(date(year, month, 1)))

    @classmethod
    def year(cls, year: int) -> "Span":
        """A calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def of(cls, written: str) -> "Span":
        """A month or a year, as `PERIOD` writes them."""
        return cls.month(written) if len(written) > 4 else cls.year(int(written))

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)

    @property
    def moments(self) -> dict[str, datetime]:
        """`since` and `until` (exclusive), as statements bind them."""
        return {
            "since": datetime.combine(self.first, time(), SEOUL),
            "until": datetime.combine(self.end, time(), SEOUL),
        }


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def return_due(month: Span) -> date:
    """By when a month's withholding return is filed: the 10th of the next month."""
    return month.end.replace(day=10)


def simplified_due(month: Span) -> date:
    """By when a month's simplified statement is filed: the end of the next month."""
    return _next_month(month.end) - timedelta(days=1)


def masked_name(name: str) -> str:
    """A name in which only the first and last letters stand: 김두레 -> 김*레, 이산 -> 이*."""
    inner = re.sub(r"\s+", " ", name.strip())
    if len(inner) <= 1:
        return "*"
    if len(inner) == 2:
        return inner[0] + "*"
    return inner[0] + "*" * (len(inner) - 2) + inner[-1]


def masked_email(email: str) -> str:
    """An address of which only the beginning and the house stand: du***@example.test."""
    name, _, house = email.partition("@")
    return f"{name[:2] if len(name) > 2 else name[:1]}***@{house}"


@dataclass(frozen=True, slots=True)
class Quota:
    """What the programme asks for: people for each `per` won of crowd labour, hires for each `per`
    won of support; counts of groups below `least` are not shown."""

    per: int
    people: Fraction
    hires: Fraction
    least: int

    @classmethod
    def read(cls, rule: Mapping[str, Any]) -> "Quota":
        """As the dated rule `quota` writes it."""
        return cls(
            per=int(rule["per"]),
            people=Fraction(rule["people"]),
            hires=Fraction(rule["hires"]),
            least=int(rule["least_count"]),
        )

    def people_for(self, cost: int) -> int:
        """How many people are to be paid where crowd labour costs `cost` won."""
        return ceil(self.people * cost / self.per)

    def hires_for(self, support: int) -> int:
        """How many people are to be hired where the support is `support` won."""
        return ceil(self.hires * support / self.per)


def shown(count: int, least: int) -> int | None:
    """A count of people who said something of themselves; None where so few might be known."""
    return count if count >= least else None
