"""What imports and items are asked, and the bulk statements of an import."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, text
from sqlalchemy.orm import Session

from app.core.document import EXCERPT
from app.core.states import BatchState, ChoreState, ItemState
from app.models.asset import Asset, Upload
from app.models.chore import Chore
from app.models.collect import Capture
from app.models.item import Batch, Item, Refusal
from app.models.project import LabelSchema, Stage
from app.models.task import Task

# Without a chore there is no lease to tell that whoever did it has died.
_KILLED = timedelta(days=2)

# --- uploads ---------------------------------------------------------------------------------


def upload(s: Session, project_id: int, upload_id: str, *, lock: bool = False) -> Upload | None:
    """The upload, unless it has expired."""
    wanted = select(Upload).where(
        Upload.project_id == project_id,
        Upload.id == upload_id,
        Upload.expires_at > func.now(),
    )
    return s.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def expired_uploads(s: Session, limit: int = 500) -> list[str]:
    """Which uploads have been left alone for too long, and no import reads them? Locked."""
    return list(
        s.scalars(
            select(Upload.id)
            .where(
                Upload.expires_at <= func.now(),
                ~exists().where(
                    Batch.project_id == Upload.project_id,
                    Batch.source.startswith("upload:"),
                    Batch.source.contains(Upload.id),
                    Batch.state.in_((BatchState.PENDING, BatchState.IMPORTING)),
                ),
                # A take's are forgotten with its lease (`captures.forget_heard`).
                ~exists().where(
                    Capture.project_id == Upload.project_id, Capture.upload_id == Upload.id
                ),
            )
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


# --- batches ---------------------------------------------------------------------------------


def batch_of(s: Session, project_id: int, stage_id: int, source: str) -> Batch | None:
    """The import of this source into this stage that goes on or has succeeded."""
    return s.execute(
        select(Batch)
        .where(
            Batch.project_id == project_id,
            Batch.stage_id == stage_id,
            Batch.source == source,
            Batch.dry_run.is_(False),
            Batch.state.in_((BatchState.PENDING, BatchState.IMPORTING, BatchState.IMPORTED)),
        )
        .order_by(Batch.id)
        .limit(1)
    ).scalar_one_or_none()


def batches(
    s: Session, project_id: int, *, stage_id: int | None, after: int, limit: int
) -> list[Row[Batch, int, int | None]]:
    """The project's imports, in order, with how far each is."""
    wanted = (
        select(Batch, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == Batch.chore_id)
        .where(Batch.project_id == project_id, Batch.id > after)
    )
    if stage_id is not None:
        wanted = wanted.where(Batch.stage_id == stage_id)
    return list(s.execute(wanted.order_by(Batch.id).limit(limit)))


def batch(s: Session, project_id: int, batch_id: int) -> Row[Batch, int, int | None] | None:
    """One import, with how far it is."""
    return s.execute(
        select(Batch, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == Batch.chore_id)
        .where(Batch.project_id == project_id, Batch.id == batch_id)
    ).one_or_none()


def preview(s: Session, project_id: int, batch_id: int) -> list[Any] | None:
    """The first rows of a dry run; None where there is no such import."""
    row = s.execute(
        select(Batch.preview).where(Batch.project_id == project_id, Batch.id == batch_id)
    ).one_or_none()
    return None if row is None else row.preview or []


def refusals(
    s: Session, project_id: int, batch_id: int, *, grade: str | None, after: int, limit: int
) -> list[Refusal]:
    """What an import left out, in the order of reading."""
    wanted = select(Refusal).where(
        Refusal.project_id == project_id, Refusal.batch_id == batch_id, Refusal.row > after
    )
    if grade is not None:
        wanted = wanted.where(Refusal.grade == grade)
    return list(s.scalars(wanted.order_by(Refusal.row).limit(limit)))


