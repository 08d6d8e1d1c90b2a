"""Payouts: what an organisation pays to people at once, how each wants to be paid, and what the
bank said."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import PayoutLineState, PayoutState
from app.models.base import Base, Id, Made, ProjectKey, When, choice
from app.models.money import Income


class Held(StrEnum):
    """Why somebody who is owed money is not in the bank file."""

    NO_IDENTITY = "no_identity"
    NO_ACCOUNT = "no_account"
    NAME_DIFFERS = "name_differs"  # of the account's holder from his own; nobody confirmed it
    BELOW_MINIMUM = "below_minimum"  # his own
    SPLIT = "split"  # a payment cut in parts; its tax would be more than it


class RowOutcome(StrEnum):
    """What became of a row of the bank's result."""

    PAID = "paid"
    FAILED = "failed"
    ALREADY = "already"  # known from before
    UNKNOWN = "unknown"  # names no line of this payout
    AMOUNT_DIFFERS = "amount_differs"
    CONTRADICTS = "contradicts"  # says another thing than a row that was taken before


class Payout(Base):
    """A batch: prepared by one person, approved by another, sent to the bank.

    Its sums are of the lines that are sent; those held out of it are only counted.
    """

    __tablename__ = "payout"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        Index("ix_payout_organisation_id_id", "organisation_id", "id"),
        CheckConstraint("approved_by <> prepared_by", name="another"),
        CheckConstraint(
            "state IN ('prepared', 'returned') OR approved_by IS NOT NULL", name="approved"
        ),
        CheckConstraint("tax >= 0 AND local >= 0 AND gross >= tax + local", name="sums"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    currency: Mapped[str]
    state: Mapped[PayoutState] = mapped_column(choice(PayoutState, "state"))
    until: Mapped[When]  # what was earned before
    on_demand: Mapped[bool]  # only who asked to be paid
    taxed_on: Mapped[date]  # the day whose rules its tax was computed by
    people: Mapped[int] = mapped_column(server_default="0")
    held: Mapped[int] = mapped_column(server_default="0")  # people
    gross: Mapped[int] = mapped_column(server_default="0")
    tax: Mapped[int] = mapped_column(server_default="0")
    local: Mapped[int] = mapped_column(server_default="0")
    prepared_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[When | None]
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[When | None]
    why: Mapped[str | None]  # it was returned
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[When | None]
    settled_at: Mapped[When | None]  # when the bank had answered for all


class PayoutLine(Base):
    """What one person is paid at once: one bank transfer, tried once.

    Not spread by project: it is the one thing that crosses projects. What each project bears of it
    is in `payout_share`.
    """

    __tablename__ = "payout_line"
    __table_args__ = (
        UniqueConstraint("payout_id", "person_id"),
        Index(
            "uq_payout_line_live",
            "organisation_id",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('batched', 'approved')"),
        ),
        Index("ix_payout_line_payout_id_id", "payout_id", "id"),
        Index("ix_payout_line_person_id_id", "person_id", "id"),
        CheckConstraint("gross > 0", name="amount"),
        CheckConstraint("tax >= 0 AND local >= 0 AND gross > tax + local", name="net"),
        CheckConstraint("held IS NULL OR state = 'payable'", name="waits"),
    )

    id: Mapped[Id]
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    currency: Mapped[str]
    state: Mapped[PayoutLineState] = mapped_column(choice(PayoutLineState, "state"))
    income: Mapped[Income] = mapped_column(choice(Income, "income"))
    gross: Mapped[int]
    tax: Mapped[int]
    local: Mapped[int]
    held: Mapped[Held | None] = mapped_column(choice(Held, "held"))
    first: Mapped[bool]  # this organisation has not paid him before
    retry_of: Mapped[int | None] = mapped_column(ForeignKey("payout_line.id"))
    bank: Mapped[str | None]  # three digits, as it was when the batch was prepared
    holder: Mapped[str | None]
    account_id: Mapped[int | None]  # vault.sealed
    created_at: Mapped[Made]
    paid_at: Mapped[When | None]
    failed_at: Mapped[When | None]
    failure: Mapped[str | None]  # what the bank said


class PayoutShare(Base):
    """What one project bears of a line; the shares of a line add up to it."""

    __tablename__ = "payout_share"
    __table_args__ = (
        CheckConstraint("gross > 0 AND tax >= 0 AND local >= 0", name="amounts"),
        CheckConstraint("gross >= tax + local", name="net"),
    )

    project_id: Mapped[ProjectKey]
    line_id: Mapped[int] = mapped_column(ForeignKey("payout_line.id"), primary_key=True, index=True)
    gross: Mapped[int]
    tax: Mapped[int]
    local: Mapped[int]


class BankRow(Base):
    """One row of a result that the bank sent, and what was made of it. Only ever added to."""

    __tablename__ = "bank_row"
    __table_args__ = (Index("ix_bank_row_line_id", "line_id"),)

    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    sha256: Mapped[str]  # of the file
    row: Mapped[int]  # from 1, without the head
    line_id: Mapped[int | None] = mapped_column(ForeignKey("payout_line.id"))
    amount: Mapped[int | None]
    outcome: Mapped[RowOutcome] = mapped_column(choice(RowOutcome, "outcome"))
    said: Mapped[str] = mapped_column(server_default=text("''"))
    by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Made]


class Payee(Base):
    """Somebody as one organisation pays him."""

    __tablename__ = "payee"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    income: Mapped[Income] = mapped_column(
        choice(Income, "income"), server_default=Income.BUSINESS.value
    )
    asked_at: Mapped[When | None]  # to be paid now
    confirmed_account: Mapped[int | None]  # vault.sealed: looked at, although the names differ
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[Made]


class PayDetails(Base):
    """How somebody wants to be paid, by whomever. What is secret of it is in `vault.sealed`."""

    __tablename__ = "pay_details"
    __table_args__ = (
        CheckConstraint(
            "(bank IS NULL) = (account_id IS NULL) AND (bank IS NULL) = (holder IS NULL)",
            name="account",
        ),
        CheckConstraint("(legal_name IS NULL) = (identity_id IS NULL)", name="identity"),
        CheckConstraint("minimum >= 0", name="minimum"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    legal_name: Mapped[str | None]  # as it is registered
    identity_id: Mapped[int | None]
    bank: Mapped[str | None]
    holder: Mapped[str | None]
    account_id: Mapped[int | None]
    minimum: Mapped[int] = mapped_column(server_default="0")  # he wants no less at once
    updated_at: Mapped[Made]


class BankTemplate(Base):
    """How the files of an organisation's bank look (`app/payouts/templates.py: Template`)."""

    __tablename__ = "bank_template"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    definition: Mapped[dict[str, Any]]
    updated_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[Made]
