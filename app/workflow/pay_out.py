"""Prepare a payout, approve it by another, return it, send it to the bank.

One bank transfer to one person by one organisation, which withholds tax from it. Every step is a
few statements over all lines, in one transaction: it happened whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core import states
from app.core.clock import SEOUL, day_of
from app.core.errors import Conflict, Invalid
from app.core.states import PayoutLineState, PayoutState
from app.ledger.dated import rule
from app.ledger.tax import Split, Tax, withheld
from app.models.money import Income, MoneyRuleKind
from app.models.payout import Held, Payout
from app.models.transition import move
from app.payouts import queries
from app.payouts.rules import Claim, apportion, held, unpaid_days
from app.workflow import payout_checks

CURRENCY = "KRW"


class NobodyPayable(Conflict):
    """Nobody is owed anything that is not on its way already."""

    code, title = "nobody_payable", "Nobody to pay"


class NotYet(Invalid):
    """A day that is still to come."""

    code, title = "not_yet", "Not yet"


class KeyUsed(Conflict):
    """The same key prepared another payout before."""

    code, title = "payout_key_used", "Key used already"


class SamePerson(Conflict):
    """Who prepared a payout would approve it."""

    code, title = "same_person", "Another person approves"


class ChecksFailed(Conflict):
    """The payout is not what the ledger and the rules say any more."""

    code, title = "checks_failed", "It does not add up any more"


@dataclass(frozen=True, slots=True)
class Line:
    """What one person is to be paid."""

    claim: Claim
    held: Held | None
    gross: int
    tax: int
    local: int
    shares: list[tuple[int, int, int, int]]  # project, gross, tax, local


def prepare(
    s: Session, *, organisation_id: int, by: int, through: date, on_demand: bool, key: str
) -> Payout:
    """Gather what people earned through the day `through`, less what they were paid; with
    `on_demand` of those who asked. The same key answers with the first payout.

    Raises `NotYet`, `NobodyPayable`, `KeyUsed`, `NoRule`.
    """
    queries.lock_preparing(s, organisation_id)
    known = s.execute(
        select(Payout).where(Payout.organisation_id == organisation_id, Payout.key == key)
    ).scalar_one_or_none()
    now: datetime = s.execute(select(func.now())).scalar_one()
    today = day_of(now)
    if through > today:
        raise NotYet("This day is still to come; choose today or an earlier one.")
    ends = datetime.combine(through + timedelta(days=1), time(), SEOUL)
    if known is not None:
        if day_of(known.until - timedelta(microseconds=1)) != through or (
            known.on_demand != on_demand
        ):
            raise KeyUsed("This Idempotency-Key prepared another payout; use a new one.")
        return known
    until = min(ends, now)
    lines = _lines(s, organisation_id, until=until, on_demand=on_demand, today=today)
    if not lines:
        raise NobodyPayable(
            "Nobody is owed anything up to that day that is not on its way already."
        )
    sent = [line for line in lines if line.held is None]
    made = Payout(
        organisation_id=organisation_id,
        key=key,
        currency=CURRENCY,
        state=PayoutState.PREPARED,
        until=until,
        on_demand=on_demand,
        taxed_on=today,
        people=len(sent),
        held=len(lines) - len(sent),
        gross=sum(line.gross for line in sent),
        tax=sum(line.tax for line in sent),
        local=sum(line.local for line in sent),
        prepared_by=by,
    )
    s.add(made)
    s.flush()
    _write(s, made, lines, by)
    return made


def _lines(
    s: Session, organisation_id: int, *, until: datetime, on_demand: bool, today: date
) -> list[Line]:
    """What everybody would be paid who is owed something and is not being paid just now."""
    midnight = datetime.combine(day_of(until), time(), SEOUL)
    owed = queries.owed(s, organisation_id, currency=CURRENCY, until=until, midnight=midnight)
    found = queries.claims(s, organisation_id, list(owed), on_demand=on_demand)
    claims = [Claim(**row | {"income": Income(row["income"])}) for row in found]
    taxes = _taxing(s, organisation_id, claims, owed, midnight=midnight, today=today)
    return [_line(claim, owed[claim.person_id], taxes) for claim in claims]


Taxing = Callable[[Claim, dict[int, int]], dict[int, Tax]]


def _taxing(
    s: Session,
    organisation_id: int,
    claims: list[Claim],
    owed: dict[int, dict[int, int]],
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
        taxes, locals_ = apportion(whole.tax, shares), apportion(whole.local, shares)
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


_LINES = """
INSERT INTO payout_line (payout_id, organisation_id, person_id, currency, state, income, gross,
  tax, local, held, first, retry_of, bank, holder, account_id)
