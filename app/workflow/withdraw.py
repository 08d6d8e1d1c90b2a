"""Destroy what somebody gave to a project who takes his consent back: what he recorded, wrote and
photographed, everything that was made of it, and what others have said of it. That he worked, and
what was paid, stays; so does a tombstone for each thing, with its hash.

Every step stands being done again: a chore that breaks off begins anew and finds what is left.
"""

from sqlalchemy import func, select, text

from app.assets.attempt import Attempt
from app.models.collect import Withdrawal
from app.models.person import ProjectRoleName
from app.models.project import ProjectMember, ProjectRole
from app.models.transition import record
from app.people.notifications import Told, notify
from app.workflow import destroy, end_work
from app.workflow.given import given


class Withdrawing:
    """One attempt at one withdrawal."""

    def __init__(self, attempt: Attempt, project_id: int, withdrawal_id: int) -> None:
        self._attempt = attempt
        self._project_id = project_id
        self._id = withdrawal_id

    def run(self) -> dict[str, int]:
        """Destroy it all; how much of what."""
        with self._attempt.transaction() as s:
            asked = s.get_one(Withdrawal, (self._project_id, self._id))
            self._person_id = asked.person_id
            if asked.done_at is not None:
                return asked.counts or {}
        here = (self._attempt, self._project_id, self._id, self._person_id)
        what = given(*here)
        end_work.end_his_work(what)
        while True:
            # What flowed on meanwhile is found the next time; once his work has ended, that ends.
            what = given(*here)
            if not end_work.take_out(what):
                break
        destroy.end_releases(what)
        end_work.begin_others_anew(what)
        destroy.erase_answers(what)
        destroy.destroy_takes(what)
        destroy.destroy_files(what)
        return self._done()

    def _done(self) -> dict[str, int]:
        with self._attempt.transaction() as s:
            asked = s.get_one(Withdrawal, (self._project_id, self._id), with_for_update=True)
            if asked.done_at is not None:
                return asked.counts or {}
            values = {"p": self._project_id, "w": self._id, "me": self._person_id}
            counts = dict(s.execute(text(_COUNTS), values).mappings().one())
            asked.done_at = s.execute(select(func.now())).scalar_one()
            asked.counts = counts
            record(
                s,
                project_id=self._project_id,
                subject="withdrawal",
                subject_id=self._id,
                by=None,
                source="asked",
                target="done",
                data=counts,
            )
            notify(s, self._person_id, Told.WITHDRAWN, counts, self._project_id)
            pseudonym = s.execute(
                select(ProjectMember.pseudonym).where(
                    ProjectMember.project_id == self._project_id,
                    ProjectMember.person_id == self._person_id,
                )
            ).scalar_one()
            managers = select(ProjectRole.person_id).where(
                ProjectRole.project_id == self._project_id,
                ProjectRole.role == ProjectRoleName.MANAGER,
            )
            for manager in s.scalars(managers).all():
                params = {"pseudonym": pseudonym, **counts}
                notify(s, manager, Told.PARTICIPANT_WITHDREW, params, self._project_id)
            return counts


_COUNTS = """
SELECT
  (SELECT count(*) FROM capture c WHERE c.project_id = :p AND c.person_id = :me
     AND c.state = 'destroyed') AS takes,
  count(*) FILTER (WHERE subject = 'asset') AS files,
  count(*) FILTER (WHERE subject = 'submission') AS answers,
  count(*) FILTER (WHERE subject = 'release') AS releases
FROM tombstone WHERE project_id = :p AND withdrawal_id = :w
"""
