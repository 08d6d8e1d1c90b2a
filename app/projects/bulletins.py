"""What a project's managers tell its people, whom it is for, and who has read it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.bulletin import Bulletin


def get(s: Session, project_id: int, bulletin_id: int, *, lock: bool = False) -> Bulletin:
    """Raises `NotFound`."""
    found = s.get(Bulletin, (project_id, bulletin_id), with_for_update=lock or None)
    if found is None:
        raise NotFound("There is no such bulletin in this project.")
    return found


def end(s: Session, project_id: int, bulletin_id: int) -> bool:
    """Show it no longer; whether it was shown until now. Raises `NotFound`."""
    found = get(s, project_id, bulletin_id, lock=True)
    if found.ended_at is not None:
        return False
    found.ended_at = s.execute(func.now()).scalar_one()
    return True


def sent(
    s: Session, project_id: int, *, after: int, limit: int, only: int | None = None
) -> Sequence[Row[Any]]:
    """The project's bulletins, the newest first, with how many have read each of those whom it is
    for."""
    values = {"project": project_id, "after": after, "limit": limit, "only": only}
    return s.execute(text(_SENT), values).all()


def mine(
    s: Session, me: int, *, unread: bool, after: int, limit: int, project_id: int | None = None
) -> Sequence[Row[Any]]:
    """What is shown to this person now in his projects, the newest first."""
    values = {"me": me, "unread": unread, "after": after, "limit": limit, "project": project_id}
    return s.execute(text(_MINE), values).all()


def mark_read(s: Session, project_id: int, bulletin_id: int, me: int) -> None:
    """Note that he has read it; again is nothing. Raises `NotFound` where it is not for him."""
    values = {"project": project_id, "id": bulletin_id, "me": me}
    if s.execute(text(_FOR_ME), values).first() is None:
        raise NotFound("There is no such bulletin for you.")
    s.execute(text(_READ), values)


_IS_FOR = """EXISTS (SELECT FROM project_role r WHERE r.project_id = b.project_id
  AND r.person_id = {person} AND (b.roles IS NULL OR r.role = ANY (b.roles)))"""
_SHOWN = "b.project_id, p.name AS project, b.id, b.title, b.body, b.roles, b.created_at, b.ended_at"
_SENT = f"""
SELECT {_SHOWN}, w.people, w.read
FROM bulletin b JOIN project p ON p.id = b.project_id
CROSS JOIN LATERAL (SELECT count(*) AS people, count(x.person_id) AS read FROM project_member m
  LEFT JOIN bulletin_read x ON x.project_id = b.project_id AND x.bulletin_id = b.id
    AND x.person_id = m.person_id
  WHERE m.project_id = b.project_id AND {_IS_FOR.format(person="m.person_id")}) w
WHERE b.project_id = :project AND (:after = 0 OR b.id < :after)
  AND (CAST(:only AS bigint) IS NULL OR b.id = :only)
ORDER BY b.id DESC LIMIT :limit
"""
_MINE = f"""
SELECT {_SHOWN}, x.person_id IS NOT NULL AS read
FROM project_member m JOIN project p ON p.id = m.project_id
JOIN bulletin b ON b.project_id = m.project_id AND b.ended_at IS NULL
LEFT JOIN bulletin_read x ON x.project_id = b.project_id AND x.bulletin_id = b.id
  AND x.person_id = :me
WHERE m.person_id = :me AND (:after = 0 OR b.id < :after)
  AND (CAST(:project AS bigint) IS NULL OR m.project_id = :project)
  AND (NOT :unread OR x.person_id IS NULL) AND {_IS_FOR.format(person=":me")}
ORDER BY b.id DESC LIMIT :limit
"""
_FOR_ME = f"""
SELECT FROM bulletin b WHERE b.project_id = :project AND b.id = :id AND b.ended_at IS NULL
  AND {_IS_FOR.format(person=":me")}
"""
_READ = """
INSERT INTO bulletin_read (project_id, bulletin_id, person_id) VALUES (:project, :id, :me)
ON CONFLICT DO NOTHING
"""
