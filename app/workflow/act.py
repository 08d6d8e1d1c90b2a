"""Acts on many things at once: counted first, then done stretch by stretch; what became of each row
is kept.

An act is about what was picked by hand or about all that a filter finds. It is walked through in
the order of numbers, so what it changes cannot make it miss, or meet twice, what is still to come;
where it ended a stretch is kept with what the stretch did, so another attempt goes on from there.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert
from sqlalchemy.orm import Session

from app.assets.queries import batch, stages_of
from app.core.errors import NotFound
from app.core.states import ActState
from app.desk import queries
from app.desk.schemas import ItemFilter, Scope, WorkFilter
from app.models.desk import Act, ActKind, ActRow
from app.models.transition import move
from app.queue.run import Run
from app.queue.service import enqueue
from app.workflow.act_steps import STEPS, Judged, Step

COUNT, DO = "count_act", "do_act"
COUNTED = 1_000
"""Things that are looked at at once while counting."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What comes next; `after` is where the one behind it begins, None where there is none."""

    ids: list[int]
    after: int | None


def make(
    s: Session,
    *,
    by: int,
    project_id: int,
    kind: ActKind,
    scope: Scope,
    params: dict[str, Any],
) -> int:
    """Count what an act is about: the first stretch now, further ones by a chore. The act's id.
    Raises `NotFound` where a filter names an import or a stage that is not there."""
    act = Act(
        project_id=project_id,
        kind=kind,
        scope=scope.model_dump(mode="json", exclude_none=True),
        params=params,
        made_by=by,
    )
    s.add(act)
    s.flush()
    if not _count(s, act):
        order(s, COUNT, act, by)
    return act.id


def start(s: Session, *, by: int, project_id: int, act_id: int) -> None:
    """Do what was counted; a retry changes nothing. Raises `NotFound` and `WrongState`."""
    act = locked(s, project_id, act_id)
    if act.state in (ActState.DOING, ActState.DONE):
        return
    shift(s, act, ActState.DOING, by=by, started_at=func.now(), after=0)
    order(s, DO, act, by)


def stop(s: Session, *, by: int, project_id: int, act_id: int) -> None:
    """Call an act off; what was done of it stands. A retry changes nothing. Raises `NotFound` and
    `WrongState`."""
    act = locked(s, project_id, act_id)
    if act.state is not ActState.STOPPED:
        shift(s, act, ActState.STOPPED, by=by, finished_at=func.now())


def count(run: Run) -> None:
    """Count on, stretch by stretch."""
    while True:
        with run.transaction() as s:
            act = locked(s, *key_of(run))
            if act.state is not ActState.COUNTING or _count(s, act):
                return
            found = act.found
        run.progress(found)


def do(run: Run) -> dict[str, Any]:
    """Do it, stretch by stretch; who calls it off is heard after each."""
    while True:
        with run.transaction() as s:
            act = locked(s, *key_of(run))
            if act.state is not ActState.DOING or _do(s, act):
                return {"done": act.done, "refused": act.refused}
            so_far, of = act.done + act.refused, act.found
        run.progress(so_far, max(of, so_far))


