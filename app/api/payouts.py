"""Payouts of an organisation: prepared by one person, approved by another, sent to the bank."""

from typing import Annotated

from fastapi import Query, Response, UploadFile, status
from sqlalchemy.orm import Session

from app.api.by_hand import office
from app.api.deps import Way
from app.api.ids import IdempotencyKey, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import TooLarge
from app.core.states import PayoutState
from app.models.money import Income
from app.models.payout import BankTemplate, Held
from app.models.transition import record
from app.payouts import lists, queries, results
from app.payouts.schemas import (
    CheckOut,
    LineOut,
    OddRow,
    PayoutDetail,
    PayoutIn,
    PayoutOut,
    ResultOut,
    ReturnIn,
    TemplatesOut,
)
from app.payouts.templates import PRESETS, Preset, Template
from app.people.permits import May
from app.workflow import pay_out, payee, payout_checks
from app.workflow.settle_payout import take_result

router = Router(prefix="/organisations/{organisation_id}", tags=["payouts"])

ODD = 500
"""Rows of a result that a reply lists."""

Chosen = Annotated[Preset, Query(description="The organisation's own template, or a preset.")]


def _out(s: Session, organisation_id: int, payout_id: int) -> PayoutOut:
    s.flush()
    return PayoutOut(**lists.one(s, organisation_id, payout_id))


def _template(s: Session, organisation_id: int, chosen: Preset) -> Template:
    own = queries.template_of(s, organisation_id) if chosen == "own" else None
    return Template.model_validate(own) if own else PRESETS.get(chosen, PRESETS["generic"])


