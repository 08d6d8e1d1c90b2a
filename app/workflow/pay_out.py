"""Prepare a payout, approve it by another, return it, send it to the bank.

One bank transfer to one person by one organisation, which withholds tax from it. Every step is a
few statements over all lines, in one transaction: it happened whole or not at all.
"""

from datetime import date, datetime, time, timedelta

import orjson
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core import states
from app.core.clock import SEOUL, day_of
from app.core.errors import Conflict, Invalid
from app.core.states import PayoutLineState, PayoutState
from app.models.payout import Payout
from app.models.transition import move
from app.payouts import queries
from app.people.notifications import Told
from app.queue import news
from app.workflow import payout_checks, payout_lines


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
    lines = payout_lines.lines(s, organisation_id, until=until, on_demand=on_demand, today=today)
    if not lines:
        raise NobodyPayable(
            "Nobody is owed anything up to that day that is not on its way already."
        )
    sent = [line for line in lines if line.held is None]
    made = Payout(
        organisation_id=organisation_id,
        key=key,
        currency=payout_lines.CURRENCY,
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


def _write(s: Session, payout: Payout, lines: list[payout_lines.Line], by: int) -> None:
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


# Who is held out of one payout after the other for the same reason is told of it once.
_TELL_HELD = """
INSERT INTO notification (person_id, kind, params)
SELECT l.person_id, %(kind)s, jsonb_build_object('organisation', o.name, 'line_id', l.id,
  'why', l.held)
FROM payout_line l JOIN organisation o ON o.id = l.organisation_id
JOIN person p ON p.id = l.person_id AND p.left_at IS NULL
WHERE l.payout_id = %(payout)s AND l.held IS NOT NULL AND l.held <> 'below_minimum'
  AND l.held IS DISTINCT FROM (
    SELECT e.held FROM payout_line e JOIN payout b ON b.id = e.payout_id
    WHERE e.organisation_id = l.organisation_id AND e.person_id = l.person_id AND e.id < l.id
      AND b.state <> 'returned'
    ORDER BY e.id DESC LIMIT 1)
ORDER BY l.id
"""


def approve(s: Session, *, organisation_id: int, payout_id: int, by: int) -> Payout:
    """Send the money on its way, and tell who was held out of it. Again by the same person is no
    change.

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
    s.connection().exec_driver_sql(_TELL_HELD, values | {"kind": Told.PAYOUT_HELD.value})
    news.tell(s, news.EVERYBODY)
    s.connection().exec_driver_sql(
        """UPDATE payee y SET asked_at = NULL FROM payout_line l
        WHERE l.payout_id = %(payout)s AND l.id = ANY(%(ids)s)
          AND y.organisation_id = l.organisation_id AND y.person_id = l.person_id""",
        values,
    )
    if not moved:  # everybody is held out of it, and told so: the bank has nothing to say
        move(s, Payout, payout_id, PayoutState.SENT, by=by)
        move(s, Payout, payout_id, PayoutState.SETTLED, by=by, settled_at=func.now())
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
