"""Counting releases, and drawing blind samples of them."""

from typing import Any

from app.queue.registry import chore
from app.queue.run import Run
from app.reports.service import COUNT
from app.workflow import examine_sample, report


@chore(COUNT)
def count_report(run: Run) -> dict[str, Any]:
    """Count a release for its quality report, and write its pre-check."""
    return report.count(run, run.args["project_id"], run.args["release_id"], run.args["language"])


@chore(examine_sample.DRAW)
def draw_sample(run: Run) -> dict[str, Any]:
    """Draw a blind sample, and tell who is to look at it."""
    return examine_sample.draw(run, run.args["project_id"], run.args["sample_id"])
