"""What takes are asked, beside their uploads and the leases that they are for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from app.core.states import CaptureState
from app.models.asset import Asset
from app.models.collect import Capture

LIVE = "('reserved', 'rework')"
"""States of an assignment in which its person is at work on it."""


class Collecting(NamedTuple):
    """A lease on a prompt."""

    stage_id: int
    definition: dict[str, Any]  # the label schema that it has pinned


_COLLECTING = f"""
SELECT a.stage_id, l.definition
FROM assignment a
JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id AND g.kind = 'collect'
JOIN label_schema l ON l.project_id = a.project_id AND l.stage_id = a.stage_id
  AND l.version = a.schema_version
WHERE a.project_id = :project AND a.id = :assignment AND a.worker_id = :person AND a.level = 0
  AND a.state IN {LIVE} AND (a.due_at IS NULL OR a.due_at > now())
"""


def collecting(
    s: Session, project_id: int, assignment_id: int, person_id: int
) -> Collecting | None:
    """This person's lease, while he may make takes for it."""
    row = s.execute(
        text(_COLLECTING),
        {"project": project_id, "assignment": assignment_id, "person": person_id},
    ).first()
    return None if row is None else Collecting(*row)


def may_see(s: Session, project_id: int, assignment_id: int, person_id: int, *, all_: bool) -> bool:
    """Whether it is this person's own work, or he inspects it now; `all_`: whether it is there."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM assignment a
                  WHERE a.project_id = :project AND a.root_id = :assignment
                    AND (a.worker_id = :person AND (a.level = 0 OR a.state = 'reserved')
                      OR a.level = 0 AND CAST(:all AS boolean)))"""
            ),
            {
                "project": project_id,
                "assignment": assignment_id,
                "person": person_id,
                "all": all_,
            },
        ).scalar()
    )


def is_his(s: Session, project_id: int, assignment_id: int, person_id: int) -> bool:
    """Whether this is work of this person."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM assignment a WHERE a.project_id = :project
                  AND a.id = :assignment AND a.worker_id = :person AND a.level = 0)"""
            ),
            {"project": project_id, "assignment": assignment_id, "person": person_id},
        ).scalar()
    )


def waiting_uploads(s: Session, project_id: int, assignment_id: int) -> int:
    """How many uploads for this lease have not become takes yet?"""
    return int(
        s.execute(
            text(
                """SELECT count(*) FROM upload u
                  WHERE u.project_id = :project AND u.assignment_id = :assignment
                    AND NOT EXISTS (SELECT FROM capture c WHERE c.upload_id = u.id)"""
            ),
            {"project": project_id, "assignment": assignment_id},
        ).scalar_one()
    )


def takes(s: Session, project_id: int, assignment_id: int) -> int:
    """How many takes does this lease have, dropped ones not counted?"""
    return int(
        s.execute(
            select(func.count())
            .select_from(Capture)
            .where(
                Capture.project_id == project_id,
                Capture.assignment_id == assignment_id,
                Capture.state.not_in((CaptureState.DROPPED, CaptureState.DESTROYED)),
            )
        ).scalar_one()
    )


def of_upload(s: Session, project_id: int, upload_id: str) -> Capture | None:
    """The take that an upload has become."""
    return s.execute(
        select(Capture).where(Capture.project_id == project_id, Capture.upload_id == upload_id)
    ).scalar_one_or_none()


def captures(
    s: Session, project_id: int, assignment_id: int
) -> Sequence[tuple[Capture, Asset | None]]:
    """The takes of a lease in their order, without those that were dropped or destroyed."""
    rows = s.execute(
        select(Capture, Asset)
        .outerjoin(Asset, (Asset.project_id == Capture.project_id) & (Asset.id == Capture.asset_id))
        .where(
            Capture.project_id == project_id,
            Capture.assignment_id == assignment_id,
            Capture.state.not_in((CaptureState.DROPPED, CaptureState.DESTROYED)),
        )
        .order_by(Capture.id)
    )
    return [(one, asset) for one, asset in rows]


