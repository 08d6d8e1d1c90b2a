"""Addresses of other people's programs that are told what happens, and how that goes."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import HookState
from app.models.base import Base, Made, ProjectKey, When, choice


class Hook(Base):
    """Where a project's events go, or, with project 0, an organisation's.

    Its mark is moved as those of figures are (`FigureMark`): what lies up to `event_id` has become
    deliveries, and what lies up to `next_event_id` may, once all transactions that were open at
    `noted_at` have ended.
    """

    __tablename__ = "hook"
    __table_args__ = (
        CheckConstraint("(project_id = 0) = (organisation_id IS NOT NULL)", name="home"),
        CheckConstraint("cardinality(kinds) > 0", name="kinds"),
        CheckConstraint("(secret_before IS NULL) = (before_until IS NULL)", name="before"),
        Index(
            "ix_hook_organisation_id",
            "organisation_id",
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    address: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    state: Mapped[HookState] = mapped_column(
        choice(HookState, "state"), server_default=HookState.ON.value
    )
    secret: Mapped[bytes]  # sealed; shown once
    secret_before: Mapped[bytes | None]  # the one before it, which signs as well until then
    before_until: Mapped[When | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    event_id: Mapped[int]
    next_event_id: Mapped[int]
    noted_at: Mapped[When] = mapped_column(server_default=text("clock_timestamp()"))
    sequence: Mapped[int] = mapped_column(server_default=text("0"))  # of the last delivery
    failures: Mapped[int] = mapped_column(Integer, server_default=text("0"))  # in a row
    failing_since: Mapped[When | None]
    again_at: Mapped[When | None]  # not tried before
    chore_id: Mapped[int | None]  # who sends


class HookDelivery(Base):
    """One message to one hook: written once, sent until it is taken or three days are over."""

    __tablename__ = "hook_delivery"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "hook_id"], ["hook.project_id", "hook.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("project_id", "hook_id", "sequence"),
        UniqueConstraint("project_id", "hook_id", "event_id"),
        CheckConstraint("delivered_at IS NULL OR next_at IS NULL", name="delivered"),
        Index("ix_hook_delivery_page", "project_id", "hook_id", "id"),
        Index(
            "ix_hook_delivery_due",
            "project_id",
            "hook_id",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_hook_delivery_made_at", "made_at"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    hook_id: Mapped[int]
    sequence: Mapped[int]  # the order of a hook's events
    event_id: Mapped[int | None]  # None: a test
    kind: Mapped[str]
    body: Mapped[str]  # as it is signed and sent, each time the same
    made_at: Mapped[Made]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    until: Mapped[When]  # not tried after that
    next_at: Mapped[When | None] = mapped_column(server_default=text("now()"))  # None: it is over
    delivered_at: Mapped[When | None]  # None, and nothing next: given up


class HookAttempt(Base):
    """One try at a delivery, and what the other side said."""

    __tablename__ = "hook_attempt"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "delivery_id"],
            ["hook_delivery.project_id", "hook_delivery.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("(status IS NULL) = (fault IS NOT NULL)", name="fault"),
    )

    project_id: Mapped[ProjectKey]
    delivery_id: Mapped[int] = mapped_column(primary_key=True)
    nth: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    at: Mapped[Made]
    ms: Mapped[int] = mapped_column(Integer)
    status: Mapped[int | None] = mapped_column(SmallInteger)  # of HTTP
    fault: Mapped[str | None]  # why there is no status, in one word
    reply: Mapped[str] = mapped_column(server_default=text("''"))  # its first characters
