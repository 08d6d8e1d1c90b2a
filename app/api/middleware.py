"""What holds for every request: an id, a line in the log, a bounded body, safe headers."""

import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import origins
from app.api.errors import answer, fault
from app.core import watch, watch_meters, watch_traces
from app.core.errors import TooLarge
from app.core.settings import settings

BODY_LIMIT = 16 * 1024 * 1024
"""Bytes of a request's body; an upload's PATCH streams and bounds itself."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNWATCHED = ("/health/", "/metrics")
"""Paths that machines ask again and again: neither counted nor in the log."""

WEB = "(web)"
"""The route of all files of the web app: a page brings dozens, of which only a debugger is told."""

log = structlog.get_logger(__name__)
open_requests = 0  # changed on the event loop alone


def tell(m: watch_meters.Meters) -> None:
    """Tell how many requests are open, at a pulse."""
    m.open.set(open_requests)


class Watch:
    """Gives each request its id, and tells of it when it has been answered: one line of the log,
    counted by route and status, a span. Neither says what stood in the query or the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with watch.working(watch.id_for(headers.get("x-request-id"))) as work:
            if scope["path"].startswith(UNWATCHED):
                await self._answer(scope, receive, send, work)
                return
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            with watch_traces.span(method, "SERVER", headers=headers) as span:
                await self._watched(scope, receive, send, work, method, span)

    async def _watched(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        work: watch.Work,
        method: str,
        span: watch_traces.Opened,
    ) -> None:
        global open_requests
        began = time.perf_counter()
        open_requests += 1
        status = [0]  # none: the caller went before there was an answer
        try:
            await self._answer(scope, receive, send, work, status)
        finally:
            open_requests -= 1
            took = time.perf_counter() - began
            route = _route(scope)
            m = watch_meters.meters()
            m.requests.labels(method, route, str(status[0])).inc()
            if not route.endswith("/stream"):  # they last until somebody goes
                m.request_seconds.labels(method, route).observe(took)
            if span is not None:
                span.update_name(f"{method} {route}")
                span.set_attribute("http.request.method", method)
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status[0])
            say = log.debug if route == WEB else log.info
            say(
                "request",
                method=method,
                route=route,
                status=status[0],
                ms=round(took * 1000, 1),
                person=work.person_id,
            )

    async def _answer(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        work: watch.Work,
        status: list[int] | None = None,
    ) -> None:
        begun = False

        async def named(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                if status is not None:
                    status[0] = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = work.request_id or ""
            await send(message)

        try:
            await self.app(scope, receive, named)
        except Exception as error:
            # Here and not outside, where nobody knows any more whose request it was.
            if not begun:
                await (await fault(Request(scope), error))(scope, receive, named)
            raise


def _route(scope: Scope) -> str:
    """The route's template: addresses themselves hold ids, and there is no end of them."""
    found: str | None = getattr(scope.get("route"), "path_format", None)
    if found is not None:
        return found
    return "(no route)" if scope["path"].startswith("/api/") else WEB


class Guard:
    """Refuses hosts that are not ours and bodies over `BODY_LIMIT` before they are read whole, and
    sets safe headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                origins.set_safe(MutableHeaders(scope=message), settings())
            await send(message)

        streams = scope["method"] == "PATCH" and "/uploads/" in scope["path"]
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        elsewhere = origins.refusal(settings(), host, scope["path"])
        if elsewhere is not None:
            await answer(elsewhere.body())(scope, receive, safe)
            return
        refusal = TooLarge(f"A request may hold {BODY_LIMIT} bytes; send less at once.")
        try:
            length = int(headers.get(b"content-length", b"0"))
        except ValueError:
            length = 0
        if length > BODY_LIMIT and not streams:
            await answer(refusal.body())(scope, receive, safe)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT and not streams:
                raise refusal
            return message

        await self.app(scope, bounded, safe)
