"""Events at which many sign, as they are asked for and shown."""

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from app.core.personal import Personal, ShowsPerson
from app.models.person import AgreementKind
from app.people.fields import Asked, Key, Title


class SigningIn(Asked):
    """An event: which version of an agreement of the organisation or of a project of its is to be
    signed, and when."""

    agreement_id: Key = Field(examples=[3])
    title: Title = Field(examples=["2026년 상생 협약식"])
    opens_at: AwareDatetime = Field(examples=["2100-12-01T14:00:00+09:00"])
    closes_at: AwareDatetime = Field(examples=["2100-12-01T16:00:00+09:00"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise ValueError("closes_at must be later than opens_at")
        return self


class SigningChange(Asked):
    """What is to be otherwise; what is left out stays."""

    title: Title | None = None
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None


class SigningView(BaseModel):
    """An event. `current` is whether no newer version of the agreement holds; `asked_at` the time
    by the database's clock, to which `opens_at` and `closes_at` compare."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    organisation_id: int
    organisation: str
    project_id: int | None
    project: str | None
    agreement_id: int
    kind: AgreementKind
    version: int
    title_ko: str
    title_en: str
    title: str
    opens_at: datetime
    closes_at: datetime
    created_at: datetime
    reminded_at: datetime | None
    current: bool
    asked_at: datetime


class LastSigned(BaseModel):
    """Somebody who signed: by pseudonym in a project, else by the first letter of the name."""

    name: str
    signed_at: datetime


class SigningStanding(BaseModel):
    """How many an event concerns, how many of them have signed, and the last of these."""

    called: int
    signed: int
    last: list[LastSigned]


class SigningOut(SigningView):
    """An event and how it stands."""

    standing: SigningStanding


class MySigning(SigningOut):
    """An event that concerns who asks, and when he signed."""

    signed_at: datetime | None


class Signer(ShowsPerson):
    """Somebody whom an agreement concerns, and when he signed it."""

    person_id: int
    name: Personal[str]
    email: Personal[str]
    pseudonym: str | None
    signed_at: datetime | None


class SignersPage(BaseModel):
    """A page of them, and the key to ask for the following ones with; how many in all, and how
    many of these have signed. Without an agreement nobody is called."""

    items: list[Signer]
    next: int | None = None
    called: int
    signed: int


class Reminded(BaseModel):
    """How many were told."""

    told: int
