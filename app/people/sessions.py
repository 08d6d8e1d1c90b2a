"""Browsers that are signed in, and the passwords that let them."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from app.core.security import hash_token, new_token
from app.models.factor import Passkey, ProvingKind, Totp
from app.models.person import (
    ApiToken,
    Login,
    MailToken,
    MailTokenKind,
    Person,
    Second,
    SignedInBy,
)
from app.people import devices, mail_tokens, proving, queries
from app.people.letters import Letter
from app.people.mail import post
from app.people.notifications import Told, notify
from app.people.passwords import hash_password, matches, outdated
from app.people.problems import Unverified, WrongCredentials, WrongPassword
from app.people.sign_up import need_password

LASTS = timedelta(days=30)
"""How long a browser stays signed in."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the cookie's secret, which is nowhere else, and the CSRF token; `browser` is
    what the cookie that makes the browser a known one holds."""

    person_id: int
    token: str
    csrf: str
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class Halfway:
    """The first step is done: the secret of the second, and whether each way to take it is open."""

    person_id: int
    proving: str
    totp: bool
    passkey: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """The browser in which somebody signs in: what it says it is, the session that it has, which
    ends, and the secret by which it is known."""

    user_agent: str | None = None
    instead_of: str | None = None
    browser: str | None = None


NOWHERE = Caller()


def sign_in(
    s: Session, email: str, password: str, *, caller: Caller = NOWHERE
) -> SignedIn | Halfway:
    """The first step of signing in, or all of it for who has no second factor.

    Raises `WrongCredentials`, alike for a wrong address and a wrong password and in the same time;
    `Unverified` for who has the password and has not proved the address.
    """
    found = queries.person_by_email(s, email)
    if not right(found, password) or found is None:
        raise WrongCredentials("The address or the password is wrong; try again, or reset it.")
    need_proved(found)
    if found.password_hash is not None and outdated(found.password_hash):
        found.password_hash = hash_password(password)
    return come_in(s, found.id, by=SignedInBy.PASSWORD, caller=caller)


def right(person: Person | None, password: str) -> bool:
    """Whether it is the password of somebody who is there; as long for who is not."""
    same = matches(person.password_hash if person else None, password)
    return same and person is not None and person.left_at is None


def need_proved(person: Person) -> None:
    """Raises `Unverified` for who has not proved the address."""
    if person.verified_at is None:
        raise Unverified(
            "Open the link in the mail that we sent you, or ask for another, then sign in."
        )


def come_in(s: Session, person_id: int, *, by: SignedInBy, caller: Caller) -> SignedIn | Halfway:
    """Who proved himself in one way is in, or has a second step before him."""
    totp = s.scalar(
        select(exists().where(Totp.person_id == person_id, Totp.confirmed_at.is_not(None)))
    )
    passkey = s.scalar(select(exists().where(Passkey.person_id == person_id)))
    if not (totp or passkey):
        return arrive(s, person_id, by=by, second=None, caller=caller)
    token = proving.begin(s, ProvingKind.SECOND, person_id=person_id, data={"by": by.value})
    return Halfway(person_id, token, bool(totp), bool(passkey))


def arrive(
    s: Session, person_id: int, *, by: SignedInBy, second: Second | None, caller: Caller
) -> SignedIn:
    """A session in this browser, which is known from now on."""
    if caller.instead_of is not None:
        sign_out(s, caller.instead_of)
    browser = devices.meet(s, person_id, caller.browser, caller.user_agent)
    opened = open_session(s, person_id, user_agent=caller.user_agent, by=by, second=second)
    return replace(opened, browser=browser)


def open_session(
    s: Session,
    person_id: int,
    *,
    user_agent: str | None,
    by: SignedInBy = SignedInBy.PASSWORD,
    second: Second | None = None,
) -> SignedIn:
    """A session for a person who was proved to be himself. His expired ones go."""
    s.execute(delete(Login).where(Login.person_id == person_id, Login.expires_at < func.now()))
    opened = SignedIn(person_id=person_id, token=new_token(), csrf=new_token())
    s.execute(
        insert(Login).values(
            token_hash=hash_token(opened.token),
            person_id=person_id,
            csrf=opened.csrf,
            user_agent=user_agent[:300] if user_agent else None,
            opened_by=by,
            second=second,
            expires_at=func.now() + LASTS,
        )
    )
    return opened


def sign_out(s: Session, token: str) -> None:
    """End the session of this cookie."""
    s.execute(delete(Login).where(Login.token_hash == hash_token(token)))


def end_one(s: Session, person_id: int, login_id: int) -> None:
    """End one of his sessions; one that has ended is no fault."""
    s.execute(delete(Login).where(Login.person_id == person_id, Login.id == login_id))


def confirmed(s: Session, token: str, second: Second | None) -> None:
    """Who has this session has proved himself anew."""
    proved = update(Login).where(Login.token_hash == hash_token(token))
    s.execute(proved.values(proved_at=func.now(), second=func.coalesce(second, Login.second)))


def sign_out_everywhere(s: Session, person_id: int, *, but: str | None = None) -> None:
    """End all his sessions, but the one of the cookie `but`."""
    ends = delete(Login).where(Login.person_id == person_id)
    if but is not None:
        ends = ends.where(Login.token_hash != hash_token(but))
    s.execute(ends)


def need_own_password(person: Person | None, password: str) -> Person:
    """The person, once he has said his password again. Raises `WrongPassword`."""
    if not matches(person.password_hash if person else None, password) or person is None:
        raise WrongPassword("That is not your present password; try again.")
    return person


def change_password(s: Session, person_id: int, old: str, new: str, *, keep: str | None) -> None:
    """Give himself another password; sessions in other browsers than `keep` end.

    Raises `WrongPassword`, `WeakPassword`.
    """
    person = need_own_password(queries.locked_person(s, person_id), old)
    need_password(new, person.email, person.name)
    person.password_hash = hash_password(new)
    s.flush()
    sign_out_everywhere(s, person_id, but=keep)
    _forget_resets(s, person_id)
    notify(s, person_id, Told.PASSWORD_CHANGED)
    post(s, Letter.PASSWORD_CHANGED, person_id=person_id)


def ask_reset(s: Session, email: str) -> None:
    """Send a link that lets the address's owner choose a password, if it has one. What it does
    here does not depend on that."""
    known = queries.person_by_email(s, email)
    post(s, Letter.RESET, person_id=known.id if known else None)


def reset(s: Session, token: str, new: str) -> None:
    """Choose a password by the link of a mail, which proves the address too. Whoever was in is
    out: sessions end, API tokens are revoked. Raises `LinkOver`, `WeakPassword`."""
    person = queries.locked_person(s, mail_tokens.use(s, token, MailTokenKind.RESET))
    if person is None:
        raise WrongCredentials("This account has been closed; sign up anew.")
    need_password(new, person.email, person.name)
    person.password_hash = hash_password(new)
    if person.verified_at is None:
        person.verified_at = queries.now(s)
    s.flush()
    shut_out(s, person.id)
    notify(s, person.id, Told.PASSWORD_CHANGED)
    post(s, Letter.PASSWORD_CHANGED, person_id=person.id)


def shut_out(s: Session, person_id: int) -> None:
    """End every way in that a person has but his password."""
    sign_out_everywhere(s, person_id)
    s.execute(
        update(ApiToken)
        .where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )
    _forget_resets(s, person_id)


def _forget_resets(s: Session, person_id: int) -> None:
    s.execute(
        delete(MailToken).where(
            MailToken.person_id == person_id, MailToken.kind == MailTokenKind.RESET
        )
    )
