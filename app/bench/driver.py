"""The load: clients that hand in and take the next piece of work, one request after the other.

Run as its own process (`python -m app.bench.driver`), so that what it costs is not the API's. It
speaks plain HTTP/1.1 over kept connections: a library would cost more than what is measured.
"""

import asyncio
import json
import sys
import time
from typing import Any

import orjson
import uvloop

TRIES = 10


class Unanswered(Exception):
    """Not now."""


AWAY = (OSError, asyncio.IncompleteReadError, Unanswered)


class Client:
    """One person's browser: one connection, one request at a time."""

    def __init__(self, host: str, port: int, token: str, csrf: str) -> None:
        self.host, self.port = host, port
        self.errors = 0
        self.head = (
            f"Host: {host}:{port}\r\nCookie: dure_session={token}\r\nX-CSRF-Token: {csrf}\r\n"
            "Content-Type: application/json\r\n"
        )

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)

    async def sure(self, path: str, body: bytes, key: str) -> Any:
        """The JSON of the answer, asked for again under the same key while there is none; counts
        what went wrong. Raises RuntimeError where it is refused for good."""
        for again in range(TRIES):
            try:
                return await self.post(path, body, key)
            except AWAY as fault:
                self.errors += 1
                if again == TRIES - 1:
                    raise RuntimeError(f"{path}: {fault!r}") from fault
                self.writer.close()
                await asyncio.sleep(0.2)
                await self.open()
        raise AssertionError

    async def post(self, path: str, body: bytes, key: str) -> Any:
        """The JSON of the answer. Raises Unanswered for 5xx and 429, RuntimeError for any other
        than 2xx."""
        self.writer.write(
            f"POST {path} HTTP/1.1\r\n{self.head}Idempotency-Key: {key}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
        data = await self.reader.readexactly(length)
        if head[9:10] == b"5" or head[9:12] == b"429":
            raise Unanswered(f"{head[9:12]!r} {data[:200]!r}")
        if head[9:10] != b"2":
            raise RuntimeError(f"{path}: {head[:40]!r} {data[:500]!r}")
        return orjson.loads(data)


async def work(client: Client, job: dict[str, Any], number: int, until: float) -> list[float]:
    """Hand in and take the next until the time is over, once at least; seconds of each loop."""
    base = f"/api/v1/projects/{job['project_id']}"
    await client.open()
    claimed = await client.sure(
        f"{base}/stages/{job['stage_id']}/claims",
        b'{"level":0,"count":1}',
        f"first-{job['label']}-{number}",
    )
    lease = claimed["leases"][0]["id"]
    body = orjson.dumps({"answer": job["answer"]})
    times: list[float] = []
    loop = 0
    while not times or time.monotonic() < until:
        begun = time.perf_counter()
        done = await client.sure(
            f"{base}/assignments/{lease}/submission?next=true",
            body,
            f"{job['label']}-{number}-{loop}",
        )
        times.append(time.perf_counter() - begun)
        if done["next"] is None:
            raise RuntimeError("The queue ran dry: measure with more tasks.")
        lease = done["next"]["id"]
        loop += 1
    return times


async def drive(job: dict[str, Any]) -> dict[str, Any]:
    """All clients at once for `seconds`; loops, seconds, each loop's time, and how often there was
    no answer."""
    begun = time.monotonic()
    until = begun + job["seconds"]
    clients = [
        Client(job["host"], job["port"], person["token"], person["csrf"])
        for person in job["people"]
    ]
    times = await asyncio.gather(
        *(work(client, job, number, until) for number, client in enumerate(clients))
    )
    return {
        "elapsed": time.monotonic() - begun,
        "times": sorted(second for each in times for second in each),
        "errors": sum(client.errors for client in clients),
    }


def main() -> None:
    """Reads the job from standard input, writes the result to standard output."""
    job = json.load(sys.stdin)
    json.dump(uvloop.run(drive(job)), sys.stdout)


if __name__ == "__main__":
    main()
