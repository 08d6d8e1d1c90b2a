"""Destroy what somebody gave to a project who takes his consent back: what he recorded, wrote and
photographed, everything that was made of it, and what others have said of it. That he worked, and
what was paid, stays; so does a tombstone for each thing, with its hash.

Every step stands being done again: a chore that breaks off begins anew and finds what is left.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.assets import destroying, uploads
from app.core.database import after_commit
from app.core.errors import Conflict
from app.core.states import AssignmentState, ItemState, TaskState
from app.models.asset import Asset
from app.models.collect import Profile, Tombstone, Withdrawal
from app.models.item import Item
from app.models.person import ProjectRoleName
from app.models.project import ProjectMember, ProjectRole
from app.models.task import Appeal, Assignment
from app.models.transition import move, record
from app.people.notifications import Told, notify
from app.releases import withdrawing
from app.storage import storage
from app.tasks.facts import Facts
from app.tasks.queries import facts_of
from app.workflow.cancel import wind_down_item, wind_down_task
from app.workflow.changes import Changes
from app.workflow.expire import conclude
from app.workflow.outcomes import accept, give_up, pay, replace, win_appeal
from app.workflow.reopen import reopen_item

WHY = "withdrawn"
STRETCH = 500  # answers of one transaction
FILES = 100


class Attempt(Protocol):
    """What the work needs of the chore that does it."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...

    def transaction(self) -> AbstractContextManager[Session]:
        """A short transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What a withdrawal is about."""

    roots: list[int]  # his assignments, and those of who spoke with him on one recording
    items: list[int]  # what came of them, in all further stages
    tasks: list[int]  # on these items; of a bundle that holds one of them, too
    answers: list[int]  # all that was handed in about any of these


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
        scope = self._scope()
        self._end_his_work(scope)
        while True:
            # What flowed on meanwhile is found the next time; once his work has ended, that ends.
            scope = self._scope()
            if not self._take_out(scope):
                break
        self._end_releases(scope)
        self._begin_others_anew(scope)
        self._erase(scope)
        self._destroy_takes(scope)
        self._destroy_files(scope)
        return self._done()

    def _scope(self) -> Scope:
        with self._attempt.transaction() as s:
            here = {"project": self._project_id, "person": self._person_id}
            roots = list(s.scalars(text(_ROOTS), here))
            items = list(s.scalars(text(_ITEMS), here | {"roots": roots}))
            tasks = list(s.scalars(text(_TASKS), here | {"items": items}))
            answers = list(s.scalars(text(_ANSWERS), here | {"roots": roots, "tasks": tasks}))
            return Scope(roots, items, tasks, answers)

    # --- his own work ---

    def _end_his_work(self, scope: Scope) -> None:
        for root in scope.roots:
            with self._attempt.transaction() as s:
                facts = facts_of(s, self._project_id, root)
                assert facts is not None
                act = _OWN.get(facts.own.state)
                if act is not None:
                    conclude(s, facts, why=WHY, act=act)
                    _end_appeal(s, facts)
                end_inspections(s, facts)
            self._attempt.progress()

    # --- what came of it ---

    def _take_out(self, scope: Scope) -> int:
        """Take items out of the data and end the work on them; how many there were."""
        found = 0
        for item_id in scope.items:
            with self._attempt.transaction() as s:
                item = s.get_one(Item, (self._project_id, item_id), with_for_update=True)
                found += self._exclude(s, item)
        for task_id in scope.tasks:
            self._end_work_on(task_id)
            self._attempt.progress()
        for item_id in scope.items:
            wind_down_item(self._project_id, item_id)
            self._attempt.progress()
        for task_id in self._bundles(scope):  # which goes on while others' items are in it
            wind_down_task(self._project_id, task_id)
        with self._attempt.transaction() as s:
            s.execute(
                text("DELETE FROM flowing WHERE project_id = :p AND answer_id = ANY (:answers)"),
                {"p": self._project_id, "answers": scope.answers},
            )
        return found

    def _bundles(self, scope: Scope) -> list[int]:
        with self._attempt.transaction() as s:
            return list(s.scalars(text(_BUNDLES), {"p": self._project_id, "tasks": scope.tasks}))

    def _begin_others_anew(self, scope: Scope) -> None:
        """The answer to a bundle is gone whole: others' items of it are on offer again, where there
        is money for them."""
        with self._attempt.transaction() as s:
            values = {"p": self._project_id, "tasks": scope.tasks, "items": scope.items}
            others = list(s.scalars(text(_OTHERS), values))
        for item_id in others:
            try:
                with self._attempt.transaction() as s:
                    reopen_item(s, by=None, project_id=self._project_id, item_id=item_id, why=WHY)
            except Conflict:
                continue  # without an answer it is in no release; its manager can reopen it
            self._attempt.progress()

    def _exclude(self, s: Session, item: Item) -> int:
        found = int(item.state is not ItemState.EXCLUDED or item.excluded_for != WHY)
        if item.state is not ItemState.EXCLUDED:
            key = (self._project_id, item.id)
            move(s, Item, key, ItemState.EXCLUDED, by=None, why=WHY, excluded_for=WHY)
        s.execute(
            text(
                """UPDATE item SET excluded_for = :why, meta = NULL, prelabels = NULL
                   WHERE project_id = :p AND id = :id"""
            ),
            {"p": self._project_id, "id": item.id, "why": WHY},
        )
        s.execute(
            text("DELETE FROM suggestion WHERE project_id = :p AND item_id = :id"),
            {"p": self._project_id, "id": item.id},
        )
        s.expire(item)
        return found

    def _end_work_on(self, task_id: int) -> None:
        """Nobody has a lease on it any more. A draft is paid, as where a stage is cancelled."""
        with self._attempt.transaction() as s:
            live = s.scalars(
                select(Assignment.id).where(
                    Assignment.project_id == self._project_id,
                    Assignment.task_id == task_id,
                    Assignment.state.in_(tuple(_THEIRS)),
                )
            ).all()
        for assignment_id in live:
            with self._attempt.transaction() as s:
                facts = facts_of(s, self._project_id, assignment_id)
                assert facts is not None
                act = _THEIRS.get(facts.own.state)
                if act is not None:
                    conclude(s, facts, why=WHY, act=act)
                    _end_appeal(s, facts)

    # --- content ---

    def _erase(self, scope: Scope) -> None:
        ids = scope.answers
        for at in range(0, len(ids), STRETCH):
            with self._attempt.transaction() as s:
                values = {"p": self._project_id, "w": self._id, "ids": ids[at : at + STRETCH]}
                s.execute(text(_BURY_ANSWERS), values)
                s.execute(text("SELECT erase_answers(:p, :w, :ids)"), values)
            self._attempt.progress()
        with self._attempt.transaction() as s:
            values = {"p": self._project_id, "roots": scope.roots, "tasks": scope.tasks}
            s.execute(text(_DROP_DRAFTS), values)
            s.execute(text(_LEAVE_RELEASES), values)

    def _destroy_takes(self, scope: Scope) -> None:
        with self._attempt.transaction() as s:
            values = {"p": self._project_id, "roots": scope.roots}
            spooled = set(s.scalars(text(_DESTROY_TAKES), values))
            spooled |= set(s.scalars(text(_FORGET_UPLOADS), values))
            s.execute(
                update(Profile)
                .where(Profile.project_id == self._project_id, Profile.person_id == self._person_id)
                .values({"values": {}})
            )

            def remove() -> None:
                for upload_id in spooled:
                    uploads.remove_spool(upload_id)

            after_commit(s, remove)

    def _destroy_files(self, scope: Scope) -> None:
        with self._attempt.transaction() as s:
            values = {"p": self._project_id, "roots": scope.roots, "items": scope.items}
            ids = list(s.scalars(text(_FILES), values | {"tasks": scope.tasks}))
        for at in range(0, len(ids), FILES):
            with self._attempt.transaction() as s:
                assets = s.scalars(
                    select(Asset)
                    .where(Asset.project_id == self._project_id, Asset.id.in_(ids[at : at + FILES]))
                    .order_by(Asset.id)
                    .with_for_update()
                ).all()
                # Before the rows forget their keys: an attempt that breaks off here finds them
                # again.
                for key in destroying.unshared(s, self._project_id, assets):
                    storage().delete(key)
                for asset in assets:
                    s.add(self._tombstone("asset", asset.id, asset.sha256))
                    destroying.empty(s, asset)
                    asset.facts = None
            self._attempt.progress()

    def _tombstone(self, subject: str, subject_id: int, sha256: str | None) -> Tombstone:
        return Tombstone(
            project_id=self._project_id,
            withdrawal_id=self._id,
            subject=subject,
            subject_id=subject_id,
            sha256=sha256,
        )

    # --- releases, and the end ---

    def _end_releases(self, scope: Scope) -> None:
        with self._attempt.transaction() as s:
            found = withdrawing.affected(s, self._project_id, scope.items, scope.answers)
        for release_id in found:
            with self._attempt.transaction() as s:
                sha256 = withdrawing.end(s, self._project_id, release_id)
                if sha256 is not None:
                    s.add(self._tombstone("release", release_id, sha256))
            self._attempt.progress()

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


