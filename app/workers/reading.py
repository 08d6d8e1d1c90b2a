"""People are told what they are to read."""

from typing import Any

from app.queue.registry import chore
from app.queue.run import Run
from app.workflow import bulletin, read_anew


@chore(bulletin.CHORE)
def tell_bulletin(run: Run) -> dict[str, Any]:
    """Tell everybody whom a bulletin is for."""
    with run.transaction() as s:
        return {"told": bulletin.tell(s, run.args["project_id"], run.args["bulletin_id"])}


@chore(read_anew.CHORE)
def tell_guideline(run: Run) -> dict[str, Any]:
    """Tell everybody who claims that a guideline is to be read."""
    args = run.args
    with run.transaction() as s:
        return {"told": read_anew.tell(s, args["project_id"], args["stage_id"], args["version"])}
