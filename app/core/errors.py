"""Errors that a caller can do something about.

A domain error is named after the fact it states, owns its HTTP status and a stable code, and its
sentence says what to do. The web layer turns it into `application/problem+json` (RFC 9457).
"""

from typing import Any, ClassVar


class Problem(Exception):
    """A refusal with a reason.

    `detail` is one sentence for a person; `extra` are machine-readable members of the answer.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[str] = "Bad request"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The problem+json object."""
        return {
            "type": f"https://dure.dev/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.extra,
        }


class Invalid(Problem):
    """The request is well-formed and yet cannot be meant."""

    status, code, title = 422, "invalid", "Invalid input"


class Unauthenticated(Problem):
    """Nobody is signed in, or the token is not valid any more."""

    status, code, title = 401, "unauthenticated", "Sign in first"


class Forbidden(Problem):
    """A member asks for what his roles do not allow."""

    status, code, title = 403, "forbidden", "Not permitted"


class NotFound(Problem):
    """It does not exist, or this person may not know that it does."""

    status, code, title = 404, "not_found", "Not found"


class Conflict(Problem):
    """The state of things does not allow it now."""

    status, code, title = 409, "conflict", "Conflict"


class TooLarge(Problem):
    """More bytes or rows than are taken at once."""

    status, code, title = 413, "too_large", "Too large"


class TooManyRequests(Problem):
    """A limit on how often this may be tried."""

    status, code, title = 429, "too_many_requests", "Too many requests"


class WrongState(Conflict):
    """A lifecycle of `core.states` has no such move from where the thing is."""

    code, title = "wrong_state", "Not possible in this state"


class Unavailable(Problem):
    """Not now; the same request may be sent again shortly."""

    status, code, title = 503, "unavailable", "Unavailable"
