"""Accounts are opened and money is moved here; the engine's hot statements do the same inline."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.ledger.queries import account_of
from app.ledger.rules import Entry
from app.models.ledger import Account, AccountKind, EntryKind, LedgerEntry


class FundedDifferently(Conflict):
    """The same key funded another amount before."""

    code, title = "funded_differently", "Key used already"


def open_account(
    s: Session,
    kind: AccountKind,
    currency: str,
    *,
    project_id: int,
    stage_id: int | None = None,
    person_id: int | None = None,
) -> int:
    """A new account's id."""
    return s.execute(
        insert(Account)
        .values(
            kind=kind,
            currency=currency,
            project_id=project_id,
            stage_id=stage_id,
            person_id=person_id,
        )
        .returning(Account.id)
    ).scalar_one()


def post(s: Session, project_id: int, currency: str, entries: list[Entry]) -> None:
    """Write movements. A second one of the same kind for the same cause breaks the key."""
    if entries:
        s.execute(
            insert(LedgerEntry),
            [
                {
                    "project_id": project_id,
                    "currency": currency,
                    "debit": entry.debit,
                    "credit": entry.credit,
                    "amount": entry.amount,
                    "kind": entry.kind,
                    "cause": entry.cause,
                }
                for entry in entries
            ],
        )


def fund(s: Session, project_id: int, amount: int, key: str) -> int:
    """Record that the sponsor put `amount` minor units into a project's budget. The same key
    funds once. Returns the entry's id; raises `FundedDifferently`."""
    sponsor = account_of(s, AccountKind.SPONSOR, project_id=project_id)
    budget = account_of(s, AccountKind.BUDGET, project_id=project_id)
    cause = f"funding:{key}"
    known = select(LedgerEntry).where(
        LedgerEntry.project_id == project_id,
        LedgerEntry.cause == cause,
        LedgerEntry.kind == EntryKind.FUND,
    )
    before = s.execute(known).scalar_one_or_none()
    if before is None:
        entry = Entry(sponsor.id, budget.id, amount, EntryKind.FUND, cause)
        post(s, project_id, budget.currency, [entry])
        return s.execute(known).scalar_one().id
    if before.amount != amount:
        raise FundedDifferently(
            "This Idempotency-Key funded another amount; use a new key for a new payment."
        )
    return before.id
