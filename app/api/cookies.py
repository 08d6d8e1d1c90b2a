"""The two cookies of a browser: of its session, and by which it is known later on."""

from fastapi import Response

from app.api.deps import BROWSER, COOKIE, cookie
from app.core.settings import settings
from app.people.sessions import LASTS, SignedIn

KNOWN = 400 * 24 * 3600
"""Seconds for which a browser is known: as long as browsers keep any cookie."""


def let_in(response: Response, opened: SignedIn) -> None:
    """Give the browser its session, and make it a known one."""
    _set(response, COOKIE, opened.token, int(LASTS.total_seconds()))
    if opened.browser is not None:
        _set(response, BROWSER, opened.browser, KNOWN)


def forget(response: Response) -> None:
    """Have the browser drop its session's cookie; it stays a known one."""
    response.delete_cookie(
        cookie(COOKIE), secure=settings().secure_cookies, httponly=True, samesite="lax"
    )


def _set(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        cookie(name),
        value,
        max_age=seconds,
        secure=settings().secure_cookies,
        httponly=True,
        samesite="lax",
    )
