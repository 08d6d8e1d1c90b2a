"""People, how they get in, what they signed, and where they belong."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, When, choice


class OrganisationRoleName(StrEnum):
    """Roles by organisation."""

    ADMINISTRATOR = "administrator"
    FINANCE = "finance"
    ARBITER = "arbiter"


class ProjectRoleName(StrEnum):
    """Roles by project."""

    WORKER = "worker"
    PRIMARY_INSPECTOR = "primary_inspector"
    SECONDARY_INSPECTOR = "secondary_inspector"
    MANAGER = "manager"
    CUSTODIAN = "custodian"  # keeps the originals of what was de-identified; may see them


class AgreementKind(StrEnum):
    """What an agreement is about."""

    TERMS = "terms"
    PRIVACY = "privacy"
    PROJECT = "project"
    WIN_WIN = "win_win"  # between an organisation and the people who work for it


class MailTokenKind(StrEnum):
    """What a link in a mail is for."""

    VERIFY = "verify"
    RESET = "reset"


class SignedInBy(StrEnum):
    """What opened a session."""

    PASSWORD = "password"  # noqa: S105
    PASSKEY = "passkey"  # by itself: it is two factors in one
    OUTSIDE = "outside"  # the provider's word


class Second(StrEnum):
    """What a person proved himself with besides."""

    TOTP = "totp"
    RECOVERY = "recovery"
    PASSKEY = "passkey"


class Person(Base):
    """Somebody with an account."""

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_email", func.lower(text("email")), unique=True),
        # By how a name or an address begins.
        *(
            Index(
                f"ix_person_{column}_prefix",
                func.lower(text(column)).label("prefix"),
                postgresql_ops={"prefix": "text_pattern_ops"},
            )
            for column in ("email", "name")
        ),
    )

    id: Mapped[Id]
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]  # None once the person has left
    birth_year: Mapped[int | None]
    locale: Mapped[str] = mapped_column(server_default="ko")
    operator: Mapped[bool] = mapped_column(server_default=text("false"))  # runs this installation
    verified_at: Mapped[When | None]  # when the e-mail address was proved
    left_at: Mapped[When | None]
    created_at: Mapped[Made]


class Login(Base):
    """A browser that is signed in. The cookie holds the secret, the row its hash."""

    __tablename__ = "login"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), unique=True)
    csrf: Mapped[str]  # must come back in a header with every change
    user_agent: Mapped[str | None]
    opened_by: Mapped[SignedInBy] = mapped_column(
        choice(SignedInBy, "opened_by"), server_default="password"
    )
    second: Mapped[Second | None] = mapped_column(choice(Second, "second"))
    created_at: Mapped[Made]
    proved_at: Mapped[Made]  # when he last proved himself here
    used_at: Mapped[Made]  # the last time, to ten minutes
    expires_at: Mapped[When]


class ApiToken(Base):
    """A program's key, with scopes. Only its hash is kept."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    name: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    projects: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))  # None: all of his
    created_at: Mapped[Made]
    expires_at: Mapped[When | None]
    revoked_at: Mapped[When | None]
    used_at: Mapped[When | None]  # the last time, to the minute


class MailToken(Base):
    """A link sent by mail that proves an address, once."""

    __tablename__ = "mail_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[MailTokenKind] = mapped_column(choice(MailTokenKind, "kind"))
    created_at: Mapped[Made]
    expires_at: Mapped[When]
    used_at: Mapped[When | None]


class Agreement(Base):
    """One version of terms, of the privacy notice, of a project's own agreement, or of what an
    organisation agrees on with those who work for it."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint(
            "kind", "project_id", "organisation_id", "version", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("(kind = 'project') = (project_id IS NOT NULL)", name="project"),
        CheckConstraint("(kind = 'win_win') = (organisation_id IS NOT NULL)", name="organisation"),
    )

    id: Mapped[Id]
    kind: Mapped[AgreementKind] = mapped_column(choice(AgreementKind, "kind"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    version: Mapped[int]
    title_ko: Mapped[str]
    title_en: Mapped[str]
    body_ko: Mapped[str]
    body_en: Mapped[str]
    published_at: Mapped[Made]


class Signature(Base):
    """Who signed which version when, and the hash of the words that were shown.

    A project's agreement that he signed before he withdrew from the project does not stand any
    more; he may sign the same version anew.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_agreement_id_signed_at", "agreement_id", "signed_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    body_sha256: Mapped[str]
    signed_at: Mapped[Made] = mapped_column(primary_key=True)


class Signing(Base):
    """An event at which many sign one version of an agreement: of an organisation with those who
    work for it, or of one project."""

    __tablename__ = "signing"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="times"),
        Index("ix_signing_organisation_id_id", "organisation_id", "id"),
        Index("ix_signing_closes_at", "closes_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    title: Mapped[str]
    opens_at: Mapped[When]
    closes_at: Mapped[When]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    reminded_at: Mapped[When | None]  # when those who had not signed were last reminded


class Organisation(Base):
    """Who runs or joins a project."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    name: Mapped[str]
    created_at: Mapped[Made]


class OrganisationRole(Base):
    """What a person is in an organisation."""

    __tablename__ = "organisation_role"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[OrganisationRoleName] = mapped_column(
        choice(OrganisationRoleName, "role"), primary_key=True
    )
    granted_at: Mapped[Made]


class Invitation(Base):
    """An offer of one role to one address: of a project where it names one."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(
            "(project_id IS NULL) = (role IN ('administrator', 'finance', 'arbiter'))",
            name="role_fits",
        ),
        Index("ix_invitation_organisation_id_id", "organisation_id", "id"),
        Index("ix_invitation_email", func.lower(text("email"))),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    role: Mapped[str]
    email: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    expires_at: Mapped[When]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[When | None]
    revoked_at: Mapped[When | None]


class Notification(Base):
    """A word to a person. The kind is the text's key; the parameters fill it."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_person_id_id", "person_id", "id"),
        Index("ix_notification_unplanned", "id", postgresql_where=text("planned_at IS NULL")),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    project_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    params: Mapped[dict[str, Any]]
    created_at: Mapped[Made]
    read_at: Mapped[When | None]
    planned_at: Mapped[When | None]  # when it was settled by what it goes out besides
