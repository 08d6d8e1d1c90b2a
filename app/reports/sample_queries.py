"""What blind samples are asked, and the statements that hand out their items."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.project import ProjectMember, Reason
from app.models.report import BlindSample, Examiner, SampleItem


def sample(
    s: Session, project_id: int, sample_id: int, *, lock: bool = False, share: bool = False
) -> BlindSample:
    """The sample; with `lock` nobody moves it meanwhile and no item of it is judged, with `share`
    nobody moves it. Raises `NotFound`."""
    wanted = select(BlindSample).where(
        BlindSample.project_id == project_id, BlindSample.id == sample_id
    )
    if lock or share:
        wanted = wanted.with_for_update(read=share)
    found = s.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such sample in this project.")
    return found


def samples(
    s: Session, project_id: int, release_id: int, *, after: int = 0, limit: int = 200
) -> list[BlindSample]:
    """The samples of a release in the order in which they were asked for."""
    return list(
        s.scalars(
            select(BlindSample)
            .where(
                BlindSample.project_id == project_id,
                BlindSample.release_id == release_id,
                BlindSample.id > after,
            )
            .order_by(BlindSample.id)
            .limit(limit)
        )
    )


def strangers(s: Session, project_id: int, people: Sequence[int]) -> set[int]:
    """Those of these people who have no role in the project."""
    rows = s.execute(
        text(
            """SELECT id FROM unnest(CAST(:people AS bigint[])) p (id) WHERE NOT EXISTS (
                 SELECT FROM project_role r WHERE r.project_id = :p AND r.person_id = p.id)"""
        ),
        {"p": project_id, "people": list(people)},
    )
    return set(rows.scalars())


def examiner_ids(s: Session, project_id: int, sample_id: int) -> list[int]:
    """Who looks at the sample's items."""
    return list(
        s.scalars(
            select(Examiner.person_id).where(
                Examiner.project_id == project_id, Examiner.sample_id == sample_id
            )
        )
    )


def forget_examiners(s: Session, project_id: int, sample_id: int, but: Sequence[int]) -> None:
    """Let all but these look at it no more; what they have said stands."""
    s.execute(
        delete(Examiner).where(
            Examiner.project_id == project_id,
            Examiner.sample_id == sample_id,
            Examiner.person_id.not_in(but),
        )
    )


def examiners(s: Session, project_id: int, sample_id: int) -> list[Row[int, str, int]]:
    """Who looks at the sample's items, by their names in the project, and how many each has."""
    looked = (
        select(func.count())
        .where(
            SampleItem.project_id == project_id,
            SampleItem.sample_id == sample_id,
            SampleItem.examiner_id == Examiner.person_id,
            SampleItem.judged_at.is_not(None),
        )
        .scalar_subquery()
    )
    return list(
        s.execute(
            select(Examiner.person_id, ProjectMember.pseudonym, looked)
            .join(
                ProjectMember,
                (ProjectMember.project_id == Examiner.project_id)
                & (ProjectMember.person_id == Examiner.person_id),
            )
            .where(Examiner.project_id == project_id, Examiner.sample_id == sample_id)
            .order_by(ProjectMember.pseudonym)
        )
    )


def judged(s: Session, project_id: int, sample_id: int) -> list[Row[str, int, int]]:
    """By stratum how many items were looked at, and how many passed."""
    return list(
        s.execute(
            select(
                SampleItem.stratum,
                func.count(SampleItem.passed),
                func.count().filter(SampleItem.passed.is_(True)),
            )
            .where(SampleItem.project_id == project_id, SampleItem.sample_id == sample_id)
            .group_by(SampleItem.stratum)
            .order_by(SampleItem.stratum)
        )
    )


def counts(s: Session, project_id: int, sample_id: int, person_id: int = 0) -> tuple[int, int, int]:
    """How many items were drawn, how many are left, how many this person has looked at."""
    mine = func.count().filter(
        SampleItem.examiner_id == person_id, SampleItem.judged_at.is_not(None)
    )
    row = s.execute(
        select(func.count(), func.count().filter(SampleItem.judged_at.is_(None)), mine).where(
            SampleItem.project_id == project_id, SampleItem.sample_id == sample_id
        )
    ).one()
    return row[0], row[1], row[2]


def left(s: Session, project_id: int, sample_id: int) -> int:
    """How many items nobody has looked at."""
    return counts(s, project_id, sample_id)[1]


_MEANS = """
SELECT m.key, avg(m.value::numeric)::float8 FROM sample_item x, jsonb_each_text(x.measures) m
WHERE x.project_id = :p AND x.sample_id = :sample GROUP BY m.key
"""


def means(s: Session, project_id: int, sample_id: int) -> dict[str, float]:
    """The mean of each measure."""
    rows = s.execute(text(_MEANS), {"p": project_id, "sample": sample_id})
    return {row[0]: round(row[1], 4) for row in rows}


