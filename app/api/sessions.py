"""Signing in and out."""

from fastapi import APIRouter, Request, Response, status

from app.api import limits
from app.api.by_hand import by_hand
from app.api.deps import COOKIE, Way
from app.core.security import hash_token
from app.core.settings import settings
from app.people import queries, sessions
from app.people.schemas import LoginView, SignedInView, SignIn

router = APIRouter(prefix="/sessions", tags=["sessions"])


@router.post("", status_code=status.HTTP_201_CREATED, response_model=SignedInView)
def sign_in(asked: SignIn, door: Way, request: Request, response: Response) -> SignedInView:
    """Sign in. The cookie is set; the answer's `csrf` goes with every change."""
    limits.spend(limits.SIGN_IN, door.client, asked.email)
    with door.open() as s:
        opened = sessions.sign_in(
            s,
            asked.email,
            asked.password,
            user_agent=request.headers.get("user-agent"),
            instead_of=door.cookie,
        )
    limits.forgive(limits.SIGN_IN, door.client, asked.email)
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(sessions.LASTS.total_seconds()),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return SignedInView(person_id=opened.person_id, csrf=opened.csrf)


@router.get("", response_model=list[LoginView])
def list_sessions(door: Way) -> list[LoginView]:
    """The browsers in which one is signed in, the newest first."""
    with door.enter() as (s, me):
        by_hand(me)
        mine = hash_token(door.cookie or "")
        return [
            LoginView(
                user_agent=login.user_agent,
                created_at=login.created_at,
                expires_at=login.expires_at,
                current=login.token_hash == mine,
            )
            for login in queries.logins(s, me.id)
        ]


@router.delete("/current", status_code=status.HTTP_204_NO_CONTENT)
def sign_out(door: Way, response: Response) -> None:
    """Sign out here."""
    with door.enter() as (s, me):
        by_hand(me)
        sessions.sign_out(s, door.cookie or "")
    forget_cookie(response)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
def sign_out_everywhere(door: Way, response: Response) -> None:
    """Sign out in all browsers, this one included. API tokens stay."""
    with door.enter() as (s, me):
        by_hand(me)
        sessions.sign_out_everywhere(s, me.id)
    forget_cookie(response)


def forget_cookie(response: Response) -> None:
    """Have the browser drop its session's cookie."""
    response.delete_cookie(COOKIE, secure=settings().secure_cookies, httponly=True, samesite="lax")