def end_inspections(s: Session, facts: Facts) -> None:
    """Nobody inspects this root any more: its places go, leases on them end."""
    where = {"p": facts.project_id, "task": facts.task.id, "root": facts.root.id}
    s.execute(
        text(
            """DELETE FROM seat x USING queue q WHERE q.project_id = :p AND x.project_id = :p
                 AND x.queue_id = q.id AND q.stage_id = :stage AND x.task_id = :task
                 AND x.root_id = :root AND q.level > 0"""
        ),
        where | {"stage": facts.stage.id},
    )
    live = s.scalars(
        select(Assignment.id).where(
            Assignment.project_id == facts.project_id,
            Assignment.root_id == facts.root.id,
            Assignment.level > 0,
            Assignment.state == AssignmentState.RESERVED,
        )
    ).all()
    for inspection in live:
        found = facts_of(s, facts.project_id, inspection)
        if found is not None and found.own.state is AssignmentState.RESERVED:
            conclude(s, found, why=WHY, act=_inspection_over)
    s.execute(
        update(Assignment)
        .where(
            Assignment.project_id == facts.project_id,
            Assignment.root_id == facts.root.id,
            Assignment.recheck,
        )
        .values(recheck=False)
    )


def _end_appeal(s: Session, facts: Facts) -> None:
    """An appeal that was open is won: nobody can judge what is gone."""
    s.execute(
        update(Appeal)
        .where(
            Appeal.project_id == facts.project_id,
            Appeal.root_id == facts.own.id,
            Appeal.won.is_(None),
        )
        .values(won=True, decided_at=func.now())
    )


