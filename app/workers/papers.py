"""Making workbooks, and forgetting them."""

from typing import Any

from app.core.clock import day_of, utcnow
from app.ledger.dated import rule
from app.models.money import MoneyRuleKind
from app.queue.registry import chore
from app.queue.run import Run
from app.statements import books
from app.statements.rules import Quota


@chore(books.KIND)
def make_workbook(run: Run) -> dict[str, Any]:
    """Make a paper of an organisation as a workbook."""
    with run.transaction() as s:
        quota = Quota.read(rule(s, MoneyRuleKind.QUOTA, day_of(utcnow())))
        return books.make(s, run, quota)


@chore(books.FORGET)
def forget_workbook(run: Run) -> None:
    """Delete a workbook that could be fetched for long enough."""
    books.forget(run.args["key"])
