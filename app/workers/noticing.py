"""What the clock does for trust in people: rules that are on notice, agreement is counted."""

from typing import Any

import structlog

from app.core.database import transaction
from app.noticing.reporting import due, report
from app.noticing.service import switched_on
from app.queue.registry import chore, every
from app.queue.run import Run, stopping
from app.workflow.notice import run_rule

log = structlog.get_logger(__name__)


@every(seconds=60)
def notice() -> int:
    """Run every rule that is on. Answers how many people were noticed."""
    with transaction() as s:
        rules = switched_on(s)
    found = 0
    for project_id, rule_id in rules:
        if stopping.is_set():
            break
        try:
            found += run_rule(project_id, rule_id)
        except Exception:
            # One rule that cannot be run does not silence the others.
            log.exception("rule.failed", project_id=project_id, rule_id=rule_id)
    return found


@chore("run_rule")
def run_a_rule(run: Run) -> dict[str, Any]:
    """What a rule that was just switched on has to say of all that was done."""
    hits = run_rule(run.args["project_id"], run.args["rule_id"], minutes=None)
    return {"hits": hits}


@chore("count_agreement")
def count_agreement(run: Run) -> dict[str, Any]:
    """Count anew how far the people of a stage agree."""
    with transaction() as s:
        found = report(s, run.args["project_id"], run.args["stage_id"])
    return {"counted": found["counted"], "tasks": found["tasks"]}


@every(seconds=600)
def keep_agreement() -> int:
    """Count the agreement of stages that were answered since it was counted a day ago or more; how
    many those are."""
    with transaction() as s:
        stages = due(s)
    for project_id, stage_id in stages:
        if stopping.is_set():
            break
        with transaction() as s:
            report(s, project_id, stage_id)
    return len(stages)
