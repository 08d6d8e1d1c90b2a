"""What people send and receive over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.personal import Personal, ShowsPerson
from app.core.states import ProjectState
from app.models.person import OrganisationRoleName, ProjectRoleName
from app.people.agreement_schemas import AgreementHead
from app.people.fields import (
    Asked,
    BirthYear,
    Email,
    Key,
    Locale,
    MailLink,
    Name,
    Password,
    Scope,
)


class Sent(BaseModel):
    """What is on its way by mail."""

    detail: str


# Accounts and sessions


class SignUp(Asked):
    """A new account. Both ids come from `GET /agreements/current`."""

    email: Email
    name: Name
    password: Password
    birth_year: BirthYear
    locale: Locale = "ko"
    terms_id: Key = Field(examples=[1])
    privacy_id: Key = Field(examples=[2])


class Address(Asked):
    """An address that a mail is wanted for."""

    email: Email


class Verify(Asked):
    """The link of a mail."""

    token: MailLink


class Reset(Asked):
    """The link of a mail, and the password to be."""

    token: MailLink
    password: Password


class SignIn(Asked):
    """Address and password."""

    email: Annotated[str, StringConstraints(max_length=320), Field(examples=["minji@example.com"])]
    password: Password


class SignedInView(BaseModel):
    """The session; its secret is in the cookie."""

    person_id: int
    csrf: str = Field(description="To be sent as X-CSRF-Token with every change.")


class ChangePassword(Asked):
    """The present password, and the next."""

    old: Password
    new: Password


class ChangeMe(Asked):
    """What a person may change of himself; what is left out stays."""

    name: Name | None = None
    locale: Locale | None = None


class Leave(Asked):
    """The present password, since leaving cannot be undone."""

    password: Password


# Me


class OfficesView(BaseModel):
    """An organisation, and one's offices there."""

    id: int
    name: str
    roles: list[OrganisationRoleName]


class TeamView(BaseModel):
    """A project, and what one is there."""

    id: int
    organisation_id: int
    name: str
    state: ProjectState
    pseudonym: str
    roles: list[ProjectRoleName]


class MeView(BaseModel):
    """Who is signed in, and what waits for him."""

    id: int
    email: str
    name: str
    locale: Locale
    operator: bool
    csrf: str | None = Field(description="None for an API token, which needs none.")
    organisations: list[OfficesView]
    projects: list[TeamView]
    to_sign: list[AgreementHead]
    unread: int
    factor_needed: bool = Field(
        description="Whether a second factor has to be set up before anything else."
    )


# Tokens


class MakeToken(Asked):
    """A key for a program."""

    name: Name = Field(examples=["nightly upload"])
    scopes: Annotated[
        list[Scope],
        Field(
            min_length=1,
            max_length=50,
            examples=[["item:read", "item:write"]],
            description="Groups (`read`, `work`, `manage`, `arbitrate`, `operate`), or permissions "
            "one by one, as `item:read`.",
        ),
    ]
    projects: Annotated[list[Key], Field(min_length=1, max_length=100)] | None = Field(
        None, description="The only projects that it opens; none: all that its owner is in."
    )
    days: Annotated[int, Field(ge=1, le=3650)] | None = 365


class TokenView(BaseModel):
    """A key, without the key."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    scopes: list[str]
    projects: list[int] | None = Field(description="The only ones that it opens; none: all.")
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None = Field(description="The last time, to the minute.")


class NewToken(BaseModel):
    """The key itself, shown this once."""

    id: int
    token: str = Field(examples=["dure_9pY4…"])


# Organisations, teams, invitations


class NameOrganisation(Asked):
    """What an organisation is called."""

    name: Name = Field(examples=["한빛데이터"])


class OrganisationView(BaseModel):
    """An organisation, and what one may know of it."""

    id: int
    name: str
    created_at: datetime
    roles: list[OrganisationRoleName] = Field(description="The caller's own.")


class OfficerView(ShowsPerson):
    """Somebody in an office."""

    person_id: int
    name: Personal[str]
    email: Personal[str]
    roles: list[OrganisationRoleName]


class MemberView(ShowsPerson):
    """Somebody on a project's team. Only who may read members learns who it is."""

    pseudonym: str
    roles: list[ProjectRoleName]
    joined_at: datetime
    person_id: int | None = None
    name: Personal[str | None] = None
    email: Personal[str | None] = None
    team: str | None = None


class MembersPage(BaseModel):
    """A page of a team, and the pseudonym to ask for the following one with."""

    items: list[MemberView]
    next: str | None = None


class JoinedView(BaseModel):
    """What somebody is called in a project."""

    pseudonym: str


class InviteOfficer(Asked):
    """An office, offered to an address."""

    email: Email
    role: OrganisationRoleName = Field(examples=["arbiter"])


class InviteMember(Asked):
    """A role in a project, offered to an address."""

    email: Email
    role: ProjectRoleName = Field(examples=["worker"])


class InvitationView(BaseModel):
    """An offer. `state` is `open`, `accepted`, `revoked` or `expired`."""

    id: int
    organisation_id: int
    organisation: str
    project_id: int | None
    project: str | None
    role: OrganisationRoleName | ProjectRoleName
    email: str
    state: Literal["open", "accepted", "revoked", "expired"]
    created_at: datetime
    expires_at: datetime


class Look(Asked):
    """The link of an invitation's mail."""

    token: MailLink


# Notifications and people


class NotificationView(BaseModel):
    """A word to a person: the kind is the sentence's key, the parameters fill it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str
    params: dict[str, Any]
    project_id: int | None
    created_at: datetime
    read_at: datetime | None


class MarkRead(Asked):
    """Which notifications were read; none named: all."""

    ids: Annotated[list[Key], Field(max_length=200)] | None = Field(None, examples=[[11, 12]])


class Count(BaseModel):
    """How many."""

    count: int


class PersonView(ShowsPerson):
    """An account, as the operator sees it."""

    of = "id"

    id: int
    email: Personal[str]
    name: Personal[str]
    locale: str
    operator: bool
    verified_at: datetime | None
    left_at: datetime | None
    created_at: datetime


class PersonWhole(PersonView):
    """An account, with the offices and the projects that its owner has a part in."""

    organisations: list[OfficesView]
    projects: list[TeamView]


class ChangePerson(Asked):
    """What the operator changes of an account; what is left out stays."""

    operator: bool | None = Field(
        None, description="Whether this person runs the installation.", examples=[True]
    )
    verified: Literal[True] | None = Field(
        None, description="Take the address as proved: for who cannot get our mail."
    )
