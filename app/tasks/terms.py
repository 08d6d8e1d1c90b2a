"""What a claim would pin, and what stands in its way: one statement, read before the queue."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.policy import quality_of
from app.tasks.counted import COUNTED, counts
from app.tasks.hints import engine_of

TERMS = f"""
SELECT s.state AS stage_state, p.state AS project_state, s.holds, s.lease_seconds,
  s.guideline_version, s.schema_version, q.id AS queue_id,
  CASE %(level)s::int WHEN 0 THEN c.level0 WHEN 1 THEN c.level1 ELSE c.level2 END AS price,
  c.per, c.unit, c.version AS price_version,
  EXISTS (SELECT FROM project_member m
          WHERE m.project_id = s.project_id AND m.person_id = %(me)s) AS member,
  (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.project_id = s.project_id
     AND a.state = 'reserved' AND a.stage_id = s.id AND a.level = %(level)s) AS live,
  ARRAY(SELECT a.id FROM assignment a WHERE a.worker_id = %(me)s AND a.claim_key = %(key)s
     AND a.project_id = s.project_id ORDER BY a.id) AS same,
  ARRAY(SELECT a.id FROM assignment a WHERE a.worker_id = %(me)s AND a.recheck
     AND a.project_id = s.project_id AND a.stage_id = s.id AND a.level = %(level)s
     ORDER BY a.id LIMIT 20) AS rechecks,
  (SELECT ARRAY[t.priority::bigint, t.id] FROM (
       SELECT b.project_id, b.task_id, b.reserved_at FROM assignment b
       WHERE b.worker_id = %(me)s AND b.project_id = s.project_id AND b.stage_id = s.id
         AND b.level = %(level)s ORDER BY b.reserved_at DESC LIMIT 1) a
     JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
     WHERE %(level)s::int = 0 AND t.queue_id = q.id
       AND (q.stirred_at IS NULL OR a.reserved_at > q.stirred_at)) AS cursor,
  (SELECT g.id FROM (SELECT id FROM agreement WHERE kind = 'project' AND project_id = s.project_id
     ORDER BY version DESC LIMIT 1) g
   WHERE NOT EXISTS (SELECT FROM signature x
     WHERE x.person_id = %(me)s AND x.agreement_id = g.id
       AND NOT EXISTS (SELECT FROM withdrawal w WHERE w.project_id = s.project_id
         AND w.person_id = %(me)s AND w.asked_at >= x.signed_at))) AS unsigned,
  CASE WHEN s.kind = 'collect' AND %(level)s = 0 THEN
    jsonb_build_object('collect', s.collect, 'quota', s.quota) END AS gate,
  r.version AS asked_version, r.asked->'devices' AS devices, r.day_limit, r.person_limit,
  d.version IS NOT NULL OR r.asked - ARRAY['devices', 'climb'] = '{{}}' AS let_in,
  CASE WHEN r.day_limit IS NOT NULL OR r.person_limit IS NOT NULL THEN ({COUNTED}) END AS counted,
  (SELECT jsonb_build_object('share', n.share, 'until', n.until, 'has', (
      SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s
        AND a.project_id = s.project_id AND a.stage_id = s.id AND a.level = %(level)s
        AND a.reserved_at >= n.since))
    FROM (SELECT min(n.opened_at) AS since,
        max(n.opened_at + make_interval(secs => n.share_seconds)) AS until,
        sum(CASE WHEN EXISTS (SELECT FROM wish w WHERE w.project_id = n.project_id
          AND w.announcement_id = n.id AND w.person_id = %(me)s) THEN n.share ELSE 0 END) AS share
      FROM announcement n WHERE n.project_id = s.project_id AND n.stage_id = s.id
        AND n.level = %(level)s AND n.share IS NOT NULL
        AND n.opened_at + make_interval(secs => n.share_seconds) > now()
      HAVING count(*) > 0) n) AS shared,
  s.quality, s.salt, g.id AS gold_queue_id, x.holds AS trusted_holds, x.answers,
  x.paused_at IS NOT NULL AS paused, x.paused_by, x.gold,
  (SELECT u.id FROM suspension u WHERE u.project_id = s.project_id AND u.person_id = %(me)s
     AND u.state = 'in_force') AS suspended_by,
  CASE WHEN g.id IS NOT NULL THEN (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s
     AND a.project_id = s.project_id AND a.state = 'reserved' AND a.stage_id = s.id
     AND a.level = %(level)s AND a.gold_id IS NOT NULL) END AS live_gold,
  CASE WHEN s.read_version IS NOT NULL AND NOT EXISTS (SELECT FROM guideline_read b
     WHERE b.project_id = s.project_id AND b.stage_id = s.id AND b.person_id = %(me)s
       AND b.version >= s.read_version) THEN s.read_version END AS unread
