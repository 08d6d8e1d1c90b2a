"""What the answers to a task are, what has become of them, and what they are learned from."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models.quality import Consensus, ConsensusState, QualityModel
from app.models.task import Assignment


class Answered(NamedTuple):
    """An answer that counts, and the assignment that it is the answer to; `own` unless an inspector
    corrected it."""

    assignment_id: int
    worker_id: int
    submission_id: int
    answer: dict[str, Any]
    own: bool


class Past(NamedTuple):
    """What a person answered to a task, and what is right, where that is known."""

    task_id: int
    worker_id: int
    answer: dict[str, Any]
    truth: dict[str, Any] | None


def waiting(s: Session, limit: int = 100) -> list[tuple[int, int]]:
    """In which stages have all answers to some task come in? (project, stage)"""
    found = s.execute(
        text(
            "SELECT DISTINCT project_id, stage_id FROM task WHERE state = 'aggregating'"
            " LIMIT :limit"
        ),
        {"limit": limit},
    )
    return [(row[0], row[1]) for row in found]


def tasks_waiting(
    s: Session, project_id: int, stage_id: int, *, after: int, limit: int
) -> list[int]:
    """Which tasks of the stage are those, in order?"""
    return list(
        s.scalars(
            text(
                """SELECT id FROM task WHERE project_id = :project AND stage_id = :stage
                     AND state = 'aggregating' AND id > :after ORDER BY id LIMIT :limit"""
            ),
            {"project": project_id, "stage": stage_id, "after": after, "limit": limit},
        )
    )


def counted(s: Session, project_id: int, task_id: int) -> list[Answered]:
    """The answers that a task's consensus is made of, in the order of their claims."""
    found = s.execute(
        text(
            """SELECT a.id, a.worker_id, v.id, v.answer, v.assignment_id = a.id
               FROM assignment a
               JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
                 AND v.answer IS NOT NULL
               WHERE a.project_id = :project AND a.task_id = :task AND a.level = 0
                 AND a.state = 'accepted' AND a.judged AND NOT a.surplus
               ORDER BY a.id"""
        ),
        {"project": project_id, "task": task_id},
    )
    return [Answered(*row) for row in found]


def past(s: Session, project_id: int, stage_id: int, *, limit: int) -> list[Past]:
    """The newest answers of the stage, as their authors gave them. What is right is known of gold,
    of what an inspector decided between answers, and of what one let through."""
    found = s.execute(
        text(
            """SELECT t.id, a.worker_id, o.answer, coalesce(g.answer,
                 CASE WHEN c.state = 'decided' THEN c.answer END,
                 CASE WHEN a.judged AND EXISTS (
                   SELECT FROM assignment x
                   JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
                   WHERE x.project_id = a.project_id AND x.root_id = a.id AND x.level > 0
                     AND x.gold_id IS NULL AND w.verdict IN ('approve', 'fix')
                     AND w.subject_id IS NOT NULL) THEN v.answer END)
               FROM (SELECT * FROM assignment WHERE project_id = :project AND stage_id = :stage
                   AND level = 0 AND state = 'accepted' AND answer_id IS NOT NULL
                 ORDER BY id DESC LIMIT :limit) a
               JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
               JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
               CROSS JOIN LATERAL (
                 SELECT y.answer FROM submission y
                 WHERE y.project_id = a.project_id AND y.assignment_id = a.id
                   AND y.answer IS NOT NULL
                 ORDER BY y.attempt DESC LIMIT 1) o
               LEFT JOIN gold g ON g.project_id = t.project_id AND g.id = t.gold_id
               LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id
               ORDER BY t.id, a.id"""
        ),
        {"project": project_id, "stage": stage_id, "limit": limit},
    )
    return [Past(*row) for row in found]


def any_root(s: Session, project_id: int, task_id: int) -> int | None:
    """Any level-0 assignment of the task."""
    found: int | None = s.scalar(
        select(func.min(Assignment.id)).where(
            Assignment.project_id == project_id,
            Assignment.task_id == task_id,
            Assignment.level == 0,
        )
    )
    return found


def definition(s: Session, project_id: int, stage_id: int, version: int | None) -> str | None:
    """The label schema of that version, as text."""
    found: str | None = s.scalar(
        text(
            """SELECT definition::text FROM label_schema WHERE project_id = :project
                 AND stage_id = :stage AND version = :version"""
        ),
        {"project": project_id, "stage": stage_id, "version": version},
    )
    return found


def model(s: Session, project_id: int, stage_id: int) -> tuple[QualityModel, float] | None:
    """What was learned of the stage, and how many seconds ago."""
    age = func.extract("epoch", func.now() - QualityModel.fitted_at)
    found = s.execute(
        select(QualityModel, age).where(
            QualityModel.project_id == project_id, QualityModel.stage_id == stage_id
        )
    ).one_or_none()
    return None if found is None else (found[0], float(found[1]))


