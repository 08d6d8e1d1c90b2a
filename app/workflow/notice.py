"""Rules notice: whom they touch hears of it with the evidence, says what he thinks of it, and
somebody who did not make the rule settles it. Nothing that anybody handed in is rejected by one."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.states import RuleState
from app.models.project import Stage
from app.models.quality import RuleHit
from app.noticing import queries, service
from app.noticing.service import hit_for_update
from app.people.notifications import Told, notify
from app.projects.queries import pseudonym

BUSY = 60
"""Minutes for which somebody who worked is looked at: far longer than a duty is ever late."""


def run_rule(project_id: int, rule_id: int, *, minutes: int | None = BUSY) -> int:
    """Notice whom a rule meets, of those who were busy in so many minutes, or ever; how many that
    are. Each is told in the transaction that writes it down; a rule that is run twice at once
    waits for itself."""
    with transaction() as s:
        rule = service.one(s, project_id, rule_id)
        if rule.state is not RuleState.ON:
            return 0
        stage = s.get_one(Stage, (project_id, rule.stage_id))
        found = 0
        for touched in service.look(s, rule, minutes=minutes, new=True):
            for hit in service.add_hits(s, rule, touched):
                tell(s, hit, stage.name, rule.collector)
                found += 1
        return found


def stop(s: Session, hit: RuleHit) -> None:
    """Give somebody no new seats until a manager has looked: what is known of him says so itself
    (`app/quality/trust.py: halts()`), without a rule."""
    service.add_hit(s, hit, why="trust")
    stage = s.get_one(Stage, (hit.project_id, hit.stage_id))
    tell(s, hit, stage.name, hit.evidence["by"])


def tell(s: Session, hit: RuleHit, stage: str, collector: str) -> None:
    """He hears of it; and where he gets no new seats until somebody has looked, so do those who
    may."""
    about: dict[str, Any] = {"hit_id": hit.id, "stage": stage}
    notify(s, hit.person_id, Told.NOTICED, about | {"collector": collector}, hit.project_id)
    if hit.action != "pause":
        return
    settlers, arbiters = queries.settlers(s, hit.project_id, hit.id)
    about |= {"stage_id": hit.stage_id, "arbiter": arbiters}
    about |= {"pseudonym": pseudonym(s, hit.project_id, hit.person_id) or ""}
    for one in settlers:
        notify(s, one, Told.HIT_WAITS, about, hit.project_id)


def settle(s: Session, *, by: int, project_id: int, hit_id: int, outcome: str, answer: str) -> None:
    """Keep or lift what was noticed; the person reads why. Raises `NotFound`, `OwnRule`,
    `WrongState`."""
    hit = hit_for_update(s, project_id, hit_id)
    if not service.settle(s, hit, by=by, outcome=outcome, answer=answer):
        return
    known = queries.hit(s, project_id, hit_id, by)
    assert known is not None
    params = {"hit_id": hit_id, "stage": known["stage"], "outcome": outcome}
    notify(s, hit.person_id, Told.HIT_SETTLED, params, project_id)
