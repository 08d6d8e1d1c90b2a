"""What releases are asked, and the statements that make one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Row, func, or_, select, text
from sqlalchemy.orm import Session

from app.core.at_once import rows_at_once
from app.core.states import ChoreState, ItemState, ReleaseState
from app.models.chore import Chore
from app.models.project import LabelSchema
from app.models.release import Release, ReleaseItem

# Without a chore there is no lease to tell that whoever did it has died.
_KILLED = timedelta(days=2)


def releases(
    s: Session, project_id: int, *, stage_id: int | None, after: int, limit: int
) -> list[Row[Release, int, int | None]]:
    """The project's releases in order, with how far each is."""
    wanted = (
        select(Release, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == Release.chore_id)
        .where(Release.project_id == project_id, Release.id > after)
    )
    if stage_id is not None:
        wanted = wanted.where(Release.stage_id == stage_id)
    return list(s.execute(wanted.order_by(Release.id).limit(limit)))


def release(s: Session, project_id: int, release_id: int) -> Row[Release, int, int | None] | None:
    """One release, with how far it is."""
    return s.execute(
        select(Release, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == Release.chore_id)
        .where(Release.project_id == project_id, Release.id == release_id)
    ).one_or_none()


def release_of_version(s: Session, project_id: int, version: str) -> Release | None:
    """The release of that version."""
    return s.execute(
        select(Release).where(Release.project_id == project_id, Release.version == version)
    ).scalar_one_or_none()


def schemas(s: Session, project_id: int, stage_id: int) -> list[dict[str, Any]]:
    """Every label schema that the stage ever had, the first one first."""
    return list(
        s.scalars(
            select(LabelSchema.definition)
            .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
            .order_by(LabelSchema.version)
        )
    )


def modality(s: Session, project_id: int, stage_id: int) -> str | None:
    """What the stage's items are: its newest schema tells; None without one."""
    return s.scalars(
        select(LabelSchema.definition["modality"].astext)
        .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
        .order_by(LabelSchema.version.desc())
        .limit(1)
    ).first()


def frozen(s: Session, project_id: int, release_id: int) -> int:
    """How many items are in the release."""
    return s.execute(
        select(func.count())
        .select_from(ReleaseItem)
        .where(ReleaseItem.project_id == project_id, ReleaseItem.release_id == release_id)
    ).scalar_one()


def freeze(s: Session, project_id: int, stage_id: int, release_id: int) -> None:
    """Note which answers stand for which items, as of this one statement's snapshot: answers that
    are accepted (which is: paid), judged and within the overlap, of items that are accepted.
    """
    s.execute(
        text(
            """INSERT INTO release_item (project_id, release_id, item_id, submission_ids)
               SELECT i.project_id, :release, i.id, array_agg(a.answer_id ORDER BY a.id)
               FROM item i
               JOIN (
                 SELECT project_id, id, item_id FROM task
                 WHERE project_id = :project AND item_ids IS NULL AND gold_id IS NULL
                 UNION ALL
                 -- Of a bundle: of each item that was not begun anew by itself.
                 SELECT b.project_id, b.id, m.item FROM task b, unnest(b.item_ids) m (item)
                 WHERE b.project_id = :project AND b.item_ids IS NOT NULL AND NOT EXISTS (
                   SELECT FROM task z WHERE z.project_id = b.project_id AND z.item_id = m.item
                     AND z.item_ids IS NULL AND z.gold_id IS NULL AND z.id > b.id)
               ) t ON t.project_id = i.project_id AND t.item_id = i.id
               JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id
                 AND a.level = 0
               WHERE i.project_id = :project AND i.stage_id = :stage
                 AND i.state IN ('accepted', 'released')
                 AND a.state = 'accepted' AND a.judged AND NOT a.surplus
                 AND a.answer_id IS NOT NULL
                 -- Where the stage says how much may be wrong: of lots that were accepted.
                 AND (NOT EXISTS (SELECT FROM stage g WHERE g.project_id = i.project_id
                     AND g.id = i.stage_id AND g.quality ? 'limit')
                   OR EXISTS (SELECT FROM lot_item m JOIN lot l ON l.project_id = m.project_id
                       AND l.id = m.lot_id AND l.state = 'accepted'
                     JOIN assignment r ON r.project_id = m.project_id AND r.id = m.root_id
                       AND NOT r.surplus
                     WHERE m.project_id = i.project_id AND m.item_id = i.id))
               GROUP BY i.project_id, i.id"""
        ),
        {"project": project_id, "stage": stage_id, "release": release_id},
    )


