"""Proving oneself a second time: by an app's code, a code on paper, or a passkey.

Codes of apps are those of RFC 6238: six digits, for 30 seconds, by SHA-1, as every app makes them.
One step to either side is taken, since clocks differ, and none twice.
"""

import hmac
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyotp
import segno
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models.factor import ProvingKind, Totp
from app.models.person import Person, Second, SignedInBy
from app.people import factors, passkeys, proving, queries, sessions
from app.people.problems import ConfirmNeeded, ProvingOver, WrongCode
from app.people.sessions import Caller, SignedIn
from app.vault import totps

STEP = 30  # seconds


@dataclass(frozen=True, slots=True)
class NewTotp:
    """A secret for an authenticator app: to be typed, and to be taken from a picture (SVG)."""

    secret: str
    address: str
    picture: str


def begin_totp(s: Session, person_id: int) -> NewTotp:
    """A new secret, which counts once its first code was said. Raises `WrongCode` where there is
    one that counts."""
    person = queries.locked_person(s, person_id)
    assert person is not None
    secret = pyotp.random_base32()
    if not totps.put(s, person_id, secret):
        raise ProvingOver("You have an authenticator app already; take it away first.")
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="Dure")
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    return NewTotp(secret, address, drawn.getvalue().decode())


def confirm_totp(s: Session, person_id: int, code: str) -> list[str] | None:
    """From now on the app's codes count; recovery codes for who had none. Raises `WrongCode`,
    `ProvingOver`."""
    queries.locked_person(s, person_id)
    row = _totp(s, person_id)
    if row is None or row.confirmed_at is not None:
        raise ProvingOver("There is nothing to confirm; begin again.")
    if not _takes(s, row, code):
        raise WrongCode("This code is not right; type the one that the app shows now.")
    row.confirmed_at = queries.now(s)
    s.flush()
    factors.changed(s, person_id, "totp", by=person_id, made=True)
    return factors.first_codes(s, person_id)


def remove_totp(s: Session, person_id: int) -> None:
    """The app's codes count no more; again is no change. Raises `LastFactor`."""
    queries.locked_person(s, person_id)
    gone = s.scalar(delete(Totp).where(Totp.person_id == person_id).returning(Totp.confirmed_at))
    if gone is not None:
        factors.need_another(s, person_id)
        factors.changed(s, person_id, "totp", by=person_id, made=False)


def second_step(
    s: Session,
    token: str,
    *,
    code: str | None,
    credential: Mapping[str, Any] | None,
    challenge: str | None,
    caller: Caller,
) -> SignedIn | None:
    """Sign in who has done the first step; None where the code is wrong, which is counted. Raises
    `ProvingOver`, `PasskeyRefused`."""
    proof = proving.held(s, token, ProvingKind.SECOND)
    person_id = proof.person_id
    assert person_id is not None
    second: Second | None
    if credential is not None:
        second = _signed(s, person_id, challenge, credential)
    else:
        second = code_of(s, person_id, code or "")
    if second is None:
        proof.tries += 1
        s.flush()
        return None
    proving.end(s, proof)
    return sessions.arrive(
        s, person_id, by=SignedInBy(proof.data["by"]), second=second, caller=caller
    )


def confirm(
    s: Session,
    person_id: int,
    session: str,
    *,
    password: str | None,
    code: str | None,
    credential: Mapping[str, Any] | None,
    challenge: str | None,
) -> None:
    """Prove oneself anew before something grave: by a second factor where one has one, else by the
    password. Raises `WrongPassword`, `WrongCode`, `PasskeyRefused`, `ProvingOver`, and
    `ConfirmNeeded` where the password is not enough."""
    second: Second | None = None
    if credential is not None:
        second = _signed(s, person_id, challenge, credential)
    elif code is not None:
        second = code_of(s, person_id, code)
        if second is None:
            raise WrongCode("This code is not right, or was used before; try another.")
    else:
        if factors.of(s, person_id).any:
            raise ConfirmNeeded("Prove it with your app or a passkey: the password is not enough.")
        sessions.need_own_password(s.get(Person, person_id), password or "")
    sessions.confirmed(s, session, second)


def _signed(
    s: Session, person_id: int, challenge: str | None, credential: Mapping[str, Any]
) -> Second:
    proof = proving.held(s, challenge or "", ProvingKind.CONFIRM, person_id)
    proving.end(s, proof)
    passkeys.proved(s, proof, credential)
    return Second.PASSKEY


def code_of(s: Session, person_id: int, given: str) -> Second | None:
    """Which kind of code this is that is right, and is used up now; None where it is not right."""
    row = _totp(s, person_id)
    if row is not None and row.confirmed_at is not None and _takes(s, row, given):
        return Second.TOTP
    return Second.RECOVERY if factors.use_code(s, person_id, given) else None


def _totp(s: Session, person_id: int) -> Totp | None:
    return s.scalar(select(Totp).where(Totp.person_id == person_id).with_for_update())


def _takes(s: Session, row: Totp, given: str) -> bool:
    """Whether it is a code of now that was not used, nor an older one; it is used then."""
    digits = "".join(given.split())
    app = pyotp.TOTP(totps.secret_of(row), interval=STEP)
    now = int(queries.now(s).timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        if step > row.last_step and hmac.compare_digest(
            app.generate_otp(step), digits if digits.isascii() else ""
        ):
            row.last_step = step
            s.flush()
            return True
    return False
