"""Pure decisions: which address may be asked, what a failure means, how a model stands."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from app.core.errors import Conflict, Invalid, Problem
from app.queue.rules import delay

GIVES_UP = 4  # failures in a row after which the page says that the model rests
RUN_SECONDS = 60  # that one chore asks for, before others have their turn
PAUSE = timedelta(seconds=15)  # between a walk that came to the end and the next

MAX_SENT = 48 << 20  # bytes of pictures in one request
MAX_ANSWER = 32 << 20  # bytes of one answer
MAX_SUGGESTION = 4 << 20  # bytes of what is kept of it for one item
MAX_MARKS = 2_000  # annotations of one item that are looked at

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]+")
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


class AddressRefused(Invalid):
    """What was given is no address that could be asked."""

    code, title = "address_refused", "Not an address of a model"


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


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str  # lower case, without brackets
    port: int
    path: str  # with its query

    @property
    def authority(self) -> str:
        """`host:port`, as the setting names it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Whom a secret is meant for."""
        return self.scheme, self.host, self.port


def target_of(address: str) -> Target:
    """What `address` names. Raises `AddressRefused`."""
    try:
        found = urlsplit(address)
        port = found.port
    except ValueError:
        raise AddressRefused("This is not an address; write it as https://host/path.") from None
    host = (found.hostname or "").rstrip(".")
    if not _PRINTABLE.fullmatch(address) or found.scheme not in _PORTS:
        raise AddressRefused("A model's address begins with http:// or https:// and has no spaces.")
    if found.username is not None or found.password is not None or found.fragment:
        raise AddressRefused("Leave names, passwords and # out of the address; use the header.")
    if not _HOST.fullmatch(host) or port == 0:
        raise AddressRefused("The address names no host; write it as https://host/path.")
    path = (found.path or "/") + (f"?{found.query}" if found.query else "")
    return Target(found.scheme, host, port or _PORTS[found.scheme], path)


def must_be_allowed(target: Target, allowed: tuple[str, ...]) -> None:
    """Raises `HostNotAllowed`. `allowed` has `host:port`, or `host` for its scheme's usual port."""
    names = {target.authority}
    if target.port == _PORTS[target.scheme]:
        names |= {target.host, f"[{target.host}]"}
    if not names & {one.lower().rstrip(".") for one in allowed}:
        raise HostNotAllowed(
            f"Models at “{target.authority}” may not be asked; whoever runs this installation "
            "allows hosts in DURE_MODEL_HOSTS.",
            host=target.authority,
        )


def reachable(ip: str, named: str) -> bool:
    """Whether a connection may go to what the host `named` resolved to. Addresses that are no
    host's (link-local ones, where clouds keep their keys; groups; none) only if the operator
    allowed that very address."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return ip == named or not (found.is_link_local or found.is_multicast or found.is_unspecified)


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
