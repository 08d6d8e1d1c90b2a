"""A person's second factors: whether he has any, codes on paper, and how they change."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from app.core.security import hash_token
from app.core.settings import settings
from app.models.factor import (
    Browser,
    OutsideIdentity,
    Passkey,
    Proving,
    RecoveryCode,
    Totp,
)
from app.models.person import OrganisationRole, Person
from app.models.transition import record
from app.people.letters import Letter
from app.people.mail import post
from app.people.problems import LastFactor

CODES = 10
"""Recovery codes that are made at once."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person can prove himself with besides his password."""

    totp_since: datetime | None
    codes_left: int
    passkeys: Sequence[Passkey]
    outside: OutsideIdentity | None
    password: bool
    needed: bool

    @property
    def any(self) -> bool:
        """Whether signing in takes two steps."""
        return self.totp_since is not None or bool(self.passkeys)


def of(s: Session, person_id: int) -> Factors:
    """What he has. `needed` is whether this installation asks him to have a second factor."""
    totp_since = s.scalar(select(Totp.confirmed_at).where(Totp.person_id == person_id))
    codes = s.scalar(
        select(func.count()).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    )
    keys = s.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    ).all()
    outside = s.scalar(
        select(OutsideIdentity)
        .where(
            OutsideIdentity.person_id == person_id, OutsideIdentity.issuer == settings().oidc_issuer
        )
        .limit(1)
    )
    person = s.get_one(Person, person_id)
    return Factors(
        totp_since=totp_since,
        codes_left=codes or 0,
        passkeys=keys,
        outside=outside,
        password=person.password_hash is not None,
        needed=_needed(s, person),
    )


def _needed(s: Session, person: Person) -> bool:
    demanded = settings().two_factor
    if demanded != "officers":
        return demanded == "all"
    office = exists().where(OrganisationRole.person_id == person.id)
    return person.operator or bool(s.scalar(select(office)))


def new_codes(s: Session, person_id: int) -> list[str]:
    """Ten recovery codes, shown this once; those he had are good for nothing any more. Each has 80
    bits of chance, so that a fast hash of it is enough."""
    s.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES)]
    s.execute(
        insert(RecoveryCode),
        [{"person_id": person_id, "code_hash": hash_token(code)} for code in codes],
    )
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def first_codes(s: Session, person_id: int) -> list[str] | None:
    """Recovery codes for who has none left; None for who has."""
    has = exists().where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return None if s.scalar(select(has)) else new_codes(s, person_id)


def use_code(s: Session, person_id: int, given: str) -> bool:
    """Whether it is one of his recovery codes, which is then used up."""
    plain = "".join(sign for sign in given.lower() if sign.isalnum())
    used = s.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == hash_token(plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=func.now())
        .returning(RecoveryCode.person_id)
    )
    return used is not None


def changed(s: Session, person_id: int, what: str, *, by: int | None, made: bool) -> None:
    """He has another factor, or one fewer: it is written down, and he is told by mail."""
    record(
        s,
        project_id=0,
        subject="factor",
        subject_id=person_id,
        by=by,
        source=None if made else what,
        target=what if made else None,
    )
    post(s, Letter.FACTORS_CHANGED, person_id=person_id)


def need_another(s: Session, person_id: int) -> None:
    """After a factor was taken away. Raises `LastFactor` where he has to have one and has none;
    where he has none of his own will, codes on paper stand in for nothing and go."""
    left = of(s, person_id)
    if left.any:
        return
    if left.needed:
        raise LastFactor("Set up another second factor first: this installation asks for one.")
    s.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def take_away(s: Session, person_id: int, *, by: int | None) -> None:
    """Take every second factor of somebody away who has lost them."""
    for table in (Totp, Passkey, RecoveryCode):
        s.execute(delete(table).where(table.person_id == person_id))
    changed(s, person_id, "all", by=by, made=False)


def forget(s: Session, person_id: int) -> None:
    """Forget all that somebody who leaves proved himself with."""
    for table in (Totp, Passkey, RecoveryCode, OutsideIdentity, Browser, Proving):
        s.execute(delete(table).where(table.person_id == person_id))
