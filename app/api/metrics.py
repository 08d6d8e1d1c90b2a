"""What is counted, in Prometheus's text form: for who is on this machine, or has the token."""

import ipaddress

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.core import watch_meters
from app.core.errors import NotFound
from app.core.security import same
from app.core.settings import settings
from app.oversight.watched import standing

scrapes = APIRouter(include_in_schema=False)


@scrapes.get("/metrics")
def metrics(request: Request) -> Response:
    """Everything that all processes of this installation have counted, and how it stands."""
    if not _may(request):
        raise NotFound("There is no such address; see /api/v1/docs for those that are.")
    watch_meters.pulse("api")
    return Response(
        generate_latest(watch_meters.registry(standing())), media_type=CONTENT_TYPE_LATEST
    )


def _may(request: Request) -> bool:
    token = settings().metrics_token
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if token is not None and scheme.lower() == "bearer":
        return same(token.get_secret_value(), given.strip())
    # Behind a proxy on this machine everybody comes from loopback.
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip")):
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
