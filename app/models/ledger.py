"""Money: accounts, and movements between them that are never changed."""

from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, ProjectKey, choice


class AccountKind(StrEnum):
    """Whose money an account stands for."""

    SPONSOR = "sponsor"  # outside: where a project's money comes from
    BUDGET = "budget"  # a project's money that nothing is promised from
    RESERVE = "reserve"  # set aside for a stage's open tasks
    PERSON = "person"  # owed to a person for a project
    BONUS = "bonus"  # the pot of a stage's bonuses
    TRANSIT = "transit"  # approved, on its way to people's banks
    BANK = "bank"  # outside: what arrived with people
    TAX = "tax"  # withheld, owed to the tax office


class EntryKind(StrEnum):
    """Why money moved."""

    FUND = "fund"  # sponsor -> budget
    RESERVE = "reserve"  # budget -> reserve
    GIVE_BACK = "give_back"  # reserve -> budget
    EARN = "earn"  # reserve -> person
    BONUS = "bonus"  # pot -> person
    TOP_UP = "top_up"  # budget -> person: up to the floor of the minimum wage
    PAYOUT = "payout"  # person -> transit: a payout was approved
    PAID = "paid"  # transit -> bank: it arrived
    WITHHOLD = "withhold"  # transit -> tax: income tax
    WITHHOLD_LOCAL = "withhold_local"  # transit -> tax: local income tax
    REVERSE = "reverse"  # the swapped row of another


class Account(Base):
    """A place that money is moved from or to. Its balance is a sum, never a column."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("id", "currency"),
        UniqueConstraint(
            "kind",
            "project_id",
            "stage_id",
            "person_id",
            "currency",
            postgresql_nulls_not_distinct=True,
        ),
        # All that is owed to somebody, whatever the number of projects.
        Index("ix_account_person_id", "person_id", postgresql_where=text("kind = 'person'")),
    )

    id: Mapped[Id]
    kind: Mapped[AccountKind] = mapped_column(choice(AccountKind, "kind"))
    currency: Mapped[str]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    stage_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class LedgerEntry(Base):
    """One movement of `amount` minor units from the account `debit` to the account `credit`.

    An account's balance is what it was credited less what it was debited.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("project_id", "cause", "kind"),
        ForeignKeyConstraint(["debit", "currency"], ["account.id", "account.currency"]),
        ForeignKeyConstraint(["credit", "currency"], ["account.id", "account.currency"]),
        ForeignKeyConstraint(
            ["project_id", "reverses"], ["ledger_entry.project_id", "ledger_entry.id"]
        ),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit <> credit", name="two_accounts"),
        CheckConstraint("(kind = 'reverse') = (reverses IS NOT NULL)", name="reverses"),
        Index("ix_ledger_entry_debit", "debit", "id", postgresql_include=["amount"]),
        Index("ix_ledger_entry_credit", "credit", "id", postgresql_include=["amount"]),
        # What somebody was paid beside the price.
        Index(
            "ix_ledger_entry_besides",
            "credit",
            "at",
            postgresql_where=text("kind IN ('bonus', 'top_up')"),
        ),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    debit: Mapped[int]
    credit: Mapped[int]
    currency: Mapped[str]
    amount: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind, "kind"))
    cause: Mapped[str]  # what it is for, e.g. assignment:17; one entry of a kind per cause
    reverses: Mapped[int | None]
    at: Mapped[Made]
