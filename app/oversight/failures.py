"""Faults of ours are noted, so that an operator sees them without reading logs."""

import threading
import time

import structlog
from sqlalchemy import delete, func, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import transaction
from app.core.watch import request_id
from app.models import Failure

KEPT = "30 days"
MOST = 30  # of one process in a minute: a flood of faults is no flood of rows
LONGEST = 300  # characters of what an error says

log = structlog.get_logger(__name__)
_lock = threading.Lock()
_noted: list[float] = []


def note(part: str, what: str, error: Exception) -> None:
    """Keep that `what` met `error`; never raises. Only the error's first line is kept: what comes
    after it can name what people have sent."""
    with _lock:
        now = time.monotonic()
        _noted[:] = [when for when in _noted if now - when < 60]
        if len(_noted) >= MOST:
            return
        _noted.append(now)
    cause = getattr(error, "orig", None) or error
    first = str(cause).strip().split("\n")[0]
    says = f"{type(cause).__name__}: {first}"[:LONGEST].replace("\0", "")
    try:
        with transaction() as s:
            s.add(Failure(part=part, what=what, error=says, request_id=request_id()))
    except SQLAlchemyError:
        log.warning("failure.unnoted", what=what)


def forget_old() -> int:
    """Forget what is older than a month; answers how many."""
    old = Failure.at < func.now() - text(f"interval '{KEPT}'")
    with transaction() as s:
        return len(s.execute(delete(Failure).where(old).returning(Failure.id)).all())
