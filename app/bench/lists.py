"""`dure bench list`: any page of a long list, and the manager's dashboard, through HTTP."""

import statistics
from time import perf_counter
from typing import Any

import httpx

from app.api.deps import COOKIE
from app.bench import past
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
LOOKS = 10
"""How often the dashboard is asked for."""
DASHBOARD = (
    "/overview",
    "/overview/hours",
    "/overview/people",
    "/overview/queues",
    "/overview/balance",
)
"""Every request that the overview's page makes of its project's figures."""


def measure(*, items: int, say: Any = lambda _: None) -> dict[str, Any]:
    """Milliseconds for a page of 50 from the beginning, the middle and the end of each list; and
    for the dashboard, of which every tenth item has a past, one request after the other."""
    start_logging("bench")
    with scratch() as configured:
        ground = prepare(name="list", tasks=1, people=1, inspect=Inspect.NONE)
        say(f"Importing {items} items …")
        register(ground, write_manifest(settings().folder / "manifest.jsonl", items))
        manager = ground.people[0]
        with transaction() as s:
            join_project(s, ground.project_id, manager.id, ProjectRoleName.MANAGER, by=None)
        pieces, ahead = items // 10, min(2000, items // 100)
        say(f"Writing a past of {pieces} pieces …")
        past.team(ground)
        past.write(ground, pieces - ahead, offered=min(50_000, items // 10))
        past.keep(ground.project_id)
        past.write(ground, ahead, offered=0)  # what no figure holds yet
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
            waiting = [items // 2, items * 2 // 3, items - 100]
            asked: dict[str, list[dict[str, Any]]] = {
                "all": [{"after": end} for end in ends],
                "by_state": [{"after": end, "state": "ready"} for end in waiting],
                "by_batch": [{"after": end, "batch_id": batch} for end in ends],
                "by_name": [{"stage_id": stage, "q": name % (end // 1000)} for end in ends],
            }
            dashboard = _dashboard(http)
            found = {
                case: _times(http, [one for one in pages for _ in range(PAGES // len(pages))])
                for case, pages in asked.items()
            }
    slowest = max(found.values(), key=lambda times: times["max_ms"])
    return {"items": items, "pieces": pieces, "page": 50} | slowest | found | dashboard


def _dashboard(http: httpx.Client) -> dict[str, Any]:
    """Milliseconds of each request and, as `dashboard`, of all of them together."""
    found: dict[str, list[float]] = {path: [] for path in DASHBOARD}
    for look in range(LOOKS + 1):
        for path in DASHBOARD:
            start = perf_counter()
            http.get(path).raise_for_status()
            if look:  # the first prepares the statements
                found[path].append((perf_counter() - start) * 1000)
    together = [sum(times) for times in zip(*found.values(), strict=True)]
    return {"dashboard": _spread(together)} | {
        path.strip("/"): _spread(times) for path, times in found.items()
    }


def _times(http: httpx.Client, asked: list[dict[str, Any]]) -> dict[str, float]:
    http.get("/items", params=asked[0])  # prepares the statement
    times = []
    for params in asked:
        start = perf_counter()
        answer = http.get("/items", params=params)
        times.append((perf_counter() - start) * 1000)
        answer.raise_for_status()
        assert answer.json()["items"], params
    return _spread(times)


def _spread(times: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 2),
        "max_ms": round(max(times), 2),
    }
