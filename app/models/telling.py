"""How one is told besides on the page: what a person chose, his browsers, and what went out."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, When, choice


class Channel(StrEnum):
    """By what a word reaches a person who is not looking."""

    MAIL = "mail"
    PUSH = "push"  # to browsers that he allowed it in


class Topic(StrEnum):
    """What a word is about, as people choose by it."""

    WORK = "work"
    MONEY = "money"
    LEARNING = "learning"
    PROJECT = "project"
    ACCOUNT = "account"


class How(StrEnum):
    """How soon a word goes out by a channel."""

    AT_ONCE = "at_once"
    DAILY = "daily"  # with the others of the day, in one letter
    OFF = "off"


class ToldChoice(Base):
    """What somebody chose for a topic and a channel; without a row the default holds."""

    __tablename__ = "told_choice"
    __table_args__ = (CheckConstraint("channel = 'mail' OR how <> 'daily'", name="daily_by_mail"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(choice(Topic, "topic"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"), primary_key=True)
    how: Mapped[How] = mapped_column(choice(How, "how"))


class ToldHours(Base):
    """When nothing is to go out to somebody, and when his daily letter is: minutes of Seoul's day.
    Without a row he is never quiet."""

    __tablename__ = "told_hours"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_both"),
        CheckConstraint("quiet_from <> quiet_until", name="quiet_some"),
        CheckConstraint("quiet_from BETWEEN 0 AND 1439", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 1439", name="quiet_until"),
        CheckConstraint("letter_at BETWEEN 0 AND 1439", name="letter_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    quiet_from: Mapped[int | None] = mapped_column(SmallInteger)
    quiet_until: Mapped[int | None] = mapped_column(SmallInteger)  # may lie on the next day
    letter_at: Mapped[int] = mapped_column(SmallInteger)


class PushSubscription(Base):
    """A browser that is signed in and may be pushed to (RFC 8030); it ends with the session."""

    __tablename__ = "push_subscription"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    login_hash: Mapped[bytes] = mapped_column(
        LargeBinary, ForeignKey("login.token_hash", ondelete="CASCADE"), index=True
    )
    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[str]  # the browser's key and secret, base64url, as RFC 8291 has them
    auth: Mapped[str]
    created_at: Mapped[Made]


class Delivery(Base):
    """One notification by one channel: the key is what keeps it from going out twice."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "due_at", postgresql_where=text("given_at IS NULL")),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),
        CheckConstraint("outcome IN ('sent', 'read', 'gone', 'failed')", name="outcome"),
    )

    notification_id: Mapped[int] = mapped_column(
        ForeignKey("notification.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_at: Mapped[When]
    given_at: Mapped[When | None]  # to a chore
    taken_at: Mapped[When | None]  # an attempt began; cleared where it is known to have failed
    ended_at: Mapped[When | None]
    outcome: Mapped[str | None]  # read: he had seen it already; gone: no way to him is left
