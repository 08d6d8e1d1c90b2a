"""Templates of projects as HTTP speaks of them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.models.project import StageKind
from app.projects.schemas import In, Name, ProjectOut, Text

About = Annotated[Text, StringConstraints(max_length=2_000, strip_whitespace=True)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ProjectTemplateIn(In):
    """A project's design, to be kept as a template of its organisation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"project_id": 7, "name": "의료 영상 상자", "about": "상자, 검수 두 단계"}]
        },
    )

    project_id: Key
    name: Name
    about: About = ""


class BeginIn(In):
    """A new project by a design that is there."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "혈액 세포 검출, 2차"}]}
    )

    name: Name


class StageShort(BaseModel):
    """A stage of a template."""

    name: str
    kind: StageKind
    modality: str | None = Field(description="What its items are; null where it asks nothing yet.")
    labels: int
    priced: bool


class ProjectTemplateOut(BaseModel):
    """A template of an organisation, and what is in it."""

    id: int
    name: str
    about: str
    created_at: datetime
    stages: list[StageShort]
    courses: int
    delivery_templates: int


class LeftOutOut(BaseModel):
    """A part of the design that could not be had any more, and why."""

    model_config = ConfigDict(from_attributes=True)

    what: str
    stage: str | None
    code: str
    detail: str


class BegunOut(BaseModel):
    """The project that was begun, as a draft, and what of the design it lacks."""

    project: ProjectOut
    left_out: list[LeftOutOut]