def _inspection_over(c: Changes) -> None:
    c.move(c.facts.own, AssignmentState.RELEASED)
    c.facts.own.recheck = False


def _leave_data(c: Changes) -> None:
    """Accepted work leaves the data; it stays paid, and another may take its place."""
    root, task = c.facts.root, c.facts.task
    if root.surplus:
        return
    c.touch(root)
    if task.state is TaskState.OPEN:
        task.accepted -= int(root.judged)
        replace(c)
    root.judged = root.surplus = True


def _paid_unjudged(c: Changes) -> None:
    accept(c, judged=False)
    _leave_data(c)


def _own_lease_over(c: Changes) -> None:
    give_up(c, AssignmentState.RETURNED)


def _rework_over(c: Changes) -> None:
    for claim in c.facts.party:
        c.move(claim, AssignmentState.REWORK_EXPIRED)
        if c.facts.closing and c.facts.draft:
            pay(c, claim, f"assignment:{claim.id}")
        replace(c)


def _appeal_won(c: Changes) -> None:
    win_appeal(c, {"assignment_id": c.facts.root.id, "silence": True})


def _lease_over(c: Changes) -> None:
    if c.facts.own.level > 0:
        _inspection_over(c)
    else:
        give_up(c, AssignmentState.RELEASED)
        if c.facts.draft and not c.facts.closing:  # of a bundle with others' items
            pay(c, c.facts.own, f"assignment:{c.facts.own.id}")


