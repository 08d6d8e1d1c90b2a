"""How far the people of a stage agree, counted from what is stored and kept by week."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.clock import day_of
from app.core.errors import NotFound
from app.labels import parse_answer, parse_schema
from app.models.project import LabelSchema
from app.models.quality import AgreementReport
from app.quality.reports import Given, agreement_report, fixes_report

TASKS = 4000  # that a report counts; of more these, by chance
ANSWERS = 7  # of one task
FIXES = 1000  # the newest first verdicts
KEPT = 12  # weeks that a reading looks back on

_SAMPLE = """
WITH many AS (
  SELECT a.task_id FROM assignment a JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
  WHERE a.project_id = %(project)s AND a.stage_id = %(stage)s AND a.level = 0 AND a.attempt > 0
    AND t.gold_id IS NULL
  GROUP BY a.task_id HAVING count(*) > 1)
SELECT task_id, count(*) OVER () AS tasks FROM many
ORDER BY md5(task_id::text), task_id LIMIT %(limit)s
"""

# What each person said before anybody had looked at it.
_GIVEN = """
SELECT a.task_id, a.worker_id, v.answer, (v.at AT TIME ZONE 'Asia/Seoul')::date AS day
FROM unnest(%(tasks)s::bigint[]) t (id)
CROSS JOIN LATERAL (
  SELECT a.* FROM assignment a WHERE a.project_id = %(project)s AND a.task_id = t.id
    AND a.level = 0 AND a.attempt > 0 AND a.gold_id IS NULL ORDER BY a.id LIMIT %(answers)s) a
JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id AND v.attempt = 1
  AND v.answer IS NOT NULL
ORDER BY a.task_id, a.id
"""

_FIXES = """
SELECT o.verdict, o.answer, v.answer AS before
FROM (SELECT o.* FROM submission o WHERE o.project_id = %(project)s AND o.stage_id = %(stage)s
  AND o.level = 1 AND o.attempt = 1 ORDER BY o.id DESC LIMIT %(limit)s) o
JOIN assignment x ON x.project_id = o.project_id AND x.id = o.assignment_id
  AND x.gold_id IS NULL
LEFT JOIN submission v ON v.project_id = o.project_id AND v.id = o.subject_id
"""

_DUE = """
SELECT s.project_id, s.id FROM stage s
LEFT JOIN LATERAL (SELECT max(g.counted_at) AS at FROM agreement_report g
  WHERE g.project_id = s.project_id AND g.stage_id = s.id) r ON true
CROSS JOIN LATERAL (SELECT v.at FROM submission v WHERE v.project_id = s.project_id
  AND v.stage_id = s.id AND v.level = 0 AND v.active_seconds IS NOT NULL AND v.attempt = 1
  ORDER BY v.id DESC LIMIT 1) v
WHERE (s.overlap > 1 OR s.quality ? 'overlap')
  AND (r.at IS NULL OR r.at < now() - interval '1 day' AND v.at > r.at)
ORDER BY r.at NULLS FIRST LIMIT 20
"""

_ITEMS = """
SELECT t.id AS task_id, i.id AS item_id, i.name AS item, f.thumbnail_key
FROM task t JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(t.asset_id, i.asset_id)
  AND NOT f.withheld
