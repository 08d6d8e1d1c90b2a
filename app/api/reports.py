"""What is told of a release: what was aimed at, the quality report, the data sheet, how far models
come with it. Blind samples are in `app/api/samples.py`."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.clock import utcnow
from app.models.person import Person
from app.papers.tables import WORKBOOK, workbook
from app.papers.typeset import MEDIA_TYPE, Language
from app.people.permits import May
from app.reports import printed, queries, service, workbooks
from app.reports.schemas import (
    CheckIn,
    ReportCheckOut,
    ReportFileOut,
    ReportOut,
    SheetIn,
    SheetOut,
    TargetsIn,
    TargetsOut,
    ValidityIn,
    ValidityOut,
)

router = Router(prefix="/projects/{project_id}", tags=["reports"])

Lang = Annotated[
    Literal["ko", "en"] | None, Query(description="The paper's language; yours where not said.")
]
Line = Annotated[str, Path(max_length=40, pattern=r"^[a-z_]+$", examples=["consent"])]
MARKDOWN = "text/markdown; charset=utf-8"


def _kinds(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media_type: {}}}}


def language_of(s: Session, person_id: int, asked: Language | None = None) -> Language:
    """The language of a paper: as asked, else the person's."""
    return asked or ("en" if s.get_one(Person, person_id).locale == "en" else "ko")


def file(content: bytes | str, name: str, media_type: str) -> Response:
    """A paper that is handed out whole; its name is plain, for every reader."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


@router.get("/stages/{stage_id}/targets")
def read_targets(project_id: Key, stage_id: Key, door: Way) -> TargetsOut:
    """What the stage is to accept and how it is to be shared out, and the classes that its labels
    have."""
    with door.enter(May.FIGURE_READ, project=project_id) as (s, _):
        return service.read_targets(s, project_id, stage_id)


@router.put("/stages/{stage_id}/targets")
def set_targets(project_id: Key, stage_id: Key, body: TargetsIn, door: Way) -> TargetsOut:
    """Set the plan and all targets of the stage; what is not named is taken away."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        service.set_targets(s, project_id, stage_id, body, by=me.id)
        s.flush()
        return service.read_targets(s, project_id, stage_id)


@router.get("/checks")
def list_checks(project_id: Key, door: Way) -> list[ReportCheckOut]:
    """The checklist of how the set is made, with what the platform itself knows of each line."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.checks(s, project_id, queries.facts(s, project_id))


@router.put("/checks/{line}")
def set_check(project_id: Key, line: Line, body: CheckIn, door: Way) -> ReportCheckOut:
    """Answer a line of the checklist, with links to the evidence."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.set_check(s, project_id, line, body, by=me.id)
        found = service.checks(s, project_id, queries.facts(s, project_id))
        return next(one for one in found if one.code == line)


@router.get("/releases/{release_id}/report")
def read_report(project_id: Key, release_id: Key, door: Way) -> ReportOut:
    """The quality report of a release: how the process was kept, how the set is shared out, what is
    faulty, how often it is right, how far models come."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.read(s, project_id, release_id)


@router.post("/releases/{release_id}/report", status_code=202)
def count_report(project_id: Key, release_id: Key, door: Way) -> ReportOut:
    """Have the release counted in the background, and its syntactic pre-check written."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.ask(s, project_id, release_id, language_of(s, me.id), by=me.id)
        return service.read(s, project_id, release_id)


@router.get(
    "/releases/{release_id}/report/pdf", response_class=Response, responses=_kinds(MEDIA_TYPE)
)
def print_report(project_id: Key, release_id: Key, door: Way, lang: Lang = None) -> Response:
    """The quality report as a PDF, with charts."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, me):
        found = service.counted(s, project_id, release_id)
        language = language_of(s, me.id, lang)
    content = printed.report(found, language=language, now=utcnow())
    return file(content, f"quality-{release_id}.pdf", MEDIA_TYPE)


@router.get(
    "/releases/{release_id}/report/workbook", response_class=Response, responses=_kinds(WORKBOOK)
)
def write_report(project_id: Key, release_id: Key, door: Way, lang: Lang = None) -> Response:
    """The quality report as a workbook, with charts."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, me):
        found = service.counted(s, project_id, release_id)
        language = language_of(s, me.id, lang)
    content = workbook(workbooks.report(language, found))
    return file(content, f"quality-{release_id}.xlsx", WORKBOOK)


@router.get("/releases/{release_id}/report/faults")
def read_faults(project_id: Key, release_id: Key, door: Way) -> ReportFileOut:
    """A short-lived address of the syntactic pre-check: a workbook that lists every faulty row."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.faults(s, project_id, release_id, WORKBOOK)


@router.get("/releases/{release_id}/sheet")
def read_sheet(project_id: Key, release_id: Key, door: Way) -> SheetOut:
    """The data sheet of a release: what was written, and the figures that come by themselves.
    People are counts, and small groups are not told."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.read_sheet(s, project_id, release_id)


@router.put("/releases/{release_id}/sheet")
def write_sheet(project_id: Key, release_id: Key, body: SheetIn, door: Way) -> SheetOut:
    """Write the texts of the data sheet."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.write_sheet(s, project_id, release_id, body, by=me.id)
        return service.read_sheet(s, project_id, release_id)


@router.get(
    "/releases/{release_id}/sheet/pdf", response_class=Response, responses=_kinds(MEDIA_TYPE)
)
def print_sheet(project_id: Key, release_id: Key, door: Way, lang: Lang = None) -> Response:
    """The data sheet as a PDF."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, me):
        found = service.read_sheet(s, project_id, release_id)
        language = language_of(s, me.id, lang)
    content = printed.sheet(found, language=language, now=utcnow())
    return file(content, f"datasheet-{release_id}.pdf", MEDIA_TYPE)


@router.get(
    "/releases/{release_id}/sheet/markdown",
    response_class=Response,
    responses=_kinds("text/markdown"),
)
def mark_down_sheet(project_id: Key, release_id: Key, door: Way, lang: Lang = None) -> Response:
    """The data sheet as Markdown."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, me):
        found = service.read_sheet(s, project_id, release_id)
        language = language_of(s, me.id, lang)
    return file(printed.markdown(found, language), f"datasheet-{release_id}.md", MARKDOWN)


@router.get("/releases/{release_id}/validity")
def list_validity(
    project_id: Key, release_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[ValidityOut]:
    """How far models come that were trained with the release."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        queries.release(s, project_id, release_id)
        rows = queries.validity(s, project_id, release_id, after=after, limit=limit + 1)
        return page([service.validity_out(row) for row in rows], limit)


@router.post("/releases/{release_id}/validity", status_code=201)
def add_validity(project_id: Key, release_id: Key, body: ValidityIn, door: Way) -> ValidityOut:
    """Write down how far a model came, against what was aimed at, on which share."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        made = service.add_validity(s, project_id, release_id, body, by=me.id)
        return service.validity_out(made)


@router.delete("/validity/{validity_id}", status_code=204)
def remove_validity(project_id: Key, validity_id: Key, door: Way) -> None:
    """Take back what was written down by mistake."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.remove_validity(s, project_id, validity_id, by=me.id)
