"""Papers: people's statements and receipts; organisations' workbooks, withholding and quotas."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response, status
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from app.api.by_hand import by_hand
from app.api.by_hand import office as by_an_officer
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.core.personal import show
from app.ledger.dated import rule
from app.models.money import MoneyRuleKind
from app.models.person import Person
from app.papers.tables import CSV, csv
from app.papers.typeset import MEDIA_TYPE, Language
from app.people.permits import May
from app.statements import books, office, printed, queries, service
from app.statements.rules import MONTH, PERIOD, Quota, Span
from app.statements.schemas import (
    GroupsIn,
    GroupsOut,
    HireIn,
    HireOut,
    OpenPaperIn,
    PaperKind,
    QuotaOut,
    ReceiptRow,
    ReceiverRow,
    StatementOut,
    WithheldOut,
    WorkbookIn,
    WorkbookOut,
)
from app.statements.tables import Paper
from app.workflow.file_return import simplified_in_clear

router = Router(tags=["papers"])

Month = Annotated[str, Path(pattern=MONTH, examples=["2026-11"])]
MonthAsked = Annotated[
    str | None, Query(pattern=MONTH, examples=["2026-11"], description="This month where not said.")
]
PeriodAsked = Annotated[
    str | None,
    Query(pattern=PERIOD, examples=["2026-11"], description="A month or a year; this month else."),
]
Year = Annotated[int, Path(ge=2020, le=2099)]
YearAsked = Annotated[int | None, Query(ge=2020, le=2099, description="This year where not said.")]
Lang = Annotated[
    Literal["ko", "en"] | None, Query(description="The paper's language; yours where not said.")
]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {}}}}


def _language(s: Session, person_id: int, asked: Language | None) -> Language:
    return asked or ("en" if s.get_one(Person, person_id).locale == "en" else "ko")


def _today() -> date:
    return day_of(utcnow())


def _this_month() -> str:
    return f"{_today():%Y-%m}"


def _quota(s: Session) -> Quota:
    return Quota.read(rule(s, MoneyRuleKind.QUOTA, _today()))


NAMED = {
    PaperKind.PAYMENTS: ("legal_name",),
    PaperKind.SIMPLIFIED: ("legal_name", "identity"),
    PaperKind.ROSTER: ("name", "email"),
}
"""What papers say of people; numbers, and the roster's names, are covered."""


def _shown(s: Session, organisation_id: int, period: str, paper: PaperKind) -> None:
    people = office.people(s, organisation_id, Span.of(period), paper)
    show(people, *NAMED.get(paper, ()))


def _file(content: bytes, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=MEDIA_TYPE, headers={"Content-Disposition": disposition})


@router.get("/me/statements/{month}")
def read_statement(month: Month, door: Way) -> StatementOut:
    """Your month: what you earned, by project, stage, level and price; what was paid; what is
    still owed."""
    with door.enter() as (s, me):
        return service.statement(s, me.id, month, _today())


@router.get("/me/statements/{month}/pdf", response_class=Response, responses=PDF)
def print_statement(month: Month, door: Way, lang: Lang = None) -> Response:
    """Your month as a PDF."""
    now = utcnow()
    with door.enter() as (s, me):
        found = service.statement(s, me.id, month, day_of(now))
        language = _language(s, me.id, lang)
    content = printed.statement(found, name=me.name, language=language, now=now)
    return _file(content, f"statement-{month}.pdf")


@router.get("/me/receipts")
def list_my_receipts(door: Way) -> list[ReceiptRow]:
    """The years in which organisations paid you, and what was withheld."""
    with door.enter() as (s, me):
        return [ReceiptRow.model_validate(row) for row in queries.receipts(s, me.id)]


@router.get("/me/receipts/{organisation_id}/{year}/pdf", response_class=Response, responses=PDF)
def print_my_receipt(organisation_id: Key, year: Year, door: Way, lang: Lang = None) -> Response:
    """The withholding receipt of a year as a PDF; your resident number is masked in it."""
    with door.enter() as (s, me):
        payments, who = service.receipt(s, organisation_id, me.id, year)
        language = _language(s, me.id, lang)
    content = printed.receipt(payments, who=who, year=year, language=language, now=utcnow())
    return _file(content, f"receipt-{year}.pdf")


@router.get("/me/groups")
def read_my_groups(door: Way) -> GroupsOut:
    """Which of the groups that the programme favours you count yourself to; only you see it."""
    with door.enter() as (s, me):
        by_hand(me)
        return GroupsOut(groups=service.groups(s, me.id), least=_quota(s).least)


@router.put("/me/groups")
def declare_my_groups(body: GroupsIn, door: Way) -> GroupsOut:
    """Say which groups you count yourself to, with your consent to be counted; none takes it
    back."""
    with door.enter(alone=True) as (s, me):
        by_hand(me)
        said = service.declare(s, me.id, body.groups, consent=body.consent)
        return GroupsOut(groups=said, least=_quota(s).least)


