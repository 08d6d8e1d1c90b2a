"""What a passed exam earns: given, shown, taken back; and who has to be looked at again for it."""

import secrets

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.models.learn import Attempt, Certificate, Course
from app.models.transition import record

# Without letters and figures that read alike.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _OF = 4, 4


class RevokedAlready(Conflict):
    """The certificate was taken back before."""

    code, title = "revoked_already", "Taken back already"


def new_code() -> str:
    """A code that nobody guesses (80 bits) and that can be read out: `DURE-7KQ4-MX2P-…`."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_OF)) for _ in range(_GROUPS))
    return "-".join(("DURE", *groups))


def give(s: Session, course: Course, person_id: int, attempt: Attempt | None) -> int:
    """Give a certificate for a passed attempt, or for all of a course that has no exam. Returns
    its id. It ends after the course's `valid_days`, by the database's clock."""
    days = course.valid_days
    until = None if days is None else text(f"now() + interval '{int(days)} days'")
    certificate_id = s.execute(
        insert(Certificate)
        .values(
            project_id=course.project_id,
            course_id=course.id,
            attempt_id=None if attempt is None else attempt.id,
            person_id=person_id,
            code=new_code(),
            score=None if attempt is None else attempt.score,
            expires_at=until,
        )
        .returning(Certificate.id)
    ).scalar_one()
    doubt(s, course.project_id, course.id, person_id)
    return certificate_id


def show(s: Session, certificate_id: int, person_id: int, shown: bool) -> None:
    """Show one's certificate to other projects, or no longer. Raises `NotFound` for another's."""
    found = s.get(Certificate, certificate_id, with_for_update={"key_share": True})
    if found is None or found.person_id != person_id:
        raise NotFound("You have no such certificate.")
    if found.shown is not shown:
        found.shown = shown
        s.flush()
        doubt(s, found.project_id, found.course_id, person_id)


def revoke(s: Session, *, by: int, project_id: int, certificate_id: int, why: str) -> Certificate:
    """Take a certificate of this project back. Raises `NotFound`, `RevokedAlready`."""
    found = s.get(Certificate, certificate_id, with_for_update={"key_share": True})
    if found is None or found.project_id != project_id:
        raise NotFound("There is no such certificate in this project.")
    if found.revoked_at is not None:
        raise RevokedAlready("This certificate was taken back before.")
    s.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id)
        .values(revoked_at=text("now()"), revoked_why=why)
    )
    record(
        s,
        project_id=project_id,
        subject="certificate",
        subject_id=certificate_id,
        by=by,
        why=why,
        target="revoked",
        data={"course": found.course_id},
    )
    doubt(s, project_id, found.course_id, found.person_id)
    return found


# Whoever was let in, or was not, by a requirement that names the course.
_DOUBT = """
DELETE FROM admission a USING requirement r
WHERE r.project_id = a.project_id AND r.stage_id = a.stage_id AND r.level = a.level
  AND r.asked @> jsonb_build_object('certificates', jsonb_build_array(jsonb_build_object(
    'project_id', CAST(:project AS bigint), 'course_id', CAST(:course AS bigint))))
  AND (CAST(:person AS bigint) IS NULL OR a.person_id = :person)
"""


def doubt(s: Session, project_id: int, course_id: int, person_id: int) -> None:
    """Have it looked at again whether he may do what asks for this course's certificate, in
    whatever project."""
    s.execute(text(_DOUBT), {"project": project_id, "course": course_id, "person": person_id})


def doubt_course(s: Session, project_id: int, course_id: int) -> None:
    """The same for everybody: the course itself has changed."""
    s.execute(text(_DOUBT), {"project": project_id, "course": course_id, "person": None})
