"""`dure bench export`: labeled items exported, as the chore does it."""

import threading
from contextlib import suppress
from time import monotonic, process_time
from typing import Any, NamedTuple, cast

import orjson
import psycopg
from sqlalchemy import func, select, text

from app.bench.ground import ANSWER, Ground, prepare, scratch
from app.core.database import owner_engine, transaction
from app.core.log import start_logging
from app.models.project import Inspect
from app.models.release import Release
from app.queue.run import do
from app.queue.service import enqueue
from app.releases import service
from app.releases.schemas import ReleaseFormat
from app.storage import forget_storage


def measure(
    *,
    items: int,
    formats: list[ReleaseFormat],
    boxes: list[int],
    say: Any = lambda _: None,
) -> dict[str, Any]:
    """For each format and number of boxes on an item: seconds from the chore's start to a release
    that can be downloaded, by the database's clock, and of these those that the list took; beside a
    bare COPY of the same answers; the processor's time for each item, of this process and of
    PostgreSQL, which says more than seconds where others are at work; and the most memory of this
    process and those that it started.
    """
    import app.workers.releases  # noqa: F401 - the chore's handler registers itself

    start_logging("bench")
    told: list[dict[str, Any]] = []
    for count in boxes:
        with scratch():
            forget_storage()
            ground = prepare(name="export", tasks=1, people=1, inspect=Inspect.NONE)
            say(f"Writing {items} answers of {count} boxes …")
            finish(ground, items, count)
            bare = copy_answers(ground)
            for format in formats:
                say(f"Exporting {format.value} …")
                whole = _release(ground, f"1.{len(told)}", format)
                told.append(
                    {
                        "format": format.value,
                        "items": whole["items"],
                        "annotations_per_item": count,
                        **whole,
                        "copy_seconds": round(bare, 2),
                    }
                )
    return {"exports": told}


def finish(ground: Ground, count: int, boxes: int = 12) -> None:
    """So many more items, each answered with so many boxes (the first at a place of its own) and
    accepted. Written by the database: what is measured is the way out.
    """
    answer = {**ANSWER, "annotations": ANSWER["annotations"][:boxes]}
    values: dict[str, Any] = {
        "project": ground.project_id,
        "stage": ground.stage_id,
        "worker": ground.people[0].id,
        "answer": orjson.dumps(answer).decode(),
        "count": count,
    }
    with owner_engine().begin() as connection:
        for name, statement in _FINISHED.items():
            connection.execute(text(statement), values)
            # A key's check keeps the plan that it made when its table was empty: a walk through it.
            connection.execute(text(f"ANALYZE {name}"))
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM item, task, assignment, submission"))


def copy_answers(ground: Ground) -> float:
    """Seconds that PostgreSQL takes to hand out the same answers as text, and nothing else."""
    answers = f"SELECT answer FROM submission WHERE project_id = {int(ground.project_id)}"
    with owner_engine().connect() as connection:
        raw = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        with raw.cursor() as cursor:
            start = monotonic()
            with cursor.copy(f"COPY ({answers}) TO STDOUT") as rows:
                for _ in rows:
                    pass
            return monotonic() - start


def _release(ground: Ground, version: str, format: ReleaseFormat) -> dict[str, Any]:
    with transaction() as s:
        release, _ = service.begin(
            s,
            project_id=ground.project_id,
            stage_id=ground.stage_id,
            version=version,
            format=format,
            media=False,
            provenance=False,
            by=None,
        )
        release.previous_id = None  # each is measured as the first
        args = {"project_id": ground.project_id, "release_id": release.id}
        chore_id = enqueue(s, "release", args, project_id=ground.project_id)
    before = memory()
    with Watch(ground.project_id, release.id) as watch:
        with transaction() as s:
            start = s.execute(select(func.clock_timestamp())).scalar_one()
        do(chore_id)
    with transaction() as s:
        made = s.get_one(Release, (ground.project_id, release.id))
    assert made.bytes is not None, made.problem
    assert made.frozen_at is not None
    seconds = (made.frozen_at - start).total_seconds()
    listed = watch.listed - start.timestamp()
    items = made.items or 0
    began, at_list, at_end = watch.spent
    return {
        "items": items,
        "seconds": round(seconds, 2),
        "items_per_s": round(items / seconds),
        "list_seconds": round(listed, 2),
        "file_items_per_s": round(items / (seconds - listed)),
        "file_mb": round(made.bytes / 1e6, 1),
        "cpu_us_per_item": {
            "list": round((at_list.postgres - began.postgres) / items * 1e6, 2),
            "file_python": round((at_end.here - at_list.here) / items * 1e6, 2),
            "file_postgres": round((at_end.postgres - at_list.postgres) / items * 1e6, 2),
        },
        "memory_before_mb": round(before),
        "memory_peak_mb": round(watch.peak),
    }


