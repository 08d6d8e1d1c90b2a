"""What a person proves himself with besides his password, and proofs that are under way."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, When, choice


class ProvingKind(StrEnum):
    """What somebody is on the way to."""

    CONFIRM = "confirm"  # signed in: he shows a passkey before something grave
    LINK = "link"  # an outside identity waits for its account's password
    OUTSIDE = "outside"  # he is at the outside identity's provider
    PASSKEY = "passkey"  # signing in by a passkey alone
    REGISTER = "register"  # signed in: he makes another passkey
    SECOND = "second"  # the first step of signing in is done


class Totp(Base):
    """The secret that a person's authenticator app shares with us, under seal. Until the first code
    of it was said it counts for nothing."""

    __tablename__ = "totp"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str]  # which key it was sealed with
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(server_default=text("0"))  # of the last code taken
    created_at: Mapped[Made]
    confirmed_at: Mapped[When | None]


class RecoveryCode(Base):
    """A code on paper that stands in for a lost device, once. Only its hash is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    created_at: Mapped[Made]
    used_at: Mapped[When | None]


class Passkey(Base):
    """A key pair on a person's device; we have its public half."""

    __tablename__ = "passkey"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)  # COSE
    sign_count: Mapped[int]  # 0 for keys that do not count
    transports: Mapped[list[str]] = mapped_column(ARRAY(Text))
    name: Mapped[str]
    created_at: Mapped[Made]
    used_at: Mapped[When | None]


class OutsideIdentity(Base):
    """Somebody's account at the outside provider, which signs him in here."""

    __tablename__ = "outside_identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)  # what the issuer calls him, for ever
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str]  # what the issuer said when they were linked
    created_at: Mapped[Made]
    used_at: Mapped[When | None]


class Browser(Base):
    """A browser in which a person has signed in before. Its cookie holds the secret."""

    __tablename__ = "browser"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    created_at: Mapped[Made]
    seen_at: Mapped[Made]


class Proving(Base):
    """A proof that is under way: its secret is with who goes it, for minutes."""

    __tablename__ = "proving"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[ProvingKind] = mapped_column(choice(ProvingKind, "kind"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary)  # what a passkey is to sign
    data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    tries: Mapped[int] = mapped_column(server_default=text("0"))  # that were wrong
    created_at: Mapped[Made]
    expires_at: Mapped[When] = mapped_column(index=True)
