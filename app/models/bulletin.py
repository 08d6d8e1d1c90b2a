"""What a project's managers tell its people."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, ProjectKey, When


class Bulletin(Base):
    """Some words to everybody in a project, or to those of some roles."""

    __tablename__ = "bulletin"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    roles: Mapped[list[str] | None] = mapped_column(ARRAY(Text))  # None: everybody's
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    ended_at: Mapped[When | None]  # since when it is not shown any more


class BulletinRead(Base):
    """Somebody has read it."""

    __tablename__ = "bulletin_read"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "bulletin_id"], ["bulletin.project_id", "bulletin.id"]),
    )

    project_id: Mapped[ProjectKey]
    bulletin_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    read_at: Mapped[Made]
