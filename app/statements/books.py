"""Workbooks that take longer than a page may: made by a chore, kept for a day."""

from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from app.core.errors import NotFound, TooLarge
from app.core.states import ChoreState
from app.models.chore import Chore
from app.papers.tables import WORKBOOK, workbook
from app.papers.typeset import Language
from app.queue.service import enqueue
from app.statements.rules import Quota, Span
from app.statements.schemas import PaperKind, WorkbookOut
from app.statements.tables import Paper
from app.storage import LINK_TTL, storage

KIND = "workbook"
FORGET = "forget_workbook"
MOST_ROWS = 200_000
KEPT = timedelta(days=1)
"""How long a workbook can be fetched: it holds what people earned."""


class TooManyRows(TooLarge):
    """More rows than a workbook takes."""

    code, title = "too_many_rows", "Too many rows"


class Attempt(Protocol):
    """What making a workbook needs of the chore that does it."""

    args: dict[str, Any]

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...


def ask(
    s: Session, organisation_id: int, paper: PaperKind, period: str, language: Language, *, by: int
) -> int:
    """Have a paper of a month or a year made; answers the workbook's id."""
    args = {
        "organisation_id": organisation_id,
        "paper": paper.value,
        "period": period,
        "language": language,
    }
    return enqueue(s, KIND, args, created_by=by)


def read(s: Session, organisation_id: int, workbook_id: int) -> WorkbookOut:
    """How far a workbook is, and where it can be fetched. Raises `NotFound`."""
    chore = s.get(Chore, workbook_id)
    if chore is None or chore.kind != KIND or chore.args["organisation_id"] != organisation_id:
        raise NotFound("There is no such workbook in this organisation (any more).")
    paper, period = PaperKind(chore.args["paper"]), chore.args["period"]
    made = chore.result if chore.state is ChoreState.DONE else None
    name = f"{paper}-{period}.xlsx"
    return WorkbookOut(
        id=chore.id,
        paper=paper,
        period=period,
        state=chore.state,
        rows=made and made["rows"],
        differences=made["differences"] if made and paper is PaperKind.PAYMENTS else None,
        filename=made and name,
        url=made and storage().link(made["key"], LINK_TTL, media_type=WORKBOOK, filename=name),
    )


def make(s: Session, run: Attempt, quota: Quota) -> dict[str, Any]:
    """Make a workbook and keep it; answers its key and what was counted. Raises `TooManyRows`."""
    args = run.args

    def tick(rows: int) -> None:
        run.progress(rows)
        if rows > MOST_ROWS:
            raise TooManyRows(f"More than {MOST_ROWS:,} rows; take a month, or the CSV.")

    paper = Paper(
        s, args["organisation_id"], Span.of(args["period"]), args["language"], quota, tick
    )
    content = workbook(paper.tables(PaperKind(args["paper"])))
    key = storage().put([content], media_type=WORKBOOK).key
    enqueue(s, FORGET, {"key": key}, run_after=KEPT)
    return {"key": key, "rows": paper.rows, "differences": paper.differences}


def forget(key: str) -> None:
    """A workbook has been kept long enough."""
    storage().delete(key)