def lost_batches(
    s: Session, limit: int = 100
) -> list[Row[int, int, ChoreState | None, str | None]]:
    """Imports whose chore has ended without them, and those of a command line that was killed:
    (project, batch, chore's state, its error).
    """
    return list(
        s.execute(
            select(Batch.project_id, Batch.id, Chore.state, Chore.error)
            .outerjoin(Chore, Chore.id == Batch.chore_id)
            .where(
                Batch.state.in_((BatchState.PENDING, BatchState.IMPORTING)),
                or_(
                    Chore.state.in_((ChoreState.DEAD, ChoreState.CANCELLED)),
                    Batch.chore_id.is_(None) & (Batch.created_at < func.now() - _KILLED),
                ),
            )
            .limit(limit)
            .with_for_update(of=Batch, skip_locked=True)
        )
    )


def has_imports(s: Session, project_id: int, stage_id: int) -> bool:
    """Whether the stage has items, or may have some soon."""
    return bool(
        s.execute(
            select(
                exists().where(
                    Batch.project_id == project_id,
                    Batch.stage_id == stage_id,
                    Batch.dry_run.is_(False),
                    (Batch.state == BatchState.IMPORTED) & (Batch.taken > 0)
                    | Batch.state.in_((BatchState.PENDING, BatchState.IMPORTING)),
                )
            )
        ).scalar()
    )


def current_schema(s: Session, project_id: int, stage_id: int) -> dict[str, Any] | None:
    """The label schema that a claim made now would pin."""
    return s.execute(
        select(LabelSchema.definition)
        .join(
            Stage,
            (Stage.project_id == LabelSchema.project_id)
            & (Stage.id == LabelSchema.stage_id)
            & (Stage.schema_version == LabelSchema.version),
        )
        .where(Stage.project_id == project_id, Stage.id == stage_id)
    ).scalar_one_or_none()


# --- items -----------------------------------------------------------------------------------

# What was made of an item is shown in its place; of a withheld original nothing is.
_SHOWN = """a.project_id = i.project_id AND a.id = coalesce(i.made_id, i.asset_id)
  AND NOT a.withheld"""
_ITEM = f"""i.id, i.stage_id, i.batch_id, i.name, i.state, i.meta, i.excluded_for, i.created_at,
  i.prelabels IS NOT NULL AS prelabelled, a.sha256, a.media_type, a.bytes, a.width, a.height,
  a.thumbnail_key, {EXCERPT.format(asset="a")} AS excerpt"""
_FROM = f"""FROM item i
  LEFT JOIN asset a ON {_SHOWN}"""


def items_numbered(s: Session, project_id: int, ids: Sequence[int]) -> list[Row[Any]]:
    """These items, in order."""
    wanted = f"""SELECT {_ITEM} {_FROM}
      WHERE i.project_id = :project AND i.id = ANY (:ids) ORDER BY i.id"""
    return list(s.execute(text(wanted), {"project": project_id, "ids": list(ids)}))


LOOKED_THROUGH = 5_000
"""Names that one page looks through for items in a state or of a batch."""

_BY_NAME = f"""
WITH looked AS (
  SELECT i.* FROM unnest(CAST(:stages AS bigint[])) stage, LATERAL (
    SELECT i.* FROM item i WHERE i.project_id = :project AND i.stage_id = stage
      AND (i.name, i.stage_id) > (:after, :after_stage) AND i.name < :past
    ORDER BY i.name LIMIT :most) i
  ORDER BY i.name, i.stage_id LIMIT :most),
chosen AS (
  SELECT * FROM looked WHERE (CAST(:batch AS bigint) IS NULL OR batch_id = CAST(:batch AS bigint))
    AND (cardinality(CAST(:states AS text[])) = 0 OR state = ANY (CAST(:states AS text[])))
  ORDER BY name, stage_id LIMIT :limit)
SELECT {_ITEM}, (SELECT jsonb_build_array(e.name, e.stage_id) FROM (
  SELECT name, stage_id FROM looked ORDER BY name DESC, stage_id DESC LIMIT 1) e
  WHERE (SELECT count(*) FROM looked) = :most) AS edge
FROM (SELECT 1) one LEFT JOIN chosen i ON true
LEFT JOIN asset a ON {_SHOWN}
ORDER BY i.name, i.stage_id
"""


