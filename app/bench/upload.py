"""`dure bench upload`: many people send takes at once, as 500 phones do after a lesson.

Each upload is what the web app does: begin it (tus), send its bytes in pieces, make a take of it.
The load runs in a process of its own, the API in another, and a worker looks the takes over. What
arrives is compared with what was sent by its hash.

Run as a module it is the load: `python -m app.bench.upload` reads its job as JSON.
"""

import asyncio
import base64
import hashlib
import os
import statistics
import subprocess
import sys
import threading
from contextlib import ExitStack
from time import monotonic, perf_counter, sleep
from typing import Any
from uuid import uuid4

import httpx
import orjson
import psutil
from sqlalchemy import text, update

from app.bench.ground import Ground, prepare, scratch
from app.bench.loop import served
from app.core.database import transaction
from app.models.project import Inspect, Stage
from app.workflow.claim import claim
from app.workflow.design import write_schema

PIECE = 256 << 10
"""Bytes that are sent at a time."""
EACH = 10
"""Takes of one person."""
PATIENCE = 600.0

TYPES = ["application/octet-stream"]
SCHEMA = {
    "modality": "prompt",
    "labels": [{"kind": "file", "name": "take", "types": TYPES, "count_max": EACH}],
}


def measure(
    *, uploads: int, kilobytes: int, processes: int, say: Any = lambda _: None
) -> dict[str, Any]:
    """Seconds of an upload from its beginning to its take, how many were lost, and the most memory
    that the API had: with the first of two waves, and with the second. Where memory is flat, the
    second needs no more than the first has left behind.
    """
    with ExitStack() as open_:
        configured = open_.enter_context(scratch())
        say("Handing out prompts …")
        people = -(-uploads // EACH)
        ground = prepare(name="upload", tasks=people, people=people, inspect=Inspect.NONE)
        leases = _leases(ground)
        port = open_.enter_context(served(configured, processes))
        watch = open_.enter_context(Memory())
        idle = watch.now()
        say(f"{uploads} uploads at once …")
        first = _drive(ground, leases, port, uploads, kilobytes, "first")
        once, busy = watch.peak, watch.cpu()
        watch.forget()
        say(f"{uploads} more …")
        found = _drive(ground, leases, port, uploads, kilobytes, "second")
        twice, busy = watch.peak, watch.cpu() - busy
        say("Looking them over …")
        begun = monotonic()
        _look_over(2 * uploads)
        looked = monotonic() - begun
        lost = _lost(first["sent"] | found["sent"])
    cuts = statistics.quantiles(found["times"], n=100)
    return {
        "uploads": uploads,
        "kilobytes": kilobytes,
        "lost": lost,
        "retried": first["retried"] + found["retried"],
        "seconds": round(found["elapsed"], 2),
        "mb_per_s": round(uploads * kilobytes / 1024 / found["elapsed"], 1),
        "p50_s": round(cuts[49], 3),
        "p95_s": round(cuts[94], 3),
        "p99_s": round(cuts[98], 3),
        "api_cpu_s": round(busy, 1),
        "api_mb_idle": round(idle),
        "api_mb_first": round(once),
        "api_mb_second": round(twice),
        "memory_ratio": round(twice / once, 3),
        "kb_per_open_upload": round((once - idle) * 1024 / uploads),
        "looked_over_per_s": round(2 * uploads / looked, 1),
    }


def _leases(ground: Ground) -> list[int]:
    """One lease on a prompt for each person. Who may take part in collecting is not measured: the
    stage becomes one that collects when all have theirs.
    """
    found = []
    with transaction() as s:
        here = {"project_id": ground.project_id, "stage_id": ground.stage_id}
        write_schema(s, by=ground.people[0].id, definition=SCHEMA, **here)
        for one in ground.people:
            found += claim(
                s,
                me=one.id,
                project_id=ground.project_id,
                stage_id=ground.stage_id,
                level=0,
                count=1,
                key=str(uuid4()),
            )
        s.execute(update(Stage).where(Stage.id == ground.stage_id).values(kind="collect"))
    return found


def _drive(
    ground: Ground, leases: list[int], port: int, uploads: int, kilobytes: int, label: str
) -> dict[str, Any]:
    job = {
        "address": f"http://127.0.0.1:{port}/api/v1/projects/{ground.project_id}",
        "people": [
            {"token": one.token, "csrf": one.csrf, "lease": lease}
            for one, lease in zip(ground.people, leases, strict=True)
        ],
        "uploads": uploads,
        "bytes": kilobytes << 10,
        "label": label,
    }
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.upload"],
        input=orjson.dumps(job),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found


def _look_over(count: int) -> None:
    """Have a worker look at all that has come."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "work"], env=os.environ | {"DURE_LOG_LEVEL": "warning"}
    )
    try:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            with transaction() as s:
                waits = s.execute(
                    text("SELECT count(*) FILTER (WHERE state = 'checking'), count(*) FROM capture")
                ).one()
            if waits[0] == 0 and waits[1] >= count:
                return
            sleep(0.2)
        raise RuntimeError("The takes were not looked over in time.")
    finally:
        worker.terminate()
        worker.wait(30)


def _lost(sent: dict[str, str]) -> int:
    """How many of the takes that were sent are not there as they were sent."""
    with transaction() as s:
        rows = s.execute(
            text(
                """SELECT c.name, a.sha256, a.storage_key FROM capture c
                  JOIN asset a ON a.project_id = c.project_id AND a.id = c.asset_id
                  WHERE c.state = 'passed'"""
            )
        )
        there = {row.name: (row.sha256, row.storage_key) for row in rows}
    # The key is the hash of what is stored, the identity that of what came: of such files the same.
    return sum(there.get(name) != (digest, digest) for name, digest in sent.items())


class Memory(threading.Thread):
    """Watches how much memory the API's processes have together, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._end = threading.Event()
        self._processes = [
            one
            for one in psutil.Process().children(recursive=True)
            if "serve" in one.cmdline() or "spawn_main" in " ".join(one.cmdline())
        ]
        self.peak = 0.0

    def __enter__(self) -> "Memory":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()

    def now(self) -> float:
        """At this moment."""
        return sum(one.memory_info().rss for one in self._processes) / (1 << 20)

    def cpu(self) -> float:
        """Seconds of processors that they have used."""
        return sum(sum(one.cpu_times()[:2]) for one in self._processes)

    def forget(self) -> None:
        """Begin anew with the peak."""
        self.peak = 0.0

    def run(self) -> None:
        """Look twenty times a second."""
        while not self._end.wait(0.05):
            self.peak = max(self.peak, self.now())


# --- the load ----------------------------------------------------------------------------------


async def drive(job: dict[str, Any]) -> dict[str, Any]:
    """All uploads at once: seconds of each, what was sent by its name, how often it was retried."""
    count = job["uploads"]
    most = httpx.Limits(max_connections=count, max_keepalive_connections=count)
    sent: dict[str, str] = {}
    async with httpx.AsyncClient(limits=most, timeout=PATIENCE) as http:
        begun = perf_counter()
        found = await asyncio.gather(*(_one(http, job, number, sent) for number in range(count)))
        elapsed = perf_counter() - begun
    return {
        "times": [seconds for seconds, _ in found],
        "retried": sum(again for _, again in found),
        "elapsed": elapsed,
        "sent": sent,
    }


async def _one(
    http: httpx.AsyncClient, job: dict[str, Any], number: int, sent: dict[str, str]
) -> tuple[float, int]:
    person = job["people"][number % len(job["people"])]
    name = f"{job['label']}-{number}.bin"
    content = b"\x00" + hashlib.shake_256(name.encode()).digest(job["bytes"] - 1)
    sent[name] = hashlib.sha256(content).hexdigest()
    head = {
        "Cookie": f"dure_session={person['token']}",
        "X-CSRF-Token": person["csrf"],
        "Tus-Resumable": "1.0.0",
    }
    told = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in (("filename", name), ("assignment", str(person["lease"])))
    )
    begun = perf_counter()
    again = 0
    meta = {"Upload-Length": str(len(content)), "Upload-Metadata": told}
    made = await http.post(f"{job['address']}/uploads", headers=head | meta)
    made.raise_for_status()
    upload_id = made.json()["id"]
    where = f"{job['address']}/uploads/{upload_id}"
    offset = 0
    while offset < len(content):
        bytes_ = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        piece = content[offset : offset + PIECE]
        try:
            answer = await http.patch(where, headers=head | bytes_, content=piece)
            answer.raise_for_status()
        except httpx.TransportError:  # as a phone does: ask how far it is
            again += 1
            answer = await http.head(where, headers=head)
            answer.raise_for_status()
        offset = int(answer.headers["Upload-Offset"])
    take = {"upload_id": upload_id, "label": "take"}
    done = await http.post(
        f"{job['address']}/assignments/{person['lease']}/captures", headers=head, json=take
    )
    done.raise_for_status()
    return perf_counter() - begun, again


if __name__ == "__main__":
    result = asyncio.run(drive(orjson.loads(sys.stdin.buffer.read())))
    sys.stdout.buffer.write(orjson.dumps(result))
