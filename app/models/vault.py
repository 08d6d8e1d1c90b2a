"""What is kept under seal, in a schema of its own. The database holds no key to it."""

from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, When, choice

SCHEMA = "vault"


class Secret(StrEnum):
    """What can be under seal."""

    IDENTITY = "identity"  # the resident registration number
    ACCOUNT = "account"  # the number of a bank account


class Sealed(Base):
    """One secret of a person. Another number is another row; one that is deleted leaves its row
    without what it held, so that what was logged about it still names something."""

    __tablename__ = "sealed"
    __table_args__ = (
        CheckConstraint("(sealed IS NULL) = (deleted_at IS NOT NULL)", name="deleted"),
        Index("ix_sealed_person_id", "person_id"),
        Index("ix_sealed_key", "key"),
        {"schema": SCHEMA},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[Secret] = mapped_column(choice(Secret, "what"))
    key: Mapped[str]  # which key it was sealed with
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    masked: Mapped[str]  # what may be shown
    created_at: Mapped[Made]
    deleted_at: Mapped[When | None]


class Opening(Base):
    """Somebody read what is under seal, and why. Only ever added to."""

    __tablename__ = "opening"
    __table_args__ = (
        Index("ix_opening_organisation_id_id", "organisation_id", "id"),
        Index("ix_opening_person_id_id", "person_id", "id"),
        {"schema": SCHEMA},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.sealed.id"))
    what: Mapped[Secret] = mapped_column(choice(Secret, "what"))
    by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("payout.id"))  # for its bank file
    at: Mapped[Made]
