"""`dure serve`: the API under uvicorn."""

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, cast

import typer
import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from app.commands.listening import bound, shared
from app.core import watch_traces
from app.core.database import PART
from app.core.lifeline import hold
from app.core.log import start_logging
from app.core.settings import NotConfigured, configure, settings

DRAIN = 15  # seconds that open requests are given when told to stop


def command(
    fd: Annotated[
        int | None, typer.Option(help="A socket that listens already.", hidden=True)
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on [DURE_HOST].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [DURE_PORT].")] = None,
) -> None:
    """Serve the API alone, with the servers that DURE_DATABASE_URL and its like name: in as many
    processes as DURE_PROCESSES says."""
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
    several = fd is None and config.processes > 1
    served = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        fd=fd,
        host=config.host,
        port=config.port,
        workers=config.processes if several else 1,
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
    if several:
        try:
            bound(config.host, config.port).close()  # else others would share it
        except OSError as error:
            raise NotConfigured(f"DURE_PORT {config.port} cannot be used: {error}") from None
        Multiprocess(served, [cast(socket.socket, _Own(config.host, config.port))]).run()
        return
    server = uvicorn.Server(served)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(STARTUP_FAILURE)


class _Own:
    """A socket that each process opens for itself on the one port, so that the kernel deals out the
    connections. Of a socket that all share, whoever wakes first takes all that wait."""

    def __init__(self, host: str, port: int) -> None:
        self._place = host, port

    def __reduce__(self) -> tuple[Callable[[str, int], socket.socket], tuple[str, int]]:
        return shared, self._place
