"""Rules notice: whom they touch hears of it with the evidence, says what he thinks of it, and
somebody who did not make the rule settles it. Nothing that anybody handed in is rejected by one."""

from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.states import RuleState
from app.models.project import Stage
from app.noticing import queries, service
from app.noticing.service import hit_for_update
from app.people.notifications import Told, notify

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
                params = {"hit_id": hit.id, "stage": stage.name, "collector": rule.collector}
                notify(s, hit.person_id, Told.NOTICED, params, project_id)
                found += 1
        return found


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
