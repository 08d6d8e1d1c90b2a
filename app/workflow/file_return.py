"""What is filed with the tax office names people by their resident numbers: opened, and logged."""

from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.ledger.dated import rule
from app.models.money import MoneyRuleKind
from app.papers.tables import csv
from app.papers.typeset import Language
from app.statements import office
from app.statements.rules import Quota, Span
from app.statements.schemas import PaperKind
from app.statements.tables import Paper
from app.vault import sealing


def simplified_in_clear(
    s: Session, *, organisation_id: int, period: str, language: Language, reason: str, by: int
) -> str:
    """The simplified statement of a month or a year as CSV, resident numbers in it. Raises
    `SealGone`, `NotOpened`."""
    span = Span.of(period)
    ids = {
        line["identity_id"]
        for line in office.paid_lines(s, organisation_id, span)
        if line["identity_id"] is not None
    }
    numbers = sealing.opened(s, ids, by=by, organisation_id=organisation_id, reason=reason)
    # As it is written, so that a spreadsheet takes it for no sum.
    numbers = {held: f"{number[:6]}-{number[6:]}" for held, number in numbers.items()}
    quota = Quota.read(rule(s, MoneyRuleKind.QUOTA, day_of(utcnow())))
    paper = Paper(s, organisation_id, span, language, quota, numbers=numbers)
    return "".join(csv(paper.tables(PaperKind.SIMPLIFIED)[0]))
