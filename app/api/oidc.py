"""Signing in by an outside provider (OpenID Connect: code flow, PKCE)."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response, status
from fastapi.responses import RedirectResponse

from app.api import cookies, limits
from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.router import Router
from app.api.sessions import caller, signed_in
from app.core.errors import Problem
from app.core.settings import settings
from app.people import oidc, oidc_client
from app.people.factor_schemas import (
    INSIDE,
    GoOutside,
    HalfwayView,
    LinkAccount,
    OutsideView,
    WayOutside,
)
from app.people.problems import OutsideRefused, WrongPassword
from app.people.schemas import SignedInView
from app.people.sessions import Halfway

router = Router(prefix="/oidc", tags=["sessions"])

COOKIE = "dure_outside"
To = Annotated[str, Query(max_length=500, pattern=INSIDE)]
Told = Annotated[str, Query(max_length=4000)]


@router.get("", response_model=OutsideView)
def outside(door: Way) -> OutsideView:
    """What the provider is called that one may sign in by; nothing where there is none."""
    return OutsideView(name=settings().oidc_name if oidc_client.configured() else None)


@router.get("/start", status_code=status.HTTP_303_SEE_OTHER, response_class=RedirectResponse)
def start(door: Way, to: To = "/") -> Response:
    """Go to the provider, to come back signed in."""
    limits.spend(limits.CHALLENGE, door.client, door.client)
    try:
        provider = oidc_client.discover()
    except Problem as refusal:
        return _to_door("refused", refusal.code)
    with door.open() as s:
        leaving = oidc.leave(s, provider, to=to, person_id=None)
    return _bound(RedirectResponse(leaving.location, status.HTTP_303_SEE_OTHER), leaving.state)


@router.post("/links", response_model=WayOutside)
def begin_link(asked: GoOutside, door: Way, response: Response) -> WayOutside:
    """Where to go to link one's account to one at the provider."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        person_id = me.id
    provider = oidc_client.discover()
    with door.open() as s:
        leaving = oidc.leave(s, provider, to=asked.to, person_id=person_id)
    _bound(response, leaving.state)
    return WayOutside(location=leaving.location)


@router.delete("/links", status_code=status.HTTP_204_NO_CONTENT)
def unlink(door: Way) -> None:
    """Sign in by the provider no more. A new password comes by mail. May be retried."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        oidc.unlink(s, me.id)


@router.get("/callback", status_code=status.HTTP_303_SEE_OTHER, response_class=RedirectResponse)
def come_back(
    request: Request, door: Way, state: Told = "", code: Told = "", error: Told = ""
) -> Response:
    """Where the provider sends the browser back to. It goes on signed in; or to the door, for a
    second step, to link an account, or because it was refused."""
    limits.spend(limits.CHALLENGE, door.client, door.client)
    try:
        with door.open() as s:
            proof = oidc.take(s, state, request.cookies.get(COOKIE))
        if error or not code:
            raise OutsideRefused("The provider did not let you through; try again.")
        back = oidc.come_back(proof, code)
        if back.linking is not None:
            with door.enter() as (s, me):
                if me.id != back.linking:
                    raise OutsideRefused("Somebody else is signed in here by now; begin again.")
                oidc.link(s, me.id, back.said)
            return _done(RedirectResponse(back.to, status.HTTP_303_SEE_OTHER))
        with door.open() as s:
            found = oidc.enter(s, back.said, caller(door))
    except Problem as refusal:
        return _to_door("refused", refusal.code)
    if isinstance(found, oidc.Linking):
        return _to_door("link", found.proving, back.to)
    if isinstance(found, Halfway):
        return _to_door("passkey" if not found.totp else "second", found.proving, back.to)
    gone = _done(RedirectResponse(back.to, status.HTTP_303_SEE_OTHER))
    cookies.let_in(gone, found)
    return gone


@router.post(
    "/links/confirm",
    status_code=status.HTTP_201_CREATED,
    response_model=SignedInView,
    responses={202: {"model": HalfwayView, "description": "There is a second step."}},
)
def link_account(asked: LinkAccount, door: Way, response: Response) -> SignedInView | Response:
    """Link the account that has the address which the provider names, by its password, and sign
    in. After five wrong ones one begins again."""
    limits.spend(limits.CODE, door.client, asked.proving)
    with door.open() as s:
        found = oidc.link_once(s, asked.proving, asked.password, caller(door))
    if found is None:
        raise WrongPassword("That is not the password of this account; try again.")
    limits.forgive(limits.CODE, door.client, asked.proving)
    return signed_in(response, found)


def _bound(response: Response, state: str) -> Response:
    response.set_cookie(
        COOKIE,
        state,
        max_age=600,
        path="/api/v1/oidc",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response


def _done(response: Response) -> Response:
    response.delete_cookie(
        COOKIE,
        path="/api/v1/oidc",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response


def _to_door(what: str, secret: str, to: str = "/") -> Response:
    # Behind a #, where no server's log sees it.
    place = f"/sign-in?{urlencode({'to': to})}#{what}={secret}"
    return _done(RedirectResponse(place, status.HTTP_303_SEE_OTHER))
