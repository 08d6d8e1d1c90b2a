"""Signing up, and proving the address."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models.person import Person
from app.people import agreements, queries, rules
from app.people.letters import Letter
from app.people.mail import post
from app.people.passwords import hash_password
from app.people.problems import TooYoung, WeakPassword
from app.people.schemas import SignUp


def need_password(password: str, *known: str) -> None:
    """Raises `WeakPassword`, saying what to do, where a password would be guessed."""
    fault = rules.password_fault(password, *known)
    if fault is not None:
        raise WeakPassword(fault)


def sign_up(s: Session, asked: SignUp) -> None:
    """Open an account, which works once its address is proved; the link goes out by mail.

    It answers alike, and takes as long, when the address has an account already: then its owner is
    told so by mail, and nobody else. Raises `TooYoung`, `WeakPassword`, `NotCurrent`.
    """
    if rules.too_young(asked.birth_year, queries.now(s)):
        raise TooYoung(
            f"Dure is for people from {rules.MINIMUM_AGE}, counted by calendar years; "
            "come back when you are.",
        )
    need_password(asked.password, asked.email, asked.name)
    current = agreements.need_current(s, [asked.terms_id, asked.privacy_id])
    person_id = s.scalar(
        insert(Person)
        .values(
            email=asked.email,
            name=asked.name,
            password_hash=hash_password(asked.password),
            birth_year=asked.birth_year,
            locale=asked.locale,
        )
        .on_conflict_do_nothing()
        .returning(Person.id)
    )
    if person_id is not None:
        agreements.sign(s, person_id, current, asked.locale)
        post(s, Letter.VERIFY, person_id=person_id)
        return
    # Whoever signs up again over an address that was never proved must not choose its password:
    # the link that goes to the address lets its owner choose.
    known = queries.person_by_email(s, asked.email)
    post(s, Letter.EXISTS, person_id=known.id if known else None)


def resend(s: Session, email: str) -> None:
    """Send the link that proves an address once more, if there is something to prove."""
    known = queries.person_by_email(s, email)
    waiting = known is not None and known.verified_at is None and known.left_at is None
    post(s, Letter.VERIFY, person_id=known.id if known and waiting else None)


def add(
    s: Session,
    *,
    email: str,
    name: str,
    password: str,
    birth_year: int | None = None,
    locale: str = "ko",
    operator: bool = False,
) -> int | None:
    """An account whose address is taken as proved: for who runs the installation, and for the
    demonstration. Its id; None where the address has one. Signs nothing for anybody."""
    return s.scalar(
        insert(Person)
        .values(
            email=rules.tidy_email(email),
            name=rules.tidy_name(name),
            password_hash=hash_password(password),
            birth_year=birth_year,
            locale=locale,
            operator=operator,
            verified_at=func.now(),
        )
        .on_conflict_do_nothing()
        .returning(Person.id)
    )