WHERE t.project_id = %(project)s AND t.id = ANY (%(tasks)s)
"""
_NAMES = """
SELECT person_id, pseudonym FROM project_member
WHERE project_id = %(project)s AND person_id = ANY (%(people)s)
"""


def monday(day: date) -> date:
    """The day on which its week begins."""
    return day - timedelta(days=day.weekday())


def due(s: Session) -> list[tuple[int, int]]:
    """Stages with several answers a task, that were answered since they were counted."""
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_DUE)]


def report(s: Session, project_id: int, stage_id: int) -> dict[str, Any]:
    """Count anew, and keep it as this week's. At most `TASKS` tasks are read, drawn by chance and
    the same each time; the report says of how many. Raises `NotFound` for a stage without labels.
    """
    definition = s.scalars(
        select(LabelSchema.definition)
        .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
        .order_by(LabelSchema.version.desc())
        .limit(1)
    ).first()
    if definition is None:
        raise NotFound("This stage has no labels yet.")
    schema = parse_schema(definition)
    place = {"project": project_id, "stage": stage_id}
    run = s.connection().exec_driver_sql
    drawn = run(_SAMPLE, place | {"limit": TASKS}).all()
    asked = place | {"tasks": [row.task_id for row in drawn], "answers": ANSWERS}
    given = [
        Given(
            row.task_id,
            row.worker_id,
            monday(row.day).toordinal(),
            parse_answer(row.answer),
        )
        for row in run(_GIVEN, asked)
    ]
    values = agreement_report(schema, given)
    for one in values["weeks"]:
        one["week"] = _at(date.fromordinal(one["week"])).isoformat()
    verdicts = run(_FIXES, place | {"limit": FIXES}).all()
    fixes = [
        (parse_answer(row.before), parse_answer(row.answer))
        for row in verdicts
        if row.verdict == "fix" and row.before is not None and row.answer is not None
    ]
    values["fixed"] = fixes_report(schema, fixes) | {
        "looked": len(verdicts),
        "passed": sum(row.verdict == "approve" for row in verdicts),
    }
    values["tasks"] = drawn[0].tasks if drawn else 0
    now = s.execute(select(func.now())).scalar_one()
    keep = insert(AgreementReport).values(
        project_id=project_id,
        stage_id=stage_id,
        week=_at(monday(day_of(now))),
        values=values,
    )
    s.execute(
        keep.on_conflict_do_update(
            index_elements=["project_id", "stage_id", "week"],
            set_={"values": keep.excluded["values"], "counted_at": func.now()},
        )
    )
    return values


def read(s: Session, project_id: int, stage_id: int, week: str | None) -> dict[str, Any] | None:
    """The last report, or that of the week in which a day lies; people by pseudonym, items by name
    with the key of their small picture. None where there is none."""
    wanted = select(AgreementReport).where(
        AgreementReport.project_id == project_id, AgreementReport.stage_id == stage_id
    )
    if week is not None:
        try:
            wanted = wanted.where(AgreementReport.week == _at(monday(date.fromisoformat(week))))
        except (ValueError, OverflowError):
            return None
    found = s.scalars(wanted.order_by(AgreementReport.week.desc()).limit(1)).first()
    if found is None:
        return None
    told = dict(found.values) | {"week": found.week, "counted_at": found.counted_at}
    told["kept"] = s.scalars(
        select(AgreementReport.week)
        .where(AgreementReport.project_id == project_id, AgreementReport.stage_id == stage_id)
        .order_by(AgreementReport.week.desc())
        .limit(KEPT)
    ).all()
    people = {one["person_id"] for one in told["people"]}
    people |= {pair[end] for pair in told["pairs"] for end in ("one", "other")}
    run = s.connection().exec_driver_sql
    names = {
        row.person_id: row.pseudonym
        for row in run(_NAMES, {"project": project_id, "people": list(people)})
    }
    told["people"] = [one | {"pseudonym": names.get(one["person_id"])} for one in told["people"]]
    told["pairs"] = [
        one
        | {
            "one_pseudonym": names.get(one["one"]),
            "other_pseudonym": names.get(one["other"]),
        }
        for one in told["pairs"]
    ]
    tasks = {"project": project_id, "tasks": [one["task_id"] for one in told["hardest"]]}
    items = {row["task_id"]: dict(row) for row in run(_ITEMS, tasks).mappings()}
    told["hardest"] = [
        items[one["task_id"]] | {"share": one["share"]}
        for one in told["hardest"]
        if one["task_id"] in items
    ]
    told["weeks"] = told["weeks"][-KEPT:]
    return told


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
