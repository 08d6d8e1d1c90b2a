"""Pure decisions: which address may be asked, what a failure means, how a model stands."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from app.core.address import Target
from app.core.errors import Conflict, Problem
from app.queue.rules import delay

GIVES_UP = 4  # failures in a row after which the page says that the model rests
RUN_SECONDS = 60  # that one chore asks for, before others have their turn
PAUSE = timedelta(seconds=15)  # between a walk that came to the end and the next

MAX_SENT = 48 << 20  # bytes of pictures in one request
MAX_ANSWER = 32 << 20  # bytes of one answer
MAX_SUGGESTION = 4 << 20  # bytes of what is kept of it for one item
MAX_MARKS = 2_000  # annotations of one item that are looked at


class HostNotAllowed(Conflict):
    """The operator has not allowed this host."""

    code, title = "host_not_allowed", "Host not allowed"


class ModelFailed(Problem):
    """A model that did not answer, or not as agreed. `reason` says how in one word; `of_items` is
    whether the items that it was asked about may be at fault."""

    status, code, title = 502, "model_failed", "The model did not answer as agreed"

    def __init__(self, reason: str, detail: str, *, of_items: bool = False, **more: Any) -> None:
        super().__init__(detail, reason=reason, **more)
        self.reason = reason
        self.of_items = of_items

    def as_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {"detail": self.detail, **self.extra}


def must_be_allowed(target: Target, allowed: tuple[str, ...]) -> None:
    """Raises `HostNotAllowed` for what the operator's setting does not name."""
    if not target.among(allowed):
        raise HostNotAllowed(
            f"Models at “{target.authority}” may not be asked; whoever runs this installation "
            "allows hosts in DURE_MODEL_HOSTS.",
            host=target.authority,
        )


def blames_items(status: int) -> bool:
    """Whether an HTTP status other than 200 may be about what was sent, not about the model."""
    return status in (400, 413, 415, 422) or (status >= 500 and status not in (502, 503, 504))


def wait(failures: int) -> timedelta:
    """How long a model is left alone after so many failures in a row: 5 s, 20 s, 80 s … 1 h."""
    return delay(failures)


class Standing(StrEnum):
    """How a model stands, for the page."""

    OFF = "off"
    ASKING = "asking"
    WAITING = "waiting"  # it failed and is asked again shortly
    RESTING = "resting"  # it failed several times in a row
    DONE = "done"  # there is nothing left to ask


def standing(*, active: bool, failures: int, asking: bool) -> Standing:
    """How a model stands; `asking` is whether a chore asks it, or is about to."""
    if not active:
        return Standing.OFF
    if failures:
        return Standing.RESTING if failures >= GIVES_UP else Standing.WAITING
    return Standing.ASKING if asking else Standing.DONE
