"""One try at a delivery: to the address that was looked at, no further, within its time."""

from collections.abc import Sequence
from functools import partial
from time import monotonic

import httpcore

from app.core.address import Target
from app.core.outgoing import Lines, posting
from app.hooks.rules import REPLY, Reply, may_connect

_READ = 4 * REPLY  # bytes of an answer that are looked at


def post(
    target: Target,
    body: bytes,
    headers: Sequence[tuple[str, str]],
    *,
    named: tuple[str, ...],
    seconds: float,
) -> Reply:
    """What came of it; nothing is raised. No proxy is used, no redirect followed, and of the
    answer no more is read than is kept."""
    began = monotonic()

    def came(status: int | None = None, fault: str | None = None, text: str = "") -> Reply:
        return Reply(round((monotonic() - began) * 1000), status, fault, text)

    lines = Lines(seconds, partial(_may, target, named))
    sent = [
        ("host", target.authority),
        ("content-type", "application/json"),
        ("content-length", str(len(body))),
        ("user-agent", "Dure-Webhooks/1"),
        ("accept-encoding", "identity"),
        *headers,
    ]
    try:
        with posting(lines, target, sent, body) as answer:
            return came(answer.status, text=_begins(answer))
    except httpcore.TimeoutException:
        return came(fault="slow" if lines.reached else "unreachable")
    except httpcore.ConnectError as error:
        if lines.refused:
            return came(fault="not_public")
        return came(fault="certificate" if "certificate" in str(error).lower() else "unreachable")
    except (httpcore.NetworkError, httpcore.ProtocolError):
        return came(fault="broke_off")


def _may(target: Target, named: tuple[str, ...], ip: str, _: str) -> bool:
    return may_connect(target, named, ip)


def _begins(answer: httpcore.Response) -> str:
    """How the answer begins. Its status has been said already: what breaks off here is no fault."""
    found = bytearray()
    try:
        for piece in answer.iter_stream():
            found += piece
            if len(found) >= _READ:
                break
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        pass
    return found[:_READ].decode(errors="replace").replace("\x00", "�")[:REPLY]