def locked(s: Session, project_id: int, act_id: int) -> Act:
    """The act, held until commit. Raises `NotFound`."""
    found = s.get(Act, (project_id, act_id), with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("There is no such act in this project.")
    return found


def _count(s: Session, act: Act) -> bool:
    """Look at the next stretch; whether it was the last."""
    found = _next(s, act, COUNTED)
    judged = STEPS[act.kind].judge(s, act, found.ids)
    act.found += len(found.ids)
    why = Counter(act.refusals) + Counter(one.code for one in judged if one.code)
    act.refusals = dict(why)
    act.cost += STEPS[act.kind].cost(s, act, [one.id for one in judged if one.code is None])
    if found.after is not None:
        act.after = found.after
        return False
    s.flush()
    shift(s, act, ActState.READY, by=None, after=0)
    return True


def _do(s: Session, act: Act) -> bool:
    step = STEPS[act.kind]
    found = _next(s, act, step.at_once)
    rows = _done(s, act, step, step.judge(s, act, found.ids))
    if rows:
        s.execute(insert(ActRow), rows)
    refused = sum(row["outcome"] == "refused" for row in rows)
    act.done += len(rows) - refused
    act.refused += refused
    if found.after is not None:
        act.after = found.after
        return False
    s.flush()
    shift(s, act, ActState.DONE, by=None, finished_at=func.now())
    return True


def _done(s: Session, act: Act, step: Step, judged: list[Judged]) -> list[dict[str, Any]]:
    fit = [one for one in judged if one.code is None]
    done = step.do(s, act, fit) if fit else {}
    rows = []
    for one in judged:
        what = done.get(one.id, one.code or "wrong_state")
        told: dict[str, Any] = {
            "project_id": act.project_id,
            "act_id": act.id,
            "target_id": one.id,
            "outcome": "done",
            "code": None,
            "before": None,
        }
        if isinstance(what, str):
            told |= {"outcome": "refused", "code": what}
        else:
            told |= {"before": what}
        rows.append(told)
    return rows


def _next(s: Session, act: Act, most: int) -> Stretch:
    """What the act is about behind where it is. Of what was picked by hand also what is not there:
    it is refused by name."""
    scope = Scope.model_validate(act.scope)
    if scope.ids is not None:
        left = [one for one in sorted(set(scope.ids)) if one > act.after]
        ids = left[:most]
        return Stretch(ids, ids[-1] if len(left) > len(ids) else None)
    if scope.items is not None:
        ids, edge = find(s, act.project_id, scope.items, after=act.after, limit=most)
    else:
        assert scope.work is not None
        ids, edge = find_work(s, act.project_id, scope.work, after=act.after, limit=most)
    return Stretch(ids, ids[-1] if len(ids) == most else edge)


def find(
    s: Session, project_id: int, asked: ItemFilter, *, after: int, limit: int
) -> tuple[list[int], int | None]:
    """Items that a filter finds (`app.desk.queries.find_items`). Raises `NotFound` for an import or
    a person that is not there."""
    reach = None
    if asked.batch_id is not None:
        found = batch(s, project_id, asked.batch_id)
        if found is None:
            raise NotFound("There is no such import in this project.")
        reach = (found[0].first_item_id or 0, found[0].last_item_id or 0)
    return queries.find_items(
        s,
        project_id,
        asked,
        stages=[asked.stage_id] if asked.stage_id else stages_of(s, project_id),
        batch=reach,
        person_id=_person(s, project_id, asked.person),
        after=after,
        limit=limit,
    )


def find_work(
    s: Session, project_id: int, asked: WorkFilter, *, after: int, limit: int
) -> tuple[list[int], int | None]:
    """Pieces of work that a filter finds. Raises `NotFound` for a person that is not there."""
    return queries.find_work(
        s,
        project_id,
        asked,
        stages=[asked.stage_id] if asked.stage_id else stages_of(s, project_id),
        person_id=_person(s, project_id, asked.person),
        after=after,
        limit=limit,
    )


def _person(s: Session, project_id: int, pseudonym: str | None) -> int | None:
    if pseudonym is None:
        return None
    found = queries.person_called(s, project_id, pseudonym)
    if found is None:
        raise NotFound("Nobody goes by this name in the project.")
    return found


def shift(s: Session, act: Act, to: ActState, *, by: int | None, **changes: Any) -> None:
    """Move the act on. Raises `WrongState`."""
    key = (act.project_id, act.id)
    move(s, Act, key, to, by=by, why=act.kind.value, **changes)
    s.refresh(act)


def order(s: Session, kind: str, act: Act, by: int) -> None:
    """Have a chore go on with the act."""
    args = {"project_id": act.project_id, "act_id": act.id}
    enqueue(s, kind, args, project_id=act.project_id, created_by=by)


def _key(run: Run) -> tuple[int, int]:
    return run.args["project_id"], run.args["act_id"]


def key_of(run: Run) -> tuple[int, int]:
    """Project and act that a chore is about."""
    return run.args["project_id"], run.args["act_id"]