Acts = dict[AssignmentState, Callable[[Changes], None]]
_OWN: Acts = {
    AssignmentState.RESERVED: _own_lease_over,
    AssignmentState.SUBMITTED: _paid_unjudged,
    AssignmentState.REWORK: _rework_over,
    AssignmentState.ACCEPTED: _leave_data,
    AssignmentState.APPEALED: _appeal_won,
}
_THEIRS: Acts = {
    AssignmentState.RESERVED: _lease_over,
    AssignmentState.SUBMITTED: _paid_unjudged,
    AssignmentState.REWORK: _rework_over,
    AssignmentState.APPEALED: _appeal_won,
}

_ROOTS = """
WITH mine AS (
  SELECT a.id FROM assignment a JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id
  WHERE a.worker_id = :person AND a.project_id = :project AND a.level = 0 AND g.kind = 'collect')
SELECT id FROM mine
UNION
SELECT o.assignment_id FROM mine
JOIN group_member h ON h.project_id = :project AND h.assignment_id = mine.id
JOIN group_member o ON o.project_id = h.project_id AND o.group_id = h.group_id
ORDER BY 1
"""
_ITEMS = """
WITH RECURSIVE made AS (
  SELECT i.id FROM item i
  JOIN submission v ON v.project_id = i.project_id AND v.id = i.source_answer_id
  JOIN assignment x ON x.project_id = v.project_id AND x.id = v.assignment_id
  WHERE i.project_id = :project AND x.root_id = ANY (:roots)
    AND i.source_id IN (SELECT t.item_id FROM assignment r JOIN task t
      ON t.project_id = r.project_id AND t.id = r.task_id
      WHERE r.project_id = :project AND r.id = ANY (:roots))
  UNION
  SELECT i.id FROM made JOIN item i ON i.project_id = :project AND i.source_id = made.id)
SELECT id FROM made ORDER BY id
"""
_TASKS = """
SELECT id FROM task WHERE project_id = :project AND item_id = ANY (:items)
UNION
SELECT id FROM task WHERE project_id = :project AND item_ids && CAST(:items AS bigint[])
ORDER BY 1
"""
_ANSWERS = """
SELECT v.id FROM submission v JOIN assignment a
  ON a.project_id = v.project_id AND a.id = v.assignment_id
WHERE a.project_id = :project AND a.root_id = ANY (:roots)
UNION
SELECT v.id FROM submission v JOIN assignment a
  ON a.project_id = v.project_id AND a.id = v.assignment_id
WHERE a.project_id = :project AND a.task_id = ANY (:tasks)
ORDER BY 1
"""
_BURY_ANSWERS = """
INSERT INTO tombstone (project_id, withdrawal_id, subject, subject_id, sha256)
SELECT v.project_id, :w, 'submission', v.id, v.body_hash FROM submission v
WHERE v.project_id = :p AND v.id = ANY (:ids)
  AND num_nonnulls(v.answer, v.comment, v.pins, v.difference) > 0
"""
_DROP_DRAFTS = """
DELETE FROM draft d USING assignment a
WHERE d.project_id = :p AND a.project_id = :p AND a.id = d.assignment_id
  AND (a.root_id = ANY (:roots) OR a.task_id = ANY (:tasks))
"""
_BUNDLES = """
SELECT id FROM task WHERE project_id = :p AND id = ANY (:tasks) AND item_ids IS NOT NULL
  AND state = 'open'
ORDER BY id
"""
# Whose answer is still there: an attempt that begins anew does not reopen them twice.
_OTHERS = """
SELECT DISTINCT i.id FROM task t
CROSS JOIN LATERAL unnest(t.item_ids) x (id)
JOIN item i ON i.project_id = t.project_id AND i.id = x.id AND i.id <> ALL (:items)
  AND i.state IN ('accepted', 'released')
JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
  AND a.state = 'accepted' AND NOT a.surplus
WHERE t.project_id = :p AND t.id = ANY (:tasks)
ORDER BY i.id
"""
_LEAVE_RELEASES = """
UPDATE assignment SET surplus = true
WHERE project_id = :p AND task_id = ANY (:tasks) AND level = 0 AND state = 'accepted'
  AND NOT surplus
"""
_DESTROY_TAKES = """
WITH gone AS (
  UPDATE capture c SET state = 'destroyed', name = '', measured = NULL, faults = NULL, device = NULL
  FROM capture old
  WHERE c.project_id = :p AND c.assignment_id = ANY (:roots) AND c.state <> 'destroyed'
    AND old.project_id = c.project_id AND old.id = c.id
  RETURNING c.id, c.upload_id, old.state AS source),
told AS (
  INSERT INTO event (project_id, subject, subject_id, source, target, why)
  SELECT :p, 'capture', id, source, 'destroyed', 'withdrawn' FROM gone)
SELECT upload_id FROM gone
"""
_FORGET_UPLOADS = """
DELETE FROM upload WHERE project_id = :p AND assignment_id = ANY (:roots) RETURNING id
"""
# His takes, the files of the items that came of them, cuts, and all that was made of any of these;
# but what the item or take of somebody else is, too, who has not withdrawn.
_FILES = """
WITH RECURSIVE files AS (
  SELECT c.asset_id AS id FROM capture c
  WHERE c.project_id = :p AND c.assignment_id = ANY (:roots) AND c.asset_id IS NOT NULL
  UNION
  SELECT x.id FROM item i CROSS JOIN LATERAL (VALUES (i.asset_id), (i.made_id)) x (id)
  WHERE i.project_id = :p AND i.id = ANY (:items) AND x.id IS NOT NULL
  UNION
  SELECT t.asset_id FROM task t
  WHERE t.project_id = :p AND t.id = ANY (:tasks) AND t.asset_id IS NOT NULL
  UNION
  SELECT a.id FROM files JOIN asset a ON a.project_id = :p AND a.origin_id = files.id)
SELECT f.id FROM files f JOIN asset a ON a.project_id = :p AND a.id = f.id
WHERE a.destroyed_at IS NULL
  AND NOT EXISTS (SELECT FROM item i WHERE i.project_id = :p AND i.asset_id = f.id
    AND i.id <> ALL (:items) AND i.excluded_for IS DISTINCT FROM 'withdrawn')
  AND NOT EXISTS (SELECT FROM item i WHERE i.project_id = :p AND i.made_id = f.id
    AND i.id <> ALL (:items) AND i.excluded_for IS DISTINCT FROM 'withdrawn')
  AND NOT EXISTS (SELECT FROM capture c WHERE c.project_id = :p AND c.asset_id = f.id
    AND c.assignment_id <> ALL (:roots) AND c.state = 'passed')
ORDER BY 1
"""
_COUNTS = """
SELECT
  (SELECT count(*) FROM capture c WHERE c.project_id = :p AND c.person_id = :me
     AND c.state = 'destroyed') AS takes,
  count(*) FILTER (WHERE subject = 'asset') AS files,
  count(*) FILTER (WHERE subject = 'submission') AS answers,
  count(*) FILTER (WHERE subject = 'release') AS releases
FROM tombstone WHERE project_id = :p AND withdrawal_id = :w
"""
