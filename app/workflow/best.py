"""The next best thing: of all that somebody may claim now, what he had better do next, claimed for
him, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.core.errors import Conflict
from app.ledger.dated import minimum_wage
from app.routing.rules import Device, Offered, score
from app.tasks import offers
from app.tasks.rules import Need
from app.workflow import admit, gate
from app.workflow.claim import AgreementUnsigned, StageClosed, claim, claim_key
from app.workflow.resume import HoldsFull

TRIES = 8
"""Stages that are tried, the best first, before it is said that there is nothing."""
SOON = 600
"""Seconds before the end of a lease in which it comes before anything new."""
NEWEST = 300
"""Pieces of somebody's work that say how he does."""

Level = tuple[int, int, int]
"""(project, stage, level)"""


@dataclass(frozen=True, slots=True)
class Best:
    """What was claimed, where, and what speaks for it; or what stands between."""

    project_id: int | None = None
    ids: list[int] = field(default_factory=list)
    why: list[dict[str, Any]] = field(default_factory=list)
    needs: list[dict[str, Any]] = field(default_factory=list)


def next_best(
    s: Session, *, me: int, projects: Sequence[int] | None, device: Device, key: str
) -> Best:
    """Claim the best piece of work for this person, in these projects or all of his. A lease that
    ends soon comes first. The same key returns the same lease. The caller's requests wait for each
    other, as for a claim."""
    here = None if projects is None else set(projects)
    known = _one(s, _SAME, {"me": me, "key": claim_key(key)})
    if known is not None:
        return Best(known[0], [known[1]])
    ending = _one(
        s, _ENDING, {"me": me, "soon": SOON, "projects": projects, "device": device.value}
    )
    if ending is not None:
        return Best(ending[0], [ending[1]], [{"code": "held", "hours": round(ending[2], 1)}])
    rows = [row for row in offers.offers(s, me) if here is None or row["project_id"] in here]
    gate.tell(s, me, rows)
    at = admit.tell(s, me, rows, device)
    needs: list[dict[str, Any]] = []
    offered: list[tuple[float, Level, list[dict[str, Any]]]] = []
    did = _did(s, me)
    good = did.best()
    wage = minimum_wage(s, day_of(utcnow()))
    for row, level in zip(rows, at, strict=True):
        where = (row["project_id"], row["stage_id"], row["level"])
        if row["held"] >= row["holds"]:
            row["needs"].append(
                {"code": Need.FULL_HANDS, "held": row["held"], "holds": row["holds"]}
            )
        if row["waiting"] == 0:
            row["needs"].append({"code": Need.NOTHING_WAITING})
        if row["needs"]:
            needs += row["needs"]
            continue
        points, why = score(
            Offered(
                hourly=row["hourly"],
                wage=wage,
                hours_left=_hours(level.counted.until),
                again=where in did.again,
                accepted=did.accepted[where],
                decided=did.decided[where],
                trusted=did.trusted.get(where),
                hand_ins=did.hand_ins[where],
                run=did.run if did.newest == where else 0,
                best=where == good,
            )
        )
        offered.append((points, where, why))
    offered.sort(key=lambda one: (-one[0], one[1]))
    for _, (project_id, stage_id, level_no), why in offered[:TRIES]:
        try:
            with s.begin_nested():
                ids = claim(
                    s,
                    me=me,
                    project_id=project_id,
                    stage_id=stage_id,
                    level=level_no,
                    count=1,
                    key=key,
                    device=device,
                )
        except (
            StageClosed,
            AgreementUnsigned,
            HoldsFull,
            gate.NotLetIn,
            admit.NotAdmitted,
        ) as refusal:
            needs += _needs_of(refusal)
            continue
        if ids:
            return Best(project_id, ids, why)
    return Best(needs=_said(needs) or [{"code": Need.NOTHING_WAITING}])


def _needs_of(refusal: Conflict) -> list[dict[str, Any]]:
    """What a claim was refused for, as a need."""
    if isinstance(refusal, admit.NotAdmitted):
        return list(refusal.extra["needs"])
    code = gate.NEEDS.get(refusal.code, refusal.code)
    if code not in set(Need):
        return []
    return [{"code": code, "agreement_id": refusal.extra.get("agreement_id")}]


