"""What can go wrong: refusals of the server, each with its stable `code`, and lines that break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DureError(Exception):
    """Anything that this client raises by itself."""


class Unreachable(DureError):
    """The server cannot be reached, or the line broke off."""

    def __init__(self, detail: str, *, sent: bool) -> None:
        super().__init__(detail)
        self.sent = sent  # whether the request may have arrived


class TimedOut(DureError):
    """What was waited for has not come in time."""


class Broken(DureError):
    """What was downloaded is not what the server says that it is."""


class Failed(DureError):
    """Background work has ended without what it was to do; `why` says why."""

    def __init__(self, what: str, why: str | None) -> None:
        super().__init__(f"{what}: {why}" if why else what)
        self.why = why


class Refused(DureError):
    """The server said no: `code` is stable, `detail` says what to do, `extra` are the members of
    the answer besides."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code", "unknown"))
        self.detail = str(body.get("detail", f"The server answered with HTTP {status}."))
        known = ("type", "title", "status", "code", "detail")
        self.extra = {name: value for name, value in body.items() if name not in known}
        super().__init__(f"{self.code}: {self.detail}")


class Unauthenticated(Refused):
    """401: the token is unknown, was revoked, or has expired."""


class Forbidden(Refused):
    """403: the token's scopes, or its owner's roles, do not allow it."""

    @property
    def permission(self) -> str | None:
        """The permission that is missing."""
        found = self.extra.get("permission")
        return None if found is None else str(found)


class NotFound(Refused):
    """404: it does not exist, or one may not know that it does."""


class Conflict(Refused):
    """409: the state of things does not allow it now."""


class Invalid(Refused):
    """422: it cannot be meant as it was sent."""


class TooManyRequests(Refused):
    """429: too often."""


class Unavailable(Refused):
    """502, 503 or 504: not now; it was tried again and did not help."""


KINDS: dict[int, type[Refused]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Invalid,
    429: TooManyRequests,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def refused(status: int, body: Mapping[str, Any]) -> Refused:
    """The exception for an answer."""
    return KINDS.get(status, Refused)(status, body)
