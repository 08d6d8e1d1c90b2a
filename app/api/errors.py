"""Every refusal leaves as problem+json: a stable code and a sentence that says what to do."""

from typing import Any

import orjson
import structlog
from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from orjson import JSONEncodeError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.errors import Problem
from app.core.watch import request_id
from app.oversight.failures import note

log = structlog.get_logger(__name__)


def answer(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """`body` as an application/problem+json answer, with the id by which the log knows it."""
    known = request_id()
    if known is not None:
        body = {**body, "request_id": known}
    return Response(
        orjson.dumps(body, default=str),
        status_code=body["status"],
        media_type="application/problem+json",
        headers=headers,
    )


def _plain(status: int, code: str, title: str, detail: str, **extra: Any) -> dict[str, Any]:
    kind = f"https://dure.dev/problems/{code}"
    return {"type": kind, "title": title, "status": status, "code": code, "detail": detail} | extra


async def _problem(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Problem)
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
    return answer(refusal.body(), headers)


async def _shape(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RequestValidationError)
    errors = [
        {"at": ".".join(str(part) for part in fault["loc"]), "says": fault["msg"]}
        for fault in refusal.errors()[:50]
    ]
    first = f"{errors[0]['at']}: {errors[0]['says']}" if errors else "unreadable"
    detail = f"The request does not have the right form ({first}); mend it and send it again."
    return answer(_plain(422, "malformed", "Malformed request", detail, errors=errors))


async def _http(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, HTTPException)
    if isinstance(refusal.__cause__, Problem):  # raised while the body was being read
        return await _problem(request, refusal.__cause__)
    codes = {
        404: ("not_found", "There is no such address; see /api/v1/docs for those that are."),
        405: ("method_not_allowed", "This address does not take that method."),
        400: ("bad_request", "The request could not be read; check that its body is valid JSON."),
    }
    code, detail = codes.get(refusal.status_code, ("refused", str(refusal.detail)))
    title = code.replace("_", " ").capitalize()
    return answer(_plain(refusal.status_code, code, title, detail), dict(refusal.headers or {}))


async def _away(request: Request, refusal: Exception) -> Response:
    """The database is away or overloaded: nothing was kept, the same request may be sent again."""
    log.error("database away", path=request.url.path, error=str(refusal)[:300])
    detail = "Dure cannot reach its database at the moment; send the same request again shortly."
    return answer(_plain(503, "unavailable", "Unavailable", detail), {"Retry-After": "1"})


async def _database(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, DBAPIError)
    state = getattr(refusal.orig, "sqlstate", None) or ""
    if refusal.connection_invalidated or state[:2] in {"08", "57", "40", "53"}:
        return await _away(request, refusal)
    # psycopg itself refuses NUL characters, before the database could name a state.
    if state[:2] == "22" or isinstance(refusal, DataError):
        return await _unstorable(request, refusal)
    return await fault(request, refusal)


async def _unbound(request: Request, refusal: Exception) -> Response:
    """What could not be written as JSON: of what was sent it is refused; of what we answer, and of
    anything else that no statement takes, it is a fault of ours."""
    cause = refusal.orig if isinstance(refusal, StatementError) else refusal
    if isinstance(cause, JSONEncodeError) and request.method not in ("GET", "HEAD"):
        return await _unstorable(request, refusal)
    return await fault(request, refusal)


async def _unstorable(request: Request, refusal: Exception) -> Response:
    """What JSON may say and no column may hold: a number of more than 64 bits, half a character."""
    error = getattr(refusal, "orig", None) or refusal
    log.warning("unstorable input", path=request.url.path, error=str(error)[:300])
    detail = "A value cannot be stored: too large, or with a character that no text may hold."
    return answer(_plain(422, "unstorable", "Unstorable value", detail))


async def fault(request: Request, refusal: Exception) -> Response:
    """What nobody foresaw: written down whole, and told as what it is."""
    log.error("fault", path=request.url.path, exc_info=refusal)
    route = getattr(request.scope.get("route"), "path", "?")
    await to_thread.run_sync(note, "api", f"{request.method} {route}", refusal)
    detail = "Something broke on our side and nothing was kept; try again, or tell the operator."
    return answer(_plain(500, "fault", "Fault", detail))


def install(app: FastAPI) -> None:
    """Make `app` answer every error as problem+json."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _shape)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _away)
    app.add_exception_handler(PoolTimeout, _away)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(StatementError, _unbound)
    app.add_exception_handler(JSONEncodeError, _unbound)
    app.add_exception_handler(Exception, fault)