FROM stage s
JOIN project p ON p.id = s.project_id
JOIN queue q ON q.project_id = s.project_id AND q.stage_id = s.id
  AND q.level = %(level)s AND NOT q.held AND NOT q.gold
LEFT JOIN price_card c ON c.project_id = s.project_id AND c.stage_id = s.id
  AND c.version = s.price_version
LEFT JOIN requirement r ON r.project_id = s.project_id AND r.stage_id = s.id
  AND r.level = %(level)s
LEFT JOIN admission d ON d.project_id = r.project_id AND d.stage_id = r.stage_id
  AND d.level = r.level AND d.person_id = %(me)s AND d.version = r.version AND d.missing = '[]'
  AND (d.until IS NULL OR d.until > now())
LEFT JOIN queue g ON s.quality ? 'gold' AND g.project_id = s.project_id AND g.stage_id = s.id
  AND g.level = %(level)s AND g.gold
LEFT JOIN trust x ON s.quality IS NOT NULL AND x.project_id = s.project_id AND x.stage_id = s.id
  AND x.level = %(level)s AND x.person_id = %(me)s
WHERE s.project_id = %(project)s AND s.id = %(stage)s
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a claim at one stage and level would pin, and what the person holds there."""

    stage_state: str
    project_state: str
    holds: int
    lease_seconds: int
    guideline_version: int | None
    schema_version: int | None
    queue_id: int
    price: int | None  # for `per` units
    per: int | None
    unit: str | None
    price_version: int | None
    member: bool
    live: int
    same: list[int]  # leases made by the same claim key
    rechecks: list[int]  # reworks that wait for this inspector
    cursor: list[int] | None  # (priority, task) of the person's newest claim in this queue
    unsigned: int | None  # the project's own agreement, where he has not signed it
    gate: dict[str, Any] | None = None  # of a collect stage: who may take part, and its quota
    asked_version: int | None = None  # of what the level asks; None: nothing
    devices: list[str] | None = None
    day_limit: int | None = None
    person_limit: int | None = None
    let_in: bool | None = None  # has an admission to this version, or needs none
    counted: list[int] | None = None  # his newer claims here: only where that is limited
    shared: dict[str, Any] | None = None  # his share of announced work, what he has of it, until
    quality: dict[str, Any] | None = None
    salt: str = ""
    gold_queue_id: int | None = None  # where the stage wants known answers hidden
    trusted_holds: int | None = None  # by what is known of him; None: nothing is
    answers: int | None = None  # handed in here
    paused: bool | None = None  # no new seats until a person has looked
    paused_by: int | None = None  # what was noticed
    gold: int | None = None  # of them, to tasks with a known answer
    suspended_by: int | None = None  # a suspension that is in force
    live_gold: int | None = None  # of what he holds
    unread: int | None = None  # the guideline's version that he has to read first
    today: int | None = None  # claims of his here: known only where that is limited
    ever: int | None = None

    @property
    def seats(self) -> int:
        """How many seats this person may hold at once: by the stage, and by what is known of
        him."""
        by_trust = quality_of(self.quality).holds
        if by_trust is None:
            return self.holds
        known = by_trust.newcomer if self.trusted_holds is None else self.trusted_holds
        return min(self.holds, known)


def terms(
    s: Session, *, project_id: int, stage_id: int, level: int, me: int, key: UUID
) -> Terms | None:
    """Which terms hold for a claim of `me` now? None where there is no such stage."""
    engine, place = engine_of(s), (me, project_id, stage_id, level)
    settled = counts.settled(engine, place)
    row = (
        s.connection()
        .exec_driver_sql(
            TERMS,
            {
                "project": project_id,
                "stage": stage_id,
                "level": level,
                "me": me,
                "key": key,
                "since": settled.until,
            },
        )
        .first()
    )
    if row is None:
        return None
    found = Terms(*row)
    if found.counted is None:
        return found
    today, ever = counts.add(engine, place, settled, found.counted)
    return replace(found, today=today, ever=ever)
