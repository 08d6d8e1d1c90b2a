"""Connections to other people's programs: to the addresses that were looked at, within a time.

The one request that follows uses no proxy, follows no redirect and decompresses nothing; that is
its caller's part.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any

import httpcore

from app.core import watch_traces
from app.core.address import Target

_SEND = 1 << 16

May = Callable[[str, str], bool]
"""Whether a connection may go to this IP address, which a host of that name resolved to."""


@cache
def certificates() -> ssl.SSLContext:
    """The certificates that the system trusts."""
    return ssl.create_default_context()


class Lines(httpcore.NetworkBackend):
    """Connects to what a host resolved to, once that was looked at; all within so many seconds."""

    def __init__(self, seconds: float, may: May) -> None:
        self._deadline = monotonic() + seconds
        self._may = may
        self._plain = httpcore.SyncBackend()
        self.reached = False  # whether somebody took the connection
        self.refused = False  # whether all that the host resolved to was refused by `may`

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
        ips = dict.fromkeys(str(address[4][0]) for address in found)
        allowed = [ip for ip in ips if self._may(ip, host)]
        self.refused = bool(ips) and not allowed
        failed = httpcore.ConnectError("no address")
        for ip in allowed:
            try:
                line = self._plain.connect_tcp(ip, port, timeout=self.left())
            except httpcore.ConnectError as error:
                failed = error
                continue
            self.reached = True
            return _Line(line, self)
        raise failed


@contextmanager
def posting(
    lines: Lines, target: Target, headers: Sequence[tuple[str, str]], body: bytes
) -> Iterator[httpcore.Response]:
    """The answer to one POST over `lines`, still to be read. Raises what httpcore raises."""
    with calling("POST", lines, target, headers, body) as answer:
        yield answer


@contextmanager
def calling(
    method: str,
    lines: Lines,
    target: Target,
    headers: Sequence[tuple[str, str]],
    body: bytes | None = None,
) -> Iterator[httpcore.Response]:
    """The answer to one request over `lines`, still to be read. Raises what httpcore raises."""
    said = {"http.request.method": method, "server.address": target.host}
    with (
        watch_traces.span(f"{method} {target.authority}", "CLIENT", said) as span,
        httpcore.ConnectionPool(
            ssl_context=certificates() if target.scheme == "https" else None,
            network_backend=lines,
        ) as pool,
        pool.stream(
            method,
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.port, target=target.path
            ),
            headers=headers,
            content=body,
        ) as answer,
    ):
        if span is not None:
            span.set_attribute("http.response.status_code", answer.status)
        yield answer


class _Line(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline: a program that drips does not last."""

    def __init__(self, inner: httpcore.NetworkStream, lines: Lines) -> None:
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
