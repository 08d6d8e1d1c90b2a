"""The web application, assembled. Every module of `app.api` that has a `router` is part of it."""

import asyncio
import gc
import importlib
import os
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import parent_process

import structlog
from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.responses import RedirectResponse

import app.api
from app.api import described, drain, ear, errors, middleware, reading_page, streams, web
from app.api.health import probes
from app.api.metrics import scrapes
from app.api.middleware import Guard, Watch
from app.api.router import PREFIX
from app.api.tags import TAGS
from app.core import watch_meters, watch_traces
from app.core.database import PART
from app.core.log import start_logging
from app.core.settings import settings

log = structlog.get_logger(__name__)

DESCRIPTION = """
Dure splits collection and labeling jobs into micro-tasks, routes them to people, inspects what
they hand in twice, and records each person's work for pay.

Refusals are `application/problem+json` with a stable `code` and a `detail` that says what to do.
Lists are paged by key. Changes made with a browser's session carry `X-CSRF-Token`; programs send
`Authorization: Bearer dure_…`. What may be retried says so: it answers the same the second time.
"""


def routers() -> list[APIRouter]:
    """The router of each resource: that of the work itself first, for each is asked in turn; the
    others in the order of their modules' names."""
    found: list[APIRouter] = []
    for module in pkgutil.iter_modules(app.api.__path__):
        router = getattr(importlib.import_module(f"app.api.{module.name}"), "router", None)
        if isinstance(router, APIRouter):
            found.insert(0 if module.name == "work" else len(found), router)
    return found


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """What a process that serves has while it does."""
    config = settings()
    if parent_process() is not None and not structlog.is_configured():
        start_logging("api")  # one of several that uvicorn has started anew
    # As many requests at once as there are connections for: more would only wait for one.
    to_thread.current_default_thread_limiter().total_tokens = config.threads
    watch_traces.start("api")
    for tell in (middleware.tell, streams.tell):
        watch_meters.tell_at_pulse(tell)
    watch_meters.start("api", config.metrics_folder)
    drain.begin_when_told()
    hearing = asyncio.create_task(ear.listen())
    if os.environ.get(PART) == "api":  # a process that does nothing else
        # What is there now stays: to look it through again and again would hold up every request.
        gc.collect()
        gc.freeze()
    log.info("api.ready")
    yield
    hearing.cancel()
    watch_meters.end()
    watch_traces.end()


def create_app() -> FastAPI:
    """The application as uvicorn serves it (`--factory`)."""
    made = FastAPI(
        title="Dure",
        version="1",
        description=DESCRIPTION,
        openapi_tags=[{"name": name, "description": said} for name, said in TAGS.items()],
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its pages are scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        responses=described.REFUSALS,
        # Its own would send what stands in queries.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    errors.install(made)
    described.install(made)
    for router in routers():
        made.include_router(router, prefix=PREFIX)
    reading_page.install(made, f"{PREFIX}/docs")
    for outside in (probes, scrapes):
        made.include_router(outside)

    if not web.install(made, settings().web_folder):

        @made.get("/", include_in_schema=False)
        async def front() -> RedirectResponse:
            """Without the web app, the address leads to the description of the API."""
            return RedirectResponse(f"{PREFIX}/docs", status_code=307)

    made.add_middleware(Guard)
    made.add_middleware(Watch)
    return made
