"""Addresses of the app that serve one file for a short time, without a session.

The token holds what is served and until when, and a signature over both: the media route needs no
look-up, and nobody can make or prolong a link.
"""

import base64
import binascii
import time
from dataclasses import dataclass
from datetime import timedelta

import orjson

from app.core.errors import NotFound
from app.core.security import sign, signed
from app.core.settings import settings

PATH = "/api/v1/media/"
_PURPOSE = "media link"
# Expiry falls on whole minutes, so that a page loaded twice finds its pictures in the cache.
_GRAIN = 60


class LinkRefused(NotFound):
    """The link has expired, or was never made here."""

    code, title = "link_expired", "Link expired"


@dataclass(frozen=True, slots=True)
class Link:
    """What a valid token allows to read."""

    key: str
    expires: int  # seconds since 1970
    media_type: str
    filename: str | None  # saved under this name, or shown when None


def sign_link(
    secret: bytes, key: str, ttl: timedelta, *, media_type: str, filename: str | None = None
) -> str:
    """The address, relative to the app or at the origin of files, that serves `key` for `ttl` and
    up to a minute more."""
    expires = -(-int(time.time() + ttl.total_seconds()) // _GRAIN) * _GRAIN
    body = base64.urlsafe_b64encode(orjson.dumps([key, expires, media_type, filename]))
    payload = body.rstrip(b"=").decode()
    return f"{settings().media_origin}{PATH}{payload}.{sign(secret, _PURPOSE, payload)}"


def verify_link(secret: bytes, token: str) -> Link:
    """What `token` (the last part of the address) allows. Raises LinkRefused."""
    payload, _, signature = token.partition(".")
    refused = LinkRefused("This link has expired; load the page again.")
    if not token.isascii() or not signed(secret, _PURPOSE, payload, signature):
        raise refused
    try:
        body = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        link = Link(*orjson.loads(body))
    except (binascii.Error, ValueError, TypeError):
        raise refused from None
    if link.expires < time.time():
        raise refused
    return link
