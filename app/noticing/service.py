"""Rules are written, tried on history, and kept; what they noticed is told and settled."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden, Invalid, NotFound, WrongState
from app.core.states import RuleState
from app.models.project import Inspect, Stage
from app.models.quality import Rule, RuleHit
from app.models.transition import move, record
from app.noticing import queries
from app.quality.noticing import COLLECTORS, PROVED, Condition, Touched, notice

TOLD = 100  # people that a trial names
LONGER = 50  # leases beyond those that a condition counts: what is known of them speaks for one


class NotInspected(Invalid):
    """A rule that would look at more of what no level looks at."""

    code, title = "not_inspected", "Nothing inspects this level"


class OwnRule(Forbidden):
    """Who had a hand in a rule, or was noticed by it, does not settle what it noticed."""

    code, title = "own_rule", "Somebody else settles this"


def condition_of(collector: str, level: int, said: dict[str, Any], action: str) -> Condition:
    """The condition that is meant. Raises `Invalid` with `errors` by field."""
    kind = COLLECTORS[collector]
    if level not in kind.levels:
        raise Invalid(f"“{collector}” has nothing to look at on level {level}; choose another.")
    if action == "pause" and not kind.stops:
        raise Invalid("That two share a browser is no reason to stop anybody; notify or inspect.")
    try:
        return kind.condition.model_validate(said)
    except ValidationError as refused:
        errors = [
            {"field": ".".join(map(str, ("condition", *one["loc"]))), "detail": one["msg"]}
            for one in refused.errors(include_url=False, include_context=False)
        ]
        raise Invalid("The condition cannot be meant so.", errors=errors) from None


def make(
    s: Session,
    stage: Stage,
    *,
    by: int,
    name: str,
    collector: str,
    level: int,
    condition: dict[str, Any],
    action: str,
) -> int:
    """Write a rule, off. Raises `Invalid`, `NotInspected`."""
    kept = condition_of(collector, level, condition, action).model_dump(mode="json")
    _must_be_inspected(stage, level, action)
    values = {"name": name, "collector": collector, "level": level, "action": action}
    made = s.execute(
        insert(Rule)
        .values(
            project_id=stage.project_id, stage_id=stage.id, condition=kept, created_by=by, **values
        )
        .returning(Rule.id)
    ).scalar_one()
    _written(s, stage.project_id, made, by, values | {"condition": kept, "version": 1})
    return made


def change(
    s: Session,
    rule: Rule,
    stage: Stage,
    *,
    by: int,
    name: str | None = None,
    state: RuleState | None = None,
    condition: dict[str, Any] | None = None,
    action: str | None = None,
) -> bool:
    """Write a rule anew, switch it on or off; whether it was switched on. What is noticed by
    another condition, or followed by another action, is noticed by another version: hits keep
    theirs."""
    said = rule.condition if condition is None else condition
    then = rule.action if action is None else action
    kept = condition_of(rule.collector, rule.level, said, then).model_dump(mode="json")
    _must_be_inspected(stage, rule.level, then)
    if (kept, then) != (rule.condition, rule.action):
        rule.condition, rule.action, rule.version = kept, then, rule.version + 1
        data = {"condition": kept, "action": then, "version": rule.version}
        _written(s, rule.project_id, rule.id, by, data)
    if name is not None:
        rule.name = name
    s.flush()
    if state is None or state is rule.state:
        return False
    move(s, Rule, (rule.project_id, rule.id), state, by=by)
    s.expire(rule)
    if state is RuleState.ON and stage.quality is None and then != "notify":
        # Only stages that have settings are asked who is paused or watched.
        stage.quality = {}
    return state is RuleState.ON


def one(s: Session, project_id: int, rule_id: int) -> Rule:
    """The rule, for nobody else to change meanwhile. Raises `NotFound`."""
    found = s.execute(
        select(Rule)
        .where(Rule.project_id == project_id, Rule.id == rule_id)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such rule.")
    return found


def look(s: Session, rule: Rule, *, minutes: int | None, new: bool) -> Iterator[list[Touched]]:
    """Whom the rule's condition meets, group by group, of those who were busy in so many minutes
    or ever. With `new` only what was done since the rule last noticed somebody counts, and nobody
    whose hit is open: one cause is noticed once."""
    condition = condition_of(rule.collector, rule.level, rule.condition, rule.action)
    place = (rule.project_id, rule.stage_id, rule.level)
    pace = queries.usual(s, *place)
    # A browser is shared by two, whoever of them was busy: both are looked at.
    groups: Iterator[list[int]] = queries.busy(s, *place, minutes)
    if rule.collector == "devices":
        every = [who for group in queries.busy(s, *place, None) for who in group]
        groups = iter([every] if every else [])
    for people in groups:
        past = min(queries.PAST, condition.of_last + LONGER + PROVED)
        deeds = queries.deeds(s, rule, people, past=past)
        before: dict[int, tuple[float, bool]] = {}
        if new:
            before = queries.noticed_before(s, rule.project_id, rule.id, people)
            deeds = [one for one in deeds if one.at > before.get(one.person, (0.0, False))[0]]
        found = notice(rule.collector, condition, deeds, pace)
        yield [one for one in found if not before.get(one.person, (0.0, False))[1]]


def tried(
    s: Session, stage: Stage, *, collector: str, level: int, condition: dict[str, Any]
) -> tuple[int, list[Touched]]:
    """How many people a condition would look at and whom it would touch, by all that they did.
    Nobody hears of it."""
    rule = Rule(
        project_id=stage.project_id,
        stage_id=stage.id,
        level=level,
        collector=collector,
        condition=condition,
        action="notify",
    )
    place = (stage.project_id, stage.id, level)
    touched = [one for group in look(s, rule, minutes=None, new=False) for one in group]
    people = sum(len(group) for group in queries.busy(s, *place, None))
    return people, sorted(touched, key=lambda one: -one.evidence["counted"])


def hit_for_update(s: Session, project_id: int, hit_id: int) -> RuleHit:
    """A hit, locked. Raises `NotFound`."""
    found = s.execute(
        select(RuleHit)
        .where(RuleHit.project_id == project_id, RuleHit.id == hit_id)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such notice.")
    return found


def reply(s: Session, *, me: int, project_id: int, hit_id: int, text: str) -> None:
    """What the person says to it, once; the same said again is no change. Raises `NotFound` for
    another's, `WrongState`."""
    found = hit_for_update(s, project_id, hit_id)
    if found.person_id != me:
        raise NotFound("There is no such notice.")
    if found.reply == text:
        return
    if found.reply is not None or found.settled_at is not None:
        raise WrongState("You have replied, or it was settled meanwhile; load it again.")
    found.reply, found.replied_at = text, func.now()
    record(s, project_id=project_id, subject="rule_hit", subject_id=hit_id, by=me, target="replied")


