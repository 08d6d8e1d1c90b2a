"""Rules that notice, and what they noticed: tried, switched on, replied to, settled."""

from typing import Literal

from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.noticing import queries, service
from app.noticing.schemas import (
    ConditionIn,
    HitOut,
    MyHit,
    ReplyIn,
    RuleIn,
    RuleOut,
    RulePatch,
    SettleIn,
    TouchedOut,
    TriedOut,
)
from app.people.permits import May
from app.projects import queries as projects
from app.queue.service import enqueue
from app.workflow import notice

router = Router(tags=["rules"])


@router.get("/projects/{project_id}/stages/{stage_id}/rules")
def list_rules(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[RuleOut]:
    """The rules of a stage, as they were made."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, me):
        projects.stage(s, project_id, stage_id)
        rows = queries.rules(s, project_id, stage_id, me.id, after=after, limit=limit + 1)
        return page([RuleOut.model_validate(row) for row in rows], limit)


@router.post("/projects/{project_id}/stages/{stage_id}/rules", status_code=201)
def make_rule(project_id: Key, stage_id: Key, body: RuleIn, door: Way) -> RuleOut:
    """Write a rule; it is off, and can be tried."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        stage = projects.stage(s, project_id, stage_id)
        made = service.make(s, stage, by=me.id, **body.model_dump())
        return RuleOut.model_validate(queries.rule(s, project_id, made, me.id))


@router.post("/projects/{project_id}/stages/{stage_id}/rules/try")
def try_rule(project_id: Key, stage_id: Key, body: ConditionIn, door: Way) -> TriedOut:
    """Whom a condition would touch, by all that was done; nobody hears of it."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        stage = projects.stage(s, project_id, stage_id)
        people, touched = service.tried(s, stage, **body.model_dump())
        shown = [
            TouchedOut(
                person_id=one.person,
                pseudonym=projects.pseudonym(s, project_id, one.person) or "",
                evidence=one.evidence,
            )
            for one in touched[: service.TOLD]
        ]
        return TriedOut(people=people, would_touch=len(touched), touched=shown)


@router.patch("/projects/{project_id}/rules/{rule_id}")
def change_rule(project_id: Key, rule_id: Key, body: RulePatch, door: Way) -> RuleOut:
    """Write it anew, switch it on or off. Once on, it looks at all that was done before, too."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        rule = service.one(s, project_id, rule_id)
        stage = projects.stage(s, project_id, rule.stage_id, lock=True)
        if service.change(s, rule, stage, by=me.id, **body.model_dump(exclude_unset=True)):
            args = {"project_id": project_id, "rule_id": rule_id}
            enqueue(s, "run_rule", args, project_id=project_id, created_by=me.id)
        s.flush()
        return RuleOut.model_validate(queries.rule(s, project_id, rule_id, me.id))


@router.get("/projects/{project_id}/hits")
def list_hits(
    project_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    state: Literal["open", "settled"] = "open",
) -> Page[HitOut]:
    """What rules noticed, the newest first: for managers, and for the organisation's arbiters."""
    with door.enter(project=project_id) as (s, me):
        _must_settle(me)
        rows = queries.hits(
            s, project_id, me.id, settled=state == "settled", before=after, limit=limit + 1
        )
        return page([HitOut.model_validate(row) for row in rows], limit)


@router.get("/hits")
def list_hits_for_arbiter(
    door: Way, after: After = 0, limit: Limit = 50, state: Literal["open", "settled"] = "open"
) -> Page[HitOut]:
    """What was noticed wherever you are arbiter, the newest first. You settle it where the
    managers had a hand in the rule; you may everywhere."""
    with door.enter() as (s, me):
        rows = queries.hits_for_arbiter(
            s, me.id, settled=state == "settled", before=after, limit=limit + 1
        )
        return page([HitOut.model_validate(row) for row in rows], limit)


@router.post("/projects/{project_id}/hits/{hit_id}/settle")
def settle_hit(project_id: Key, hit_id: Key, body: SettleIn, door: Way) -> HitOut:
    """Keep what was noticed, or lift it and with it what followed. Not for who made the rule."""
    with door.enter(project=project_id) as (s, me):
        _must_settle(me)
        values = body.model_dump()
        notice.settle(s, by=me.id, project_id=project_id, hit_id=hit_id, **values)
        return HitOut.model_validate(queries.hit(s, project_id, hit_id, me.id))


def _must_settle(me: Me) -> None:
    if May.APPEAL_DECIDE not in me.may:
        me.need(May.MEMBER_WRITE)


@router.get("/me/hits")
def list_my_hits(door: Way, after: After = 0, limit: Limit = 50) -> Page[MyHit]:
    """What rules noticed of your work, the newest first."""
    with door.enter() as (s, me):
        rows = queries.hits_of(s, me.id, before=after, limit=limit + 1)
        return page([MyHit.model_validate(row) for row in rows], limit)


@router.post("/projects/{project_id}/hits/{hit_id}/reply")
def reply_to_hit(project_id: Key, hit_id: Key, body: ReplyIn, door: Way) -> MyHit:
    """Say what you think of it, before it is settled."""
    with door.enter(project=project_id) as (s, me):
        service.reply(s, me=me.id, project_id=project_id, hit_id=hit_id, text=body.text)
        s.flush()
        for row in queries.hits_of(s, me.id, before=hit_id + 1, limit=1):
            return MyHit.model_validate(row)
        raise NotFound("There is no such notice.")
