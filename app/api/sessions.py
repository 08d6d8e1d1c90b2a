"""Signing in and out, in one step or two, and proving oneself anew."""

from fastapi import Response, status

from app.api import cookies, limits
from app.api.by_hand import by_hand
from app.api.deps import Door, Way
from app.api.ids import Key
from app.api.router import Router
from app.core.security import hash_token
from app.models.factor import ProvingKind
from app.models.person import SignedInBy
from app.people import devices, passkeys, proving, queries, sessions
from app.people.factor_schemas import (
    ChallengeView,
    Confirm,
    Halfway,
    HalfwayView,
    LoginView,
    PasskeySignIn,
    SecondStep,
)
from app.people.problems import WrongCode
from app.people.schemas import SignedInView, SignIn
from app.people.sessions import Caller, SignedIn
from app.workflow import prove

router = Router(prefix="/sessions", tags=["sessions"])

WRONG = "This code is not right, or was used before; try another."


def caller(door: Door) -> Caller:
    """The browser that asks."""
    return Caller(door.user_agent, door.cookie, door.browser)


def signed_in(response: Response, found: SignedIn | sessions.Halfway) -> SignedInView | Response:
    """The session, with its cookies; or the second step, answered 202."""
    if isinstance(found, SignedIn):
        return _in(response, found)
    ways = [("totp", found.totp), ("passkey", found.passkey), ("recovery", True)]
    view = HalfwayView.model_validate(
        {"proving": found.proving, "ways": [way for way, is_open in ways if is_open]}
    )
    return Response(view.model_dump_json(), status.HTTP_202_ACCEPTED, media_type="application/json")


def _in(response: Response, opened: SignedIn) -> SignedInView:
    cookies.let_in(response, opened)
    return SignedInView(person_id=opened.person_id, csrf=opened.csrf)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=SignedInView,
    responses={202: {"model": HalfwayView, "description": "There is a second step."}},
)
def sign_in(asked: SignIn, door: Way, response: Response) -> SignedInView | Response:
    """Sign in. The cookie is set; the answer's `csrf` goes with every change. Who has a second
    factor is answered 202, and signs in with `POST /sessions/second`."""
    limits.spend(limits.SIGN_IN, door.client, asked.email)
    with door.open() as s:
        if not devices.known_at(s, asked.email, door.browser):
            limits.slow(limits.PASSWORDS, asked.email)
        found = sessions.sign_in(s, asked.email, asked.password, caller=caller(door))
    limits.forgive(limits.SIGN_IN, door.client, asked.email)
    limits.pardon(limits.PASSWORDS, asked.email)
    return signed_in(response, found)


@router.post("/second/options", response_model=ChallengeView)
def ask_second(asked: Halfway, door: Way) -> ChallengeView:
    """A challenge for a passkey of who has done the first step."""
    limits.spend(limits.CODE, door.client, asked.proving)
    with door.open() as s:
        proof = proving.held(s, asked.proving, ProvingKind.SECOND)
        found = passkeys.ask(s, ProvingKind.CONFIRM, proof.person_id)
    return ChallengeView(proving=found.proving, options=found.options)


@router.post("/second", status_code=status.HTTP_201_CREATED, response_model=SignedInView)
def second_step(asked: SecondStep, door: Way, response: Response) -> SignedInView:
    """Take the second step of signing in: with a code of one's app, one from paper, or a passkey.
    After five that were wrong one begins again."""
    limits.spend(limits.CODE, door.client, asked.proving)
    with door.open() as s:
        if asked.code is not None:
            proof = proving.held(s, asked.proving, ProvingKind.SECOND)
            limits.slow(limits.CODES, f"person {proof.person_id}")
        opened = prove.second_step(
            s,
            asked.proving,
            code=asked.code,
            credential=asked.credential,
            challenge=asked.challenge,
            caller=caller(door),
        )
    if opened is None:
        raise WrongCode(WRONG)
    limits.forgive(limits.CODE, door.client, asked.proving)
    limits.pardon(limits.CODES, f"person {opened.person_id}")
    return _in(response, opened)


@router.post("/passkey/options", response_model=ChallengeView)
def ask_passkey(door: Way) -> ChallengeView:
    """A challenge for any passkey of this Dure that the device has."""
    limits.spend(limits.CHALLENGE, door.client, door.client)
    with door.open() as s:
        found = passkeys.ask(s, ProvingKind.PASSKEY)
    return ChallengeView(proving=found.proving, options=found.options)


@router.post("/passkey", status_code=status.HTTP_201_CREATED, response_model=SignedInView)
def sign_in_by_passkey(asked: PasskeySignIn, door: Way, response: Response) -> SignedInView:
    """Sign in with a passkey alone: the device has checked its owner, so that there is no second
    step."""
    limits.spend(limits.CHALLENGE, door.client, door.client)
    with door.open() as s:
        proof = proving.held(s, asked.proving, ProvingKind.PASSKEY)
        proving.end(s, proof)
        person_id = passkeys.proved(s, proof, asked.credential)
        opened = sessions.arrive(
            s, person_id, by=SignedInBy.PASSKEY, second=None, caller=caller(door)
        )
    return _in(response, opened)


@router.post("/confirm/options", response_model=ChallengeView)
def ask_confirmation(door: Way) -> ChallengeView:
    """A challenge for one of one's passkeys, to prove oneself anew."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        found = passkeys.ask(s, ProvingKind.CONFIRM, me.id)
    return ChallengeView(proving=found.proving, options=found.options)


@router.post("/confirm", status_code=status.HTTP_204_NO_CONTENT)
def confirm(asked: Confirm, door: Way) -> None:
    """Prove that it is oneself, before something grave: with a second factor where one has any,
    else with one's password. It holds for a quarter of an hour."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        limits.spend(limits.GUESS, door.client, f"person {me.id}")
        prove.confirm(s, me.id, door.cookie or "", **asked.model_dump())


@router.get("", response_model=list[LoginView])
def list_sessions(door: Way) -> list[LoginView]:
    """The browsers in which one is signed in, the newest first."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        mine = hash_token(door.cookie or "")
        return [
            LoginView(**login._mapping, current=login.token_hash == mine)
            for login in queries.logins(s, me.id)
        ]


@router.delete("/current", status_code=status.HTTP_204_NO_CONTENT)
def sign_out(door: Way, response: Response) -> None:
    """Sign out here."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        sessions.sign_out(s, door.cookie or "")
    cookies.forget(response)


@router.delete("/others", status_code=status.HTTP_204_NO_CONTENT)
def sign_out_others(door: Way) -> None:
    """Sign out in all browsers but this one."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        sessions.sign_out_everywhere(s, me.id, but=door.cookie)


@router.delete("/{login_id}", status_code=status.HTTP_204_NO_CONTENT)
def sign_out_one(login_id: Key, door: Way) -> None:
    """Sign out in one of one's browsers. May be retried."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        sessions.end_one(s, me.id, login_id)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
def sign_out_everywhere(door: Way, response: Response) -> None:
    """Sign out in all browsers, this one included. API tokens stay."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        sessions.sign_out_everywhere(s, me.id)
    cookies.forget(response)