def settle(s: Session, hit: RuleHit, *, by: int, outcome: str, answer: str) -> bool:
    """Keep what was noticed or lift it; whether that changed anything. What was kept can be lifted
    later, never the other way. Raises `OwnRule`, `WrongState`."""
    if hit.outcome == outcome and hit.settled_by == by and hit.answer == answer:
        return False
    known = queries.hit(s, hit.project_id, hit.id, by)
    if known is None or not known["may_settle"]:
        raise OwnRule(
            "Who made a rule, or was noticed by it, does not settle it; leave it to another "
            "manager or to the arbiter.",
            permission="appeal:decide",
        )
    if hit.outcome is not None and (hit.outcome, outcome) != ("kept", "lifted"):
        raise WrongState("It was settled meanwhile; load it again.")
    source = hit.outcome or "open"
    hit.outcome, hit.answer = outcome, answer
    hit.settled_by, hit.settled_at = by, func.now()
    record(
        s,
        project_id=hit.project_id,
        subject="rule_hit",
        subject_id=hit.id,
        by=by,
        source=source,
        target=outcome,
        why=answer[:200],
    )
    s.flush()
    if outcome == "lifted":
        undo(s, hit)
    return True


# What follows from a hit stands in the person's trust, where a claim and a hand-in look anyway.
_FOLLOW = """
INSERT INTO trust AS t (project_id, stage_id, level, person_id, holds, paused_at, paused_by,
  watched_by)
VALUES (%(project)s, %(stage)s, %(level)s, %(person)s, 1,
  CASE WHEN %(pause)s THEN now() END, CASE WHEN %(pause)s THEN %(hit)s::bigint END,
  CASE WHEN NOT %(pause)s THEN %(hit)s::bigint END)
ON CONFLICT (project_id, stage_id, level, person_id) DO UPDATE
  SET paused_by = CASE WHEN t.paused_at IS NULL THEN excluded.paused_by ELSE t.paused_by END,
    paused_at = coalesce(t.paused_at, excluded.paused_at),
    watched_by = coalesce(t.watched_by, excluded.watched_by)
"""
# Another hit, that was not lifted, goes on with what this one began. Who was let go on though his
# trust had stopped him is stopped by it no more (`own`).
_UNDO = """
UPDATE trust t SET cleared_at = CASE WHEN %(own)s THEN now() ELSE t.cleared_at END,
  paused_by = CASE WHEN t.paused_by = %(hit)s THEN o.pause ELSE t.paused_by END,
  paused_at = CASE WHEN t.paused_by = %(hit)s AND o.pause IS NULL THEN NULL ELSE t.paused_at END,
  watched_by = CASE WHEN t.watched_by = %(hit)s THEN o.inspect ELSE t.watched_by END
FROM (SELECT max(h.id) FILTER (WHERE h.action = 'pause') AS pause,
    max(h.id) FILTER (WHERE h.action = 'inspect') AS inspect
  FROM rule_hit h WHERE h.person_id = %(person)s AND h.project_id = %(project)s
    AND h.stage_id = %(stage)s AND h.level = %(level)s AND h.id <> %(hit)s
    AND h.outcome IS DISTINCT FROM 'lifted') o
WHERE t.project_id = %(project)s AND t.stage_id = %(stage)s AND t.level = %(level)s
  AND t.person_id = %(person)s AND (%(own)s OR %(hit)s IN (t.paused_by, t.watched_by))
"""


