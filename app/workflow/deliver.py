"""Tell programs elsewhere what has happened: one hook's messages, one after the other."""

from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.settings import settings
from app.hooks import client, service
from app.hooks.rules import GONE, SECONDS, Reply, target
from app.hooks.service import Message
from app.models.hook import Hook
from app.models.person import OrganisationRole, OrganisationRoleName, ProjectRoleName
from app.models.project import Project, ProjectRole
from app.people.notifications import Told, notify
from app.queue.run import Run
from app.queue.service import enqueue

CHORE = "send_hook"
SHARE = 5.0
"""Seconds after which other chores have their turn."""
LONGEST = 60.0


def start(s: Session, project_id: int, hook_id: int) -> None:
    """Have a chore send what the hook is to be told."""
    args = {"project_id": project_id, "hook_id": hook_id}
    # Of no project's list: there are many, and the hook's own log says how it goes.
    s.get_one(Hook, (project_id, hook_id)).chore_id = enqueue(s, CHORE, args)


def send(run: Run) -> int:
    """Send one hook's messages until there is none that is due, one is not taken, or others wait.
    Answers how many were taken."""
    key = (run.args["project_id"], run.args["hook_id"])
    began, taken = monotonic(), 0
    while True:
        with run.transaction() as s:
            message = service.next_message(s, *key, run.id)
            had = monotonic() - began
            if message is None or had > LONGEST or (had > SHARE and run.others_wait(s)):
                return taken
        reply = _post(message)
        with run.transaction() as s:
            if service.settle(s, message, reply):
                _tell(s, message.hook, reply)
        if not reply.taken:
            return taken
        taken += 1
        run.progress(taken)


def _post(message: Message) -> Reply:
    named = settings().hook_hosts
    try:
        where = target(message.hook.address, named)
    except Problem:  # the operator no longer allows the host
        return Reply(0, fault="not_public")
    return client.post(where, message.body, message.headers, named=named, seconds=SECONDS)


def _tell(s: Session, hook: Hook, reply: Reply) -> None:
    """Its managers, or its organisation's administrators, hear that it rests."""
    params = {"hook_id": hook.id, "hook": hook.name, "why": "failing"}
    if reply.status == GONE:
        params["why"] = "gone"
    if hook.organisation_id is not None:
        params["organisation_id"] = hook.organisation_id
        who = select(OrganisationRole.person_id).where(
            OrganisationRole.organisation_id == hook.organisation_id,
            OrganisationRole.role == OrganisationRoleName.ADMINISTRATOR,
        )
    else:
        params["project"] = s.get_one(Project, hook.project_id).name
        who = select(ProjectRole.person_id).where(
            ProjectRole.project_id == hook.project_id,
            ProjectRole.role == ProjectRoleName.MANAGER,
        )
    for person_id in s.scalars(who):
        notify(s, person_id, Told.HOOK_RESTS, params, project_id=hook.project_id or None)
