"""What is counted while Dure runs, for Prometheus.

Every process of an installation counts in files of its own in the data folder's `metrics`, so that
whichever API process is asked adds up all of them, workers included. The first process to come
while no other is there begins anew. A process that has not called `start` counts for itself alone.

Counters only grow, and outlive their process; gauges are told by a pulse every few seconds and
count as long as their process is heard of.
"""

from __future__ import annotations

import fcntl
import os
import re
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from glob import glob
from pathlib import Path
from typing import IO, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from sqlalchemy import Engine, event

from app.core import database

PULSE = 5.0  # seconds between two tellings of a process's gauges
SILENT = 4 * PULSE  # after so many seconds without one, a process is gone
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's variable
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_HOST = re.sub("[^A-Za-z0-9-]", "-", socket.gethostname())
LONG = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)


class Meters:
    """All that is counted; names and labels as Prometheus has them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, says: str, *labels: str) -> Counter:
            return Counter(f"dure_{name}", says, labels, registry=registry)

        def gauge(name: str, says: str, *labels: str) -> Gauge:
            return Gauge(
                f"dure_{name}", says, labels, registry=registry, multiprocess_mode="liveall"
            )

        def histogram(name: str, says: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(f"dure_{name}", says, labels, registry=registry, buckets=buckets)

        self.requests = counter("requests", "Requests answered.", "method", "route", "status")
        self.request_seconds = histogram(
            "request_seconds", "Until the answer's last byte.", SECONDS, "method", "route"
        )
        self.statements = counter("statements", "Statements sent to the database.")
        self.statement_seconds = counter("statement_seconds", "Spent waiting for the database.")
        self.chores = counter("chores_ended", "Attempts at chores.", "kind", "outcome")
        self.chore_seconds = histogram("chore_seconds", "An attempt at a chore.", LONG, "kind")
        self.submissions = counter("submissions", "Answers taken.", "level")
        for level in "012":
            self.submissions.labels(level)  # counts from 0, not from the first
        self.refused = counter("limits_refused", "Tries over a limit.", "limit")
        self.seen = gauge("process_seen_timestamp_seconds", "The last pulse.", "part")
        self.memory = gauge("process_memory_bytes", "Resident memory.", "part")
        self.cpu = gauge("process_cpu_seconds", "Processor time used.", "part")
        self.pool = gauge("pool_connections", "Connections to the database.", "part", "state")
        self.open = gauge("requests_open", "Requests being answered.")
        self.streams = gauge("streams", "Event streams that are open.")
        self.hearing = gauge("streams_hearing", "1 where news comes through Redis.")


_meters = Meters(CollectorRegistry())
_told: list[Callable[[Meters], None]] = []
_ends = threading.Event()
_lock: IO[str] | None = None  # held shared by every process that counts here


def meters() -> Meters:
    """What this process counts in."""
    return _meters


def tell_at_pulse(tell: Callable[[Meters], None]) -> None:
    """Have `tell` set gauges at every pulse of this process, from a thread of its own."""
    _told.append(tell)


def start(part: str, folder: Path) -> None:
    """Count from now on in files of `folder`, with all others that do; `part` is api or worker."""
    global _meters, _lock, _ends
    folder.mkdir(parents=True, exist_ok=True)
    _lock = open(folder / "lock", "a")  # noqa: SIM115 - held for this process's life
    try:
        fcntl.flock(_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass  # somebody counts already
    else:
        for left in folder.glob("*.db"):
            left.unlink(missing_ok=True)
    fcntl.flock(_lock, fcntl.LOCK_SH)
    os.environ[FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue(_name)  # type: ignore[no-untyped-call]
    _meters = Meters(CollectorRegistry())
    _ends = threading.Event()
    threading.Thread(target=_beat, args=(part, _ends), name="pulse", daemon=True).start()


def end() -> None:
    """This process counts for itself again: its gauges are gone, its counters stay."""
    global _meters
    _ends.set()
    _told.clear()
    folder = os.environ.pop(FOLDER, None)
    if folder is None or _lock is None:
        return
    values.ValueClass = values.MutexValue
    _meters = Meters(CollectorRegistry())
    mark_process_dead(_name(), folder)  # type: ignore[no-untyped-call]
    _lock.close()


def _name() -> str:
    """This process among all that may share the folder: containers have the same numbers."""
    return f"{_HOST}-{os.getpid()}"


def _beat(part: str, ends: threading.Event) -> None:
    while not ends.is_set():
        pulse(part)
        ends.wait(PULSE)


def pulse(part: str) -> None:
    """Tell this process's gauges now."""
    m = _meters
    used = resource.getrusage(resource.RUSAGE_SELF)
    m.memory.labels(part).set(_resident())
    m.cpu.labels(part).set(used.ru_utime + used.ru_stime)
    if database.engine.cache_info().currsize:
        pool: Any = database.engine().pool
        m.pool.labels(part, "used").set(pool.checkedout())
        m.pool.labels(part, "idle").set(pool.checkedin())
        m.pool.labels(part, "limit").set(pool.size() + pool._max_overflow)
    for tell in _told:
        tell(m)
    m.seen.labels(part).set(time.time())


def _resident() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # no such file on this system: then the most that it ever was
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return pages * resource.getpagesize()


class Counted:
    """All that is counted by all processes that share the folder, or by this one alone."""

    def collect(self) -> Iterator[Metric]:
        """Prometheus's metrics; gauges of those that are still there."""
        folder = os.environ.get(FOLDER)
        if folder is None:
            return
        merged = MultiProcessCollector.merge(glob(f"{folder}/*.db"))  # type: ignore[no-untyped-call]
        found: list[Metric] = list(merged)
        since = time.time() - SILENT
        alive = {
            sample.labels["pid"]
            for metric in found
            if metric.name == "dure_process_seen_timestamp_seconds"
            for sample in metric.samples
            if sample.value >= since
        }
        for metric in found:
            if metric.type == "gauge":
                metric.samples = [one for one in metric.samples if one.labels["pid"] in alive]
            yield metric


def registry(*more: Iterable[Metric]) -> CollectorRegistry:
    """What a scrape is written from: what is counted, and `more` that was just asked."""
    made = CollectorRegistry(auto_describe=False)
    made.register(Counted())
    for metrics in more:
        made.register(_Given(metrics))
    return made


class _Given:
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


@event.listens_for(Engine, "before_cursor_execute")
def _asked(connection: Any, *_: Any) -> None:
    connection.info["dure_asked"] = time.perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def _answered(connection: Any, *_: Any) -> None:
    m = _meters
    m.statements.inc()
    m.statement_seconds.inc(time.perf_counter() - connection.info.pop("dure_asked"))
