"""What holds for every request: a bounded body, safe headers."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import answer
from app.core.errors import TooLarge

BODY_LIMIT = 16 * 1024 * 1024
"""Bytes of a request's body; an upload's PATCH streams and bounds itself."""


class Guard:
    """Refuses bodies over `BODY_LIMIT` before they are read whole, and sets safe headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        streams = scope["method"] == "PATCH" and "/uploads/" in scope["path"]
        headers = dict(scope["headers"])
        refusal = TooLarge(f"A request may hold {BODY_LIMIT} bytes; send less at once.")
        try:
            length = int(headers.get(b"content-length", b"0"))
        except ValueError:
            length = 0
        if length > BODY_LIMIT and not streams:
            await answer(refusal.body())(scope, receive, send)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT and not streams:
                raise refusal
            return message

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out.setdefault("X-Content-Type-Options", "nosniff")
                out.setdefault("Referrer-Policy", "no-referrer")
                out.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, bounded, safe)
