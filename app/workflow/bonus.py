"""Bonuses: money set aside for a promise, paid to who keeps his part of it, and given back."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Conflict, Invalid, NotFound
from app.core.states import ProjectState, StageState
from app.ledger import bonus_queries as queries
from app.ledger.queries import account_of, balance, lock_budget
from app.ledger.rules import Entry, give_back
from app.ledger.service import post
from app.models.bonus import Bonus
from app.models.ledger import Account, AccountKind, EntryKind
from app.models.project import Project, Stage
from app.models.transition import record
from app.people.notifications import Told, notify
from app.workflow.opening import BudgetShort

NOTICE = timedelta(days=7)
"""What is promised stands so long after its end was said."""
MOST_AT_ONCE = 20
"""Bonuses of a stage that stand at once."""


class OtherBonus(Conflict):
    """The same key made another bonus before."""

    code, title = "other_bonus", "Key used already"


class TooManyBonuses(Conflict):
    """A stage promises enough."""

    code, title = "too_many_bonuses", "Too many bonuses"


class BonusOver(Conflict):
    """It has ended, or its stage hands out no work any more."""

    code, title = "bonus_over", "The bonus is over"


def make(
    s: Session, *, by: int, project_id: int, stage_id: int, key: str, values: dict[str, Any]
) -> Bonus:
    """Promise a bonus (`ledger.bonus_schemas.BonusIn`) and set all of it aside. The same key makes
    it once. Raises `NotFound`, `Invalid` for an end that has passed, `OtherBonus`, `BonusOver`,
    `TooManyBonuses`, `BudgetShort`."""
    lock_budget(s, project_id)
    stage = s.get(Stage, (project_id, stage_id))
    if stage is None:
        raise NotFound("There is no such stage in this project.")
    project = s.get_one(Project, project_id)
    before = s.execute(
        select(Bonus).where(Bonus.project_id == project_id, Bonus.key == key)
    ).scalar_one_or_none()
    if before is not None:
        if before.stage_id != stage_id or any(
            _plain(getattr(before, name)) != _plain(value) for name, value in values.items()
        ):
            raise OtherBonus("This Idempotency-Key made another bonus; use a new key.")
        return before
    if stage.state is StageState.CANCELLED or project.state is ProjectState.CLOSED:
        raise BonusOver("This stage hands out no work any more; nothing can be promised in it.")
    if values["until"] is not None and values["until"] <= _now(s):
        raise Invalid("The bonus would end before it begins; choose a later day.")
    if len(queries.standing(s, [stage_id]).get(stage_id, ())) >= MOST_AT_ONCE:
        raise TooManyBonuses(f"{MOST_AT_ONCE} bonuses stand in this stage; end one of them first.")
    needed, budget = values["amount"] * values["most"], balance(s, stage.budget_account_id)
    if needed > budget:
        raise BudgetShort(
            f"The bonus sets {needed} aside and the budget has {budget}; fund the project with "
            f"{needed - budget} more, or promise less.",
            needed=needed,
            budget=budget,
        )
    pot = _pot(s, project, stage_id)
    made = Bonus(
        project_id=project_id,
        stage_id=stage_id,
        pot_account_id=pot,
        entry_id=queries.settled(s, project_id),
        key=key,
        created_by=by,
        **values,
    )
    s.add(made)
    s.flush()
    entry = Entry(stage.budget_account_id, pot, needed, EntryKind.RESERVE, f"bonus:{made.id}")
    post(s, project_id, project.currency, [entry])
    _tell(s, made, by, "bonus promised")
    s.refresh(made)
    return made


def _now(s: Session) -> datetime:
    return s.execute(select(func.now())).scalar_one()


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _pot(s: Session, project: Project, stage_id: int) -> int:
    """The account of the stage's pot, opened when it is first needed."""
    s.execute(
        insert(Account)
        .values(
            kind=AccountKind.BONUS,
            currency=project.currency,
            project_id=project.id,
            stage_id=stage_id,
        )
        .on_conflict_do_nothing()
    )
    return account_of(s, AccountKind.BONUS, project_id=project.id, stage_id=stage_id).id


def _tell(s: Session, bonus: Bonus, by: int | None, why: str) -> None:
    record(
        s,
        project_id=bonus.project_id,
        subject="stage",
        subject_id=bonus.stage_id,
        by=by,
        why=why,
        data={"bonus": bonus.id, "kind": bonus.kind.value, "amount": bonus.amount},
    )


def end(s: Session, *, by: int, project_id: int, stage_id: int, bonus_id: int) -> Bonus:
    """End a bonus, with notice: work that is handed in within the next seven days still counts.
    May be retried. Raises `NotFound`, and `BonusOver` where it is closed."""
    bonus = _locked(s, project_id, bonus_id)
    if bonus is None or bonus.stage_id != stage_id:
        raise NotFound("There is no such bonus in this stage.")
    if bonus.closed_at is not None:
        raise BonusOver("The bonus is over already.")
    last = _now(s) + NOTICE
    if bonus.until is None or bonus.until > last:
        bonus.until = last
        _tell(s, bonus, by, "bonus ends")
        s.flush()
    return bonus


def _locked(s: Session, project_id: int, bonus_id: int) -> Bonus | None:
    return s.execute(
        select(Bonus)
        .where(Bonus.project_id == project_id, Bonus.id == bonus_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def grant_all() -> int:
    """Pay what has been reached in every bonus that stands. Answers how many awards."""
    with transaction() as s:
        found = queries.open_ones(s)
    return sum(grant(project_id, bonus_id) for project_id, bonus_id in found)


def grant(project_id: int, bonus_id: int) -> int:
    """Pay what has been reached of one bonus, as far as its pot goes; an empty one closes. Answers
    how many awards. May be repeated: an award has a cause of its own."""
    with transaction() as s:
        bonus = _locked(s, project_id, bonus_id)
        if bonus is None or bonus.closed_at is not None:
            return 0
        people, upto = queries.lately(s, bonus)
        given: dict[int, int] = {}
        if people:
            currency = s.get_one(Project, project_id).currency
            given = queries.grant(s, bonus, currency, people)
        bonus.entry_id = upto
        bonus.awarded += sum(given.values())
        stage = s.get_one(Stage, (project_id, bonus.stage_id)).name
        for person_id, times in given.items():
            said = {"stage": stage, "kind": bonus.kind.value, "amount": times * bonus.amount}
            notify(s, person_id, Told.BONUS_PAID, said, project_id)
        if bonus.awarded == bonus.most:
            bonus.closed_at = _now(s)
            _tell(s, bonus, None, "bonus given in full")
        return sum(given.values())


def close_over() -> int:
    """Close the bonuses that can be awarded to nobody any more, what is left of them back in the
    budget. Answers how many."""
    with transaction() as s:
        found = queries.over(s)
    for project_id, bonus_id in found:
        grant(project_id, bonus_id)
        with transaction() as s:
            _close(s, project_id, bonus_id)
    return len(found)


def _close(s: Session, project_id: int, bonus_id: int) -> None:
    bonus = _locked(s, project_id, bonus_id)
    if bonus is None or bonus.closed_at is not None:
        return
    project = s.get_one(Project, project_id)
    budget = account_of(s, AccountKind.BUDGET, project_id=project_id)
    rest = bonus.left * bonus.amount
    post(
        s,
        project_id,
        project.currency,
        give_back(bonus.pot_account_id, budget.id, rest, f"bonus:{bonus.id}"),
    )
    bonus.closed_at = _now(s)
    _tell(s, bonus, None, "bonus over")
