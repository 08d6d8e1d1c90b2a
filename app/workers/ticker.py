"""The regular duties, done by one worker process among all.

Whoever holds an advisory lock of the database is the one; a process that dies loses the lock with
its connection, and another has it within seconds.
"""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from app.core.settings import settings
from app.oversight.failures import note
from app.queue.registry import DUTIES, Duty
from app.queue.run import stopping

LOCK = 0x6475726574696B  # "duretik"
TRY_EVERY = 3.0  # seconds between attempts to become the one
HANDS = 4  # duties at once

log = structlog.get_logger(__name__)


class Ticker(threading.Thread):
    """Waits to become the one, then calls every duty when it is due, never twice at once."""

    def __init__(self) -> None:
        super().__init__(name="ticker", daemon=True)
        self.holds = False  # whether this is the one
        self._due: dict[str, float] = {}
        self._running: dict[str, Future[None]] = {}

    def run(self) -> None:
        """Until `stopping`; a database that goes away is tried again."""
        url = settings().app_database_url().replace("postgresql+psycopg://", "postgresql://")
        with ThreadPoolExecutor(HANDS, thread_name_prefix="duty") as hands:
            while not stopping.is_set():
                try:
                    with psycopg.connect(url, autocommit=True) as connection:
                        self._hold(connection, hands)
                except psycopg.Error as error:
                    self.holds = False
                    log.info("ticker.no_database", error=str(error).strip().split("\n")[0])
                stopping.wait(TRY_EVERY)

    def _hold(
        self, connection: psycopg.Connection[tuple[object, ...]], hands: ThreadPoolExecutor
    ) -> None:
        got = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        if got is None or not got[0]:
            return
        self.holds = True
        log.debug("ticker.holds", duties=sorted(DUTIES))
        checked = time.monotonic()
        while not stopping.is_set():
            if time.monotonic() - checked > TRY_EVERY:
                connection.execute("SELECT 1")  # raises where the lock is gone with its connection
                checked = time.monotonic()
            for name, duty in DUTIES.items():
                running = self._running.get(name)
                if time.monotonic() >= self._due.get(name, 0) and (
                    running is None or running.done()
                ):
                    self._due[name] = time.monotonic() + duty.seconds
                    self._running[name] = hands.submit(fulfil, duty)
            stopping.wait(0.2)


def fulfil(duty: Duty) -> None:
    """Call one duty; what goes wrong is logged, and tried again when it is due."""
    try:
        duty.act()
    except DBAPIError as error:
        log.warning("duty.no_database", duty=duty.name, error=str(error.orig).strip())
    except Exception as error:
        log.exception("duty.failed", duty=duty.name)
        note("duty", duty.name, error)
