"""Building releases."""

from typing import Any

from app.core.database import transaction
from app.core.errors import Problem
from app.queue.registry import chore, every
from app.queue.run import Run
from app.releases import building, queries


@chore("release")
def release(run: Run) -> dict[str, Any] | None:
    """Build a release. What it refuses ends it: trying again would not help."""
    project_id, release_id = run.args["project_id"], run.args["release_id"]
    try:
        return building.Builder(run, project_id, release_id).run()
    except Problem as refused:
        with run.transaction() as s:
            building.fail(s, project_id, release_id, refused.detail)
        return {"failed": refused.code}


@every(seconds=15)
def end_lost_releases() -> None:
    """A release whose chore has died, or was called off, has failed."""
    with transaction() as s:
        for project_id, release_id, error in queries.lost(s):
            building.fail(s, project_id, release_id, f"It could not be built: {error or 'killed'}")
