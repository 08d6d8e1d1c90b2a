"""Links in mails that prove an address, once.

They are made while the mail is written (`workers.people`), so that no row and no chore ever holds
one: only its hash is kept.
"""

from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.core.security import hash_token, new_token
from app.models.person import MailToken, MailTokenKind, Person
from app.people.problems import LinkOver

LASTS = {MailTokenKind.VERIFY: timedelta(hours=24), MailTokenKind.RESET: timedelta(hours=1)}


def issue(s: Session, person_id: int, kind: MailTokenKind) -> str:
    """A new token of `kind` for a person. His expired ones go."""
    s.execute(
        delete(MailToken).where(MailToken.person_id == person_id, MailToken.expires_at < func.now())
    )
    token = new_token()
    s.execute(
        insert(MailToken).values(
            token_hash=hash_token(token),
            person_id=person_id,
            kind=kind,
            expires_at=func.now() + LASTS[kind],
        )
    )
    return token


def use(s: Session, token: str, kind: MailTokenKind) -> int:
    """Whom the token proves, once. Raises `LinkOver`."""
    person_id: int | None = s.scalar(
        update(MailToken)
        .where(
            MailToken.token_hash == hash_token(token),
            MailToken.kind == kind,
            MailToken.used_at.is_(None),
            MailToken.expires_at > func.now(),
        )
        .values(used_at=func.now())
        .returning(MailToken.person_id)
    )
    if person_id is None:
        raise LinkOver("This link was used before or is too old; ask for a new mail.")
    return person_id


def verify(s: Session, token: str) -> None:
    """Note that an address is its person's. The same link again, by whoever was impatient, is
    answered like the first. Raises `LinkOver`."""
    done = s.scalar(
        select(MailToken.person_id)
        .join(Person, Person.id == MailToken.person_id)
        .where(
            MailToken.token_hash == hash_token(token),
            MailToken.kind == MailTokenKind.VERIFY,
            MailToken.used_at.is_not(None),
            Person.verified_at.is_not(None),
        )
    )
    if done is not None:
        return
    person_id = use(s, token, MailTokenKind.VERIFY)
    s.execute(
        update(Person)
        .where(Person.id == person_id, Person.verified_at.is_(None))
        .values(verified_at=func.now())
    )
