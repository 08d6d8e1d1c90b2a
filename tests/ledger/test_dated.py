"""What held on a day."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.ledger.dated import NoRule, minimum_wage, rule
from app.ledger.rule_schemas import VALUES
from app.models.money import MoneyRule, MoneyRuleKind


@pytest.mark.parametrize(
    ("day", "wage"),
    [
        (date(2020, 1, 1), 8_590),
        (date(2021, 1, 1), 8_720),
        (date(2022, 12, 31), 9_160),
        (date(2023, 6, 1), 9_620),
        (date(2024, 12, 31), 9_860),
        (date(2025, 1, 1), 10_030),
        (date(2026, 1, 1), 10_320),
        (date(2031, 5, 5), 10_320),
    ],
)
def test_the_wage_of_a_day(s: Session, day: date, wage: int) -> None:
    assert minimum_wage(s, day) == wage


def test_before_the_table_nothing_holds(s: Session) -> None:
    with pytest.raises(NoRule, match="minimum_wage"):
        minimum_wage(s, date(2019, 12, 31))


def test_a_later_rule_holds_from_its_day_and_a_mistake_is_mended(s: Session) -> None:
    for wage in (9_999, 10_700):
        s.execute(
            insert(MoneyRule).values(
                kind=MoneyRuleKind.MINIMUM_WAGE,
                valid_from=date(2027, 1, 1),
                value={"hourly": wage},
                source="고시",
            )
        )
    assert minimum_wage(s, date(2026, 12, 31)) == 10_320
    assert minimum_wage(s, date(2027, 1, 1)) == 10_700


def test_what_comes_with_dure_is_as_its_kinds_have_it(s: Session) -> None:
    rows = s.execute(select(MoneyRule)).scalars().all()
    assert {row.kind for row in rows} == set(MoneyRuleKind)
    for row in rows:
        kept: BaseModel = VALUES[row.kind].model_validate(row.value)
        assert kept.model_dump() == row.value
        assert rule(s, row.kind, row.valid_from)
