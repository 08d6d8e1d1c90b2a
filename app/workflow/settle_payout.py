"""What the bank says of a payout: transfers that arrived, and those that did not.

The same result again changes nothing: a line is settled once, and its entries have one cause.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass

import orjson
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.core.errors import WrongState
from app.core.states import PayoutLineState, PayoutState
from app.models.payout import BankRow, Payout, PayoutLine, RowOutcome
from app.models.transition import move
from app.payouts import queries
from app.payouts.results import Known, Row, outcomes, read
from app.payouts.templates import Template
from app.people.notifications import Told
from app.queue import news
from app.workflow.pay_out import mark_sent, step


@dataclass(frozen=True, slots=True)
class Settled:
    """What a result did: how many rows had which outcome, and the rows that were not as hoped."""

    counts: dict[RowOutcome, int]
    odd: list[tuple[Row, RowOutcome]]


def take_result(
    s: Session,
    *,
    organisation_id: int,
    payout_id: int,
    by: int,
    content: bytes,
    template: Template,
) -> Settled:
    """Settle the lines that a result of the bank names. Raises `NotFound`, `WrongState` where the
    payout was not approved, `ResultUnreadable`, `TooLarge`."""
    rows = read(content, template)
    found = queries.payout(s, organisation_id, payout_id, lock=True)
    if found.state in (PayoutState.PREPARED, PayoutState.RETURNED):
        raise WrongState(
            f"It is “{found.state}”; a bank's result belongs to a payout that was approved.",
            state=found.state.value,
        )
    if found.state is PayoutState.APPROVED:
        mark_sent(s, organisation_id=organisation_id, payout_id=payout_id, by=by)
    lines = {
        line.id: Known(line.state, line.failed_at is not None, line.gross - line.tax - line.local)
        for line in s.execute(
            select(
                PayoutLine.id,
                PayoutLine.state,
                PayoutLine.failed_at,
                PayoutLine.gross,
                PayoutLine.tax,
                PayoutLine.local,
            ).where(PayoutLine.payout_id == payout_id, PayoutLine.held.is_(None))
        )
    }
    made = outcomes(rows, lines)
    _keep(s, payout_id, by, content, rows, made, set(lines))
    _arrived(s, payout_id, by, _of(rows, made, RowOutcome.PAID))
    _failed(
        s,
        payout_id,
        by,
        [row for row, one in zip(rows, made, strict=True) if one is RowOutcome.FAILED],
    )
    open_lines = select(func.count()).where(
        PayoutLine.payout_id == payout_id, PayoutLine.state == PayoutLineState.APPROVED
    )
    if found.state is PayoutState.SENT and not s.execute(open_lines).scalar_one():
        move(s, Payout, payout_id, PayoutState.SETTLED, by=by, settled_at=func.now())
    s.refresh(found)
    usual = (RowOutcome.PAID, RowOutcome.ALREADY)
    odd = [(row, one) for row, one in zip(rows, made, strict=True) if one not in usual]
    return Settled(dict(Counter(made)), odd)


def _of(rows: list[Row], made: list[RowOutcome], wanted: RowOutcome) -> list[int]:
    return [
        row.line_id
        for row, one in zip(rows, made, strict=True)
        if one is wanted and row.line_id is not None
    ]


def _keep(
    s: Session,
    payout_id: int,
    by: int,
    content: bytes,
    rows: list[Row],
    made: list[RowOutcome],
    lines: set[int],
) -> None:
    """What the bank said, as it said it."""
    sha256 = hashlib.sha256(content).hexdigest()
    s.execute(
        insert(BankRow),
        [
            {
                "payout_id": payout_id,
                "sha256": sha256,
                "row": row.row,
                "line_id": row.line_id if row.line_id in lines else None,
                "amount": row.amount,
                "outcome": outcome,
                "said": row.said,
                "by": by,
            }
            for row, outcome in zip(rows, made, strict=True)
        ],
    )


_SETTLE = """
INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause)
SELECT h.project_id, t.id, o.id, l.currency, e.amount, e.kind, 'payout:' || l.id
FROM payout_line l JOIN payout_share h ON h.line_id = l.id
CROSS JOIN LATERAL (VALUES ('paid', 'bank', h.gross - h.tax - h.local),
  ('withhold', 'tax', h.tax), ('withhold_local', 'tax', h.local)) e (kind, place, amount)
JOIN account t ON t.kind = 'transit' AND t.project_id = h.project_id AND t.currency = l.currency
JOIN account o ON o.kind = e.place AND o.project_id = h.project_id AND o.currency = l.currency
WHERE l.payout_id = %(payout)s AND l.id = ANY(%(ids)s) AND e.amount > 0
ORDER BY h.project_id, l.id, e.kind
"""
_REVERSE = """
INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause, reverses)
SELECT e.project_id, e.credit, e.debit, e.currency, e.amount, 'reverse', e.cause, e.id
FROM payout_line l JOIN payout_share h ON h.line_id = l.id
JOIN ledger_entry e ON e.project_id = h.project_id AND e.cause = 'payout:' || l.id
  AND e.kind = 'payout'
WHERE l.payout_id = %(payout)s AND l.id = ANY(%(ids)s)
ORDER BY e.project_id, e.id
"""
_TELL = """
INSERT INTO notification (person_id, kind, params)
SELECT l.person_id, %(kind)s, jsonb_build_object('organisation', o.name, 'line_id', l.id,
  'net', l.gross - l.tax - l.local, 'why', l.failure)
FROM payout_line l JOIN organisation o ON o.id = l.organisation_id
JOIN person p ON p.id = l.person_id AND p.left_at IS NULL
WHERE l.payout_id = %(payout)s AND l.id = ANY(%(ids)s)
ORDER BY l.id
"""


def _arrived(s: Session, payout_id: int, by: int, ids: list[int]) -> None:
    """The money is with these people, and the tax with who is owed it."""
    moved = step(s, payout_id, PayoutLineState.PAID, by=by, ids=ids, sets=", paid_at = now()")
    values = {"payout": payout_id, "ids": moved, "kind": Told.PAYOUT_PAID.value}
    s.connection().exec_driver_sql(_SETTLE, values)
    s.connection().exec_driver_sql(_TELL, values)
    news.tell(s, news.EVERYBODY)


def _failed(s: Session, payout_id: int, by: int, rows: list[Row]) -> None:
    """The money is these people's again, and they are told what the bank said."""
    said = [{"id": row.line_id, "said": row.said} for row in rows]
    moved = step(
        s,
        payout_id,
        PayoutLineState.FAILED,
        by=by,
        ids=[row.line_id for row in rows if row.line_id is not None],
        sets=", failed_at = now()",
    )
    values = {
        "payout": payout_id,
        "ids": moved,
        "kind": Told.PAYOUT_FAILED.value,
        "said": orjson.dumps(said).decode(),
    }
    connection = s.connection()
    connection.exec_driver_sql(
        """UPDATE payout_line l SET failure = r.said
        FROM jsonb_to_recordset(%(said)s::jsonb) AS r (id bigint, said text)
        WHERE l.payout_id = %(payout)s AND l.id = r.id AND l.id = ANY(%(ids)s)""",
        values,
    )
    connection.exec_driver_sql(_REVERSE, values)
    step(s, payout_id, PayoutLineState.PAYABLE, by=by, ids=moved, why="the bank did not take it")
    connection.exec_driver_sql(_TELL, values)
    news.tell(s, news.EVERYBODY)
