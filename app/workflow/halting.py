"""Whether somebody gets no new seats until a person has looked, asked of what is known of him: when
he hands in where the answer is known, and with the last of a newcomer's answers."""

from typing import Any

from sqlalchemy.orm import Session

from app.confidence import queries
from app.core.policy import FIRST
from app.models.quality import RuleHit
from app.quality.trust import USUAL, WEAK, Evidence, Habit, habit, halts, trust
from app.tasks.facts import TrustNow
from app.workflow.changes import Changes
from app.workflow.notice import stop

Place = tuple[int, int, int]
"""Project, stage, level."""


def look_at(s: Session, c: Changes) -> None:
    """In the hand-in's own transaction, once it is written: who is stopped by it is stopped at
    once. The row of his trust is locked until the commit, so that he is stopped once."""
    facts, known = c.facts, c.trust
    if facts.stage.quality.pause is None or known is None or known.paused or known.cleared:
        return
    own = facts.own
    last = own.level == 0 and known.answers == FIRST
    if c.given is None and not last:
        return
    place = (facts.project_id, facts.stage.id, own.level)
    his = habit(*queries.said(s, *place[:2], own.worker_id)) if last else None
    if halts(facts.stage.quality.pause, evidence_of(known), bar_of(known), his):
        halt(s, place, own.worker_id, known, his)


def evidence_of(known: TrustNow) -> Evidence:
    """Rights and wrongs, by their kinds."""
    return Evidence(
        gold=(known.gold_right, known.gold - known.gold_right),
        verdicts=(known.verdicts_right, known.verdicts - known.verdicts_right),
        peers=(known.peers_right, known.peers - known.peers_right),
    )


def bar_of(known: TrustNow) -> float:
    """The level's bar; as usual, before anybody has counted it."""
    return USUAL - WEAK if known.bar is None else known.bar


def halt(
    s: Session, place: Place, person_id: int, known: TrustNow, his: Habit | None = None
) -> None:
    """Write down that he is stopped, and why."""
    project_id, stage_id, level = place
    stop(
        s,
        RuleHit(
            project_id=project_id,
            stage_id=stage_id,
            level=level,
            version=0,
            person_id=person_id,
            action="pause",
            evidence=_told(s, place, person_id, known, his),
        ),
    )


def _told(
    s: Session, place: Place, person_id: int, known: TrustNow, his: Habit | None
) -> dict[str, Any]:
    """The figures, as a rule gives them that looks at what weighs most here: known answers,
    verdicts, or that somebody says always the same."""
    evidence, bar = evidence_of(known), bar_of(known)
    so_far = {"below": round(trust(evidence).below(bar), 3), "bar": round(bar, 3)}
    if his is not None and trust(evidence).mean >= bar:
        share = round(his.same / his.of, 3)
        return (
            {"by": "same", "seen": his.of, "counted": his.same, "share": share}
            | so_far
            | {
                "limit": round(his.usual, 3),
                "work": queries.first(s, *place, person_id),
            }
        )
    by = "gold" if evidence.gold[1] >= evidence.verdicts[1] else "returns"
    right, wrong = evidence.gold if by == "gold" else evidence.verdicts
    seen = right + wrong
    return {"by": by, "seen": int(seen), "counted": int(wrong), "limit": round(1 - bar, 3)} | {
        "share": round(wrong / seen, 3) if seen else 0.0,
        "work": queries.faulty(s, *place, person_id, known=by == "gold"),
        **so_far,
    }
