"""Top-ups: each day's accepted work is held against the floor wage, and the difference is paid."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from app.core.clock import SEOUL, day_of, utcnow
from app.core.database import transaction
from app.ledger import top_ups
from app.ledger.dated import minimum_wage
from app.ledger.queries import account_of, balance, lock_budget
from app.models.ledger import AccountKind
from app.people.notifications import Told, notify

SETTLES = timedelta(minutes=10)
"""After the end of a day, what was begun in it is committed."""


def look_at_days() -> int:
    """Hold the days that have ended against the floor, in every project. Answers how many people
    are to be topped up."""
    last = day_of(utcnow() - SETTLES) - timedelta(days=1)
    found = after = 0
    while True:
        with transaction() as s:
            projects = top_ups.behind(s, last, after)
        if not projects:
            return found
        for project_id in projects:
            found += look(project_id, last)
        after = projects[-1]


def look(project_id: int, last: date) -> int:
    """Hold the days of a project up to `last`, which has ended, against the floor."""
    found = 0
    while True:
        with transaction() as s:
            day = top_ups.looked_at(s, project_id)[0] + timedelta(days=1)
            if day > last:
                return found
            found += top_ups.find(
                s,
                project_id,
                day=day,
                wage=minimum_wage(s, day),
                between=(_begins(day), _begins(day + timedelta(days=1))),
            )


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL).astimezone(UTC)


def pay_waiting() -> int:
    """Pay what is to be topped up, where the budget has it. Answers how many days of people."""
    with transaction() as s:
        projects = top_ups.waiting(s)
    paid = 0
    for project_id in projects:
        with transaction() as s:
            paid += pay(s, project_id)
    return paid


def pay(s: Session, project_id: int) -> int:
    """Pay what waits in a project, the oldest first, as far as the budget has it, and tell who gets
    it; how many."""
    lock_budget(s, project_id)
    budget = account_of(s, AccountKind.BUDGET, project_id=project_id)
    rows = top_ups.pay(
        s,
        project_id,
        budget_id=budget.id,
        currency=budget.currency,
        left=balance(s, budget.id),
    )
    for person_id, stage, day, amount in rows:
        said = {"stage": stage, "day": day.isoformat(), "amount": amount}
        notify(s, person_id, Told.TOPPED_UP, said, project_id)
    return len(rows)