def capture(
    s: Session, project_id: int, assignment_id: int, capture_id: int, *, lock: bool = False
) -> Capture | None:
    """One take of a lease."""
    wanted = select(Capture).where(
        Capture.project_id == project_id,
        Capture.assignment_id == assignment_id,
        Capture.id == capture_id,
    )
    return s.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def in_use(s: Session, project_id: int, sha256: str) -> Row[int, bool] | None:
    """The asset of these bytes, and whether anything is made of it: an item, a task, a take that
    passed.
    """
    return s.execute(
        text(
            """SELECT a.id, EXISTS (SELECT FROM item i
                WHERE i.project_id = a.project_id AND i.asset_id = a.id)
              OR EXISTS (SELECT FROM capture c WHERE c.project_id = a.project_id
                AND c.asset_id = a.id AND c.state = 'passed') AS used
            FROM asset a WHERE a.project_id = :project AND a.sha256 = :sha256"""
        ),
        {"project": project_id, "sha256": sha256},
    ).first()


def decide_alone(s: Session, project_id: int) -> None:
    """The takes of a project are let pass one after the other: each sees those before it."""
    s.execute(select(func.pg_advisory_xact_lock(0x746B65, func.hashint8(project_id))))


def lost(s: Session, limit: int = 100) -> list[tuple[int, int]]:
    """Takes whose chore has ended without them: (project, take). Locked."""
    rows = s.execute(
        text(
            """SELECT c.project_id, c.id FROM capture c LEFT JOIN chore h ON h.id = c.chore_id
              WHERE c.state = 'checking' AND (h.state IN ('dead', 'cancelled')
                OR h.id IS NULL AND c.created_at < now() - interval '1 hour')
              LIMIT :limit FOR UPDATE OF c SKIP LOCKED"""
        ),
        {"limit": limit},
    )
    return [(row.project_id, row.id) for row in rows]


def heard_out(s: Session, limit: int = 500) -> list[str]:
    """Uploads of takes that nobody can hear again: what did not pass, of leases that are over.
    Locked.
    """
    return list(
        s.scalars(
            text(
                f"""SELECT u.id FROM upload u
                  JOIN capture c ON c.upload_id = u.id
                  JOIN assignment a ON a.project_id = c.project_id AND a.id = c.assignment_id
                  WHERE c.state IN ('dropped', 'destroyed', 'passed')
                    OR c.state = 'refused' AND a.state NOT IN {LIVE}
                  LIMIT :limit FOR UPDATE OF u SKIP LOCKED"""
            ),
            {"limit": limit},
        )
    )


def unneeded(s: Session, project_id: int, assignment_id: int) -> list[int]:
    """Takes of a lease that no answer to it names."""
    rows = s.scalars(
        text(
            """SELECT c.id FROM capture c
              WHERE c.project_id = :project AND c.assignment_id = :assignment
                AND c.state IN ('passed', 'refused')
                AND NOT EXISTS (SELECT FROM submission v, jsonb_array_elements(
                    v.answer -> 'annotations') one
                  WHERE v.project_id = c.project_id AND v.assignment_id = c.assignment_id
                    AND one -> 'capture' = to_jsonb(c.id))"""
        ),
        {"project": project_id, "assignment": assignment_id},
    )
    return list(rows)


def may_go_on(s: Session, project_id: int, assignment_id: int) -> bool:
    """Whether its person is at work on this lease, or may take it up again, or has handed in what
    may still come back to him.
    """
    return bool(
        s.execute(
            text(
                f"""SELECT a.state IN {LIVE} OR a.state = 'submitted'
                  OR a.state IN ('returned', 'expired', 'rework_expired')
                    AND a.decided_at > now() - interval '25 hours'
                FROM assignment a WHERE a.project_id = :project AND a.id = :assignment"""
            ),
            {"project": project_id, "assignment": assignment_id},
        ).scalar()
    )


def dropped_asset(s: Session, project_id: int, asset_id: int) -> Asset | None:
    """The asset of a take that was dropped, where nothing else is made of it. Locked."""
    return s.execute(
        select(Asset)
        .where(
            Asset.project_id == project_id,
            Asset.id == asset_id,
            text(
                """NOT EXISTS (SELECT FROM capture o WHERE o.project_id = asset.project_id
                    AND o.asset_id = asset.id AND o.state = 'passed')
                  AND NOT EXISTS (SELECT FROM item i WHERE i.project_id = asset.project_id
                    AND i.asset_id = asset.id)"""
            ),
        )
        .with_for_update()
    ).scalar_one_or_none()
