"""What papers for the programme need that nothing else says: who was hired, and which of the groups
that it favours people count themselves to."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, choice


class Favoured(StrEnum):
    """Groups whose part in the work the programme asks for."""

    CAREER_BREAK = "career_break"
    DISABILITY = "disability"
    JOB_SEEKER = "job_seeker"
    YOUTH = "youth"
    SENIOR = "senior"
    LOW_INCOME = "low_income"
    MULTICULTURAL = "multicultural"
    NORTH_KOREAN = "north_korean"


class Declared(Base):
    """A person said, of his own will, that he belongs to a group. It is only ever counted; the row
    goes when he takes it back, or leaves."""

    __tablename__ = "declared"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[Favoured] = mapped_column(choice(Favoured, "kind"), primary_key=True)
    consented_at: Mapped[Made]


class Hire(Base):
    """Somebody was employed for the programme; for whose work, and since when, never who."""

    __tablename__ = "hire"
    __table_args__ = (Index("ix_hire_organisation_id_hired_on", "organisation_id", "hired_on"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    hired_on: Mapped[date] = mapped_column(Date)
    post: Mapped[str]  # what he was hired as
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[Made]
