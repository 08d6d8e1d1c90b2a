"""What one proves oneself with besides a password: an app's codes, codes on paper, passkeys."""

from fastapi import status

from app.api import limits
from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.router import Router
from app.models.person import Second
from app.people import factors, sessions
from app.people.factor_schemas import (
    CodesView,
    FactorsView,
    NewTotpView,
    PasskeyView,
    TypeCode,
)
from app.people.problems import LastFactor
from app.workflow import prove

router = Router(prefix="/me/factors", tags=["factors"])


@router.get("", response_model=FactorsView)
def list_factors(door: Way) -> FactorsView:
    """What one has, and whether this installation asks for a second factor."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        found = factors.of(s, me.id)
        return FactorsView(
            password=found.password,
            totp_since=found.totp_since,
            codes_left=found.codes_left,
            passkeys=[PasskeyView.model_validate(key) for key in found.passkeys],
            outside=found.outside.email if found.outside else None,
            needed=found.needed,
        )


@router.post("/totp", response_model=NewTotpView)
def begin_totp(door: Way) -> NewTotpView:
    """A secret for an authenticator app. It counts once `confirm` was given a code of it."""
    with door.enter(bare=True) as (s, me):
        by_hand(me, grave=True)
        made = prove.begin_totp(s, me.id)
    return NewTotpView(secret=made.secret, address=made.address, picture=made.picture)


@router.post("/totp/confirm", response_model=CodesView)
def confirm_totp(asked: TypeCode, door: Way) -> CodesView:
    """From now on signing in asks for a code. One is signed out in other browsers, since they were
    opened without."""
    with door.enter(bare=True) as (s, me):
        by_hand(me, grave=True)
        limits.spend(limits.GUESS, door.client, f"person {me.id}")
        codes = prove.confirm_totp(s, me.id, asked.code)
        sessions.confirmed(s, door.cookie or "", Second.TOTP)
        sessions.sign_out_everywhere(s, me.id, but=door.cookie)
    return CodesView(codes=codes)


@router.delete("/totp", status_code=status.HTTP_204_NO_CONTENT)
def remove_totp(door: Way) -> None:
    """The app's codes count no more. May be retried."""
    with door.enter(bare=True) as (s, me):
        by_hand(me, grave=True)
        prove.remove_totp(s, me.id)


@router.post("/codes", response_model=CodesView)
def make_codes(door: Way) -> CodesView:
    """Ten new codes for paper, each good once; those one had are good for nothing any more."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        if not factors.of(s, me.id).any:
            raise LastFactor("Set up an app or a passkey first: codes stand in for those.")
        codes = factors.new_codes(s, me.id)
        factors.changed(s, me.id, "codes", by=me.id, made=True)
    return CodesView(codes=codes)
