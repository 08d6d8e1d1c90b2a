"""Doing what an act asks for: blocking, or awaited. This is all that the two clients differ in."""

from __future__ import annotations

import asyncio
import time
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx

from dure.client.core import Act, Call, Fetch, Pause, Reply
from dure.client.errors import Unreachable

T = TypeVar("T")
PREFIX = "/api/v1"
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
AGENT = "dure-client/0.1"


def _settings(url: str, token: str) -> dict[str, Any]:
    return {
        "base_url": url.rstrip("/") + PREFIX,
        "headers": {"Authorization": f"Bearer {token}", "User-Agent": AGENT},
    }


def _request(http: httpx.Client | httpx.AsyncClient, call: Call) -> httpx.Request:
    more: dict[str, Any] = {} if call.json is None else {"json": call.json}
    return http.build_request(
        call.method,
        call.path,
        params=dict(call.params),
        headers=dict(call.headers),
        content=call.content,
        **more,
    )


def _reply(found: httpx.Response, body: bytes = b"") -> Reply:
    return Reply(found.status_code, found.headers, body)


def _broken(error: httpx.TransportError) -> Unreachable:
    unsent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
    return Unreachable(f"{type(error).__name__}: {error}", sent=not unsent)


class _Sink:
    """Gives on what lies behind `start`, also where a server sends the whole."""

    def __init__(self, fetch: Fetch, status: int) -> None:
        self._sink = fetch.sink
        self._left = fetch.start if status == 200 else 0
        self.wanted = status in (200, 206)

    def take(self, piece: bytes) -> None:
        skipped = min(self._left, len(piece))
        self._left -= skipped
        if skipped < len(piece):
            self._sink(piece[skipped:])


def _range(fetch: Fetch) -> dict[str, str]:
    plain = {"Accept-Encoding": "identity", "User-Agent": AGENT}
    return plain if fetch.start == 0 else {**plain, "Range": f"bytes={fetch.start}-"}


class Wire:
    """Does acts one after the other, blocking."""

    def __init__(
        self, url: str, token: str, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.url = url
        self._http = httpx.Client(**_settings(url, token), timeout=TIMEOUT, transport=transport)
        # Links go elsewhere, maybe: no token with them.
        self._links = httpx.Client(timeout=TIMEOUT, transport=transport, follow_redirects=True)

    def run(self, act: Act[T]) -> T:
        """What the act returns. Raises what it raises."""
        try:
            wanted = next(act)
            while True:
                try:
                    came = self._do(wanted)
                except httpx.TransportError as error:
                    wanted = act.throw(_broken(error))
                else:
                    wanted = act.send(came)
        except StopIteration as end:
            found: T = end.value
            return found

    def _do(self, wanted: Call | Fetch | Pause) -> Reply | None:
        if isinstance(wanted, Pause):
            time.sleep(wanted.seconds)
            return None
        if isinstance(wanted, Call):
            found = self._http.send(_request(self._http, wanted))
            return _reply(found, found.content)
        url = urljoin(self.url, wanted.url)
        with self._links.stream("GET", url, headers=_range(wanted)) as coming:
            sink = _Sink(wanted, coming.status_code)
            if sink.wanted:
                for piece in coming.iter_bytes():
                    sink.take(piece)
            return _reply(coming)

    def close(self) -> None:
        """Hang up."""
        self._http.close()
        self._links.close()


class AsyncWire:
    """Does acts, awaited; many at once over the same connections."""

    def __init__(
        self, url: str, token: str, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.url = url
        self._http = httpx.AsyncClient(
            **_settings(url, token), timeout=TIMEOUT, transport=transport
        )
        self._links = httpx.AsyncClient(timeout=TIMEOUT, transport=transport, follow_redirects=True)

    async def run(self, act: Act[T]) -> T:
        """What the act returns. Raises what it raises."""
        try:
            wanted = next(act)
            while True:
                try:
                    came = await self._do(wanted)
                except httpx.TransportError as error:
                    wanted = act.throw(_broken(error))
                else:
                    wanted = act.send(came)
        except StopIteration as end:
            found: T = end.value
            return found

    async def _do(self, wanted: Call | Fetch | Pause) -> Reply | None:
        if isinstance(wanted, Pause):
            await asyncio.sleep(wanted.seconds)
            return None
        if isinstance(wanted, Call):
            found = await self._http.send(_request(self._http, wanted))
            return _reply(found, found.content)
        url = urljoin(self.url, wanted.url)
        async with self._links.stream("GET", url, headers=_range(wanted)) as coming:
            sink = _Sink(wanted, coming.status_code)
            if sink.wanted:
                async for piece in coming.aiter_bytes():
                    sink.take(piece)
            return _reply(coming)

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()
        await self._links.aclose()
