"""One request to a model: to the address that was looked at, no further, within time and size."""

import socket
import ssl
from collections.abc import Iterable
from functools import cache
from time import monotonic
from typing import Any

import httpcore

from app.suggestions.rules import ModelFailed, Target, blames_items, must_be_allowed, reachable

_SEND = 1 << 16


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates that the system trusts."""
    return ssl.create_default_context()


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
    lines = _Lines(monotonic() + seconds)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=_certificates() if target.scheme == "https" else None,
                network_backend=lines,
            ) as pool,
            pool.stream(
                "POST",
                httpcore.URL(
                    scheme=target.scheme,
                    host=target.host,
                    port=target.port,
                    target=target.path,
                ),
                headers=headers,
                content=body,
            ) as answer,
        ):
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


class _Lines(httpcore.NetworkBackend):
    """Connects to what a host resolved to, once that was looked at; all by one deadline."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()
        self.reached = False  # whether somebody took the connection

    def left(self) -> float:
        """Seconds until the deadline. Raises TimeoutException after it."""
        left = self._deadline - monotonic()
        if left <= 0:
            raise httpcore.TimeoutException
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        failed = httpcore.ConnectError("no address")
        for ip in dict.fromkeys(str(address[4][0]) for address in found):
            if not reachable(ip, host):
                continue
            try:
                line = self._plain.connect_tcp(ip, port, timeout=self.left())
            except httpcore.ConnectError as error:
                failed = error
                continue
            self.reached = True
            return _Line(line, self)
        raise failed


class _Line(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline: a model that drips does not last."""

    def __init__(self, inner: httpcore.NetworkStream, lines: _Lines) -> None:
        self._inner = inner
        self._lines = lines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._lines.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SEND):
            self._inner.write(buffer[start : start + _SEND], self._lines.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._lines.left())
        return _Line(inner, self._lines)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
