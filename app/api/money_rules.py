"""Rates, floors and thresholds, each with the day from which it holds."""

from typing import Annotated

from fastapi import Query

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.ledger.money_rules import rules_before, write
from app.ledger.rule_schemas import MoneyRuleIn, MoneyRuleOut
from app.models.money import MoneyRuleKind
from app.people.permits import May

router = Router(prefix="/money/rules", tags=["money"])

Kind = Annotated[MoneyRuleKind | None, Query(description="Only of this kind.")]


@router.get("")
def list_rules(
    door: Way, after: After = 0, limit: Limit = 100, kind: Kind = None
) -> Page[MoneyRuleOut]:
    """What holds from which day on, the last written first. An accountant confirms these before
    real use."""
    with door.enter() as (s, _):
        today = day_of(utcnow())
        rows = rules_before(s, kind=kind, before=after, limit=limit + 1, today=today)
        return page(rows, limit)


@router.post("", status_code=201)
def write_rule(body: MoneyRuleIn, door: Way) -> MoneyRuleOut:
    """Add what holds from a day on; for who runs the installation, by hand. Nothing is changed: of
    two rules for one day the later written holds."""
    with door.enter(May.SYSTEM_OPERATE) as (s, me):
        by_hand(me)
        made = write(s, me.id, body)
        today = day_of(utcnow())
        return rules_before(s, kind=body.kind, before=made + 1, limit=1, today=today)[0]
