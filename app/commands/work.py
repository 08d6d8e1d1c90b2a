"""`dure work`: one worker process."""

import os

from app.core import watch_traces
from app.core.database import PART
from app.core.lifeline import hold
from app.core.log import start_logging
from app.core.settings import settings


def command() -> None:
    """Do background work, one chore at a time; start one of these for each core to spare."""
    from app.workers.run import work

    hold()
    settings().app_database_url()
    watch_traces.check()
    os.environ[PART] = "worker"
    start_logging("worker")
    work()
