"""What a person does with a lease besides handing in: more time, giving back, saving a draft."""

from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound, TooLarge, WrongState
from app.core.states import AssignmentState
from app.tasks import groups
from app.tasks.facts import Facts
from app.tasks.queries import facts_of, others_live
from app.workflow.changes import Changes
from app.workflow.hand_in import GroupFollows, mine
from app.workflow.outcomes import give_up, wind_down

DRAFT_BYTES = 4 * 1024 * 1024


class DraftStale(Conflict):
    """Another tab saved a newer draft; `draft` in the answer is that one."""

    code, title = "draft_stale", "A newer draft exists"


def extend(s: Session, *, me: int, project_id: int, assignment_id: int) -> None:
    """One more term of the same length, once a lease and once a rework; a retry changes nothing.

    Raises `NotFound`, and `WrongState` where there is no lease to extend.
    """
    facts = mine(facts_of(s, project_id, assignment_id), me)
    if facts.own.state not in (AssignmentState.RESERVED, AssignmentState.REWORK):
        raise WrongState(
            "There is no lease to extend; take the work up again, or take other work.",
            state=facts.own.state.value,
        )
    if facts.follows is not None:
        raise GroupFollows("Who records extends the time for all of the group.")
    s.connection().exec_driver_sql(
        """UPDATE assignment SET extended = true, due_at = due_at + make_interval(secs => %(by)s)
           WHERE project_id = %(project)s AND id = ANY (%(ids)s) AND NOT extended
             AND state IN ('reserved', 'rework')""",
        {
            "by": facts.stage.rework_seconds
            if facts.own.state is AssignmentState.REWORK
            else facts.stage.lease_seconds,
            "project": project_id,
            "ids": [claim.id for claim in facts.party],
        },
    )
    groups.lasts_as_long(s, project_id, assignment_id)


def give_back(s: Session, *, me: int, project_id: int, assignment_id: int, why: str) -> None:
    """Return a lease without a penalty; the draft is kept. A retry changes nothing.

    Raises `NotFound`, and `WrongState` for work that is handed in or in rework.
    """
    facts = mine(facts_of(s, project_id, assignment_id), me)
    if facts.own.state is not AssignmentState.RETURNED:
        _end(s, facts, AssignmentState.RETURNED, by=me, why=why)


def release(s: Session, *, by: int, project_id: int, assignment_id: int, why: str) -> None:
    """A manager takes a lease back, with a reason; a retry changes nothing.

    Raises `NotFound` and `WrongState`.
    """
    facts = facts_of(s, project_id, assignment_id)
    if facts is None:
        raise NotFound("There is no such assignment in this project.")
    if facts.own.state is not AssignmentState.RELEASED:
        _end(s, facts, AssignmentState.RELEASED, by=by, why=why)


def _end(s: Session, facts: Facts, to: AssignmentState, *, by: int | None, why: str) -> None:
    c = Changes(facts, by=by, why=why)
    give_up(c, to)
    if facts.closing:
        wind_down(c, others_live(s, facts))
    c.settle(s)


def save_draft(
    s: Session,
    *,
    me: int,
    project_id: int,
    assignment_id: int,
    revision: int,
    body: dict[str, Any],
) -> int:
    """Keep unfinished work. `revision` is the one that the client last saw (0: none yet); the
    new one is returned. The same draft sent twice is saved once.

    Raises `NotFound`, `WrongState` when the work is not this person's to change any more,
    `TooLarge`, and `DraftStale` with the newer draft when two tabs write.
    """
    data = orjson.dumps(body)
    if len(data) > DRAFT_BYTES:
        raise TooLarge(f"A draft may hold {DRAFT_BYTES} bytes; hand in smaller parts.")
    values = {
        "project": project_id,
        "id": assignment_id,
        "me": me,
        "revision": revision,
        "body": data.decode(),
    }
    run = s.connection().exec_driver_sql
    row = run(_STATE, values).first()
    if row is None:
        raise NotFound("There is no such work of yours here.")
    if row[0] not in ("reserved", "rework", "expired", "returned", "rework_expired"):
        raise WrongState("This work is handed in; its draft cannot change.", state=row[0])
    saved = run(_SAVE, values).scalar()
    if saved is not None:
        return int(saved)
    stored, content, same = run(_STORED, values).one()
    if same and stored == revision + 1:
        return int(stored)
    raise DraftStale(
        "Another tab saved a newer draft; choose which of the two to keep.",
        revision=stored,
        draft=content,
    )


_STATE = """
SELECT state FROM assignment
WHERE project_id = %(project)s AND id = %(id)s AND worker_id = %(me)s FOR KEY SHARE
"""
_SAVE = """
INSERT INTO draft (project_id, assignment_id, revision, body)
SELECT %(project)s, %(id)s, 1, %(body)s::jsonb
WHERE %(revision)s = 0
   OR EXISTS (SELECT FROM draft WHERE project_id = %(project)s AND assignment_id = %(id)s)
ON CONFLICT (project_id, assignment_id) DO UPDATE
  SET revision = draft.revision + 1, body = excluded.body, saved_at = now()
  WHERE draft.revision = %(revision)s
RETURNING revision
"""
_STORED = """
SELECT coalesce(max(d.revision), 0), min(d.body::text)::jsonb,
  coalesce(bool_and(d.body = %(body)s::jsonb), false)
FROM draft d WHERE d.project_id = %(project)s AND d.assignment_id = %(id)s
"""
