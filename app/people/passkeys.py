"""Passkeys: key pairs on people's devices (WebAuthn). A device signs a challenge of ours for our
address alone, so that no other site can ask for it in our name."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import webauthn
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.core.errors import NotFound
from app.core.settings import settings
from app.models.factor import Passkey, Proving, ProvingKind
from app.people import factors, proving, queries
from app.people.problems import PasskeyRefused, TooManyPasskeys

MOST = 20
"""Passkeys of one person."""

Options = dict[str, Any]
"""What the browser is to be asked with, as its own interface has it in JSON."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """Something to be signed: the proof's secret, and what the browser is to be asked with."""

    proving: str
    options: Options


def _site() -> str:
    """The name that keys are bound to: our host."""
    return urlsplit(settings().address).hostname or "localhost"


def begin_register(s: Session, person_id: int) -> Challenge:
    """Ask a device for a new key that can be found without an address. Raises `TooManyPasskeys`."""
    person = queries.person(s, person_id)
    assert person is not None
    known = _keys_of(s, person_id)
    if len(known) >= MOST:
        raise TooManyPasskeys(f"You have {MOST} passkeys; take away some that are not used.")
    options = webauthn.generate_registration_options(
        rp_id=_site(),
        rp_name="Dure",
        user_name=person.email,
        user_display_name=person.name,
        user_id=hmac.digest(settings().signing_key(), f"passkey\0{person_id}".encode(), "sha256"),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_described(key) for key in known],
    )
    token = proving.begin(s, ProvingKind.REGISTER, person_id=person_id, challenge=options.challenge)
    return Challenge(token, orjson.loads(webauthn.options_to_json(options)))


def register(s: Session, person_id: int, token: str, credential: Options, name: str) -> int:
    """Keep the key that a device made; its id. Raises `ProvingOver`, `PasskeyRefused`."""
    proof = proving.held(s, token, ProvingKind.REGISTER, person_id)
    proving.end(s, proof)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=proof.challenge or b"",
            expected_rp_id=_site(),
            expected_origin=settings().address,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        raise PasskeyRefused("The device's answer does not fit; try again.") from fault
    if s.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)):
        raise PasskeyRefused("This passkey is known already; use it, or make another.")
    passkey_id = s.execute(
        insert(Passkey)
        .values(
            person_id=person_id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            transports=_transports(credential),
            name=name,
        )
        .returning(Passkey.id)
    ).scalar_one()
    factors.changed(s, person_id, "passkey", by=person_id, made=True)
    return passkey_id


def ask(s: Session, kind: ProvingKind, person_id: int | None = None) -> Challenge:
    """Ask for a signature: of any of this person's keys, or, where nobody is named, of any key of
    ours that the device has."""
    options = webauthn.generate_authentication_options(
        rp_id=_site(),
        allow_credentials=[_described(key) for key in _keys_of(s, person_id)]
        if person_id is not None
        else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    token = proving.begin(s, kind, person_id=person_id, challenge=options.challenge)
    return Challenge(token, orjson.loads(webauthn.options_to_json(options)))


def proved(s: Session, proof: Proving, credential: Mapping[str, Any]) -> int:
    """Whose key signed the proof's challenge: that of the person whose proof it is, where it is
    somebody's. Raises `PasskeyRefused`."""
    try:
        said = str(credential.get("id", ""))
        row = s.scalar(
            select(Passkey)
            .where(Passkey.credential_id == webauthn.base64url_to_bytes(said))
            .with_for_update()
        )
        if row is None or proof.person_id not in (None, row.person_id):
            raise PasskeyRefused("We do not know this passkey; sign in in another way.")
        done = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=proof.challenge or b"",
            expected_rp_id=_site(),
            expected_origin=settings().address,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        raise PasskeyRefused("The device's answer does not fit; try again.") from fault
    row.sign_count = done.new_sign_count
    row.used_at = queries.now(s)
    s.flush()
    return row.person_id


def rename(s: Session, person_id: int, passkey_id: int, name: str) -> None:
    """Call a key by another name. Raises `NotFound`."""
    _own(s, person_id, passkey_id).name = name
    s.flush()


def remove(s: Session, person_id: int, passkey_id: int) -> None:
    """Take one of his keys away. Raises `NotFound`, `LastFactor`."""
    key = _own(s, person_id, passkey_id)
    s.execute(delete(Passkey).where(Passkey.id == key.id))
    factors.need_another(s, person_id)
    factors.changed(s, person_id, "passkey", by=person_id, made=False)


def _own(s: Session, person_id: int, passkey_id: int) -> Passkey:
    # In the order of persons first, as all that changes factors: the last two cannot go at once.
    queries.locked_person(s, person_id)
    key = s.get(Passkey, passkey_id)
    if key is None or key.person_id != person_id:
        raise NotFound("You have no such passkey.")
    return key


def _keys_of(s: Session, person_id: int | None) -> list[Passkey]:
    found = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    return list(s.scalars(found))


def _described(key: Passkey) -> PublicKeyCredentialDescriptor:
    transports = [AuthenticatorTransport(each) for each in key.transports]
    return PublicKeyCredentialDescriptor(id=key.credential_id, transports=transports or None)


def _transports(credential: Mapping[str, Any]) -> list[str]:
    """How the device says it can be reached; what the standard does not name is left out."""
    response = credential.get("response")
    said = response.get("transports") if isinstance(response, Mapping) else None
    named = {each.value for each in AuthenticatorTransport}
    return [one for one in said if one in named] if isinstance(said, list) else []
