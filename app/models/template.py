"""What is made once and used again: a delivery's layout of files, the set-up of a project."""

from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, ProjectKey, When


class DeliveryTemplate(Base):
    """A format of the project's own: which of our fields goes to which JSON path of a label file.
    What it says is in its versions."""

    __tablename__ = "delivery_template"
    __table_args__ = (
        Index(
            "uq_delivery_template_name",
            "project_id",
            "name",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    name: Mapped[str]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    retired_at: Mapped[When | None]  # offered no more; releases that were made with it keep it


class DeliveryTemplateVersion(Base):
    """What a template says (`app/formats/template`). A change is a new version; a release keeps
    the one that it was made with."""

    __tablename__ = "delivery_template_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "template_id"],
            ["delivery_template.project_id", "delivery_template.id"],
        ),
    )

    project_id: Mapped[ProjectKey]
    template_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class ProjectTemplate(Base):
    """How an organisation sets up projects of one kind: a project's design, without its people,
    items and money (`app/workflow/plan.py: Plan`)."""

    __tablename__ = "project_template"
    __table_args__ = (Index("ix_project_template_organisation_id_id", "organisation_id", "id"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    about: Mapped[str] = mapped_column(server_default=text("''"))
    plan: Mapped[dict[str, Any]]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
