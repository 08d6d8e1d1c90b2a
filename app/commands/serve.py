"""`dure serve`: the API under uvicorn."""

import os
from typing import Annotated

import typer
import uvicorn

from app.core import watch_traces
from app.core.database import PART
from app.core.lifeline import hold
from app.core.log import start_logging
from app.core.settings import configure, settings

DRAIN = 15  # seconds that open requests are given when told to stop


def command(
    fd: Annotated[
        int | None, typer.Option(help="A socket that listens already.", hidden=True)
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on [DURE_HOST].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [DURE_PORT].")] = None,
) -> None:
    """Serve the API alone, with the servers that DURE_DATABASE_URL and its like name."""
    hold()
    if host is not None:
        configure(host=host)
    if port is not None:
        configure(port=port)
    config = settings()
    config.app_database_url()  # refuses now, with a sentence, rather than at every request
    watch_traces.check()
    os.environ[PART] = "api"
    start_logging("api")
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        fd=fd,
        host=config.host,
        port=config.port,
        workers=config.processes if fd is None and config.processes > 1 else None,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="auto",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=DRAIN,
        proxy_headers=True,
    )