def keep_people(
    s: Session,
    project_id: int,
    stage_id: int,
    *,
    people: dict[str, Any],
    calibration: dict[str, float] | None,
    answers: int,
) -> None:
    """Write what was learned of people; what was learned of risks stays as it is."""
    values = {"people": people, "calibration": calibration, "answers": answers}
    s.execute(
        insert(QualityModel)
        .values(project_id=project_id, stage_id=stage_id, **values)
        .on_conflict_do_update(
            index_elements=[QualityModel.project_id, QualityModel.stage_id],
            set_=values | {"fitted_at": func.now()},
        )
    )


def keep(
    s: Session,
    *,
    project_id: int,
    task_id: int,
    stage_id: int,
    root_id: int,
    state: ConsensusState,
    answer: dict[str, Any],
    answers: int,
    sure: float,
    confidence: float | None,
) -> None:
    """Write what a task's answers come to, in place of what they came to before."""
    values = {
        "root_id": root_id,
        "state": state,
        "answer": answer,
        "answers": answers,
        "sure": round(sure, 4),
        "confidence": None if confidence is None else round(confidence, 4),
        "submission_id": None,
    }
    s.execute(
        insert(Consensus)
        .values(project_id=project_id, task_id=task_id, stage_id=stage_id, **values)
        .on_conflict_do_update(
            index_elements=[Consensus.project_id, Consensus.task_id],
            set_=values | {"at": func.now()},
        )
    )


def of_task(s: Session, project_id: int, task_id: int) -> Consensus | None:
    """What a task's answers come to; None while that is not known."""
    return s.get(Consensus, (project_id, task_id))


def decide(
    s: Session, found: Consensus, *, answer: dict[str, Any], root_id: int, submission_id: int
) -> None:
    """An inspector has said what it is to be."""
    found.state = ConsensusState.DECIDED
    found.answer = answer
    found.root_id = root_id
    found.submission_id = submission_id
    found.at = func.now()
    s.flush()


class Between(NamedTuple):
    """An inspection that decides between answers: its task, the label schema as text, of a bundle
    how many items it is about, and the stage's salt."""

    task_id: int
    schema: str
    members: int | None
    salt: str


def seat(s: Session, project_id: int, assignment_id: int) -> Between | None:
    """What an inspection decides between, or has decided; None of any other assignment."""
    row = s.execute(
        text(
            """SELECT a.task_id, l.definition::text, cardinality(t.item_ids), g.salt
               FROM assignment a
               JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
               JOIN consensus c ON c.project_id = a.project_id AND c.task_id = a.task_id
               JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id
               JOIN label_schema l ON l.project_id = a.project_id AND l.stage_id = a.stage_id
                 AND l.version = a.schema_version
               WHERE a.project_id = :project AND a.id = :id AND a.level = 1
                 AND a.gold_id IS NULL AND (
                   c.state = 'undecided' AND c.root_id = a.root_id AND a.state = 'reserved'
                   OR EXISTS (SELECT FROM submission v WHERE v.project_id = c.project_id
                     AND v.id = c.submission_id AND v.assignment_id = a.id))"""
        ),
        {"project": project_id, "id": assignment_id},
    ).one_or_none()
    return None if row is None else Between(*row)


class Bought(NamedTuple):
    """Of a stage's tasks with a consensus: how many, answers to each, the share undecided."""

    tasks: int
    answers: float
    undecided: float


def bought(s: Session, project_id: int, stage_id: int) -> Bought:
    """What dynamic overlap has bought here so far, by its newest thousand tasks."""
    row = s.execute(
        text(
            """SELECT count(*), coalesce(avg(answers), 0)::float8,
                 coalesce(avg((state <> 'agreed')::int), 0)::float8
               FROM (SELECT answers, state FROM consensus
                 WHERE project_id = :project AND stage_id = :stage
                 ORDER BY task_id DESC LIMIT 1000) c"""
        ),
        {"project": project_id, "stage": stage_id},
    ).one()
    return Bought(*row)


def mean_units(s: Session, project_id: int, stage_id: int) -> int:
    """How many units of the price card do its newest thousand tasks have on the mean?"""
    return int(
        s.execute(
            text(
                """SELECT coalesce(ceil(avg(units)), 1) FROM (SELECT units FROM task
                   WHERE project_id = :project AND stage_id = :stage
                   ORDER BY id DESC LIMIT 1000) t"""
            ),
            {"project": project_id, "stage": stage_id},
        ).scalar_one()
    )