@router.get("/payouts")
def list_payouts(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[PayoutOut]:
    """The organisation's payouts, the last first."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        found = lists.payouts(s, organisation_id, after=after, limit=limit + 1)
        return page([PayoutOut(**row) for row in found], limit)


@router.post("/payouts", status_code=status.HTTP_201_CREATED)
def prepare_payout(
    organisation_id: Key, asked: PayoutIn, door: Way, idempotency_key: IdempotencyKey
) -> PayoutOut:
    """Gather what people are owed. Who cannot be paid yet is in it too, held out and told why. May
    be retried."""
    with office(door, May.PAYOUT_PREPARE, organisation_id) as (s, me):
        made = pay_out.prepare(
            s,
            organisation_id=organisation_id,
            by=me.id,
            through=asked.through,
            on_demand=asked.on_demand,
            key=idempotency_key,
        )
        return _out(s, organisation_id, made.id)


@router.get("/payouts/{payout_id}")
def read_payout(organisation_id: Key, payout_id: Key, door: Way) -> PayoutDetail:
    """One payout with its sums, and what is checked before its approval."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        found = queries.payout(s, organisation_id, payout_id)
        waits = found.state is PayoutState.PREPARED
        checks = payout_checks.of(s, found) if waits else []
        return PayoutDetail(
            **lists.one(s, organisation_id, payout_id),
            **lists.sums(s, payout_id),
            checks=[CheckOut.model_validate(check) for check in checks],
        )


@router.get("/payouts/{payout_id}/lines")
def list_lines(
    organisation_id: Key,
    payout_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 100,
    is_held: Annotated[bool | None, Query(description="Held out of it, or not.")] = None,
    held: Annotated[Held | None, Query(description="Held out for this reason.")] = None,
    first: Annotated[bool | None, Query(description="Paid for the first time, or not.")] = None,
    failed: Annotated[bool | None, Query(description="The bank did not take it.")] = None,
    income: Income | None = None,
    search: Annotated[
        str | None, Query(min_length=1, max_length=60, description="How a name begins.")
    ] = None,
) -> Page[LineOut]:
    """What each person is paid, the largest first."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        queries.payout(s, organisation_id, payout_id)
        found = lists.lines(
            s,
            payout_id,
            after=after,
            limit=limit + 1,
            is_held=is_held,
            held=held,
            first=first,
            failed=failed,
            income=income,
            search=search,
        )
        return page([LineOut(**row) for row in found], limit)


@router.post("/payouts/{payout_id}/approve")
def approve_payout(organisation_id: Key, payout_id: Key, door: Way) -> PayoutOut:
    """Send the money on its way: by somebody else than who prepared it. May be retried."""
    with office(door, May.PAYOUT_APPROVE, organisation_id, grave=True) as (s, me):
        pay_out.approve(s, organisation_id=organisation_id, payout_id=payout_id, by=me.id)
        return _out(s, organisation_id, payout_id)


@router.post("/payouts/{payout_id}/return")
def return_payout(organisation_id: Key, payout_id: Key, asked: ReturnIn, door: Way) -> PayoutOut:
    """Do not approve it: what it gathered can be gathered again."""
    with office(door, May.PAYOUT_APPROVE, organisation_id) as (s, me):
        pay_out.give_back(
            s, organisation_id=organisation_id, payout_id=payout_id, by=me.id, why=asked.why
        )
        return _out(s, organisation_id, payout_id)


@router.get("/payouts/{payout_id}/bank-file", response_class=Response)
def bank_file(
    organisation_id: Key, payout_id: Key, door: Way, template: Chosen = "own"
) -> Response:
    """The transfer file of an approved payout. It has account numbers in clear: each is logged as
    opened."""
    with office(door, May.IDENTITY_OPEN, organisation_id, grave=True) as (s, me):
        content = payee.bank_file(
            s,
            organisation_id=organisation_id,
            payout_id=payout_id,
            by=me.id,
            template=_template(s, organisation_id, template),
        )
    name = f"payout-{payout_id}.csv"
    return Response(
        content,
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/payouts/{payout_id}/sent")
def mark_sent(organisation_id: Key, payout_id: Key, door: Way) -> PayoutOut:
    """Note that the bank has the file. May be retried."""
    with office(door, May.PAYOUT_PREPARE, organisation_id) as (s, me):
        pay_out.mark_sent(s, organisation_id=organisation_id, payout_id=payout_id, by=me.id)
        return _out(s, organisation_id, payout_id)


@router.post("/payouts/{payout_id}/result")
def take_bank_result(
    organisation_id: Key, payout_id: Key, file: UploadFile, door: Way, template: Chosen = "own"
) -> ResultOut:
    """The bank's result, CSV or XLSX of at most 10 MB: what arrived is paid, what did not is the
    person's again. The same file again changes nothing."""
    with office(door, May.PAYOUT_PREPARE, organisation_id):
        pass  # a stranger's bytes are not opened
    content = file.file.read(results.MAX_BYTES + 1)
    if len(content) > results.MAX_BYTES:
        raise TooLarge(f"A result has at most {results.MAX_BYTES >> 20} MB; send it in parts.")
    with office(door, May.PAYOUT_PREPARE, organisation_id) as (s, me):
        done = take_result(
            s,
            organisation_id=organisation_id,
            payout_id=payout_id,
            by=me.id,
            content=content,
            template=_template(s, organisation_id, template),
        )
        odd = [
            OddRow(
                row=row.row,
                line_id=row.line_id,
                amount=row.amount,
                outcome=outcome,
                said=row.said,
            )
            for row, outcome in done.odd[:ODD]
        ]
        return ResultOut(counts=done.counts, odd=odd, payout=_out(s, organisation_id, payout_id))


@router.get("/bank-template")
def read_template(organisation_id: Key, door: Way) -> TemplatesOut:
    """How the organisation's bank files look."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        own = queries.template_of(s, organisation_id)
        return TemplatesOut(
            own=Template.model_validate(own) if own else None,
            presets={"generic": PRESETS["generic"], "multi": PRESETS["multi"]},
        )


@router.put("/bank-template", status_code=status.HTTP_204_NO_CONTENT)
def write_template(organisation_id: Key, asked: Template, door: Way) -> None:
    """Have the organisation's bank files look so."""
    with office(door, May.PAYOUT_PREPARE, organisation_id) as (s, me):
        found = BankTemplate(
            organisation_id=organisation_id, definition=asked.model_dump(), updated_by=me.id
        )
        s.merge(found)
        record(s, project_id=0, subject="bank_template", subject_id=organisation_id, by=me.id)