SELECT %(payout)s, %(organisation)s, r.person_id, %(currency)s, 'payable', r.income, r.gross,
  r.tax, r.local, r.held, r.first, r.retry_of, r.bank, r.holder, r.account_id
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (person_id bigint, income text, gross bigint,
  tax bigint, local bigint, held text, first boolean, retry_of bigint, bank text, holder text,
  account_id bigint)
ORDER BY r.person_id
"""
_SHARES = """
INSERT INTO payout_share (project_id, line_id, gross, tax, local)
SELECT r.project_id, l.id, r.gross, r.tax, r.local
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (person_id bigint, project_id bigint, gross bigint,
  tax bigint, local bigint)
JOIN payout_line l ON l.payout_id = %(payout)s AND l.person_id = r.person_id
ORDER BY r.project_id, l.id
"""


def _write(s: Session, payout: Payout, lines: list[Line], by: int) -> None:
    """The lines with their shares; those that can be sent become batched."""
    connection = s.connection()
    rows = [
        {
            "person_id": line.claim.person_id,
            "income": line.claim.income.value,
            "gross": line.gross,
            "tax": line.tax,
            "local": line.local,
            "held": line.held,
            "first": line.claim.first,
            "retry_of": line.claim.retry_of,
            "bank": line.claim.bank,
            "holder": line.claim.holder,
            "account_id": line.claim.account_id,
        }
        for line in lines
    ]
    values = {
        "payout": payout.id,
        "organisation": payout.organisation_id,
        "currency": payout.currency,
        "rows": orjson.dumps(rows).decode(),
    }
    connection.exec_driver_sql(_LINES, values)
    shares = [
        {
            "person_id": line.claim.person_id,
            "project_id": project,
            "gross": gross,
            "tax": tax,
            "local": local,
        }
        for line in lines
        for project, gross, tax, local in line.shares
    ]
    connection.exec_driver_sql(
        _SHARES, {"payout": payout.id, "rows": orjson.dumps(shares).decode()}
    )
    step(s, payout.id, PayoutLineState.BATCHED, by=by, only="held IS NULL")
    connection.exec_driver_sql("ANALYZE payout_line, payout_share")


_STEP = """
WITH before AS (
  SELECT id, state FROM payout_line
  WHERE payout_id = %(payout)s AND state = ANY(%(sources)s) AND ({only})
    AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
  ORDER BY id FOR UPDATE
), moved AS (
  UPDATE payout_line l SET state = %(to)s{sets} FROM before WHERE l.id = before.id
  RETURNING l.id, before.state AS source
)
INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
SELECT 0, 'payout_line', id, %(by)s, source, %(to)s, %(why)s FROM moved
RETURNING subject_id
"""


def step(
    s: Session,
    payout_id: int,
    to: PayoutLineState,
    *,
    by: int | None,
    ids: list[int] | None = None,
    only: str = "true",
    sets: str = "",
    why: str = "",
) -> list[int]:
    """Move the lines of a payout that can get to the state `to`, with their history, in one
    statement; their ids. `only` and `sets` are SQL of this program."""
    found = s.connection().exec_driver_sql(
        _STEP.format(only=only, sets=sets),
        {
            "payout": payout_id,
            "sources": [one.value for one in states.sources(states.PAYOUT_LINE, to)],
            "to": to.value,
            "ids": ids,
            "by": by,
            "why": why,
        },
    )
    return list(found.scalars())


_ACCOUNTS = """
INSERT INTO account (kind, currency, project_id)
SELECT kind, %(currency)s, project_id
FROM (SELECT DISTINCT h.project_id FROM payout_line l JOIN payout_share h ON h.line_id = l.id
      WHERE l.payout_id = %(payout)s) p, unnest(ARRAY['transit', 'bank', 'tax']) kind
