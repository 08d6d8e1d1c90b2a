"""What the document says of wages, floors and tax is what the rules that come with Dure reckon."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.ledger.dated import minimum_wage, rule
from app.ledger.tax import Tax, withheld
from app.ledger.wages import fair_price
from app.models.money import Income, MoneyRuleKind
from tests.ledger.worked import WITHHELD, table, won

NOW = date(2026, 11, 29)


def test_minimum_wages(s: Session) -> None:
    said = [(date.fromisoformat(day), won(wage)) for day, wage in table("from | minimum")]
    assert len(said) == 7
    for day, wage in said:
        assert minimum_wage(s, day) == minimum_wage(s, day + timedelta(days=364)) == wage


def test_floors(s: Session) -> None:
    said = [(int(seconds), won(floor)) for seconds, floor in table("seconds")]
    assert len(said) == 4
    wage = minimum_wage(s, NOW)
    assert [(seconds, fair_price(wage, seconds)) for seconds, _ in said] == said


def test_tax(s: Session) -> None:
    assert len(WITHHELD) == 8
    for kind, gross, tax, local, net in WITHHELD:
        value = rule(s, MoneyRuleKind(kind), NOW)
        found = withheld(Income(kind), value, gross, days=[gross])
        assert (found, found.net(gross)) == (Tax(tax, local), net), (kind, gross)
