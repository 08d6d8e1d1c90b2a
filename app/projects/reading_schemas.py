"""What people are to read of a project, as it speaks HTTP: guidelines anew, and bulletins."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.personal import Personal, ShowsPerson
from app.models.person import ProjectRoleName
from app.projects.schemas import In, Text

Role = Literal[
    ProjectRoleName.WORKER, ProjectRoleName.PRIMARY_INSPECTOR, ProjectRoleName.SECONDARY_INSPECTOR
]


class ReadVersion(BaseModel):
    """A version of a guideline, with its words in Markdown."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    body: str
    created_at: datetime


class ToReadOut(BaseModel):
    """A stage's guideline, and what of it you have confirmed."""

    newest: ReadVersion | None = Field(description="As a claim made now would pin it.")
    before: ReadVersion | None = Field(description="As you last confirmed it; null where never.")
    asked: bool = Field(description="Whether you have to confirm it before another claim.")


class ReaderOut(ShowsPerson):
    """A member, and the guideline's version that he last confirmed."""

    model_config = ConfigDict(from_attributes=True)

    person_id: int
    pseudonym: str
    name: Personal[str]
    roles: list[ProjectRoleName]
    version: int | None
    read_at: datetime | None
    up_to_date: bool = Field(description="Whether that is all that the stage asks of him.")


class ReadersPage(BaseModel):
    """Members by key, and how many of all have confirmed what the stage asks."""

    items: list[ReaderOut]
    next: int | None = None
    asked: int | None = Field(description="The version that is to be confirmed; null: none is.")
    people: int
    read: int


class BulletinIn(In):
    """Some words to a project's people."""

    title: Annotated[
        Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
    ] = Field(examples=["이번 주 금요일 점검 안내"])
    body: Annotated[
        Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)
    ] = Field(
        description="Markdown.", examples=["금요일 18시부터 한 시간 동안 일을 받을 수 없어요."]
    )
    roles: Annotated[list[Role], Field(min_length=1, max_length=3)] | None = Field(
        None,
        description="Whom they are for; null: everybody there.",
        examples=[["worker"]],
    )


class BulletinOut(BaseModel):
    """Some words to a project's people. What was said stays as it was; it can be ended."""

    model_config = ConfigDict(from_attributes=True)

    project_id: int
    project: str
    id: int
    title: str
    body: str
    roles: list[ProjectRoleName] | None
    created_at: datetime
    ended_at: datetime | None


class BulletinSent(BulletinOut):
    """As managers see it: how many of those whom it is for have read it."""

    people: int
    read: int


class BulletinMine(BulletinOut):
    """As one of these people sees it."""

    read: bool