def memory() -> float:
    """Megabytes that this process has, and those that it has started, but not the servers."""
    import psutil

    this = psutil.Process()
    total = float(this.memory_info().rss)
    for child in this.children(recursive=True):
        try:
            if not child.name().startswith(("postgres", "redis")):
                total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / (1 << 20)


class Spent(NamedTuple):
    """Seconds of the processor's time, of this process and of PostgreSQL's."""

    here: float
    postgres: float


def spent(server: int) -> Spent:
    """Until now; `server` is the number of one of PostgreSQL's processes."""
    import psutil

    main = psutil.Process(server).parent() or psutil.Process(server)
    times = main.cpu_times()
    total = times.children_user + times.children_system  # of those that have ended
    for child in main.children():
        with suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            total += times.user + times.system
    return Spent(process_time(), total)


class Watch(threading.Thread):
    """Notes how much memory there is while a release is built, when its list was there, and what
    was spent until the beginning, the list and the end."""

    def __init__(self, project_id: int, release_id: int) -> None:
        super().__init__(daemon=True)
        self._end = threading.Event()
        self._key = {"p": project_id, "r": release_id}
        self.peak = 0.0
        self.listed = 0.0
        self.spent: list[Spent] = []

    def __enter__(self) -> "Watch":
        self.start()
        while not self.spent:
            self._end.wait(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()

    def run(self) -> None:
        """Look twenty times a second."""
        there = text(
            """SELECT extract(epoch FROM clock_timestamp()), r.frozen_at IS NOT NULL
               FROM release r WHERE r.project_id = :p AND r.id = :r AND EXISTS (
                 SELECT FROM release_item i WHERE i.project_id = :p AND i.release_id = :r)"""
        )
        engine = owner_engine().execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            server = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            self.spent.append(spent(server))
            while len(self.spent) < 3:
                ended = self._end.wait(0.05)
                self.peak = max(self.peak, memory())
                at, ready = connection.execute(there, self._key).one_or_none() or (0.0, ended)
                if at and not self.listed:
                    self.listed = float(at)
                    self.spent.append(spent(server))
                if ready:
                    self.spent += [spent(server)] * (3 - len(self.spent))


_FINISHED = {
    "item": """INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state, tasks_left)
     SELECT i.project_id, i.stage_id, i.batch_id, i.asset_id, 'done-' || n, 'accepted', 0
     FROM generate_series(1, :count) n,
       (SELECT * FROM item WHERE project_id = :project ORDER BY id LIMIT 1) i""",
    "task": """INSERT INTO task (project_id, stage_id, item_id, queue_id, state, overlap, accepted,
       places, reserved)
     SELECT i.project_id, i.stage_id, i.id, t.queue_id, 'done', 1, 1, 1, 0 FROM item i,
       (SELECT queue_id FROM task WHERE project_id = :project LIMIT 1) t
     WHERE i.project_id = :project AND i.state = 'accepted' ORDER BY i.id""",
    "task_role": """INSERT INTO task_role (project_id, task_id, worker_id, side)
     SELECT project_id, id, :worker, 'author' FROM task
     WHERE project_id = :project AND state = 'done'""",
    "assignment": """INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level,
       worker_id, state, claim_key, schema_version, price, judged, answer_id)
     SELECT project_id, id, stage_id, id, id, 0, :worker, 'accepted', gen_random_uuid(), 1, 130,
       true, id FROM task WHERE project_id = :project AND state = 'done' ORDER BY id""",
    "submission": """INSERT INTO submission (project_id, id, assignment_id, worker_id, stage_id,
       level, attempt, client_key, body_hash, answer, schema_version, outcome)
     SELECT project_id, id, id, :worker, stage_id, 0, 1, 'bench', '',
       CAST(replace(:answer, '"x"\\:10.5', '"x"\\:' || ((id * 37) % 60000 / 100.0)::float::text)
         AS jsonb), 1, 'accepted'
     FROM task WHERE project_id = :project AND state = 'done' ORDER BY id""",
}
