"""Who takes part in collect stages: what people say of themselves, and what they lack.

A profile is taken once in a project, at the first claim: what is said of a speaker then goes out
with the data, whatever he changes later.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.models.collect import Participant, Profile
from app.people import queries, rules
from app.people.problems import TooYoung

AXES = ("sex", "grew_up", "lives", "lives_years", "language", "device")
AGES = ("10", "20", "30", "40", "50", "60", "70", "80")
"""The age bands by their first year; the first and the last are open."""

MAJORITY = 19
"""Years of age (Civil Act, article 4)."""


class BirthYearStands(Conflict):
    """The account has another year of birth already."""

    code, title = "birth_year_stands", "The year of birth stands"


class NeverBorn(Invalid):
    """Years that no life has."""

    code, title = "years_unlikely", "These years do not fit"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts when somebody wants to take part in a project's collect stages."""

    year: int  # this one, in Seoul
    born: int | None
    said: dict[str, Any] | None  # what he says of himself today
    profile: dict[str, Any] | None  # what was taken of it here
    agreement_id: int | None  # the project's newest
    signed: bool
    guardian: bool  # has consented to it

    @property
    def values(self) -> dict[str, Any] | None:
        """The profile that counts here: the one taken, else what would be; None: unknown."""
        if self.profile is not None or self.said is None or self.born is None:
            return self.profile
        return {"age": age_band(self.born, self.year), **self.said}

    @property
    def lacks(self) -> list[str]:
        """What he has not said of himself."""
        missing = [] if self.born is not None else ["birth_year"]
        return missing + ([] if self.said is not None else list(AXES))


def age_band(born: int, year: int) -> str:
    """The band of who was born in `born`, in the calendar year `year`."""
    return str(min(max((year - born) // 10 * 10, 10), 80))


def minor(born: int, year: int) -> bool:
    """Whether who was born in `born` may be a minor in `year`: on some day of it, at least."""
    return year - born <= MAJORITY


_STANDING = """
SELECT extract(year FROM now() AT TIME ZONE 'Asia/Seoul')::int, p.birth_year,
  (SELECT jsonb_build_object('sex', k.sex, 'grew_up', k.grew_up, 'lives', k.lives,
     'lives_years', k.lives_years, 'language', k.language, 'device', k.device)
   FROM participant k WHERE k.person_id = p.id),
  (SELECT f.values FROM profile f WHERE f.project_id = %(project)s AND f.person_id = p.id
     AND f.values <> '{}'),
  g.id,
  EXISTS (SELECT FROM signature x WHERE x.person_id = p.id AND x.agreement_id = g.id
    AND x.signed_at > w.at),
  EXISTS (SELECT FROM guardian u WHERE u.project_id = %(project)s AND u.person_id = p.id
    AND u.agreement_id = g.id AND u.signed_at > w.at)
FROM person p
CROSS JOIN LATERAL (SELECT coalesce(max(w.asked_at), '-infinity') AS at FROM withdrawal w
  WHERE w.project_id = %(project)s AND w.person_id = p.id) w
LEFT JOIN LATERAL (SELECT g.id FROM agreement g WHERE g.kind = 'project'
  AND g.project_id = %(project)s ORDER BY g.version DESC LIMIT 1) g ON true
WHERE p.id = %(me)s
"""


def standing(s: Session, project_id: int, person_id: int) -> Standing:
    """How does this person stand to taking part in the project's collect stages?"""
    row = s.connection().exec_driver_sql(_STANDING, {"project": project_id, "me": person_id}).one()
    return Standing(*row)


def hindrances(at: Standing, minors: str) -> list[dict[str, Any]]:
    """What stands between the person and a collect stage that treats `minors` so ("refuse" or
    "guardian"), each with its code, in the order in which it is done; nothing where he may."""
    found: list[dict[str, Any]] = []
    if not at.signed:
        found.append({"code": "agreement_unsigned", "agreement_id": at.agreement_id})
    if at.lacks and (at.profile is None or at.born is None):
        found.append({"code": "profile_missing", "fields": at.lacks})
    if at.born is not None and minor(at.born, at.year):
        if minors == "refuse":
            found.append({"code": "minor"})
        elif not at.guardian:
            found.append({"code": "guardian_missing"})
    return found


def take_profile(s: Session, project_id: int, person_id: int, values: dict[str, Any]) -> None:
    """Keep what goes out with his data here; one that is kept stays, but for that of somebody who
    had withdrawn."""
    taken = insert(Profile).values(project_id=project_id, person_id=person_id, values=values)
    s.execute(
        taken.on_conflict_do_update(
            index_elements=["project_id", "person_id"],
            set_={"values": taken.excluded["values"], "taken_at": taken.excluded.taken_at},
            where=Profile.values == {},
        )
    )


def shown(s: Session, person_id: int) -> dict[str, Any]:
    """What has he said of himself? Nulls where nothing."""
    person = queries.person(s, person_id)
    said = s.get(Participant, person_id)
    born = person.birth_year if person else None
    return {
        "birth_year": born,
        "age": None if born is None else age_band(born, rules.year_in_seoul(queries.now(s))),
        **{name: getattr(said, name, None) for name in (*AXES, "saved_at")},
    }


def save(s: Session, person_id: int, values: dict[str, Any]) -> None:
    """Keep what he says of himself (the columns of `Participant`, and `birth_year`).

    Raises `BirthYearStands` where the account has another one, `TooYoung`, `NeverBorn`.
    """
    person = queries.locked_person(s, person_id)
    if person is None:
        raise NotFound("There is no such account (any more).")
    now = queries.now(s)
    born = values.pop("birth_year")
    if born is not None and person.birth_year not in (None, born):
        raise BirthYearStands(
            "Your account has another year of birth; ask who runs this installation to correct it."
        )
    if born is not None:
        if born > rules.year_in_seoul(now):
            raise NeverBorn("This year is still to come; give the year of your birth.")
        if rules.too_young(born, now):
            raise TooYoung("One has to be 14 or older to work here.")
        person.birth_year = born
    if person.birth_year is not None:
        most = rules.year_in_seoul(now) - person.birth_year
        if values["lives_years"] > most:
            raise NeverBorn("Nobody lives anywhere longer than he lives; correct the years.")
    said = insert(Participant).values(person_id=person_id, **values, saved_at=now)
    s.execute(
        said.on_conflict_do_update(
            index_elements=["person_id"],
            set_={name: said.excluded[name] for name in (*values, "saved_at")},
        )
    )
    s.flush()


def forget(s: Session, person_id: int) -> None:
    """Delete what he has said of himself; what was taken of it for data stays with that."""
    found = s.execute(select(Participant).where(Participant.person_id == person_id)).scalar()
    if found is not None:
        s.delete(found)
        s.flush()
