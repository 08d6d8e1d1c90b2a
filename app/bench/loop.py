"""`dure bench loop`: hand-ins through HTTP beside pgbench driving the same statements."""

import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import httpx
import orjson
from sqlalchemy import update

from app.bench.ground import ANSWER, Ground, prepare, scratch
from app.bench.limit import pgbench
from app.bench.routed import compare
from app.core.database import transaction
from app.core.settings import Settings
from app.models.project import Inspect, Stage

PATIENCE = 300.0  # seconds for the API to come and to go, on a machine that does much else


def measure(
    *, tasks: int, clients: int, seconds: int, processes: int, say: Any = lambda _: None
) -> dict[str, Any]:
    """Each of “everything inspected” and “nothing inspected”: loops a second, percentiles, and the
    ratio to pgbench on the same server, tasks and clients. The headline is the slower of both.
    `claim` says what routing adds to a claim (`app/bench/routed.py`)."""
    with scratch() as configured:
        say("Claims, plain and routed …")
        claim = compare()
        say(f"Opening {tasks} tasks …")
        ground = prepare(name="loop", tasks=tasks, people=clients, inspect=Inspect.ALL)
        found = {}
        with served(configured, processes) as port:
            for label, inspect in (("inspected", Inspect.ALL), ("uninspected", Inspect.NONE)):
                _policy(ground, inspect)
                say(f"{label}: through HTTP …")
                drive(ground, port, label + "-warm", min(3, seconds))
                found[label] = told(drive(ground, port, label, seconds))
                say(f"{label}: pgbench …")
                limit = pgbench(ground, inspect=inspect, clients=clients, seconds=seconds)
                found[label] |= {
                    "pgbench_loops_per_s": round(limit["loops_per_s"], 1),
                    "pgbench_mean_ms": limit["mean_ms"],
                    "ratio_to_pgbench": round(
                        found[label]["loops_per_s"] / limit["loops_per_s"], 3
                    ),
                }
    slower = min(found.values(), key=lambda one: one["loops_per_s"])
    asked = {"tasks": tasks, "clients": clients, "seconds": seconds}
    return asked | slower | found | {"claim": claim}


def _policy(ground: Ground, inspect: Inspect) -> None:
    # Not through `design.change_stage`: what is set aside covers both, and stays comparable.
    with transaction() as s:
        s.execute(
            update(Stage)
            .where(Stage.project_id == ground.project_id, Stage.id == ground.stage_id)
            .values(inspect1=inspect)
        )


@contextmanager
def served(configured: Settings, processes: int) -> Iterator[int]:
    """The API in processes of its own on a free loopback port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        env=os.environ | {"DURE_PROCESSES": str(processes), "DURE_LOG_LEVEL": "warning"},
    )
    try:
        _await(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end and server.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=5)
            return
        except httpx.TransportError:
            continue
    raise RuntimeError("The API did not start.")


def drive(ground: Ground, port: int, label: str, seconds: int) -> dict[str, Any]:
    """`times`: seconds that each loop took, `elapsed`: all of them, and `errors`: how often there
    was no answer."""
    job = {
        "host": "127.0.0.1",
        "port": port,
        "project_id": ground.project_id,
        "stage_id": ground.stage_id,
        "people": [{"token": one.token, "csrf": one.csrf} for one in ground.people],
        "answer": ANSWER,
        "seconds": seconds,
        "label": label,
    }
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.driver"],
        input=orjson.dumps(job),
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, Any] = orjson.loads(done.stdout)
    return result


def told(driven: dict[str, Any]) -> dict[str, float]:
    """What `drive` found, as it is shown; of a single loop, how long that took. Raises ValueError
    where there was none."""
    times = driven["times"]
    if not times:
        raise ValueError("No loop ended within the time; give it more seconds.")
    cuts = statistics.quantiles(times, n=100) if times[1:] else times * 99
    return {
        "errors": driven["errors"],
        "loops_per_s": round(len(times) / driven["elapsed"], 1),
        "p50_ms": round(cuts[49] * 1000, 2),
        "p95_ms": round(cuts[94] * 1000, 2),
        "p99_ms": round(cuts[98] * 1000, 2),
    }