def _said(needs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each need once, in the order in which they are said; that nothing waits only where that is
    all."""
    found: list[dict[str, Any]] = []
    for need in admit.in_order(needs):
        if need not in found and not (need["code"] == Need.NOTHING_WAITING and found):
            found.append(need)
    return found


def _hours(until: str | None) -> float | None:
    """Hours until then."""
    if until is None:
        return None
    return (datetime.fromisoformat(until) - utcnow()).total_seconds() / 3600


@dataclass(slots=True)
class _Did:
    """What somebody has done of late, by (project, stage, level)."""

    accepted: Counter[Level] = field(default_factory=Counter)
    decided: Counter[Level] = field(default_factory=Counter)
    trusted: dict[Level, float] = field(default_factory=dict)
    hand_ins: Counter[Level] = field(default_factory=Counter)
    again: set[Level] = field(default_factory=set)
    newest: Level | None = None
    run: int = 0

    def best(self) -> Level | None:
        """Where the greatest share of his work is accepted, of where enough was decided."""
        enough = [where for where, count in self.decided.items() if count >= 10]
        return max(
            enough, key=lambda one: (self.accepted[one] / self.decided[one], one), default=None
        )


def _did(s: Session, me: int) -> _Did:
    found = _Did()
    running = True
    rows = s.connection().exec_driver_sql(_DID, {"me": me, "newest": NEWEST})
    for project_id, stage_id, level, handed_in, decided, good, recheck in rows:
        where = (project_id, stage_id, level)
        if recheck:
            found.again.add(where)
        if not handed_in:
            continue
        found.hand_ins[where] += 1
        found.decided[where] += decided
        found.accepted[where] += good
        found.newest = found.newest or where
        running = running and where == found.newest
        found.run += running
    for project_id, stage_id, level, mean in s.connection().exec_driver_sql(_TRUSTED, {"me": me}):
        found.trusted[project_id, stage_id, level] = mean
    return found


def _one(s: Session, statement: str, values: dict[str, Any]) -> Any:
    return s.connection().exec_driver_sql(statement, values).first()


_SAME = """
SELECT project_id, id FROM assignment WHERE worker_id = %(me)s AND claim_key = %(key)s
ORDER BY id LIMIT 1
"""
_ENDING = """
SELECT a.project_id, a.id, extract(epoch FROM a.due_at - now())::float / 3600
FROM assignment a
JOIN project p ON p.id = a.project_id AND p.state = 'open'
WHERE a.worker_id = %(me)s AND a.state = 'reserved' AND a.due_at > now()
  AND a.due_at < now() + make_interval(secs => %(soon)s)
  AND (%(projects)s::bigint[] IS NULL OR a.project_id = ANY (%(projects)s))
  AND EXISTS (SELECT FROM project_role r WHERE r.project_id = a.project_id
    AND r.person_id = a.worker_id AND r.role = CASE a.level WHEN 0 THEN 'worker'
      WHEN 1 THEN 'primary_inspector' ELSE 'secondary_inspector' END)
  AND NOT EXISTS (SELECT FROM requirement q WHERE q.project_id = a.project_id
    AND q.stage_id = a.stage_id AND q.level = a.level AND q.asked ? 'devices'
    AND NOT q.asked->'devices' ? %(device)s)
ORDER BY a.due_at LIMIT 1
"""
_TRUSTED = """
SELECT project_id, stage_id, level, mean::float8 FROM trust
WHERE person_id = %(me)s AND mean IS NOT NULL
"""
# An inspection is accepted as it is handed in: what the next level says of it is what counts.
_DID = """
SELECT a.project_id, a.stage_id, a.level, a.attempt > 0 AS handed_in,
  (CASE a.level WHEN 0 THEN a.state IN ('accepted', 'rejected_final')
      OR a.state = 'rejected' AND a.due_at IS NULL
    ELSE a.upheld IS NOT NULL END)::int AS decided,
  (CASE a.level WHEN 0 THEN a.state = 'accepted' ELSE coalesce(a.upheld, false) END)::int AS good,
  a.recheck
FROM assignment a WHERE a.worker_id = %(me)s ORDER BY a.id DESC LIMIT %(newest)s
"""
