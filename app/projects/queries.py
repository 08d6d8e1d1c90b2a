"""What projects and stages are asked."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from sqlalchemy import func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import ProjectState
from app.models.person import OrganisationRole
from app.models.project import (
    Guideline,
    LabelSchema,
    PriceCard,
    Project,
    ProjectMember,
    ProjectRole,
    Reason,
    Stage,
)
from app.models.task import Pace
from app.projects.reasons import Wrong

Version = TypeVar("Version", Guideline, LabelSchema, PriceCard)


class NameTaken(Conflict):
    """Another stage of the project has this name."""

    code, title = "name_taken", "Name taken"


def name_is_free(s: Session, project_id: int, name: str, but: int | None = None) -> None:
    """Raises `NameTaken` where another stage of the project has this name."""
    taken = select(Stage.id).where(Stage.project_id == project_id, Stage.name == name)
    if s.execute(taken.where(Stage.id.is_distinct_from(but))).first() is not None:
        raise NameTaken(f"This project has a stage called “{name}”; choose another name.")


def projects_of(
    s: Session,
    person_id: int,
    *,
    after: int,
    limit: int,
    state: ProjectState | None = None,
    q: str = "",
    only: Collection[int] | None = None,
) -> list[Project]:
    """Which projects may this person see: by a role in them, or an office in their organisation?
    With `state`, `q` (a part of the name, in whatever case) and `only` those. The newest first."""
    team = select(ProjectRole.project_id).where(ProjectRole.person_id == person_id)
    offices = select(OrganisationRole.organisation_id).where(
        OrganisationRole.person_id == person_id
    )
    wanted = select(Project).where(or_(Project.id.in_(team), Project.organisation_id.in_(offices)))
    if after:
        wanted = wanted.where(Project.id < after)
    if state is not None:
        wanted = wanted.where(Project.state == state)
    if q:
        wanted = wanted.where(Project.name.icontains(q, autoescape=True))
    if only is not None:
        wanted = wanted.where(Project.id.in_(only))
    return list(s.execute(wanted.order_by(Project.id.desc()).limit(limit)).scalars())


def project(s: Session, project_id: int) -> Project:
    """The project. Raises `NotFound`."""
    found = s.get(Project, project_id)
    if found is None:
        raise NotFound("There is no such project.")
    return found


def stage(s: Session, project_id: int, stage_id: int, *, lock: bool = False) -> Stage:
    """The stage, locked against other changes if asked. Raises `NotFound`."""
    found = s.get(
        Stage, (project_id, stage_id), with_for_update={"key_share": True} if lock else None
    )
    if found is None:
        raise NotFound("There is no such stage in this project.")
    return found


def stages_after(s: Session, project_id: int, after: int, limit: int) -> list[Stage]:
    """The stages of a project as they stand in its pipeline, those of one position in the order in
    which they were made; `after` is the last one that was seen."""
    wanted = select(Stage).where(Stage.project_id == project_id)
    if after:
        last = select(Stage.position).where(Stage.project_id == project_id, Stage.id == after)
        place = tuple_(func.coalesce(last.scalar_subquery(), 0), literal(after))
        wanted = wanted.where(tuple_(Stage.position, Stage.id) > place)
    return list(s.execute(wanted.order_by(Stage.position, Stage.id).limit(limit)).scalars())


def reasons(s: Session, project_id: int) -> list[Reason]:
    """The taxonomy of what can be wrong, retired entries included."""
    return list(
        s.execute(
            select(Reason).where(Reason.project_id == project_id).order_by(Reason.code).limit(500)
        ).scalars()
    )


def add_reasons(s: Session, project_id: int, wrongs: Iterable[Wrong]) -> None:
    """Put reasons on the list; one that it has, retired or not, stays as it is."""
    rows = {one.code: {"project_id": project_id, **one._asdict()} for one in wrongs}
    s.execute(insert(Reason).on_conflict_do_nothing(), list(rows.values()))


def retire_reason(s: Session, project_id: int, code: str) -> None:
    """Take a reason off the list that inspectors choose from. Raises `NotFound`."""
    found = s.get(Reason, (project_id, code))
    if found is None:
        raise NotFound("There is no such reason in this project.")
    found.retired_at = s.execute(select(func.now())).scalar_one()


def versions_after(
    s: Session, kind: type[Version], project_id: int, stage_id: int, after: int, limit: int
) -> list[Version]:
    """The versions of a stage's guideline, schema or price card."""
    return list(
        s.execute(
            select(kind)
            .where(kind.project_id == project_id, kind.stage_id == stage_id, kind.version > after)
            .order_by(kind.version)
            .limit(limit)
        ).scalars()
    )


def last_version(s: Session, kind: type[Version], project_id: int, stage_id: int) -> int:
    """The newest version's number; 0 where there is none."""
    return int(
        s.execute(
            select(func.coalesce(func.max(kind.version), 0)).where(
                kind.project_id == project_id, kind.stage_id == stage_id
            )
        ).scalar_one()
    )


def pseudonym(s: Session, project_id: int, person_id: int) -> str | None:
    """The name under which a person is known in a project."""
    return s.execute(
        select(ProjectMember.pseudonym).where(
            ProjectMember.project_id == project_id, ProjectMember.person_id == person_id
        )
    ).scalar_one_or_none()


def counts(s: Session, project_id: int, stage_id: int) -> dict[str, dict[str, int]]:
    """How many items, tasks and level-0 assignments of a stage are in which state, and how many
    seats wait at each level?"""
    found: dict[str, dict[str, int]] = {}
    for name, statement in _COUNTS.items():
        rows = s.connection().exec_driver_sql(statement, {"project": project_id, "stage": stage_id})
        found[name] = {str(row[0]): row[1] for row in rows}
    return found


_COUNTS = {
    name: f"SELECT state, count(*) FROM {table} WHERE project_id = %(project)s"
    f" AND stage_id = %(stage)s{also} GROUP BY state ORDER BY state"
    for name, table, also in (
        ("items", "item", ""),
        ("tasks", "task", " AND gold_id IS NULL"),
        ("work", "assignment", " AND level = 0 AND gold_id IS NULL"),
    )
} | {
    "waiting": "SELECT q.level, coalesce(sum(x.slots_left), 0) FROM queue q"
    " LEFT JOIN seat x ON x.project_id = q.project_id AND x.queue_id = q.id"
    " WHERE q.project_id = %(project)s AND q.stage_id = %(stage)s AND NOT q.gold GROUP BY q.level"
    " ORDER BY q.level"
}


def paces(s: Session, project_id: int, stage_id: int) -> list[Pace]:
    """How long work takes at each level of a stage, where that is known."""
    statement = select(Pace).where(Pace.project_id == project_id, Pace.stage_id == stage_id)
    return list(s.execute(statement.order_by(Pace.level)).scalars())