def items_by_name(
    s: Session,
    project_id: int,
    *,
    stage_ids: Sequence[int],
    states: Sequence[ItemState],
    batch_id: int | None,
    prefix: str,
    after: tuple[str, int],
    limit: int,
) -> tuple[list[Row[Any]], tuple[str, int] | None]:
    """Items whose names begin with `prefix`, in the order of their names; `after` is the name and
    the stage of the last one seen. Where other filters leave less than `limit` of the names that
    were looked through, also the name and stage to go on from."""
    # One lower bound: beside another on the name, an index scan begins at the wrong one of the two.
    name, stage_id = max(after, (prefix, -1))
    found = list(
        s.execute(
            text(_BY_NAME),
            {
                "project": project_id,
                "stages": list(stage_ids),
                "states": [state.value for state in states],
                "batch": batch_id,
                "past": prefix + chr(0x10FFFF),
                "after": name,
                "after_stage": stage_id,
                "most": LOOKED_THROUGH if states or batch_id else limit,
                "limit": limit,
            },
        )
    )
    rows = [row for row in found if row.id is not None]
    edge = found[0].edge if len(rows) < limit else None
    return rows, None if edge is None else (edge[0], edge[1])


def stages_of(s: Session, project_id: int) -> list[int]:
    """The ids of the project's stages."""
    return list(s.scalars(select(Stage.id).where(Stage.project_id == project_id)))


def item(s: Session, project_id: int, item_id: int) -> Row[Any] | None:
    """One item with its asset."""
    return s.execute(
        text(
            f"""SELECT {_ITEM}, i.prelabels, a.document, a.facts {_FROM}
              WHERE i.project_id = :project AND i.id = :item"""
        ),
        {"project": project_id, "item": item_id},
    ).one_or_none()


def tasks_of_item(s: Session, project_id: int, item_id: int) -> list[Row[Any]]:
    """The tasks of an item, each with who does or did what on it, by pseudonym."""
    return list(
        s.execute(
            text(
                """SELECT t.id, t.state, t.overlap, t.accepted, t.created_at, coalesce((
                  SELECT jsonb_agg(jsonb_build_object('id', x.id, 'level', x.level,
                    'root_id', x.root_id, 'state', x.state, 'by', m.pseudonym,
                    'attempt', x.attempt, 'judged', x.judged, 'surplus', x.surplus,
                    'answer_id', x.answer_id) ORDER BY x.id)
                  FROM assignment x JOIN project_member m
                    ON m.project_id = x.project_id AND m.person_id = x.worker_id
                  WHERE x.project_id = t.project_id AND x.task_id = t.id
                    AND x.gold_id IS NULL), '[]') AS assignments
                FROM (SELECT * FROM task WHERE project_id = :project AND item_id = :item
                    AND gold_id IS NULL
                  UNION SELECT * FROM task WHERE project_id = :project
                    AND item_ids @> ARRAY[CAST(:item AS bigint)]) t
                ORDER BY t.id LIMIT 200"""
            ),
            {"project": project_id, "item": item_id},
        )
    )


def history_of_item(s: Session, project_id: int, item_id: int) -> list[Row[Any]]:
    """What happened to an item, its tasks and the work on them; people by pseudonym."""
    return list(
        s.execute(
            text(
                """WITH task_ids AS (
                  SELECT id FROM task WHERE project_id = :project AND item_id = :item
                    AND gold_id IS NULL
                  UNION SELECT id FROM task WHERE project_id = :project
                    AND item_ids @> ARRAY[CAST(:item AS bigint)]),
                subjects AS (
                  SELECT 'item' AS subject, CAST(:item AS bigint) AS id
                  UNION ALL SELECT 'task', id FROM task_ids
                  UNION ALL SELECT 'assignment', x.id FROM assignment x
                    WHERE x.project_id = :project AND x.task_id IN (SELECT id FROM task_ids)
                      AND x.gold_id IS NULL)
                SELECT e.id, e.at, e.subject, e.subject_id, e.source, e.target, e.why,
                  m.pseudonym AS by
                FROM subjects z
                JOIN event e ON e.project_id = :project AND e.subject = z.subject
                  AND e.subject_id = z.id
                LEFT JOIN project_member m
                  ON m.project_id = e.project_id AND m.person_id = e.actor_id
                ORDER BY e.id LIMIT 1000"""
            ),
            {"project": project_id, "item": item_id},
        )
    )