def without_media(s: Session, project_id: int, release_id: int) -> int:
    """How many items of the release have no file here, only an address or a hash."""
    return int(
        s.execute(
            text(
                f"""SELECT count(*) FROM release_item r
                   JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
                   LEFT JOIN asset f ON f.project_id = i.project_id
                     AND f.id = coalesce(i.made_id, i.asset_id)
                   WHERE r.project_id = :project AND r.release_id = :release
                     AND (f.id IS NULL OR NOT ({_GOES})
                       OR f.storage_key IS NULL AND f.document IS NULL)"""
            ),
            {"project": project_id, "release": release_id},
        ).scalar_one()
    )


class Line(NamedTuple):
    """One item of a release. JSON is text here: it is parsed by who needs it."""

    item_id: int
    name: str
    sha256: str | None
    media_type: str | None
    bytes: int | None
    width: int | None
    height: int | None
    storage_key: str | None
    url: str | None
    annotations: str  # of the first answer
    answers: int
    document: str | None
    facts: str | None
    pieces: str | None  # `[[part, answer, schema version]]`, of what was done in pieces or bundles
    meta: str | None = None
    provenance: str | None = None


# JSON as text: it is parsed by orjson, not by the driver.
# Who speaks on an item, for a split: the JSON of a list.
_SPEAKERS = "coalesce(i.meta -> 'speakers', jsonb_build_array(i.meta -> 'speaker'))::text"
# Whether an item's file may go out: no original that something is hidden in, and of a refine stage
# none of which nothing has been made yet.
_GOES = """NOT f.withheld AND (i.made_id IS NOT NULL OR NOT EXISTS (SELECT FROM stage g
  WHERE g.project_id = i.project_id AND g.id = i.stage_id AND g.kind = 'refine'
    AND g.effects IS NOT NULL))"""
_ITEMS = """
SELECT r.item_id, i.name, f.sha256, f.media_type, f.bytes, f.width, f.height,
  CASE WHEN {goes} THEN f.storage_key END, CASE WHEN {goes} THEN f.url END,
  (coalesce(w.answer, v.answer) -> 'annotations')::text,
  CASE WHEN w.answer IS NULL THEN cardinality(r.submission_ids) ELSE 1 END,
  CASE WHEN {goes} THEN f.document END::text, f.facts::text, {pieces} {more}
FROM release_item r
JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(i.made_id, i.asset_id)
JOIN submission v ON v.project_id = r.project_id AND v.id = r.submission_ids[1]
LEFT JOIN LATERAL (SELECT c.answer FROM assignment x
  JOIN consensus c ON c.project_id = x.project_id AND c.task_id = x.task_id
    AND c.state IN ('agreed', 'decided')
  WHERE x.project_id = v.project_id AND x.id = v.assignment_id) w ON true
WHERE r.project_id = $1 AND r.release_id = $2 AND r.item_id > $3 {among}
ORDER BY r.item_id LIMIT $4
"""
_META = ", i.meta::text"
# Where answers to a piece came to one, that is told at the place of the one it is nearest to.
_PIECES = """(SELECT jsonb_agg(jsonb_build_array(k.part, coalesce(c.answer, w.answer),
      w.schema_version)
    ORDER BY array_position(r.submission_ids, w.id))
  FROM submission w
  JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
  JOIN task k ON k.project_id = x.project_id AND k.id = x.task_id AND k.part IS NOT NULL
  LEFT JOIN consensus c ON c.project_id = k.project_id AND c.task_id = k.id
    AND c.state IN ('agreed', 'decided')
  WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids)
    AND (c.task_id IS NULL OR c.root_id = x.root_id))::text"""
_PROVENANCE = """, (jsonb_build_object('item', i.id, 'batch', i.batch_id, 'answers', (
  SELECT jsonb_agg(jsonb_build_object(
      'submission', w.id, 'task', x.task_id, 'by', m.pseudonym,
      'corrected_by', CASE WHEN x.id <> x.root_id THEN k.pseudonym END,
      'schema_version', w.schema_version, 'guideline_version', o.guideline_version,
      'submitted_at', w.at, 'accepted_at', o.decided_at,
      'annotations', CASE WHEN cardinality(r.submission_ids) > 1
        THEN w.answer -> 'annotations' END) || coalesce((
        SELECT jsonb_build_object('part', y.part) FROM task y
        WHERE y.project_id = x.project_id AND y.id = x.task_id AND y.part IS NOT NULL), '{}')
    ORDER BY array_position(r.submission_ids, w.id))
  FROM submission w
  JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
  JOIN assignment o ON o.project_id = x.project_id AND o.id = x.root_id
  JOIN project_member m ON m.project_id = o.project_id AND m.person_id = o.worker_id
  JOIN project_member k ON k.project_id = x.project_id AND k.person_id = x.worker_id
  WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids)))
  || coalesce((
  SELECT jsonb_build_object('consensus', jsonb_agg(jsonb_build_object(
      'task', c.task_id, 'state', c.state, 'answers', c.answers, 'confidence', c.confidence,
      'decided_by', d.pseudonym) ORDER BY c.task_id))
  FROM (SELECT DISTINCT x.task_id FROM submission w
    JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
    WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids)) n
  JOIN consensus c ON c.project_id = r.project_id AND c.task_id = n.task_id
    AND c.state IN ('agreed', 'decided')
  LEFT JOIN submission e ON e.project_id = c.project_id AND e.id = c.submission_id
  LEFT JOIN project_member d ON d.project_id = e.project_id AND d.person_id = e.worker_id
  HAVING count(*) > 0), '{}'))::text"""


