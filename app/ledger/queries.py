"""What the ledger is asked: balances are sums of entries, never columns."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.models.ledger import Account, AccountKind, EntryKind, LedgerEntry

BUDGET_LOCK = 2 << 60  # where the advisory locks of projects' budgets begin


def balance(s: Session, account_id: int) -> int:
    """What was credited to the account less what was debited, in minor units."""
    credited = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
        LedgerEntry.credit == account_id
    )
    debited = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
        LedgerEntry.debit == account_id
    )
    return int(
        s.execute(select(credited.scalar_subquery() - debited.scalar_subquery())).scalar_one()
    )


def account_of(
    s: Session,
    kind: AccountKind,
    *,
    project_id: int,
    stage_id: int | None = None,
    person_id: int | None = None,
) -> Account:
    """The account of this kind for a project, one of its stages, or a person in it."""
    return s.execute(
        select(Account).where(
            Account.kind == kind,
            Account.project_id == project_id,
            Account.stage_id.is_not_distinct_from(stage_id),
            Account.person_id.is_not_distinct_from(person_id),
        )
    ).scalar_one()


def moved(
    s: Session, project_id: int, debit: AccountKind, credit: AccountKind, stage_id: int | None
) -> int:
    """How much went from accounts of one kind to those of another, in minor units."""
    giver, taker = aliased(Account), aliased(Account)
    statement = (
        select(func.coalesce(func.sum(LedgerEntry.amount), 0))
        .join(giver, giver.id == LedgerEntry.debit)
        .join(taker, taker.id == LedgerEntry.credit)
        .where(LedgerEntry.project_id == project_id, giver.kind == debit, taker.kind == credit)
    )
    if stage_id is not None:
        statement = statement.where(or_(giver.stage_id == stage_id, taker.stage_id == stage_id))
    return int(s.execute(statement).scalar_one())


def entries_after(
    s: Session,
    *,
    project_id: int | None,
    account_ids: list[int] | None,
    kind: EntryKind | None,
    after: int,
    limit: int,
    newest: bool = False,
) -> list[LedgerEntry]:
    """The entries after a key, in the order in which they were written; with `newest` the other
    way round, from the last one where the key is 0."""
    wanted: list[ColumnElement[bool]] = []
    if not newest:
        wanted.append(LedgerEntry.id > after)
    elif after:
        wanted.append(LedgerEntry.id < after)
    if project_id is not None:
        wanted.append(LedgerEntry.project_id == project_id)
    if account_ids is not None:
        wanted.append(or_(LedgerEntry.debit.in_(account_ids), LedgerEntry.credit.in_(account_ids)))
    if kind is not None:
        wanted.append(LedgerEntry.kind == kind)
    order = LedgerEntry.id.desc() if newest else LedgerEntry.id
    statement = select(LedgerEntry).where(and_(*wanted)).order_by(order).limit(limit)
    return list(s.execute(statement).scalars())


def accounts_of_person(s: Session, person_id: int) -> list[Account]:
    """What is owed to somebody is kept by project: all of these accounts."""
    return list(
        s.execute(
            select(Account)
            .where(Account.kind == AccountKind.PERSON, Account.person_id == person_id)
            .order_by(Account.project_id)
        ).scalars()
    )


def earnings(s: Session, person_id: int) -> list[dict[str, Any]]:
    """What has a person earned in each project, what of it is owed, what arrived this year, and
    what waits for a verdict at its pinned price? Minor units."""
    rows = s.connection().exec_driver_sql(_EARNINGS, {"me": person_id})
    return [dict(row) for row in rows.mappings()]


_EARNINGS = """
SELECT p.id AS project_id, p.name AS project, c.currency,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e
   WHERE e.credit = c.id AND e.kind IN ('earn', 'bonus', 'top_up')) AS earned,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e WHERE e.credit = c.id)
  - (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e WHERE e.debit = c.id) AS owed,
  (SELECT coalesce(sum(a.price), 0)::bigint FROM assignment a
   WHERE a.worker_id = %(me)s AND a.project_id = p.id AND a.level = 0
     AND a.state IN ('submitted', 'appealed')) AS pending,
  (SELECT coalesce(sum(h.gross - h.tax - h.local), 0)::bigint
   FROM payout_line l JOIN payout_share h ON h.line_id = l.id AND h.project_id = p.id
   WHERE l.person_id = %(me)s AND l.state = 'paid'
     AND l.paid_at >= date_trunc('year', now() AT TIME ZONE 'Asia/Seoul') AT TIME ZONE 'Asia/Seoul')
    AS paid_this_year
FROM account c JOIN project p ON p.id = c.project_id
WHERE c.kind = 'person' AND c.person_id = %(me)s
ORDER BY p.id LIMIT 1000
"""


def lock_budget(s: Session, project_id: int) -> None:
    """Whoever sets a project's money aside waits here, so that it is never promised twice.
    Acceptances do not: they only move what is set aside."""
    s.execute(select(func.pg_advisory_xact_lock(BUDGET_LOCK + project_id)))
