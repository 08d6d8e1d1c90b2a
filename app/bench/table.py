"""`dure bench loop --table`: the loop with more and more clients, on more and more tasks."""

from dataclasses import replace
from typing import Any

from app.bench.ground import fill, prepare, scratch
from app.bench.limit import pgbench
from app.bench.loop import drive, served, told
from app.models.project import Inspect

FIRST = 10_000  # tasks that are opened as the application does
SESSIONS = 64  # of pgbench at most: two API processes have no more connections either


def measure(
    *,
    tasks: list[int],
    clients: list[int],
    seconds: int,
    processes: int,
    say: Any = lambda _: None,
) -> dict[str, Any]:
    """A row for each number of tasks and clients: loops a second, percentiles and errors through
    HTTP with everything inspected, beside pgbench with the same statements on the same tasks."""
    rows = []
    for size in tasks:
        with scratch() as configured:
            say(f"Opening {size} tasks …")
            ground = prepare(
                name="table", tasks=min(size, FIRST), people=max(clients), inspect=Inspect.ALL
            )
            if size > FIRST:
                fill(ground, size - FIRST)
            with served(configured, processes) as port:
                for many in clients:
                    say(f"{size} tasks, {many} clients …")
                    there = replace(ground, people=ground.people[:many])
                    drive(there, port, f"warm-{many}", min(3, seconds))
                    row = told(drive(there, port, f"table-{many}", seconds))
                    sessions = min(many, SESSIONS)
                    limit = pgbench(there, inspect=Inspect.ALL, clients=sessions, seconds=seconds)
                    beside = {
                        "pgbench_sessions": sessions,
                        "pgbench_loops_per_s": round(limit["loops_per_s"], 1),
                        "ratio_to_pgbench": round(row["loops_per_s"] / limit["loops_per_s"], 3),
                    }
                    rows.append({"tasks": size, "clients": many} | row | beside)
    return {"seconds": seconds, "processes": processes, "rows": rows}
