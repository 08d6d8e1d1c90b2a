"""The worker process: answers the doorbell, does chores, and keeps the regular duties.

With Redis it is an RQ worker whose jobs are rings; without, it listens to the database's NOTIFY.
Either way a ring only says "look": the chore table says what is to be done. A Redis that goes
away costs nothing but the wait for the next look.
"""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import ClassVar

import psycopg
import structlog
from redis import Redis, RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import DequeueTimeout, StopRequested
from rq.job import Job
from rq.worker import WorkerStatus
from sqlalchemy.exc import DBAPIError

import app.workers
from app.core import watch_meters, watch_traces
from app.core.database import dispose
from app.core.settings import settings
from app.queue import bell
from app.queue.run import do, stopping
from app.workers.ticker import Ticker

LOOK_EVERY = 5.0  # seconds between looks while no bell rings
log = structlog.get_logger(__name__)


def answer(chore_id: int) -> None:
    """What a ring runs: that chore, if nobody else has it, and then whatever else is due."""
    do(chore_id)
    while not stopping.is_set() and do():
        pass


class RingWorker(SimpleWorker):
    """RQ's worker in this very process, without its signal handlers: `work` has its own."""

    waiting: ClassVar[bool] = False  # whether a signal may break in

    def _install_signal_handlers(self) -> None:
        RingWorker.waiting = True

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Answer one ring."""
        RingWorker.waiting = False
        super().execute_job(job, queue)
        RingWorker.waiting = not stopping.is_set()
        if stopping.is_set():
            raise StopRequested

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, Queue] | None:
        """The next ring, or None after a silence. A Redis that goes away ends the wait; RQ's own
        would try again for ever, and nobody would look at the table meanwhile."""
        try:
            self.set_state(WorkerStatus.IDLE)
            self.heartbeat()
            return Queue.dequeue_any(self.queues, int(LOOK_EVERY), connection=self.connection)
        except DequeueTimeout:
            return None
        except RedisError as error:
            raise StopRequested from error

    def subscribe(self) -> None:
        """Nothing: the commands that RQ sends to workers are not ours, and cost a thread."""

    def unsubscribe(self) -> None:
        """Nothing to end."""


def work() -> None:
    """Do chores until SIGTERM or SIGINT; the one at hand is finished, or given back at its next
    progress. A second signal ends at once, giving it back."""
    app.workers.load()
    watch_traces.start("worker")
    watch_meters.start("worker", settings().metrics_folder)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _told_to_stop)
    ticker = Ticker()
    ticker.start()
    log.info("worker.ready", redis=settings().redis_url is not None)
    try:
        while not stopping.is_set():
            try:
                _look_and_wait()
            except (DBAPIError, psycopg.Error) as error:
                log.warning("worker.no_database", error=str(error).strip().split("\n")[0])
                dispose()
                stopping.wait(1)
    finally:
        stopping.set()
        ticker.join(10)
        dispose()
        watch_meters.end()
        watch_traces.end()
    log.info("worker.stopped")


def _look_and_wait() -> None:
    while not stopping.is_set() and do():
        pass
    connection = bell.redis()
    if connection is None or not _wait_for_ring(connection):
        _listen()


def _wait_for_ring(connection: Redis) -> bool:
    """Answer rings until there has been none for a while; False where Redis is not there."""
    try:
        worker = RingWorker([bell.queue(connection)], connection=connection)
        worker.work(logging_level="WARNING")
    except StopRequested:
        return True
    except RedisError as error:
        log.warning("worker.no_redis", error=str(error))
        return False
    finally:
        RingWorker.waiting = False
    return True


def _listen() -> None:
    """Answer NOTIFYs until the next look."""
    url = settings().app_database_url().replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {bell.CHANNEL}")
        heard = True  # whoever rang before this line rang in vain: look before waiting
        until = time.monotonic() + LOOK_EVERY
        while not stopping.is_set() and time.monotonic() < until:
            while heard and not stopping.is_set() and do():
                pass
            heard = any(True for _ in connection.notifies(timeout=0.5, stop_after=1))


def _told_to_stop(number: int, _frame: FrameType | None) -> None:
    if stopping.is_set():
        raise SystemExit(128 + number)
    stopping.set()
    if RingWorker.waiting:
        RingWorker.waiting = False
        raise StopRequested  # out of the wait for a ring, which RQ takes as a quiet end
