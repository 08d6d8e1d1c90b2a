"""The fields that people fill in, each with what is refused of it."""

from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.people import rules
from app.people.permits import FINE, SCOPES

Locale = Literal["ko", "en"]


def _scope(given: str) -> str:
    if given not in SCOPES and given not in FINE:
        raise ValueError(
            "must be a group (arbitrate, manage, operate, read, work) or a permission such as "
            "item:read"
        )
    return given


Scope = Annotated[str, StringConstraints(max_length=50), AfterValidator(_scope)]

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
