"""`dure bench rows`: what a finished item takes in the database, for `docs/scaling.md`."""

import os
from time import perf_counter, process_time
from typing import Any

import psutil
from sqlalchemy import text

from app.bench import past
from app.bench.ground import ANSWER, Ground, prepare, scratch
from app.bench.imports import register, write_manifest
from app.core.database import owner_engine, transaction
from app.core.log import start_logging
from app.core.settings import settings
from app.models import Verdict
from app.models.project import Inspect
from app.workflow.claim import claim
from app.workflow.decide import Judgement, decide
from app.workflow.submit import submit

WARM = 20  # loops until all statements are prepared
SIZES = """
SELECT relname::text AS name, reltuples::bigint AS rows, pg_relation_size(oid) AS heap,
  pg_total_relation_size(oid) - pg_relation_size(oid) - pg_indexes_size(oid) AS toast,
  pg_indexes_size(oid) AS indexes
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND reltuples >= :least ORDER BY pg_total_relation_size(oid) DESC
"""


def measure(*, items: int, loops: int = 500, say: Any = lambda _: None) -> dict[str, Any]:
    """Bytes of each table that grows with the work: per row, and per item that was answered with
    twelve boxes, looked at once, and paid; seconds of a vacuum of all; and what one loop (claim,
    hand in, claim the look, decide) writes to the log and takes of the processors."""
    start_logging("bench")
    with scratch():
        ground = prepare(name="rows", tasks=WARM + loops, people=8, inspect=Inspect.ALL)
        say(f"Importing {items} items …")
        register(ground, write_manifest(settings().folder / "manifest.jsonl", items))
        past.team(ground)
        say(f"Writing a past of {items} pieces …")
        past.write(ground, items, offered=0)
        past.keep(ground.project_id)
        say("Vacuuming …")
        vacuum = _vacuum()
        tables = _tables(items)
        say(f"{loops} loops …")
        loop = _loops(ground, loops)
    whole = sum(table["bytes_an_item"] for table in tables.values())
    return {
        "items": items,
        "bytes_an_item": round(whole),
        "vacuum_s": round(vacuum, 1),
        "loop": loop,
        "tables": tables,
    }


def _vacuum() -> float:
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as run:
        begun = perf_counter()
        run.execute(text("VACUUM (ANALYZE)"))
        return perf_counter() - begun


def _tables(items: int) -> dict[str, dict[str, float]]:
    with owner_engine().connect() as run:
        rows = run.execute(text(SIZES), {"least": max(1, items // 100)}).mappings().all()
    return {
        row["name"]: {
            "rows_an_item": round(row["rows"] / items, 2),
            "heap_a_row": round((row["heap"] + row["toast"]) / row["rows"]),
            "indexes_a_row": round(row["indexes"] / row["rows"]),
            "bytes_an_item": round((row["heap"] + row["toast"] + row["indexes"]) / items),
        }
        for row in rows
    }


def _loops(ground: Ground, loops: int) -> dict[str, float]:
    author, inspector = (person.id for person in ground.people[:2])
    project, stage = ground.project_id, ground.stage_id
    fine = Judgement(Verdict.APPROVE, None, None, None, None)

    def claimed(me: int, level: int, key: str) -> int:
        with transaction() as s:
            (lease,) = claim(
                s, me=me, project_id=project, stage_id=stage, level=level, count=1, key=key
            )
        return lease

    def loop(number: int) -> None:
        work = claimed(author, 0, f"w{number}")
        with transaction() as s:
            submit(
                s,
                me=author,
                project_id=project,
                assignment_id=work,
                key=f"s{number}",
                answer=ANSWER,
                active_seconds=20,
            )
        look = claimed(inspector, 1, f"l{number}")
        with transaction() as s:
            decide(
                s,
                me=inspector,
                project_id=project,
                assignment_id=look,
                key=f"d{number}",
                judgement=fine,
                body={"verdict": "approve"},
                active_seconds=5,
            )

    for number in range(WARM):
        loop(-number)
    before = _log(), process_time(), _database_time()
    for number in range(1, loops + 1):
        loop(number)
    after = _log(), process_time(), _database_time()
    log, ours, its = (end - start for start, end in zip(before, after, strict=True))
    return {
        "log_bytes": round(log / loops),
        "engine_ms": round(1000 * ours / loops, 2),
        "database_ms": round(1000 * its / loops, 2),
    }


def _log() -> int:
    with owner_engine().connect() as run:
        return int(run.execute(text("SELECT pg_current_wal_insert_lsn() - '0/0'")).scalar_one())


def _database_time() -> float:
    """Seconds of processor time of the servers that were started for this."""
    total = 0.0
    for child in psutil.Process(os.getpid()).children(recursive=True):
        try:
            if child.name() == "postgres":
                times = child.cpu_times()
                total += times.user + times.system
                total += times.children_user + times.children_system  # of those that have ended
        except psutil.Error:
            continue
    return total
