"""For who runs the installation: organisations, money and history across all projects."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import StreamingResponse

from app.api.asked import WRITTEN, Exported, Happened, Movements, written_out
from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import Invalid, NotFound
from app.models.person import Agreement, AgreementKind
from app.oversight import queries, searching
from app.oversight.budgets import budgets
from app.oversight.schemas import (
    AgreementRow,
    AuditRow,
    BudgetRow,
    EntryRow,
    OrganisationRow,
    ProjectRow,
    Traced,
)
from app.oversight.tracing import trace
from app.people.agreement_schemas import AgreementView
from app.people.permits import May

router = Router(tags=["oversight"])

Part = Annotated[
    str, Query(max_length=200, pattern=r"^[^\x00]*$", description="Only with this in the name.")
]


@router.get("/oversight/organisations")
def list_all_organisations(
    door: Way, after: After = 0, limit: Limit = 50, q: Part = ""
) -> Page[OrganisationRow]:
    """Every organisation, the newest first; for the operator."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = queries.organisations(s, q=q, before=after, limit=limit + 1)
        return page([OrganisationRow.model_validate(row) for row in rows], limit)


@router.get("/oversight/projects")
def list_all_projects(
    door: Way, after: After = 0, limit: Limit = 50, q: Part = "", organisation_id: Id = None
) -> Page[ProjectRow]:
    """Every project by name, the newest first; for the operator. It opens none of them."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = queries.projects(
            s, organisation_id=organisation_id, q=q, before=after, limit=limit + 1
        )
        return page([ProjectRow.model_validate(row) for row in rows], limit)


@router.get("/budgets")
def list_budgets(
    door: Way, after: After = 0, limit: Limit = 50, q: Part = "", organisation_id: Id = None
) -> Page[BudgetRow]:
    """Where each project's money is, the newest project first; for the operator."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = budgets(s, organisation_id=organisation_id, q=q, before=after, limit=limit + 1)
        return page([BudgetRow.model_validate(row) for row in rows], limit, "project_id")


@router.get("/ledger")
def list_all_entries(
    door: Way, asked: Movements, project_id: Id = None, person_id: Id = None
) -> Page[EntryRow]:
    """Movements of money, of all projects, the newest first; for the operator."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = asked.of(s, project_id=project_id, person_id=person_id)
        return page([EntryRow.model_validate(row) for row in rows], asked.limit)


@router.get("/ledger/{entry_id}")
def trace_entry(entry_id: Key, door: Way) -> Traced:
    """What a won was paid for: the work, everything handed in about it, and the picture."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        return Traced.model_validate(trace(s, entry_id))


@router.get("/audit")
def list_audit(door: Way, asked: Happened, project_id: Id = None) -> Page[AuditRow]:
    """What was decided over people, projects and rules, the newest first; for the operator.

    With the subject `assignment`, `item` or `task` these are the moves of one project's work, and
    `project_id` must be named. Where something is looked for, a page may be short and yet not the
    last: go on from its `next`.
    """
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        _named(asked.subject, project_id)
        rows, edge = asked.of(s, project_id=project_id)
        return page([AuditRow.model_validate(row) for row in rows], asked.limit, edge=edge)


def _named(subject: str | None, project_id: int | None) -> None:
    if subject in searching.WORK and project_id is None:
        raise Invalid("Name a project to see the moves of its work.")


@router.get("/audit/export", response_class=StreamingResponse, responses=WRITTEN)
def export_audit(door: Way, asked: Exported, project_id: Id = None) -> StreamingResponse:
    """The same of a time of a year at most, streamed as CSV or JSON lines; a million rows at
    most."""
    with door.enter(May.SYSTEM_AUDIT):
        _named(asked.subject, project_id)
        at = asked.at(project_id=project_id)
    return written_out(asked, at, "audit")


@router.get("/organisations/{organisation_id}/audit")
def list_house_audit(organisation_id: Key, door: Way, asked: Happened) -> Page[AuditRow]:
    """What was decided in the organisation and in all its projects, the newest first.

    Where something is looked for, a page may be short and yet not the last: go on from its `next`.
    """
    with door.enter(May.EVENT_READ, organisation=organisation_id) as (s, _):
        _named(asked.subject, None)
        rows, edge = asked.of(s, organisation_id=organisation_id)
        return page([AuditRow.model_validate(row) for row in rows], asked.limit, edge=edge)


@router.get(
    "/organisations/{organisation_id}/audit/export",
    response_class=StreamingResponse,
    responses=WRITTEN,
)
def export_house_audit(organisation_id: Key, door: Way, asked: Exported) -> StreamingResponse:
    """The same of a time of a year at most, streamed as CSV or JSON lines; a million rows at
    most."""
    with door.enter(May.EVENT_READ, organisation=organisation_id):
        _named(asked.subject, None)
        at = asked.at(organisation_id=organisation_id)
    return written_out(asked, at, f"audit-{organisation_id}")


@router.get("/oversight/agreements")
def list_all_agreements(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    kind: AgreementKind | None = None,
    project_id: Id = None,
) -> Page[AgreementRow]:
    """Every version of every agreement, projects' own included, the newest first."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = queries.agreements(
            s,
            kind=None if kind is None else kind.value,
            project_id=project_id,
            before=after,
            limit=limit + 1,
        )
        return page([AgreementRow.model_validate(row) for row in rows], limit)


@router.get("/oversight/agreements/{agreement_id}")
def read_any_agreement(agreement_id: Key, door: Way) -> AgreementView:
    """The words of one version, in both languages; for the operator."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        found = s.get(Agreement, agreement_id)
        if found is None:
            raise NotFound("There is no such agreement.")
        return AgreementView.model_validate(found)
