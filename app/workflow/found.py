"""Begin a project, and a stage of one: with their accounts, queues and first taxonomy."""

import secrets
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.ledger.queries import account_of
from app.ledger.service import open_account
from app.models.ledger import AccountKind
from app.models.person import ProjectRoleName
from app.models.project import Enrolment, Project, Stage
from app.models.task import Queue
from app.models.transition import record
from app.people.team import join_project
from app.projects.queries import add_reasons
from app.projects.reasons import ANYWHERE


def found_project(
    s: Session,
    *,
    by: int,
    organisation_id: int,
    name: str,
    goal: str,
    currency: str = "KRW",
    enrolment: Enrolment = Enrolment.INVITED,
) -> int:
    """A draft project with its sponsor's and budget accounts; its founder manages it."""
    project_id = s.execute(
        insert(Project)
        .values(
            organisation_id=organisation_id,
            name=name,
            goal=goal,
            currency=currency,
            enrolment=enrolment,
        )
        .returning(Project.id)
    ).scalar_one()
    for kind in (AccountKind.SPONSOR, AccountKind.BUDGET):
        open_account(s, kind, currency, project_id=project_id)
    add_reasons(s, project_id, ANYWHERE)
    record(
        s,
        project_id=project_id,
        subject="project",
        subject_id=project_id,
        by=by,
        target="draft",
        why="founded",
    )
    join_project(s, project_id, by, ProjectRoleName.MANAGER, by)
    return project_id


def add_stage(s: Session, *, by: int, project: Project, values: dict[str, Any]) -> int:
    """A draft stage with its reserve account and the queues of each level: the open one, of the
    inspections that wait for somebody, and of known answers."""
    budget = account_of(s, AccountKind.BUDGET, project_id=project.id)
    stage_id = s.execute(text("SELECT nextval('stage_id_seq')")).scalar_one()
    reserve = open_account(
        s, AccountKind.RESERVE, project.currency, project_id=project.id, stage_id=stage_id
    )
    s.execute(
        insert(Stage).values(
            project_id=project.id,
            id=stage_id,
            salt=secrets.token_hex(16),
            budget_account_id=budget.id,
            reserve_account_id=reserve,
            **values,
        )
    )
    queues = [(level, held, False) for level in (0, 1, 2) for held in ((False, True)[: level + 1])]
    queues += [(level, False, True) for level in (0, 1, 2)]
    s.execute(
        insert(Queue),
        [
            {
                "project_id": project.id,
                "stage_id": stage_id,
                "level": level,
                "held": held,
                "gold": gold,
            }
            for level, held, gold in queues
        ],
    )
    record(
        s,
        project_id=project.id,
        subject="stage",
        subject_id=stage_id,
        by=by,
        target="draft",
        why="added",
    )
    return int(stage_id)
