"""What everybody would be paid: who can be, what is withheld from it, what each project bears."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from app.core.clock import SEOUL, day_of
from app.ledger.dated import rule
from app.ledger.tax import Split, Tax, withheld
from app.models.money import Income, MoneyRuleKind
from app.models.payout import Held
from app.payouts import queries
from app.payouts.rules import Claim, held, shared_out, unpaid_days

CURRENCY = "KRW"


@dataclass(frozen=True, slots=True)
class Line:
    """What one person is to be paid."""

    claim: Claim
    held: Held | None
    gross: int
    tax: int
    local: int
    shares: list[tuple[int, int, int, int]]  # project, gross, tax, local


def lines(
    s: Session, organisation_id: int, *, until: datetime, on_demand: bool, today: date
) -> list[Line]:
    """What everybody would be paid who is owed something and is not being paid just now."""
    midnight = datetime.combine(day_of(until), time(), SEOUL)
    owed = queries.owed(s, organisation_id, currency=CURRENCY, until=until, midnight=midnight)
    found = queries.claims(s, organisation_id, list(owed), on_demand=on_demand)
    claims = [Claim(**row | {"income": Income(row["income"])}) for row in found]
    taxes = _taxing(s, organisation_id, claims, midnight=midnight, today=today)
    return [_line(claim, owed[claim.person_id], taxes) for claim in claims]


Taxing: TypeAlias = Callable[[Claim, dict[int, int]], dict[int, Tax]]


def _taxing(
    s: Session,
    organisation_id: int,
    claims: list[Claim],
    *,
    midnight: datetime,
    today: date,
) -> Taxing:
    """What is withheld from a claim, by project; raises `Split`."""
    kinds = {claim.income for claim in claims}
    rules = {kind: rule(s, MoneyRuleKind(kind.value), today) for kind in kinds}
    others = [claim.person_id for claim in claims if claim.income is Income.OTHER]
    before = queries.paid_before(s, organisation_id, others, Income.OTHER) if others else {}
    daily = [claim.person_id for claim in claims if claim.income is Income.DAILY]
    days = (
        queries.wages_by_day(s, organisation_id, daily, currency=CURRENCY, midnight=midnight)
        if daily
        else {}
    )

    def taxing(claim: Claim, shares: dict[int, int]) -> dict[int, Tax]:
        held_by = rules[claim.income]
        if claim.income is Income.OTHER:
            # A case is all that is paid under one contract: one person, one project.
            found = {}
            for project, gross in shares.items():
                paid, tax = before.get((claim.person_id, project), (0, 0))
                found[project] = withheld(claim.income, held_by, gross, before=paid, before_tax=tax)
            return found
        gross = sum(shares.values())
        worked: dict[Any, int] = {}
        if claim.income is Income.DAILY:
            for project, amount in shares.items():
                wages = days[claim.person_id, project]
                earned = sum(wage for _, wage in wages)
                for day, wage in unpaid_days(wages, earned - amount):
                    worked[day] = worked.get(day, 0) + wage
        whole = withheld(claim.income, held_by, gross, days=tuple(worked.values()))
        taxes, locals_ = shared_out(whole.tax, shares), shared_out(whole.local, shares)
        return {project: Tax(taxes[project], locals_[project]) for project in shares}

    return taxing


def _line(claim: Claim, shares: dict[int, int], taxes: Taxing) -> Line:
    gross = sum(shares.values())
    why = held(claim, gross)
    try:
        borne = taxes(claim, shares)
    except Split:
        borne, why = {project: Tax(0, 0) for project in shares}, why or Held.SPLIT
    tax = sum(one.tax for one in borne.values())
    local = sum(one.local for one in borne.values())
    if tax + local >= gross:
        tax, local, borne = 0, 0, {project: Tax(0, 0) for project in shares}
        why = why or Held.SPLIT
    return Line(
        claim,
        why,
        gross,
        tax,
        local,
        [
            (project, amount, borne[project].tax, borne[project].local)
            for project, amount in shares.items()
        ],
    )