def media_of_item(
    s: Session, project_id: int, item_id: int, task_id: int | None = None
) -> Asset | None:
    """The stored file that an item shows, which is what was made of it; that one of its tasks does,
    which may be a piece of it or a bundle that it is part of."""
    shown = select(func.coalesce(Item.made_id, Item.asset_id)).where(
        Item.project_id == project_id, Item.id == item_id
    )
    if task_id is not None:
        shown = (
            select(func.coalesce(Task.asset_id, Item.asset_id))
            .join(Item, (Item.project_id == Task.project_id) & (Item.id == Task.item_id))
            .where(
                Task.project_id == project_id,
                Task.id == task_id,
                or_(Task.item_id == item_id, Task.item_ids.contains([item_id])),
            )
        )
    return s.execute(
        select(Asset).where(Asset.project_id == project_id, Asset.id == shown.scalar_subquery())
    ).scalar_one_or_none()


def task_in_hand(
    s: Session, project_id: int, item_id: int, person_id: int, task_id: int | None = None
) -> int | None:
    """The task of the item on which this person holds a seat, has to mend his work, or may object
    to what was said of it: `task_id`, or the newest."""
    found: int | None = s.execute(
        text(
            """SELECT t.id FROM (
                SELECT id FROM task WHERE project_id = :project AND item_id = :item
                UNION
                SELECT id FROM task WHERE project_id = :project
                  AND item_ids @> ARRAY[CAST(:item AS bigint)]) t
              JOIN assignment x ON x.project_id = :project AND x.task_id = t.id
              WHERE x.worker_id = :me AND (x.state IN ('reserved', 'rework', 'appealed')
                  OR (x.state = 'rejected' AND x.due_at IS NOT NULL))
                AND (CAST(:task AS bigint) IS NULL OR t.id = :task)
              ORDER BY t.id DESC LIMIT 1"""
        ),
        {"project": project_id, "item": item_id, "me": person_id, "task": task_id},
    ).scalar()
    return found


def refines(s: Session, project_id: int, task_id: int, person_id: int) -> bool:
    """Whether this person is at work on the task, or inspects it, in a refine stage: he sees what
    is to be hidden."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM assignment x
                  JOIN stage g ON g.project_id = x.project_id AND g.id = x.stage_id
                    AND g.kind = 'refine'
                  WHERE x.project_id = :project AND x.task_id = :task AND x.worker_id = :me
                    AND x.state IN ('reserved', 'rework'))"""
            ),
            {"project": project_id, "task": task_id, "me": person_id},
        ).scalar()
    )


def appealed(s: Session, project_id: int, item_id: int) -> bool:
    """Whether an arbiter has to look at an answer about this item: it is appealed, or evidence for
    a suspension that is to be decided."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM (
                    SELECT project_id, id FROM task WHERE project_id = :project AND item_id = :item
                    UNION SELECT project_id, id FROM task WHERE project_id = :project
                      AND item_ids @> ARRAY[CAST(:item AS bigint)]) t
                  JOIN assignment x ON x.project_id = t.project_id AND x.task_id = t.id
                  WHERE x.state = 'appealed' OR EXISTS (SELECT FROM suspension_evidence e
                    JOIN suspension u ON u.project_id = e.project_id AND u.id = e.suspension_id
                    WHERE e.project_id = x.project_id AND e.assignment_id = x.id
                      AND u.state = 'proposed'))"""
            ),
            {"project": project_id, "item": item_id},
        ).scalar()
    )
