"""`dure bench export`: labeled items exported as COCO, as the chore does it."""

from time import monotonic
from typing import Any, cast

import orjson
import psycopg
from sqlalchemy import func, select, text

from app.bench.ground import ANSWER, Ground, prepare, scratch
from app.bench.imports import Watch, peak_memory
from app.core.database import owner_engine, transaction
from app.core.log import start_logging
from app.models.project import Inspect
from app.models.release import Release
from app.queue.run import do
from app.queue.service import enqueue
from app.releases import service
from app.releases.schemas import ReleaseFormat
from app.storage import forget_storage


def measure(*, items: int, format: ReleaseFormat, say: Any = lambda _: None) -> dict[str, Any]:
    """Seconds from the chore's start to a release that can be downloaded, by the database's clock,
    beside a bare COPY of the same answers; and memory: that of a tenth of the items beside that of
    all, which shows whether it grows.
    """
    import app.workers.releases  # noqa: F401 - the chore's handler registers itself

    start_logging("bench")
    with scratch():
        forget_storage()
        ground = prepare(name="export", tasks=items, people=1, inspect=Inspect.NONE)
        say(f"Handing in {items} answers …")
        label(ground, items // 10)
        tenth = _release(ground, "0.1", format)
        label(ground, items)
        say("Exporting …")
        whole = _release(ground, "1.0", format)
        say("Copying …")
        bare = copy_answers(ground)
    return {
        "items": whole["items"],
        "annotations": whole["items"] * len(ANSWER["annotations"]),
        "format": format.value,
        "seconds": whole["seconds"],
        "items_per_s": round(whole["items"] / whole["seconds"]),
        "copy_seconds": round(bare, 2),
        "ratio_to_copy": round(bare / whole["seconds"], 3),
        "file_mb": whole["file_mb"],
        "memory_before_mb": whole["memory_before_mb"],
        "memory_peak_mb": whole["memory_peak_mb"],
        "memory_peak_mb_of_a_tenth": tenth["memory_peak_mb"],
    }


def label(ground: Ground, count: int) -> None:
    """As if the first `count` tasks had been answered with a dozen boxes each and accepted. Written
    by the database: what is measured is the way out.
    """
    values = {
        "project": ground.project_id,
        "worker": ground.people[0].id,
        "answer": orjson.dumps(ANSWER).decode(),
        "count": count,
    }
    with owner_engine().begin() as connection:
        for statement in _LABEL.split(";"):
            connection.execute(text(statement), values)
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE item, task, assignment, submission"))


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
            by=None,
        )
        args = {"project_id": ground.project_id, "release_id": release.id}
        chore_id = enqueue(s, "release", args, project_id=ground.project_id)
    before = peak_memory()
    with Watch() as watch:
        with transaction() as s:
            start = s.execute(select(func.now())).scalar_one()
        do(chore_id)
    with transaction() as s:
        made = s.get_one(Release, (ground.project_id, release.id))
    assert made.bytes is not None, made.problem
    assert made.frozen_at is not None
    seconds = (made.frozen_at - start).total_seconds()
    return {
        "items": made.items,
        "seconds": round(seconds, 2),
        "file_mb": round(made.bytes / 1e6, 1),
        "memory_before_mb": round(before),
        "memory_peak_mb": round(watch.peak),
    }


_LABEL = """
CREATE TEMP TABLE answered ON COMMIT DROP AS
  SELECT id AS task_id, item_id, stage_id FROM task t
  WHERE project_id = :project AND state = 'open' ORDER BY id
  LIMIT :count - (SELECT count(*) FROM task WHERE project_id = :project AND state = 'done');
INSERT INTO task_role (project_id, task_id, worker_id, side)
  SELECT :project, task_id, :worker, 'author' FROM answered;
INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
    claim_key, schema_version, price, judged)
  SELECT :project, task_id, stage_id, task_id, task_id, 0, :worker, 'accepted',
    gen_random_uuid(), 1, 130, true FROM answered;
INSERT INTO submission (project_id, id, assignment_id, worker_id, stage_id, level, attempt,
    client_key, body_hash, answer, schema_version, outcome)
  SELECT :project, task_id, task_id, :worker, stage_id, 0, 1, 'bench', '',
    CAST(:answer AS jsonb), 1, 'accepted'
  FROM answered;
UPDATE assignment a SET answer_id = a.id FROM answered x
  WHERE a.project_id = :project AND a.id = x.task_id;
UPDATE task t SET state = 'done', accepted = 1 FROM answered x
  WHERE t.project_id = :project AND t.id = x.task_id;
UPDATE item i SET state = 'accepted', tasks_left = 0 FROM answered x
  WHERE i.project_id = :project AND i.id = x.item_id
"""
