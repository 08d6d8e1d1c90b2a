"""Pure decisions: which events there are, how a message is signed, when it is tried again.

Messages follow the Standard Webhooks specification (standardwebhooks.com, 1.0.0): the headers
`webhook-id`, `webhook-timestamp` and `webhook-signature`, and secrets `whsec_…`.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.core.address import Target, numeric, public, reachable, target_of
from app.core.errors import Conflict, Invalid

MOST = 20
"""Hooks of one project or organisation."""
SECONDS = 10.0
"""That one try may take, from the look at the name to the end of the answer."""
REPLY = 500
"""Characters of an answer that are kept."""
KEPT = timedelta(days=30)
"""How long a delivery that is over stays in the log."""
TRIED = timedelta(days=3)
"""How long a delivery is tried, and how long a hook may fail before it rests."""
OVERLAP = timedelta(hours=24)
"""How long the secret before the last one signs as well."""
GONE = 410
"""The status by which a receiver says that it is not there any more."""

_PAUSES = (5, 30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 6 * 3600)
_HOLDS = (5, 15, 60, 300)
_SECRET = "whsec_"  # noqa: S105 - what secrets begin with

Move = tuple[str, str]  # the subject of an event, and its state after it

OF_PROJECT: Mapping[str, Move] = {
    "batch.imported": ("batch", "imported"),
    "batch.failed": ("batch", "failed"),
    "defect.reported": ("defect", "reported"),
    "defect.accepted": ("defect", "accepted"),
    "defect.fixed": ("defect", "fixed"),
    "defect.answered": ("defect", "answered"),
    "item.accepted": ("item", "accepted"),
    "item.reopened": ("item", "reopened"),
    "item.excluded": ("item", "excluded"),
    "lot.accepted": ("lot", "accepted"),
    "lot.refused": ("lot", "refused"),
    "project.opened": ("project", "open"),
    "project.paused": ("project", "paused"),
    "project.closed": ("project", "closed"),
    "question.answered": ("inquiry", "answered"),
    "question.asked": ("inquiry", "open"),
    "release.ready": ("release", "ready"),
    "release.failed": ("release", "failed"),
    "release.closed": ("release", "closed"),
    "stage.opened": ("stage", "open"),
    "stage.paused": ("stage", "paused"),
    "stage.cancelled": ("stage", "cancelled"),
    "task.done": ("task", "done"),
    "task.escalated": ("task", "escalated"),
    "work.submitted": ("assignment", "submitted"),
    "work.accepted": ("assignment", "accepted"),
    "work.returned": ("assignment", "rework"),
    "work.rejected": ("assignment", "rejected"),
}
"""What a project's hook can be told."""

OF_HOUSE: Mapping[str, Move] = {
    "payout.approved": ("payout", "approved"),
    "payout.sent": ("payout", "sent"),
    "payout.settled": ("payout", "settled"),
    "payout.returned": ("payout", "returned"),
    "payout_line.paid": ("payout_line", "paid"),
    "payout_line.failed": ("payout_line", "failed"),
}
"""What an organisation's hook can be told."""

TEST = "test"
"""The kind of a message that somebody sends to see it arrive."""


class AddressNotPublic(Conflict):
    """Only the open network is told, or what the operator has named."""

    code, title = "address_not_public", "Not an address of the open network"


class KindUnknown(Invalid):
    """There is no such event here."""

    code, title = "kind_unknown", "No such event"


class TooManyHooks(Conflict):
    """One more than one place needs."""

    code, title = "too_many_hooks", "Too many webhooks"


class HookNotOn(Conflict):
    """What is off, or rests, is told nothing."""

    code, title = "hook_not_on", "The webhook is not on"


def must_be_known(kinds: Sequence[str], *, house: bool) -> None:
    """Raises `KindUnknown` for an event that this kind of place has not."""
    known = OF_HOUSE if house else OF_PROJECT
    for kind in kinds:
        if kind not in known:
            raise KindUnknown(
                f"There is no event “{kind}” here; take one of: {', '.join(sorted(known))}.",
                kind=kind,
            )


def target(address: str, named: tuple[str, ...]) -> Target:
    """Where messages for `address` go. `named` are the hosts that the operator has named: there
    http does, and a house's own addresses. Raises `AddressRefused`, `AddressNotPublic`."""
    found = target_of(address)
    if found.among(named):
        return found
    if found.scheme != "https":
        raise AddressNotPublic(
            "Let the address begin with https://; whoever runs this installation allows others in "
            "DURE_HOOK_HOSTS."
        )
    try:
        inside = numeric(found.host) and not public(found.host)
    except ValueError:
        inside = True  # 127.1 and the like
    if inside or found.host == "localhost":
        raise AddressNotPublic(
            f"“{found.host}” is not of the open network; whoever runs this installation allows "
            "such hosts in DURE_HOOK_HOSTS."
        )
    return found


def may_connect(found: Target, named: tuple[str, ...], ip: str) -> bool:
    """Whether a message may go to this address, which the host resolved to just now."""
    return reachable(ip, found.host) if found.among(named) else public(ip)


def new_secret() -> str:
    """A secret as receivers' libraries take it: 32 bytes of chance."""
    return _SECRET + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,…` of a message: HMAC-SHA256 over id, time and body, in base64."""
    key = base64.b64decode(secret.removeprefix(_SECRET))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers(
    message_id: str, timestamp: int, body: bytes, keys: Sequence[str]
) -> list[tuple[str, str]]:
    """What says who has sent a message, signed with each of the secrets that hold today."""
    signatures = " ".join(signature(key, message_id, timestamp, body) for key in keys)
    return [
        ("webhook-id", message_id),
        ("webhook-timestamp", str(timestamp)),
        ("webhook-signature", signatures),
    ]


def message_id(project_id: int, delivery_id: int) -> str:
    """The same for each try at a delivery, so that a receiver can tell what it has had."""
    return f"msg_{project_id}_{delivery_id}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one try."""

    ms: int
    status: int | None = None
    fault: str | None = None  # in one word, where there is no status
    text: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it now."""
        return self.status is not None and 200 <= self.status < 300


def pause(attempts: int) -> timedelta:
    """How long after so many tries in vain a delivery is tried again: 5 s, 30 s, 2 min … 6 h."""
    return timedelta(seconds=_PAUSES[min(attempts, len(_PAUSES)) - 1])


def hold(failures: int) -> timedelta:
    """How long a hook that failed so many times in a row is left alone: 5 s … 5 min. What one
    message alone fails over keeps the others waiting no longer than that."""
    return timedelta(seconds=_HOLDS[min(failures, len(_HOLDS)) - 1])
