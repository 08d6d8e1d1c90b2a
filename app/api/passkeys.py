"""One's passkeys."""

from fastapi import status

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.people import factors, passkeys, sessions
from app.people.factor_schemas import ChallengeView, CodesView, NamePasskey, NewPasskey

router = Router(prefix="/me/passkeys", tags=["factors"])


@router.post("/options", response_model=ChallengeView)
def ask_new_passkey(door: Way) -> ChallengeView:
    """What the browser is to be asked with for another passkey."""
    with door.enter(bare=True) as (s, me):
        by_hand(me, grave=True)
        found = passkeys.begin_register(s, me.id)
    return ChallengeView(proving=found.proving, options=found.options)


@router.post("", status_code=status.HTTP_201_CREATED, response_model=CodesView)
def add_passkey(asked: NewPasskey, door: Way) -> CodesView:
    """Keep a passkey that the device made; with one's first second factor come recovery codes, and
    one is signed out in other browsers."""
    with door.enter(bare=True) as (s, me):
        by_hand(me, grave=True)
        first = not factors.of(s, me.id).any
        passkeys.register(s, me.id, asked.proving, asked.credential, asked.name)
        codes = factors.first_codes(s, me.id)
        if first:
            sessions.sign_out_everywhere(s, me.id, but=door.cookie)
    return CodesView(codes=codes)


@router.patch("/{passkey_id}", status_code=status.HTTP_204_NO_CONTENT)
def name_passkey(passkey_id: Key, asked: NamePasskey, door: Way) -> None:
    """Call a passkey by another name."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        passkeys.rename(s, me.id, passkey_id, asked.name)


@router.delete("/{passkey_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_passkey(passkey_id: Key, door: Way) -> None:
    """Take a passkey away."""
    with door.enter(bare=True) as (s, me):
        by_hand(me, grave=True)
        passkeys.remove(s, me.id, passkey_id)
