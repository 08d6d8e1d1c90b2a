"""Learn, and be paid for it: what a course pays goes from the budget to the person, once."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.learning import certificates, exams, queries, studying
from app.learning.studying import Given, Tried
from app.ledger.queries import account_of, balance, lock_budget
from app.ledger.rules import earn
from app.ledger.service import post
from app.models.learn import Certificate, Course, Earned, Owed
from app.models.ledger import Account, AccountKind, EntryKind, LedgerEntry
from app.models.person import ProjectRoleName
from app.models.project import ProjectMember, ProjectRole
from app.people.notifications import Told, notify


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of learning did: whether all of the course is learned now, and what that
    earned, in minor units."""

    finished: bool
    paid: int | None
    certificate_id: int | None


def read_lesson(
    s: Session,
    *,
    me: int,
    project_id: int,
    course_id: int,
    lesson_id: int,
    seconds: int,
    knows: bool,
) -> Step:
    """Note that a lesson was read. `knows` is whether he may read what is right in the project: he
    is neither paid for learning it nor certified. Raises what `studying.read` raises."""
    course = studying.read(
        s, me=me, project_id=project_id, course_id=course_id, lesson_id=lesson_id, seconds=seconds
    )
    return _stepped(s, course, me, knows)


def practise(
    s: Session,
    *,
    me: int,
    project_id: int,
    course_id: int,
    question_id: int,
    given: Given,
    seconds: int,
    knows: bool,
) -> tuple[Tried, Step]:
    """Try a practice task. Raises what `studying.practise` raises."""
    tried = studying.practise(
        s,
        me=me,
        project_id=project_id,
        course_id=course_id,
        question_id=question_id,
        given=given,
        seconds=seconds,
    )
    return tried, _stepped(s, tried.course, me, knows)


def _stepped(s: Session, course: Course, me: int, knows: bool) -> Step:
    if not exams.finished(s, course, me):
        return Step(False, None, None)
    if knows:
        return Step(True, None, None)
    paid = pay(s, course, me, Earned.TRAINING, course.training_pay)
    given = None
    if course.drawn == 0 and _unearned(s, course, me):
        given = certificates.give(s, course, me, None)
    return Step(True, paid, given)


def _unearned(s: Session, course: Course, me: int) -> bool:
    """Whether a course without an exam has still to give its certificate: one that has ended is
    given anew, one that was taken back is not."""
    held = queries.newest_certificate(s, course.project_id, course.id, me)
    return held is None or (not held["valid"] and held["revoked_at"] is None)


def cause(what: Earned, course_id: int, person_id: int) -> str:
    """What an entry is for: there is one of a kind per cause, so that nothing is paid twice."""
    return f"{what.value}:{course_id}:{person_id}"


def pay(s: Session, course: Course, person_id: int, what: Earned, amount: int) -> int | None:
    """Pay what learning has earned, once; None where it is nothing, was paid before, or waits for
    money: then it stands in `owed`, the managers are told, and it is paid as soon as there is some.
    """
    if amount == 0 or _settled(s, course, person_id, what):
        return None
    lock_budget(s, course.project_id)
    if _move(s, course, person_id, what, amount):
        return amount
    waits = s.execute(
        select(Owed.person_id)
        .where(Owed.project_id == course.project_id, Owed.course_id == course.id)
        .limit(1)
    ).first()
    s.execute(
        insert(Owed)
        .values(
            project_id=course.project_id,
            course_id=course.id,
            person_id=person_id,
            what=what,
            amount=amount,
        )
        .on_conflict_do_nothing()
    )
    if waits is None:
        _tell_managers(s, course)
    return None


def _settled(s: Session, course: Course, person_id: int, what: Earned) -> bool:
    if s.get(Owed, (course.project_id, course.id, person_id, what)) is not None:
        return True
    return paid(s, course, person_id, what) is not None


def paid(s: Session, course: Course, person_id: int, what: Earned) -> int | None:
    """What was paid for it, in minor units."""
    return s.execute(
        select(LedgerEntry.amount).where(
            LedgerEntry.project_id == course.project_id,
            LedgerEntry.cause == cause(what, course.id, person_id),
            LedgerEntry.kind == EntryKind.EARN,
        )
    ).scalar_one_or_none()


def _move(s: Session, course: Course, person_id: int, what: Earned, amount: int) -> bool:
    """Move the money, where the budget, which is locked, has it."""
    budget = account_of(s, AccountKind.BUDGET, project_id=course.project_id)
    if balance(s, budget.id) < amount:
        return False
    account = s.execute(
        select(Account.id)
        .join(ProjectMember, ProjectMember.account_id == Account.id)
        .where(ProjectMember.project_id == course.project_id, ProjectMember.person_id == person_id)
    ).scalar_one()
    entries = earn(budget.id, account, amount, cause(what, course.id, person_id))
    post(s, course.project_id, budget.currency, entries)
    return True


def _tell_managers(s: Session, course: Course) -> None:
    managers = s.execute(
        select(ProjectRole.person_id).where(
            ProjectRole.project_id == course.project_id,
            ProjectRole.role == ProjectRoleName.MANAGER,
        )
    ).scalars()
    for person_id in managers:
        notify(s, person_id, Told.BUDGET_SHORT, {"course": course.title}, course.project_id)


def owing(s: Session) -> list[int]:
    """Which projects owe for learning?"""
    return list(s.execute(select(Owed.project_id).distinct().limit(100)).scalars())


def pay_owed(s: Session, project_id: int, limit: int = 500) -> int:
    """Pay what waited for money, the oldest first, as far as the budget has it; how many."""
    lock_budget(s, project_id)
    rows = s.execute(
        select(Owed).where(Owed.project_id == project_id).order_by(Owed.at).limit(limit)
    ).scalars()
    done = 0
    for row in rows.all():
        course = queries.course(s, project_id, row.course_id)
        if not _move(s, course, row.person_id, row.what, row.amount):
            break
        s.execute(
            delete(Owed).where(
                Owed.project_id == project_id,
                Owed.course_id == row.course_id,
                Owed.person_id == row.person_id,
                Owed.what == row.what,
            )
        )
        notify(s, row.person_id, Told.LEARNING_PAID, {"course": course.title}, project_id)
        done += 1
    return done


def revoke(s: Session, *, by: int, project_id: int, certificate_id: int, why: str) -> Certificate:
    """Take a certificate back, and tell whose it was. Raises what `certificates.revoke` raises."""
    found = certificates.revoke(
        s, by=by, project_id=project_id, certificate_id=certificate_id, why=why
    )
    title = queries.course(s, project_id, found.course_id).title
    notify(s, found.person_id, Told.CERTIFICATE_REVOKED, {"course": title}, project_id)
    return found
