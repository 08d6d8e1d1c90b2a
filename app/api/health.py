"""Whether this process is there, and whether it may be sent requests: for balancers and operators.

Outside `/api/v1`, without a session, uncounted.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from functools import cache

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from app.api.drain import draining
from app.api.errors import answer
from app.core.errors import Unavailable
from app.oversight import ready

probes = APIRouter(prefix="/health", include_in_schema=False)

KEPT = 1.0  # seconds that a finding is kept: who asks often asks nobody else
PATIENCE = 3.0  # seconds that what is looked at may take

_look: asyncio.Future[dict[str, str]] | None = None
_found = 0.0  # when the last look ended


@cache
def _hands() -> ThreadPoolExecutor:
    # Of its own: where all threads that answer requests are at work, that is no reason to be sent
    # none. One looks, the others do what is looked at.
    return ThreadPoolExecutor(1 + len(ready.CHECKS), thread_name_prefix="ready")


@probes.get("/live")
async def live() -> dict[str, str]:
    """The process is there, and its event loop turns."""
    return {"status": "alive"}


@probes.get("/ready")
async def is_ready() -> Response:
    """Whether requests can be answered here; else 503 with `reasons`, by what is amiss."""
    reasons = dict(await _looking())
    if draining.is_set():
        reasons["stopping"] = "This process has been told to stop."
    if reasons:
        refusal = Unavailable("Not ready to answer requests; ask another process.", reasons=reasons)
        return answer(refusal.body(), {"Retry-After": "1"})
    return JSONResponse({"status": "ready"})


async def _looking() -> dict[str, str]:
    """What is amiss; those who ask at the same moment wait for one look."""
    global _look
    if _look is None or (_look.done() and time.monotonic() - _found > KEPT):
        _look = asyncio.get_running_loop().run_in_executor(_hands(), _looked)
    return await asyncio.shield(_look)


def _looked() -> dict[str, str]:
    global _found
    asked = {name: _hands().submit(check) for name, check in ready.CHECKS.items()}
    until = time.monotonic() + PATIENCE
    reasons: dict[str, str] = {}
    for name, looked in asked.items():
        try:
            said = looked.result(max(0.0, until - time.monotonic()))
        except TooSlow:
            looked.cancel()
            said = f"No answer within {PATIENCE:.0f} seconds."
        if said is not None:
            reasons[name] = said
    _found = time.monotonic()
    return reasons
