"""Known answers are kept on offer, and what is over of them is put away."""

import structlog

from app.core.database import transaction
from app.queue.registry import every
from app.queue.run import stopping
from app.workflow import gild, refill

log = structlog.get_logger(__name__)


@every(seconds=60)
def the_known() -> int:
    """Offer known answers anew, and take off retired ones. Answers how many places that were."""
    with transaction() as s:
        stages, over = refill.stages(s), gild.unclear(s)
    done = 0
    for project_id, stage_id in stages:
        if stopping.is_set():
            return done
        try:
            with transaction() as s:
                done += refill.refill(s, project_id, stage_id)
        except Exception:
            # One stage that cannot be served does not starve the others.
            log.exception("known.failed", project_id=project_id, stage_id=stage_id)
    for project_id, gold_id in over:
        with transaction() as s:
            refill.tidy(s, project_id, gold_id)
    return done
