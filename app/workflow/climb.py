"""Climb the ladder: who meets what a level asks takes its role himself, where the level says so."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import StageState
from app.models.person import ProjectRoleName
from app.models.project import Inspect, PriceCard, Project, ProjectRole, Stage
from app.people.notifications import Told, notify
from app.people.queries import taken_off
from app.people.queries.teams import AT_LEVEL
from app.people.team import join_project
from app.routing import queries
from app.routing.queries import Question
from app.routing.rules import Asked, missing
from app.workflow.admit import levels_of, refuse


class NoLadder(Conflict):
    """The level's role is not to be had by oneself."""

    code, title = "no_ladder", "This role is given by a manager"


class TakenOff(Conflict):
    """A manager took this role from him before."""

    code, title = "taken_off", "A manager decides about this role"


def levels(stage: Stage) -> list[int]:
    """The levels at which a stage has work: a rejection goes to the second whatever it samples."""
    return [0] if stage.inspect1 is Inspect.NONE else [0, 1, 2]


def ladder(s: Session, *, me: int, project_id: int) -> list[dict[str, Any]]:
    """The project's stages that are not over, with their levels, and how this person stands to
    each."""
    held = set(
        s.scalars(
            select(ProjectRole.role).where(
                ProjectRole.project_id == project_id, ProjectRole.person_id == me
            )
        )
    )
    currency = s.get_one(Project, project_id).currency
    rows = s.execute(
        select(Stage, PriceCard)
        .outerjoin(
            PriceCard,
            (PriceCard.project_id == Stage.project_id)
            & (PriceCard.stage_id == Stage.id)
            & (PriceCard.version == Stage.price_version),
        )
        .where(Stage.project_id == project_id, Stage.state != StageState.CANCELLED)
        .order_by(Stage.position, Stage.id)
    ).all()
    places = [(project_id, stage.id, level) for stage, _ in rows for level in levels(stage)]
    at = dict(zip(places, levels_of(s, me, places), strict=True))
    found = []
    for stage, card in rows:
        rungs = []
        for level in levels(stage):
            stands = at[project_id, stage.id, level]
            role = AT_LEVEL[level]
            climb = level > 0 and stands.asked is not None and stands.asked.climb
            rungs.append(
                {
                    "level": level,
                    "role": role,
                    "held": role in held,
                    "price": None if card is None else card.prices[level],
                    "unit": None if card is None else card.unit,
                    "per": None if card is None else card.per,
                    "asked": {} if stands.asked is None else stands.asked.kept(),
                    "day_limit": stands.counted.day_limit,
                    "person_limit": stands.counted.person_limit,
                    "needs": stands.needs,
                    "climb": climb,
                    "may_climb": climb and not stands.needs and role not in held,
                }
            )
        found.append(
            {
                "stage_id": stage.id,
                "stage": stage.name,
                "state": stage.state,
                "currency": currency,
                "rungs": rungs,
            }
        )
    return found


def climb(s: Session, *, me: int, project_id: int, stage_id: int, level: int) -> ProjectRoleName:
    """Take the role that does this level's work, if all that it asks is met; again is no change.
    The role is the project's: other stages ask for themselves.

    Raises `NotFound`, `NoLadder`, `TakenOff` where a manager took it from him, `NotAdmitted`.
    """
    stage, role = s.get(Stage, (project_id, stage_id)), AT_LEVEL[level]
    if stage is None:
        raise NotFound("There is no such stage in this project.")
    if s.get(ProjectRole, (project_id, me, role)) is not None:
        return role
    row = queries.requirement(s, project_id, stage_id, level)
    asked = None if row is None else Asked.model_validate(row.asked)
    if row is None or asked is None or not asked.climb or stage.state is StageState.CANCELLED:
        raise NoLadder("A manager of the project gives this role; ask for it.")
    if taken_off(s, project_id, me, role):
        raise TakenOff("A manager took this role from you; ask for it back.")
    question = Question(me, project_id, stage_id, level, asked)
    (known,) = queries.known(s, [question])
    refuse(missing(asked, known))
    join_project(s, project_id, me, role, me)
    queries.keep_admission(s, question, version=row.version, until=known.until)
    project = s.get_one(Project, project_id)
    notify(s, me, Told.ROLE_GRANTED, {"project": project.name, "role": role.value}, project_id)
    return role