def follow(s: Session, hit: RuleHit) -> None:
    """Let what the rule says follow: no new seats, or a look at all of it."""
    if hit.action != "notify":
        values = _place(hit) | {"pause": hit.action == "pause"}
        s.connection().exec_driver_sql(_FOLLOW, values)


def undo(s: Session, hit: RuleHit) -> None:
    """Take back what followed from a hit."""
    s.connection().exec_driver_sql(_UNDO, _place(hit) | {"own": hit.rule_id is None})


def _place(hit: RuleHit) -> dict[str, int]:
    return {
        "project": hit.project_id,
        "stage": hit.stage_id,
        "level": hit.level,
        "person": hit.person_id,
        "hit": hit.id,
    }


def add_hits(s: Session, rule: Rule, touched: Sequence[Touched]) -> list[RuleHit]:
    """A hit for each, with what follows."""
    return [
        add_hit(
            s,
            RuleHit(
                project_id=rule.project_id,
                rule_id=rule.id,
                version=rule.version,
                stage_id=rule.stage_id,
                level=rule.level,
                person_id=one.person,
                action=rule.action,
                evidence=one.evidence,
            ),
            why=f"rule {rule.id} version {rule.version}",
        )
        for one in touched
    ]


def add_hit(s: Session, hit: RuleHit, *, why: str) -> RuleHit:
    """Write down one, with what follows."""
    s.add(hit)
    s.flush()
    follow(s, hit)
    record(
        s,
        project_id=hit.project_id,
        subject="rule_hit",
        subject_id=hit.id,
        by=None,
        target="open",
        why=why,
    )
    return hit


def switched_on(s: Session) -> list[tuple[int, int]]:
    """The rules that notice, in stages that may have work."""
    return [
        (row[0], row[1])
        for row in s.execute(
            select(Rule.project_id, Rule.id).where(Rule.state == RuleState.ON).order_by(Rule.id)
        )
    ]


def _must_be_inspected(stage: Stage, level: int, action: str) -> None:
    looked = {0: stage.inspect1, 1: stage.inspect2}.get(level, Inspect.NONE)
    if action == "inspect" and looked is Inspect.NONE:
        raise NotInspected(
            "Nothing looks at this level, so no money is set aside for it; let an inspection look "
            "at it first, or choose another action."
        )


def _written(s: Session, project_id: int, rule_id: int, by: int, data: dict[str, Any]) -> None:
    record(
        s,
        project_id=project_id,
        subject="rule",
        subject_id=rule_id,
        by=by,
        why=f"version {data['version']}",
        data=data,
    )
