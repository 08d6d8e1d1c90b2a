"""`dure bench list`: any page of a long list, through HTTP."""

import statistics
from time import perf_counter
from typing import Any

import httpx

from app.api.deps import COOKIE
from app.bench.ground import prepare, scratch
from app.bench.imports import register, write_manifest
from app.bench.loop import served
from app.core.database import transaction
from app.core.log import start_logging
from app.core.settings import settings
from app.models.person import ProjectRoleName
from app.models.project import Inspect
from app.people.team import join_project

PAGES = 40


def measure(*, items: int, say: Any = lambda _: None) -> dict[str, Any]:
    """Milliseconds for a page of 50 from the beginning, the middle and the end of each list."""
    start_logging("bench")
    with scratch() as configured:
        ground = prepare(name="list", tasks=1, people=1, inspect=Inspect.NONE)
        say(f"Importing {items} items …")
        register(ground, write_manifest(settings().folder / "manifest.jsonl", items))
        manager = ground.people[0]
        with transaction() as s:
            join_project(s, ground.project_id, manager.id, ProjectRoleName.MANAGER, by=None)
        with (
            served(configured, 1) as port,
            httpx.Client(
                base_url=f"http://127.0.0.1:{port}/api/v1/projects/{ground.project_id}",
                cookies={COOKIE: manager.token},
            ) as http,
        ):
            say("Reading pages …")
            batch = http.get("/batches", params={"limit": 200}).json()["items"][-1]["id"]
            stage = ground.stage_id
            name = "2026/%04d/"
            ends = [0, items // 2, items - 100]
            asked: dict[str, list[dict[str, Any]]] = {
                "all": [{"after": end} for end in ends],
                "by_state": [{"after": end, "state": "ready"} for end in ends],
                "by_batch": [{"after": end, "batch_id": batch} for end in ends],
                "by_name": [{"stage_id": stage, "q": name % (end // 1000)} for end in ends],
            }
            found = {
                case: _times(http, [one for one in pages for _ in range(PAGES // len(pages))])
                for case, pages in asked.items()
            }
    slowest = max(found.values(), key=lambda times: times["max_ms"])
    return {"items": items, "page": 50} | slowest | found


def _times(http: httpx.Client, asked: list[dict[str, Any]]) -> dict[str, float]:
    http.get("/items", params=asked[0])  # prepares the statement
    times = []
    for params in asked:
        start = perf_counter()
        answer = http.get("/items", params=params)
        times.append((perf_counter() - start) * 1000)
        answer.raise_for_status()
        assert answer.json()["items"], params
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 2),
        "max_ms": round(max(times), 2),
    }
