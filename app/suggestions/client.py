"""One request to a model: to the address that was looked at, no further, within time and size."""

from collections.abc import Iterable

import httpcore

from app.core.address import Target, reachable
from app.core.outgoing import Lines, posting
from app.suggestions.rules import ModelFailed, blames_items, must_be_allowed


def post(
    target: Target,
    body: bytes,
    *,
    header: tuple[str, str] | None,
    seconds: float,
    most: int,
    allowed: tuple[str, ...],
) -> bytes:
    """The body of the answer, at most `most` bytes, whole within `seconds`.

    No proxy is used, no redirect followed, nothing decompressed. Raises `HostNotAllowed` and
    `ModelFailed`.
    """
    must_be_allowed(target, allowed)
    headers = [
        ("host", target.authority),
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("accept-encoding", "identity"),
        ("content-length", str(len(body))),
        *([header] if header is not None else ()),
    ]
    lines = Lines(seconds, reachable)
    try:
        with posting(lines, target, headers, body) as answer:
            _good(answer.status)
            return _whole(answer.iter_stream(), most)
    except httpcore.TimeoutException:
        if not lines.reached:
            raise _unreachable(target) from None
        detail = f"The model took longer than {seconds:g} seconds; let it be asked about fewer "
        detail += "items at once, or give it more time."
        raise ModelFailed("slow", detail, of_items=True, seconds=seconds) from None
    except httpcore.ConnectError as error:
        raise _unreachable(target, str(error)) from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise ModelFailed(
            "broke_off",
            "The model broke off its answer; look at its own log.",
            of_items=True,
        ) from None


def _good(status: int) -> None:
    if 300 <= status < 400:
        raise ModelFailed(
            "moved",
            "The model answered with another address, which is not followed; set that address.",
        )
    if status != 200:
        raise ModelFailed(
            "status",
            f"The model answered with HTTP {status}; look at its own log.",
            of_items=blames_items(status),
            http_status=status,
        )


def _whole(pieces: Iterable[bytes], most: int) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > most:
            raise ModelFailed(
                "too_long",
                f"The model's answer is over {most >> 20} MB; let it be asked about fewer items "
                "at once.",
                of_items=True,
            )
    return bytes(found)


def _unreachable(target: Target, error: str = "") -> ModelFailed:
    if "certificate" in error.lower():
        detail = f"The certificate of “{target.authority}” is not trusted; mend it there."
        return ModelFailed("certificate", detail, host=target.authority)
    detail = f"Nothing answers at “{target.authority}”; see whether the model is running."
    return ModelFailed("unreachable", detail, host=target.authority)
