"""The one core under both clients: what is asked, and what is made of the answers.

An act is a generator. It yields what is to be done (a `Call`, a `Fetch`, a `Pause`), is given what
came of it, and returns its result. `wire.py` does these things, blocking or awaited; nothing here
knows which.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from dure.client.errors import Unreachable, refused

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

TRIES = 6
"""Of one request, where it may be sent again."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
BUSY = frozenset({429, 502, 503, 504})
"""Statuses after which the same request may be taken."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the API. `safe` is whether sending it twice does what sending it once does."""

    method: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """The bytes behind a link, from `start` on, given piece by piece to `sink`; it is asked
    without the token, for the link itself is the permission."""

    url: str
    start: int
    sink: Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Pause:
    """Some time."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Act = Generator["Call | Fetch | Pause", Any, T]


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 0.5, 1, 2 … 30."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)))


def send(call: Call) -> Act[Reply]:
    """The answer to a request, sent again after a failure where that is safe. Raises `Refused` for
    what the server refuses, `Unreachable`."""
    safe = call.safe or call.method in ("GET", "HEAD", "PUT", "DELETE")
    for failures in range(1, TRIES + 1):
        last = failures == TRIES
        try:
            reply: Reply = yield call
        except Unreachable as broken:
            if last or (broken.sent and not safe):
                raise
            yield Pause(pause(failures))
            continue
        if reply.status < 400:
            return reply
        if reply.status not in BUSY or last or not (safe or reply.status == 429):
            raise refused(reply.status, _told(reply))
        yield Pause(max(pause(failures), _after(reply)))
    raise AssertionError("the last try returns or raises")


def _told(reply: Reply) -> Mapping[str, Any]:
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _after(reply: Reply) -> float:
    """The seconds that the server asks to be left alone for, within reason."""
    said = reply.headers.get("retry-after", "")
    return min(float(said), 300.0) if said.isdigit() else 0.0


def ask(kind: type[M], call: Call) -> Act[M]:
    """The answer, as a model."""
    reply = yield from send(call)
    return kind.model_validate_json(reply.body)


def ask_list(kind: type[M], call: Call) -> Act[list[M]]:
    """The answer, as a list of models."""
    reply = yield from send(call)
    found: list[M] = TypeAdapter(list[kind]).validate_json(reply.body)  # type: ignore[valid-type]
    return found
