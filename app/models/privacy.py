"""Who looked at whose personal data, what somebody was given of his own, and what was deleted when
its time was over."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, When


class Access(Base):
    """Somebody read personal data of somebody else. Only ever added to; what is older than the law
    asks for is forgotten by `forget_access()`, which the database keeps."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_person_id_id", "person_id", "id"),
        Index("ix_access_log_by_id", "by", "id"),
        Index("ix_access_log_at", "at"),
    )

    id: Mapped[Id]
    at: Mapped[Made]
    by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acting: Mapped[str]  # the role that let him: operator, manager, finance, …
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    route: Mapped[str]
    why: Mapped[str | None]
    request_id: Mapped[str | None]


class DataCopy(Base):
    """A copy of all that is kept of somebody, which he asked for. It is being made until
    `ready_at`; once its time is over, or he has left, it lies nowhere any more."""

    __tablename__ = "data_copy"
    __table_args__ = (
        CheckConstraint("storage_key IS NULL OR ready_at IS NOT NULL", name="ready"),
        Index("ix_data_copy_person_id_id", "person_id", "id"),
        Index("ix_data_copy_ends_at", "ends_at", postgresql_where=text("storage_key IS NOT NULL")),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chore_id: Mapped[int | None]
    storage_key: Mapped[str | None]
    bytes: Mapped[int | None]
    asked_at: Mapped[Made]
    ready_at: Mapped[When | None]
    ends_at: Mapped[When | None]


class Tidied(Base):
    """What one run of the schedule has deleted."""

    __tablename__ = "tidied"
    __table_args__ = (Index("ix_tidied_what_id", "what", "id"),)

    id: Mapped[Id]
    what: Mapped[str]
    deleted: Mapped[int]
    at: Mapped[Made]
