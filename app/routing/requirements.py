"""Say what a level asks, and keep levels for some."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.models.learn import Course
from app.models.project import ProjectMember
from app.models.routing import Admission, Invited, Requirement
from app.models.transition import record
from app.routing import queries
from app.routing.rules import Asked


class UnknownCourse(Invalid):
    """A requirement names a course that is not there."""

    code, title = "unknown_course", "There is no such course"


def check(s: Session, asked: Asked) -> None:
    """Raises `UnknownCourse` where a certificate of a course is asked for that is not there."""
    for course in asked.certificates:
        if s.get(Course, (course.project_id, course.course_id)) is None:
            raise UnknownCourse(
                "One of the courses is not there (any more); choose another one.",
                course_id=course.course_id,
            )


def set_requirement(
    s: Session,
    *,
    by: int,
    project_id: int,
    stage_id: int,
    level: int,
    asked: Asked,
    day_limit: int | None,
    person_limit: int | None,
) -> Requirement:
    """Ask this of who claims at the level from now on. Whoever has been let in is looked at again;
    leases that are held go on. The same again changes nothing. Raises `UnknownCourse`."""
    check(s, asked)
    values = {"asked": asked.kept(), "day_limit": day_limit, "person_limit": person_limit}
    known = queries.requirement(s, project_id, stage_id, level)
    if known is not None and all(getattr(known, name) == values[name] for name in values):
        return known
    made = insert(Requirement).values(
        project_id=project_id,
        stage_id=stage_id,
        level=level,
        version=1,
        changed_by=by,
        **values,
    )
    s.execute(
        made.on_conflict_do_update(
            index_elements=["project_id", "stage_id", "level"],
            set_={
                **{name: made.excluded[name] for name in (*values, "changed_by")},
                "version": Requirement.version + 1,
                "changed_at": func.now(),
            },
        )
    )
    data: dict[str, Any] = {"level": level, **values}
    record(
        s,
        project_id=project_id,
        subject="stage",
        subject_id=stage_id,
        by=by,
        why="requirement",
        data=data,
    )
    s.expire_all()
    return s.get_one(Requirement, (project_id, stage_id, level))


def invited_after(
    s: Session, project_id: int, stage_id: int, level: int, *, after: int, limit: int
) -> Sequence[Any]:
    """Whom is the level kept for? One row more than `limit` where there are more."""
    return s.execute(
        select(Invited.person_id, ProjectMember.pseudonym, Invited.invited_at)
        .join(
            ProjectMember,
            (ProjectMember.project_id == Invited.project_id)
            & (ProjectMember.person_id == Invited.person_id),
        )
        .where(
            Invited.project_id == project_id,
            Invited.stage_id == stage_id,
            Invited.level == level,
            Invited.person_id > after,
        )
        .order_by(Invited.person_id)
        .limit(limit + 1)
    ).all()


def invite(
    s: Session, *, by: int, project_id: int, stage_id: int, level: int, person_ids: Sequence[int]
) -> list[int]:
    """Keep the level for these members; who is new of them. Raises `NotFound` for somebody who is
    no member."""
    wanted = sorted(set(person_ids))
    members = s.scalars(
        select(ProjectMember.person_id).where(
            ProjectMember.project_id == project_id, ProjectMember.person_id.in_(wanted)
        )
    ).all()
    if len(members) < len(wanted):
        raise NotFound("One of these people is not of this project.")
    rows = [
        {
            "project_id": project_id,
            "stage_id": stage_id,
            "level": level,
            "person_id": person_id,
            "invited_by": by,
        }
        for person_id in wanted
    ]
    new = s.scalars(
        insert(Invited).values(rows).on_conflict_do_nothing().returning(Invited.person_id)
    ).all()
    if new:
        _told(s, by, project_id, stage_id, "invited", {"level": level, "people": sorted(new)})
    return list(new)


def uninvite(
    s: Session, *, by: int, project_id: int, stage_id: int, level: int, person_id: int
) -> None:
    """Keep the level for him no more. Raises `NotFound` where it was not."""
    gone = s.execute(
        delete(Invited)
        .where(
            Invited.project_id == project_id,
            Invited.stage_id == stage_id,
            Invited.level == level,
            Invited.person_id == person_id,
        )
        .returning(Invited.person_id)
    ).first()
    if gone is None:
        raise NotFound("He was not invited to this level.")
    s.execute(
        delete(Admission).where(
            Admission.project_id == project_id,
            Admission.stage_id == stage_id,
            Admission.level == level,
            Admission.person_id == person_id,
        )
    )
    _told(s, by, project_id, stage_id, "uninvited", {"level": level, "people": [person_id]})


def _told(
    s: Session, by: int, project_id: int, stage_id: int, why: str, data: dict[str, Any]
) -> None:
    record(
        s, project_id=project_id, subject="stage", subject_id=stage_id, by=by, why=why, data=data
    )


def set_team(s: Session, *, by: int, project_id: int, person_id: int, team: str | None) -> str:
    """Put a member on a team of the project, or on none; his pseudonym. Raises `NotFound`."""
    member = s.get(ProjectMember, (project_id, person_id))
    if member is None:
        raise NotFound("He is not of this project.")
    if member.team != team:
        record(
            s,
            project_id=project_id,
            subject="project_member",
            subject_id=person_id,
            by=by,
            why="team",
            data={"from": member.team, "to": team},
        )
        member.team = team
        queries.forget_admissions(s, person_id, project_id)
        s.flush()
    return member.pseudonym
