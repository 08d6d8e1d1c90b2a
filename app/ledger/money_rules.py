"""The table of dated rules, as it is read whole and written."""

from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.ledger.rule_schemas import VALUES, MoneyRuleIn, MoneyRuleOut
from app.models.money import MoneyRule, MoneyRuleKind
from app.models.person import Person

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def rules_before(
    s: Session, *, kind: MoneyRuleKind | None, before: int, limit: int, today: date
) -> list[MoneyRuleOut]:
    """Rules, the last written first, from before a key (0: from the last)."""
    statement = (
        select(MoneyRule, Person.name)
        .outerjoin(Person, Person.id == MoneyRule.by)
        .order_by(MoneyRule.id.desc())
        .limit(limit)
    )
    if kind is not None:
        statement = statement.where(MoneyRule.kind == kind)
    if before:
        statement = statement.where(MoneyRule.id < before)
    holding = set(
        s.execute(
            select(MoneyRule.id)
            .ext(distinct_on(MoneyRule.kind))
            .where(MoneyRule.valid_from <= today)
            .order_by(MoneyRule.kind, MoneyRule.valid_from.desc(), MoneyRule.id.desc())
        ).scalars()
    )
    return [
        MoneyRuleOut.model_validate(_values(row, name) | {"holds": row.id in holding})
        for row, name in s.execute(statement)
    ]


def _values(row: MoneyRule, name: str | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "valid_from": row.valid_from,
        "value": row.value,
        "source": row.source,
        "by": row.by,
        "by_name": name,
        "at": row.at,
    }


def write(s: Session, by: int, rule: MoneyRuleIn) -> int:
    """Add a rule; its id. Raises `Invalid` for a value that is not as its kind has it, and for a
    day that nobody means."""
    if not EARLIEST <= rule.valid_from < LATEST:
        raise Invalid("A rule holds from a day of this century; mend the day.")
    try:
        value = VALUES[rule.kind].model_validate(rule.value)
    except ValidationError as refusal:
        first = refusal.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(f"“{where}” of this rule: {first['msg']}; mend it.", field=where) from None
    return s.execute(
        insert(MoneyRule)
        .values(
            kind=rule.kind,
            valid_from=rule.valid_from,
            value=value.model_dump(),
            source=rule.source.strip(),
            by=by,
        )
        .returning(MoneyRule.id)
    ).scalar_one()
