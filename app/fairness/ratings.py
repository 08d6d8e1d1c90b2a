"""What people who have worked in a project say of it."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.models.fairness import LEAST_PEOPLE, Rating
from app.models.project import ProjectMember


class NothingDecided(Conflict):
    """None of the person's work in the project has been decided upon yet."""

    code, title = "nothing_decided", "Nothing to go by yet"


@dataclass(frozen=True, slots=True)
class Marks:
    """1 to 5 by each criterion: pay, how clear the guideline is, how fair inspection is, how
    questions are answered."""

    pay: int
    clarity: int
    inspection: int
    answers: int


_DECIDED = """
SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.project_id = %(project)s
  AND a.level = 0 AND a.state IN ('accepted', 'rejected', 'appealed', 'rejected_final')
"""


def decided(s: Session, project_id: int, me: int) -> int:
    """How much of this person's work in the project has been decided upon?"""
    values = {"project": project_id, "me": me}
    return int(s.connection().exec_driver_sql(_DECIDED, values).scalar_one())


def mine(s: Session, project_id: int, me: int) -> dict[str, Any]:
    """What this person says of a project, and whether he may. Raises `NotFound` where he was never
    in it."""
    if s.get(ProjectMember, (project_id, me)) is None:
        raise NotFound("There is no such project of yours.")
    found = s.get(Rating, (project_id, me))
    return {"may": decided(s, project_id, me) > 0, "rating": found}


def rate(s: Session, project_id: int, me: int, marks: Marks) -> None:
    """Say what one thinks of a project, or something else than before. Raises `NotFound`,
    `NothingDecided`."""
    if not mine(s, project_id, me)["may"]:
        raise NothingDecided("Rate the project once some of your work there has been decided.")
    values = asdict(marks)
    s.execute(
        insert(Rating)
        .values(project_id=project_id, person_id=me, **values)
        .on_conflict_do_update(
            index_elements=[Rating.project_id, Rating.person_id],
            set_=values | {"rated_at": func.now()},
        )
    )


def summary(s: Session, project_id: int) -> dict[str, Any] | None:
    """The means by criterion, to one decimal, and of how many people; None where they are too few
    to be shown."""
    names = ("pay", "clarity", "inspection", "answers")
    row = s.execute(
        select(
            func.count(),
            *(func.round(func.avg(getattr(Rating, name)), 1) for name in names),
        ).where(Rating.project_id == project_id)
    ).one()
    if row[0] < LEAST_PEOPLE:
        return None
    return {"people": row[0]} | {
        name: float(mean) for name, mean in zip(names, row[1:], strict=True)
    }