@router.get("/organisations/{organisation_id}/withholding")
def read_withholding(organisation_id: Key, door: Way, month: MonthAsked = None) -> WithheldOut:
    """What was paid in a month and withheld of it, and by when it is filed."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        return service.withheld(s, organisation_id, month or _this_month())


@router.get("/organisations/{organisation_id}/quota")
def read_quota(organisation_id: Key, door: Way, year: YearAsked = None) -> QuotaOut:
    """A year against what the programme asks for. Groups are counts, and small ones are not
    shown."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        return service.quota(s, organisation_id, year or _today().year, _quota(s))


@router.get("/organisations/{organisation_id}/hires")
def list_hires(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[HireOut]:
    """Who was hired for the programme: when and as what, never who."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        rows = service.hires(s, organisation_id, after=after, limit=limit + 1)
        return page([HireOut.model_validate(row) for row in rows], limit)


@router.post("/organisations/{organisation_id}/hires", status_code=status.HTTP_201_CREATED)
def add_hire(organisation_id: Key, body: HireIn, door: Way) -> HireOut:
    """Write down that somebody was hired."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        return HireOut.model_validate(service.hire(s, organisation_id, body, by=me.id))


@router.delete(
    "/organisations/{organisation_id}/hires/{hire_id}", status_code=status.HTTP_204_NO_CONTENT
)
def remove_hire(organisation_id: Key, hire_id: Key, door: Way) -> None:
    """Take back a hire that was written down by mistake."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        service.take_back_hire(s, organisation_id, hire_id, by=me.id)


@router.get("/organisations/{organisation_id}/receipts")
def list_receipts(
    organisation_id: Key,
    door: Way,
    year: YearAsked = None,
    q: Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")] = "",
    after: After = 0,
    limit: Limit = 50,
) -> Page[ReceiverRow]:
    """Who was paid in a year, and what was withheld: each has a receipt."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        span = Span.year(year or _today().year)
        rows = office.receivers(s, organisation_id, span, q=q, after=after, limit=limit + 1)
        return page([ReceiverRow.model_validate(row) for row in rows], limit, "person_id")


@router.get(
    "/organisations/{organisation_id}/receipts/{person_id}/{year}/pdf",
    response_class=Response,
    responses=PDF,
)
def print_receipt(
    organisation_id: Key, person_id: Key, year: Year, door: Way, lang: Lang = None
) -> Response:
    """Somebody's withholding receipt as a PDF; his resident number is masked in it."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, me):
        service.need_worker(s, organisation_id, person_id)
        show([person_id], "legal_name", "identity")
        payments, who = service.receipt(s, organisation_id, person_id, year)
        language = _language(s, me.id, lang)
    content = printed.receipt(payments, who=who, year=year, language=language, now=utcnow())
    return _file(content, f"receipt-{year}-{person_id}.pdf")


@router.get("/organisations/{organisation_id}/papers/{paper}/csv", response_class=StreamingResponse)
def read_paper(
    organisation_id: Key, paper: PaperKind, door: Way, period: PeriodAsked = None, lang: Lang = None
) -> StreamingResponse:
    """A paper of a month or a year as CSV, however long it is. Numbers of people are masked."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, me):
        language = _language(s, me.id, lang)
        quota = _quota(s)
        named = period or _this_month()
        _shown(s, organisation_id, named, paper)

    def told() -> Iterator[str]:
        with transaction() as s:
            made = Paper(s, organisation_id, Span.of(named), language, quota)
            yield from csv(made.tables(paper)[0])

    disposition = f'attachment; filename="{paper}-{named}.csv"'
    return StreamingResponse(told(), media_type=CSV, headers={"Content-Disposition": disposition})


@router.post("/organisations/{organisation_id}/papers/simplified/open", response_class=Response)
def open_simplified_statement(organisation_id: Key, body: OpenPaperIn, door: Way) -> Response:
    """The simplified statement as CSV with resident numbers in it, as it is filed. Each number is
    logged as opened, with the reason."""
    with by_an_officer(door, May.IDENTITY_OPEN, organisation_id) as (s, me):
        content = simplified_in_clear(
            s,
            organisation_id=organisation_id,
            period=body.period,
            language=_language(s, me.id, None),
            reason=body.reason,
            by=me.id,
        )
    disposition = f'attachment; filename="simplified-{body.period}.csv"'
    return Response(
        content,
        media_type=CSV,
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


@router.post("/organisations/{organisation_id}/workbooks", status_code=status.HTTP_202_ACCEPTED)
def make_workbook(organisation_id: Key, body: WorkbookIn, door: Way) -> WorkbookOut:
    """Have a paper made as a workbook, in the background."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, me):
        language = _language(s, me.id, None)
        _shown(s, organisation_id, body.period, body.paper)
        made = books.ask(s, organisation_id, body.paper, body.period, language, by=me.id)
        return books.read(s, organisation_id, made)


@router.get("/organisations/{organisation_id}/workbooks/{workbook_id}")
def read_workbook(organisation_id: Key, workbook_id: Key, door: Way) -> WorkbookOut:
    """How far a workbook is; once it is made, a short-lived address of it. It is kept for a
    day."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        return books.read(s, organisation_id, workbook_id)
