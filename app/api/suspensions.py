"""Suspensions: proposed with evidence, replied to, decided by an arbiter outside the team."""

from typing import Any

from app.api.by_hand import by_hand
from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.fairness import queries
from app.fairness.schemas import (
    HandedInOut,
    MySuspension,
    SuspensionDecision,
    SuspensionIn,
    SuspensionOut,
    SuspensionReply,
)
from app.people.permits import May
from app.projects import queries as projects
from app.tasks import views
from app.tasks.schemas import WorkOut
from app.workflow import suspend

router = Router(tags=["fairness"])


@router.get("/me/suspensions")
def list_my_suspensions(door: Way, after: After = 0, limit: Limit = 50) -> Page[MySuspension]:
    """Suspensions that are, or were, about you, the newest first."""
    with door.enter() as (s, me):
        rows = queries.suspensions_of(s, me.id, before=after, limit=limit + 1)
        return page([MySuspension.model_validate(row) for row in rows], limit)


@router.get("/suspensions")
def list_suspensions_for_arbiter(
    door: Way, after: After = 0, limit: Limit = 50, open_only: bool = True
) -> Page[SuspensionOut]:
    """What is to be decided wherever you are arbiter, or was; the newest first."""
    with door.enter() as (s, me):
        rows = queries.suspensions_for_arbiter(
            s, me.id, open_only=open_only, before=after, limit=limit + 1
        )
        return page([SuspensionOut.model_validate(row) for row in rows], limit)


@router.get("/projects/{project_id}/suspensions")
def list_suspensions(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[SuspensionOut]:
    """Whose suspension was proposed here, the newest first."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        rows = queries.suspensions_in(s, project_id, me.id, before=after, limit=limit + 1)
        return page([SuspensionOut.model_validate(row) for row in rows], limit)


@router.get("/projects/{project_id}/members/{person_id}/pieces")
def list_pieces(
    project_id: Key, person_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[HandedInOut]:
    """What somebody handed in here, the newest first: evidence is chosen from it."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, _):
        if projects.pseudonym(s, project_id, person_id) is None:
            raise NotFound("There is no such person in this project.")
        rows = queries.pieces(s, project_id, person_id, before=after, limit=limit + 1)
        return page([HandedInOut.model_validate(row) for row in rows], limit)


@router.post("/projects/{project_id}/suspensions", status_code=201)
def propose_suspension(project_id: Key, body: SuspensionIn, door: Way) -> SuspensionOut:
    """Propose that somebody gets no more work here. He hears why and has seven days to reply; only
    an arbiter's decision puts it in force, and undecided for nine days it is dropped."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        by_hand(me)
        made = suspend.propose(s, by=me.id, project_id=project_id, **body.model_dump())
        return SuspensionOut.model_validate(_one(queries.suspension(s, project_id, made, me.id)))


@router.get("/projects/{project_id}/suspensions/{suspension_id}")
def read_suspension(project_id: Key, suspension_id: Key, door: Way) -> SuspensionOut:
    """One of them, for managers and for the organisation's arbiters."""
    with door.enter(project=project_id) as (s, me):
        found = _theirs(me, queries.suspension(s, project_id, suspension_id, me.id))
        return SuspensionOut.model_validate(found)


@router.get("/projects/{project_id}/suspensions/{suspension_id}/work/{assignment_id}")
def read_evidence(project_id: Key, suspension_id: Key, assignment_id: Key, door: Way) -> WorkOut:
    """A piece of work that is evidence, with everything that was said of it."""
    with door.enter(project=project_id) as (s, me):
        _theirs(me, queries.suspension(s, project_id, suspension_id, me.id))
        root = queries.root_of_evidence(s, project_id, suspension_id, assignment_id)
        if root is None:
            raise NotFound("There is no such piece of work here.")
        return WorkOut.model_validate(views.work(s, project_id, root, root, 2))


@router.post("/projects/{project_id}/suspensions/{suspension_id}/reply")
def reply_to_suspension(
    project_id: Key, suspension_id: Key, body: SuspensionReply, door: Way
) -> MySuspension:
    """Say what you think of it, before it is decided."""
    with door.enter(project=project_id) as (s, me):
        by_hand(me)
        suspend.reply(
            s, me=me.id, project_id=project_id, suspension_id=suspension_id, text=body.text
        )
        found = _one(queries.suspension(s, project_id, suspension_id, me.id))
        return MySuspension.model_validate(found)


@router.post("/projects/{project_id}/suspensions/{suspension_id}/decision")
def decide_suspension(
    project_id: Key, suspension_id: Key, body: SuspensionDecision, door: Way
) -> SuspensionOut:
    """Decide it, once he has replied or had his time; to drop it waits for nothing."""
    with door.enter(May.APPEAL_DECIDE, project=project_id) as (s, me):
        suspend.decide(
            s,
            by=me.id,
            project_id=project_id,
            suspension_id=suspension_id,
            **body.model_dump(),
        )
        found = _one(queries.suspension(s, project_id, suspension_id, me.id))
        return SuspensionOut.model_validate(found)


@router.post("/projects/{project_id}/suspensions/{suspension_id}/lift")
def lift_suspension(project_id: Key, suspension_id: Key, door: Way) -> SuspensionOut:
    """Let him work here again."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        by_hand(me)
        suspend.lift(s, by=me.id, project_id=project_id, suspension_id=suspension_id)
        found = _one(queries.suspension(s, project_id, suspension_id, me.id))
        return SuspensionOut.model_validate(found)


def _one(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        raise NotFound("There is no such suspension.")
    return row


def _theirs(me: Me, row: dict[str, Any] | None) -> dict[str, Any]:
    if May.APPEAL_DECIDE not in me.may:
        me.need(May.MEMBER_WRITE)
    return _one(row)
