"""Words to a person inside the application. Their sentences are the web app's, in his language."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import func, insert, update
from sqlalchemy.orm import Session

from app.models.person import Notification
from app.queue import news


class Told(StrEnum):
    """What somebody can be told, and which parameters fill the sentence."""

    APPEAL_LOST = "appeal_lost"  # assignment_id
    APPEAL_WON = "appeal_won"  # assignment_id
    BONUS_PAID = "bonus_paid"  # stage, kind, amount
    BULLETIN = "bulletin"  # bulletin_id, title, project
    BUDGET_LOW = "budget_low"  # stage
    BUDGET_RUNS_OUT = "budget_runs_out"  # project, day
    BUDGET_SHORT = "budget_short"  # course: what it pays waits for money
    BUDGET_SPENT = "budget_spent"  # project, share: 80 or 95
    CERTIFICATE_REVOKED = "certificate_revoked"  # course
    CONSORTIUM_ANSWERED = "consortium_answered"  # organisation, project, state
    CONSORTIUM_INVITED = "consortium_invited"  # member_id, organisation_id, lead, project
    COPY_READY = "copy_ready"
    DEFECT_ACCEPTED = "defect_accepted"  # defect_id, title
    DEFECT_ANSWERED = "defect_answered"  # defect_id, title, version
    DEFECT_DECLINED = "defect_declined"  # defect_id, title
    DEFECT_DUPLICATE = "defect_duplicate"  # defect_id, title
    DEFECT_REPORTED = "defect_reported"  # defect_id, title: for managers
    EXAM_FAILED = "exam_failed"  # course: its time was over
    EXAM_PASSED = "exam_passed"  # course: its time was over
    EXPORT_FAILED = "export_failed"  # release
    EXPORT_READY = "export_ready"  # release
    HOOK_RESTS = "hook_rests"  # hook_id, hook, project, organisation_id, why: gone or failing
    IMPORT_DONE = "import_done"  # batch, taken, refused
    IMPORT_FAILED = "import_failed"  # batch
    GOLD_DRY = "gold_dry"  # stage_id, stage, level: nobody can be given a known answer
    GOLD_SHORT = "gold_short"  # stage_id, stage, level: … for want of money
    GUIDELINE_ASKED = "guideline_asked"  # stage_id, stage, project, version: to be read
    HIT_SETTLED = "hit_settled"  # hit_id, stage, outcome
    HIT_WAITS = "hit_waits"  # hit_id, stage_id, stage, pseudonym, arbiter: for who settles it
    INQUIRY_ANSWERED = "inquiry_answered"  # inquiry_id, assignment_id
    INVITED = "invited"  # invitation, organisation, project, role
    LEARNING_PAID = "learning_paid"  # course: what had waited for money
    NOTICED = "noticed"  # hit_id, stage, collector
    PARTICIPANT_WITHDREW = "participant_withdrew"  # pseudonym, takes, files, answers, releases
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    REJECTION_ASKED = "rejection_asked"  # held_id, project, pseudonym: for administrators
    REJECTION_REFUSED = "rejection_refused"  # assignment_id: it is paid
    REJECTION_WAITS = "rejection_waits"  # assignment_id, reason: for an administrator
    PAYOUT_FAILED = "payout_failed"  # organisation, line_id, net, why: what the bank said
    PAYOUT_HELD = "payout_held"  # organisation, line_id, why: what a payment still needs
    PAYOUT_PAID = "payout_paid"  # organisation, line_id, net
    REWORK_EXPIRED = "rework_expired"  # assignment_id
    ROLE_GRANTED = "role_granted"  # role, and organisation or project
    ROLE_REVOKED = "role_revoked"  # role, and organisation or project
    SAMPLE_WAITS = "sample_waits"  # sample_id, project: for who is to look at it
    SIGNING_CALLED = "signing_called"  # signing_id, title, organisation
    SIGNING_REMINDED = "signing_reminded"  # signing_id, title, organisation
    STAGE_CANCELLED = "stage_cancelled"  # stage
    SUSPENSION_DECIDED = "suspension_decided"  # suspension_id, project, state, mine, silence
    SUSPENSION_LIFTED = "suspension_lifted"  # suspension_id, project
    SUSPENSION_PROPOSED = "suspension_proposed"  # suspension_id, project, reply_by
    SUSPENSION_WAITS = "suspension_waits"  # suspension_id, project, pseudonym: for arbiters
    TOPPED_UP = "topped_up"  # stage, day, amount
    TOP_UPS_WAIT = "top_ups_wait"  # project, amount: for managers, until there is money
    WITHDRAWN = "withdrawn"  # takes, files, answers, releases
    WORK_ANNOUNCED = "work_announced"  # announcement_id, project, stage, opens_at
    WORK_CALLED_OFF = "work_called_off"  # announcement_id, project, stage
    WORK_OPENED = "work_opened"  # announcement_id, project, stage, share, until
    WORK_REJECTED = "work_rejected"  # assignment_id, reason
    WORK_RELEASED = "work_released"  # assignment_id: taken back by a manager
    WORK_RETURNED = "work_returned"  # assignment_id, reason, due_at


def notify(
    s: Session,
    person_id: int,
    kind: Told,
    params: dict[str, Any] | None = None,
    project_id: int | None = None,
) -> None:
    """Tell a person something, in the caller's transaction. Keep `params` to ids, names, codes."""
    s.execute(
        insert(Notification).values(
            person_id=person_id, kind=kind.value, params=params or {}, project_id=project_id
        )
    )
    news.tell(s, news.person(person_id))


def mark_read(s: Session, person_id: int, ids: Sequence[int] | None) -> int:
    """Note that he has read these of his notifications, or all where `ids` is None; how many."""
    wanted = update(Notification).where(
        Notification.person_id == person_id, Notification.read_at.is_(None)
    )
    if ids is not None:
        wanted = wanted.where(Notification.id.in_(ids))
    return len(s.execute(wanted.values(read_at=func.now()).returning(Notification.id)).all())