_ITEMS = """
SELECT x.item_id, x.place, i.name, x.stratum, x.passed, x.code, x.note, m.pseudonym AS examiner,
  x.measures, x.judged_at
FROM sample_item x
JOIN item i ON i.project_id = x.project_id AND i.id = x.item_id
LEFT JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.examiner_id
  AND x.judged_at IS NOT NULL
WHERE x.project_id = :p AND x.sample_id = :sample AND x.place > :after ORDER BY x.place LIMIT :limit
"""


def items(
    s: Session, project_id: int, sample_id: int, *, after: int, limit: int
) -> list[dict[str, Any]]:
    """The sample's items in the order of the draw, with what was found."""
    values = {"p": project_id, "sample": sample_id, "after": after, "limit": limit}
    return [dict(row) for row in s.execute(text(_ITEMS), values).mappings()]


# Who had a part in an item, at whatever level: of its own tasks, of bundles that it was in, and of
# those of the item that it was made of.
_PART = """EXISTS (SELECT FROM item i JOIN task t ON t.project_id = i.project_id
    AND (t.item_id IN (i.id, i.source_id) OR t.item_ids @> ARRAY[i.id])
  JOIN task_role r ON r.project_id = t.project_id AND r.task_id = t.id AND r.worker_id = :me
  WHERE i.project_id = x.project_id AND i.id = x.item_id)"""
_TAKE = f"""
UPDATE sample_item x SET examiner_id = :me, taken_at = now()
WHERE (x.project_id, x.sample_id, x.item_id) = (
  SELECT x.project_id, x.sample_id, x.item_id FROM sample_item x
  WHERE x.project_id = :p AND x.sample_id = :sample AND x.judged_at IS NULL
    AND (x.examiner_id IS NULL OR x.examiner_id = :me
      OR x.taken_at < now() - interval '30 minutes')
    AND NOT {_PART}
  ORDER BY x.examiner_id IS DISTINCT FROM :me, x.place LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING x.item_id, x.place
"""


def take(s: Session, project_id: int, sample_id: int, me: int) -> Row[int, int] | None:
    """Keep the next item for this person for half an hour: item and place. It is the one that he
    has already, else the first that nobody has and that he had no part in."""
    values = {"p": project_id, "sample": sample_id, "me": me}
    return s.execute(text(_TAKE), values).one_or_none()


def held(s: Session, project_id: int, sample_id: int, item_id: int, me: int) -> SampleItem:
    """The item of the sample that this person has, or has looked at. Raises `NotFound`."""
    found = s.execute(
        select(SampleItem)
        .where(
            SampleItem.project_id == project_id,
            SampleItem.sample_id == sample_id,
            SampleItem.item_id == item_id,
            SampleItem.examiner_id == me,
        )
        .with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("This item is not yours to look at now; go on with the next one.")
    return found


def by_names(
    s: Session, project_id: int, sample_id: int, names: Sequence[str]
) -> dict[str, SampleItem]:
    """The sample's items with these names."""
    rows = s.execute(
        text(
            """SELECT i.name, x.item_id FROM sample_item x
               JOIN item i ON i.project_id = x.project_id AND i.id = x.item_id
               WHERE x.project_id = :p AND x.sample_id = :sample AND i.name = ANY (:names)"""
        ),
        {"p": project_id, "sample": sample_id, "names": list(names)},
    ).all()
    named = {row.item_id: row.name for row in rows}
    found = s.scalars(
        select(SampleItem)
        .where(
            SampleItem.project_id == project_id,
            SampleItem.sample_id == sample_id,
            SampleItem.item_id.in_(named),
        )
        .order_by(SampleItem.item_id)
        .with_for_update()
    )
    return {named[one.item_id]: one for one in found}


def codes(s: Session, project_id: int) -> list[Reason]:
    """The reasons that are in use."""
    return list(
        s.scalars(
            select(Reason)
            .where(Reason.project_id == project_id, Reason.retired_at.is_(None))
            .order_by(Reason.code)
            .limit(200)
        )
    )


_MINE = """
SELECT e.project_id, p.name AS project, e.sample_id, count(x.*) AS drawn,
  count(x.*) FILTER (WHERE x.judged_at IS NULL) AS left,
  count(x.*) FILTER (WHERE x.examiner_id = :me AND x.judged_at IS NOT NULL) AS mine
FROM examiner e
JOIN blind_sample b ON b.project_id = e.project_id AND b.id = e.sample_id AND b.state = 'open'
JOIN project p ON p.id = e.project_id
JOIN sample_item x ON x.project_id = e.project_id AND x.sample_id = e.sample_id
WHERE e.person_id = :me AND e.sample_id > :after
  AND EXISTS (SELECT FROM project_role r WHERE r.project_id = e.project_id AND r.person_id = :me)
GROUP BY e.project_id, p.name, e.sample_id ORDER BY e.sample_id LIMIT :limit
"""


def mine(s: Session, me: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    """The open samples that this person looks at, in all projects."""
    values = {"me": me, "after": after, "limit": limit}
    return [dict(row) for row in s.execute(text(_MINE), values).mappings()]