ON CONFLICT DO NOTHING
"""
_ON_THE_WAY = """
INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause)
SELECT h.project_id, a.id, t.id, l.currency, h.gross, 'payout', 'payout:' || l.id
FROM payout_line l JOIN payout_share h ON h.line_id = l.id
JOIN account a ON a.kind = 'person' AND a.project_id = h.project_id
  AND a.person_id = l.person_id AND a.currency = l.currency
JOIN account t ON t.kind = 'transit' AND t.project_id = h.project_id AND t.currency = l.currency
WHERE l.payout_id = %(payout)s AND l.id = ANY(%(ids)s)
ORDER BY h.project_id, l.id
"""


def approve(s: Session, *, organisation_id: int, payout_id: int, by: int) -> Payout:
    """Send the money on its way. Again by the same person is no change.

    Raises `NotFound`, `SamePerson` for who prepared it, `ChecksFailed`, `WrongState`.
    """
    # Money leaves people's accounts here alone, and nobody gathers what they are owed meanwhile.
    queries.lock_preparing(s, organisation_id)
    found = queries.payout(s, organisation_id, payout_id, lock=True)
    if found.prepared_by == by:
        raise SamePerson("You prepared this payout; somebody else approves it.")
    if found.approved_by == by:
        return found
    if found.state is PayoutState.PREPARED:
        failed = [check.code for check in payout_checks.of(s, found) if not check.ok]
        if failed:
            raise ChecksFailed(
                "It does not add up any more; return it and prepare it anew.", checks=failed
            )
    move(s, Payout, payout_id, PayoutState.APPROVED, by=by, approved_by=by, approved_at=func.now())
    moved = step(s, payout_id, PayoutLineState.APPROVED, by=by)
    values = {"payout": payout_id, "currency": found.currency, "ids": moved}
    s.connection().exec_driver_sql(_ACCOUNTS, values)
    s.connection().exec_driver_sql(_ON_THE_WAY, values)
    s.connection().exec_driver_sql(
        """UPDATE payee y SET asked_at = NULL FROM payout_line l
        WHERE l.payout_id = %(payout)s AND l.id = ANY(%(ids)s)
          AND y.organisation_id = l.organisation_id AND y.person_id = l.person_id""",
        values,
    )
    s.refresh(found)
    return found


def give_back(s: Session, *, organisation_id: int, payout_id: int, by: int, why: str) -> Payout:
    """Return a payout that was not approved: its lines can be gathered again. Raises `NotFound`,
    `WrongState`."""
    found = queries.payout(s, organisation_id, payout_id, lock=True)
    move(s, Payout, payout_id, PayoutState.RETURNED, by=by, why=why)
    said = {"returned_by": by, "returned_at": func.now(), "why": why}
    s.execute(update(Payout).where(Payout.id == payout_id).values(**said))
    step(s, payout_id, PayoutLineState.PAYABLE, by=by, why=why)
    s.refresh(found)
    return found


def mark_sent(s: Session, *, organisation_id: int, payout_id: int, by: int) -> Payout:
    """Note that the bank has the file. Again is no change. Raises `NotFound`, `WrongState`."""
    found = queries.payout(s, organisation_id, payout_id, lock=True)
    if found.state in (PayoutState.SENT, PayoutState.SETTLED):
        return found
    move(s, Payout, payout_id, PayoutState.SENT, by=by, sent_by=by, sent_at=func.now())
    s.refresh(found)
    return found
