"""Signing in by an outside provider, which says who somebody is there.

An account here is linked to one there by its owner: signed in here, or with his password once. That
both have one address is no proof: whoever runs the provider could have given it to anybody.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.security import new_token
from app.core.settings import settings
from app.models.factor import OutsideIdentity, Proving, ProvingKind
from app.models.person import Person, SignedInBy
from app.people import factors, oidc_client, proving, queries, rules, sessions
from app.people.problems import OutsideRefused
from app.people.sessions import Caller, Halfway, SignedIn

BACK = "/api/v1/oidc/callback"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the browser goes, and the secret that it must bring back in a cookie too."""

    location: str
    state: str


@dataclass(frozen=True, slots=True)
class Back:
    """Who came back: `to` is where he wanted to go, `linking` who of ours it is to be linked to."""

    said: dict[str, Any]
    to: str
    linking: int | None


@dataclass(frozen=True, slots=True)
class Linking:
    """The address has an account here that is not linked: its password is asked for, once."""

    proving: str


def leave(s: Session, provider: oidc_client.Provider, *, to: str, person_id: int | None) -> Leaving:
    """Send a browser to the provider; with `person_id` to link what it says to his account."""
    state, nonce, verifier = new_token(), new_token(), new_token()
    proving.begin(
        s,
        ProvingKind.OUTSIDE,
        person_id=person_id,
        data={"nonce": nonce, "verifier": verifier, "to": to},
        token=state,
    )
    return Leaving(
        oidc_client.way_there(provider, back=back(), state=state, nonce=nonce, verifier=verifier),
        state,
    )


def back() -> str:
    """Where the provider sends browsers back to; it has to be registered there."""
    return settings().address + BACK


def take(s: Session, state: str, cookie: str | None) -> Proving:
    """The sign-in that this browser began, once. Raises `OutsideRefused`, `ProvingOver`."""
    if cookie != state:
        raise OutsideRefused("This sign-in was begun in another browser; begin again here.")
    proof = proving.held(s, state, ProvingKind.OUTSIDE)
    proving.end(s, proof)
    return proof


def come_back(proof: Proving, code: str) -> Back:
    """Ask the provider who came back. No transaction is open meanwhile. Raises `OutsideRefused`."""
    said = oidc_client.claims(
        oidc_client.discover(),
        code=code,
        back=back(),
        nonce=proof.data["nonce"],
        verifier=proof.data["verifier"],
    )
    return Back(dict(said), proof.data["to"], proof.person_id)


def link(s: Session, person_id: int, said: dict[str, Any]) -> None:
    """What the provider calls somebody is this account from now on. Raises `OutsideRefused` where
    it is another's."""
    row = insert(OutsideIdentity).values(
        issuer=said["iss"], subject=said["sub"], person_id=person_id, email=_address(said) or ""
    )
    made = s.scalar(row.on_conflict_do_nothing().returning(OutsideIdentity.person_id))
    if made is not None:
        factors.changed(s, person_id, "outside", by=person_id, made=True)
    elif _known(s, said) != person_id:
        raise OutsideRefused("That outside account belongs to somebody else here.")


def unlink(s: Session, person_id: int) -> None:
    """He signs in by the provider no more; again is no change."""
    gone = s.scalars(
        delete(OutsideIdentity)
        .where(OutsideIdentity.person_id == person_id)
        .returning(OutsideIdentity.subject)
    ).all()
    if gone:
        factors.changed(s, person_id, "outside", by=person_id, made=False)


def enter(s: Session, said: dict[str, Any], caller: Caller) -> SignedIn | Halfway | Linking:
    """Sign in whom the provider names: linked already, or to be linked, or new. Raises
    `OutsideRefused` for who has no account here and gets none."""
    person_id = _known(s, said)
    if person_id is None:
        address = _address(said)
        if address is None:
            raise OutsideRefused("The provider has not confirmed your address; confirm it there.")
        known = queries.person_by_email(s, address)
        if known is not None:
            kept = {name: said[name] for name in ("iss", "sub", "email")}
            data = {"said": {**kept, "email_verified": True}}
            return Linking(proving.begin(s, ProvingKind.LINK, person_id=known.id, data=data))
        person_id = _sign_up(s, address, said)
    s.execute(
        update(OutsideIdentity)
        .where(OutsideIdentity.issuer == said["iss"], OutsideIdentity.subject == said["sub"])
        .values(used_at=func.now())
    )
    return sessions.come_in(s, person_id, by=SignedInBy.OUTSIDE, caller=caller)


def link_once(s: Session, token: str, password: str, caller: Caller) -> SignedIn | Halfway | None:
    """Link the account to what the provider said, and sign in; None where the password is wrong,
    which is counted. Raises `ProvingOver`, `Unverified`."""
    proof = proving.held(s, token, ProvingKind.LINK)
    person = queries.person(s, proof.person_id or 0)
    if not sessions.right(person, password) or person is None:
        proof.tries += 1
        s.flush()
        return None
    sessions.need_proved(person)
    proving.end(s, proof)
    link(s, person.id, proof.data["said"])
    return sessions.come_in(s, person.id, by=SignedInBy.OUTSIDE, caller=caller)


def _known(s: Session, said: dict[str, Any]) -> int | None:
    return s.scalar(
        select(OutsideIdentity.person_id)
        .join(Person, Person.id == OutsideIdentity.person_id)
        .where(
            OutsideIdentity.issuer == said["iss"],
            OutsideIdentity.subject == said["sub"],
            Person.left_at.is_(None),
        )
    )


def _address(said: dict[str, Any]) -> str | None:
    """The address, where the provider says that it was proved."""
    email = said.get("email")
    if not isinstance(email, str) or said.get("email_verified") is not True or "@" not in email:
        return None
    return rules.tidy_email(email) if len(email) <= 320 and rules.one_line(email) else None


def _sign_up(s: Session, address: str, said: dict[str, Any]) -> int:
    if not settings().oidc_sign_up:
        raise OutsideRefused("You have no account here yet; sign up first, then link it.")
    name = said.get("name")
    if not isinstance(name, str) or not rules.tidy_name(name) or not rules.one_line(name):
        name = address.split("@")[0]
    person_id: int = s.execute(
        insert(Person)
        .values(
            email=address,
            name=rules.tidy_name(name)[:100],
            locale="en" if said.get("locale") == "en" else "ko",
            verified_at=func.now(),
        )
        .returning(Person.id)
    ).scalar_one()
    link(s, person_id, said)
    return person_id