def items(
    s: Session,
    project_id: int,
    release_id: int,
    *,
    after: int,
    limit: int,
    meta: bool = False,
    provenance: bool = False,
    among: Sequence[str] | None = None,
    pieces: bool = False,
) -> list[Line]:
    """A stretch of the release's items by their ids, of all or `among` some keys of `speakers`;
    meta, provenance and the answers about pieces only where they are asked for.
    """
    more = _META if meta or provenance else ""
    more += _PROVENANCE if provenance else ""
    values: tuple[Any, ...] = (project_id, release_id, after, limit)
    narrowed = ""
    if among is not None:
        narrowed = f"AND {_SPEAKERS} IN (SELECT jsonb_array_elements_text($5::jsonb))"
        values += (orjson.dumps(among).decode(),)
    shown = _PIECES if pieces else "NULL"
    statement = _ITEMS.format(more=more, among=narrowed, pieces=shown, goes=_GOES)
    return [Line(*row) for row in rows_at_once(s, statement, values)]


def in_pieces(s: Session, project_id: int, stage_id: int) -> bool:
    """Whether something of the stage was done in pieces, or in bundles."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM task WHERE project_id = :project
                     AND stage_id = :stage AND part IS NOT NULL)"""
            ),
            {"project": project_id, "stage": stage_id},
        ).scalar()
    )


def speakers(s: Session, project_id: int, release_id: int) -> dict[str, int]:
    """How many items of the release those have who speak together, by a key that names them: the
    JSON of a list of `meta.speakers`, else of `meta.speaker`.
    """
    rows = s.execute(
        text(
            f"""SELECT {_SPEAKERS}, count(*) FROM release_item r
                JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
                WHERE r.project_id = :project AND r.release_id = :release GROUP BY 1"""
        ),
        {"project": project_id, "release": release_id},
    )
    return {str(key): int(count) for key, count in rows}


def mark_released(
    s: Session, project_id: int, release_id: int, by: int | None, *, after: int, limit: int
) -> int | None:
    """Move a stretch of the release's items, those that are accepted, to released, with a row of
    history each; the last id of the stretch, or None where there is none after `after`.
    """
    last: int | None = s.execute(
        text(
            """WITH stretch AS (
              SELECT item_id FROM release_item
              WHERE project_id = :project AND release_id = :release AND item_id > :after
              ORDER BY item_id LIMIT :limit),
            moved AS (
              UPDATE item i SET state = :released FROM stretch
              WHERE i.project_id = :project AND i.id = stretch.item_id AND i.state = :accepted
              RETURNING i.id),
            noted AS (
              INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
              SELECT :project, 'item', id, CAST(:by AS bigint), :accepted, :released, :why
              FROM moved)
            SELECT max(item_id) FROM stretch"""
        ),
        {
            "project": project_id,
            "release": release_id,
            "by": by,
            "after": after,
            "limit": limit,
            "accepted": ItemState.ACCEPTED.value,
            "released": ItemState.RELEASED.value,
            "why": f"release {release_id}",
        },
    ).scalar_one()
    return last


def lost(s: Session, limit: int = 100) -> list[Row[int, int, str | None]]:
    """Releases whose chore has ended without them, and those of a command line that was killed:
    (project, release, the chore's error).
    """
    return list(
        s.execute(
            select(Release.project_id, Release.id, Chore.error)
            .outerjoin(Chore, Chore.id == Release.chore_id)
            .where(
                Release.state == ReleaseState.BUILDING,
                or_(
                    Chore.state.in_((ChoreState.DEAD, ChoreState.CANCELLED)),
                    Release.chore_id.is_(None) & (Release.created_at < func.now() - _KILLED),
                ),
            )
            .limit(limit)
            .with_for_update(of=Release, skip_locked=True)
        )
    )
