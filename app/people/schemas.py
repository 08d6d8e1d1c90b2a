"""What people send and receive over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.states import ProjectState
from app.models.person import AgreementKind, OrganisationRoleName, ProjectRoleName
from app.people import rules
from app.people.permits import SCOPES

Locale = Literal["ko", "en"]
Scope = Literal["arbitrate", "manage", "operate", "read", "work"]
assert set(Scope.__args__) == set(SCOPES)  # type: ignore[attr-defined]

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _email(given: str) -> str:
    try:
        # Whether mail arrives is what the link in the mail is for; names of a local network are
        # as good as any.
        return validate_email(
            rules.tidy_email(given), check_deliverability=False, test_environment=True
        ).normalized
    except EmailNotValidError as fault:
        raise ValueError("must be an e-mail address, such as minji@example.com") from fault


def _name(given: str) -> str:
    if not rules.one_line(given):
        raise ValueError("must be one line of text without control characters")
    tidy = rules.tidy_name(given)
    if not tidy:
        raise ValueError("must not be blank")
    return tidy


def _text(given: str) -> str:
    if "\x00" in given:
        raise ValueError("must not hold NUL characters")
    if not given.strip():
        raise ValueError("must not be blank")
    return given


def _birth_year(given: int) -> int:
    if given < 1900:
        raise ValueError("must be the year of birth, such as 1991")
    return given


Email = Annotated[
    str,
    StringConstraints(max_length=320),
    AfterValidator(_email),
    Field(examples=["minji@example.com"]),
]
Name = Annotated[
    str, StringConstraints(max_length=100), AfterValidator(_name), Field(examples=["김민지"])
]
Title = Annotated[
    str, StringConstraints(max_length=200), AfterValidator(_name), Field(examples=["이용 약관"])
]
Body = Annotated[
    str,
    StringConstraints(max_length=100_000),
    AfterValidator(_text),
    Field(examples=["제1조 (목적) …"]),
]
# Long enough to be refused with a sentence rather than by its shape.
Password = Annotated[
    str, StringConstraints(max_length=1024), Field(examples=["gangmul-heureunda-27"])
]
BirthYear = Annotated[int, Field(le=2200, examples=[1991]), AfterValidator(_birth_year)]
MailLink = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    Field(description="From the mail's link.", examples=["kQ3vZ0bJ7mX2…"]),
]


class Asked(BaseModel):
    """A request's body: nothing in it that is not named here."""

    model_config = ConfigDict(extra="forbid")


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


class LoginView(BaseModel):
    """A browser that is signed in."""

    user_agent: str | None
    created_at: datetime
    expires_at: datetime
    current: bool


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


class AgreementHead(BaseModel):
    """An agreement without its words."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: AgreementKind
    project_id: int | None
    version: int
    title_ko: str
    title_en: str
    published_at: datetime


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


# Agreements


class AgreementView(AgreementHead):
    """An agreement, in both languages."""

    body_ko: str
    body_en: str


class AgreementOut(AgreementView):
    """An agreement to be read: `signed_at` by who asks, with the hash of the words that he was
    shown; `current` where no newer version holds."""

    signed_at: datetime | None
    body_sha256: str | None
    current: bool


class SignedView(AgreementHead):
    """A version that somebody signed, and when; `withdrawn` where he has taken that back since,
    `current` where no newer one holds."""

    signed_at: datetime
    body_sha256: str
    withdrawn: bool
    current: bool
    project: str | None


class VersionsPage(BaseModel):
    """Versions of one agreement, the newest first, and the version to ask for the following page
    with."""

    items: list[AgreementHead]
    next: int | None = None


class Publish(Asked):
    """The next version of an agreement, in both languages."""

    title_ko: Title
    title_en: Title
    body_ko: Body
    body_en: Body


class PublishForAll(Publish):
    """The next version of the terms or of the privacy notice."""

    kind: Literal["terms", "privacy"] = Field(examples=["terms"])


class SignAgreement(Asked):
    """In which language the words were shown."""

    locale: Locale = Field("ko", examples=["ko"])


# Tokens


class MakeToken(Asked):
    """A key for a program."""

    name: Name = Field(examples=["nightly upload"])
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=10, examples=[["manage"]])]
    days: Annotated[int, Field(ge=1, le=3650)] | None = 365


class TokenView(BaseModel):
    """A key, without the key."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


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


class OfficerView(BaseModel):
    """Somebody in an office."""

    person_id: int
    name: str
    email: str
    roles: list[OrganisationRoleName]


class MemberView(BaseModel):
    """Somebody on a project's team. Only who may read members learns who it is."""

    pseudonym: str
    roles: list[ProjectRoleName]
    joined_at: datetime
    person_id: int | None = None
    name: str | None = None
    email: str | None = None
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


class PersonView(BaseModel):
    """An account, as the operator sees it."""

    id: int
    email: str
    name: str
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
