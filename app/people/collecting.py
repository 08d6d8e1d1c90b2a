"""What participants of collect stages, and their guardians, send and receive over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.regions import Region
from app.people.agreement_schemas import AgreementHead, AgreementView
from app.people.fields import Asked, BirthYear, Email, Locale, Name

Sex = Literal["female", "male", "other"]
Device = Literal["phone", "tablet", "laptop", "desktop"]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"),
    Field(description="The first language, BCP 47.", examples=["ko"]),
]


class ParticipantIn(Asked):
    """What one says of oneself. The year of birth only where the account has none."""

    birth_year: BirthYear | None = None
    sex: Sex = Field(examples=["female"])
    grew_up: Region = Field(examples=["busan"])
    lives: Region = Field(examples=["seoul"])
    lives_years: Annotated[int, Field(ge=0, le=120, examples=[12])]
    language: Language
    device: Device = Field(examples=["phone"])


class ParticipantOut(BaseModel):
    """What one has said of oneself; null where nothing was said yet."""

    model_config = ConfigDict(from_attributes=True)

    birth_year: int | None
    age: str | None = Field(description="The age band: its first year, `80` and over.")
    sex: Sex | None
    grew_up: Region | None
    lives: Region | None
    lives_years: int | None
    language: str | None
    device: Device | None
    saved_at: datetime | None


class RegionOut(BaseModel):
    """A region, in both languages."""

    code: Region
    ko: str
    en: str


class GuardianIn(Asked):
    """Who is asked to consent for a minor."""

    name: Name
    email: Email
    relation: Name = Field(max_length=40, examples=["어머니"])


class GuardianOut(BaseModel):
    """A guardian who was asked; he has consented once there is a `signed_at`."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    email: str
    relation: str
    asked_at: datetime
    expires_at: datetime
    signed_at: datetime | None


class GuardianView(BaseModel):
    """What a guardian is asked, for whom, and whether he has consented already."""

    project: str
    organisation: str
    participant: str = Field(description="The minor's name.")
    name: str
    relation: str
    agreement: AgreementView
    expires_at: datetime
    signed_at: datetime | None


class GuardianSign(Asked):
    """A guardian's consent, in the language in which the words were shown."""

    locale: Locale = Field("ko", examples=["ko"])


class NeedToTakePart(BaseModel):
    """What stands between somebody and a collect stage."""

    code: Literal[
        "agreement_unsigned", "profile_missing", "minor", "guardian_missing", "quota_full"
    ]
    agreement_id: int | None = None
    fields: list[str] | None = Field(None, description="What the profile lacks.")


class OwnCell(BaseModel):
    """The group of a stage's quotas that one belongs to."""

    cell: dict[str, str]
    counts: Literal["people", "pieces"]
    goal: int
    taken: int
    accepted: int
    wanted: int = Field(description="How many more are wanted of this group.")


class StageToTakePart(BaseModel):
    """A collect stage, and what one lacks for it."""

    stage_id: int
    name: str
    state: str
    minors: Literal["refuse", "guardian"]
    group: int = Field(description="How many may speak on one recording; 1: no groups.")
    may: bool
    needs: list[NeedToTakePart]
    quota: OwnCell | None


class WithdrawalAsked(BaseModel):
    """One's own withdrawal from a project."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    asked_at: datetime
    done_at: datetime | None


class ParticipationOut(BaseModel):
    """How one stands to a project that collects."""

    agreement: AgreementHead | None = Field(description="The project's, as it holds today.")
    signed_at: datetime | None
    body_sha256: str | None = Field(description="Of the words that were signed.")
    minor: bool | None = Field(description="Null where the year of birth is not known.")
    profile: dict[str, Any] | None = Field(description="As it goes out with the data here.")
    guardian: GuardianOut | None
    withdrawal: WithdrawalAsked | None = Field(description="The last one, if it still holds.")
    stages: list[StageToTakePart]


class WithdrawIn(Asked):
    """Why one withdraws; nobody has to say."""

    why: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = Field(
        "", pattern=r"^[^\x00]*$", examples=["더 이상 참여하고 싶지 않아요."]
    )


class WithdrawalOut(BaseModel):
    """Somebody's withdrawal, and what was destroyed."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    pseudonym: str
    why: str
    asked_at: datetime
    done_at: datetime | None
    counts: dict[str, int] | None
