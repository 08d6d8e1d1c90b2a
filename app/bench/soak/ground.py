"""Who works on what in a soak: two projects of one organisation, and people at all levels."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from app.bench.ground import SCHEMA, add_items, add_person, add_stage_with, put_on_offer
from app.bench.soak.crew import by_browser
from app.core.database import transaction
from app.models import Inspect, Organisation, OrganisationRoleName, ProjectRoleName
from app.people.organisations import grant
from app.people.team import join_project

FUNDS = 1_000_000_000
PRICES = (130, 40)
# One where each piece is wanted twice and looked at twice, one where a part is looked at.
STAGES: tuple[dict[str, Any], ...] = (
    {"overlap": 2, "inspect1": Inspect.ALL, "inspect2": Inspect.ALL},
    {
        "overlap": 1,
        "inspect1": Inspect.SAMPLE,
        "rate1": Decimal("0.5"),
        "inspect2": Inspect.SAMPLE,
        "rate2": Decimal("0.5"),
    },
)
# The parts that people play, by how many of twenty, and what they are in the project.
PARTS = (
    ("work", 8, ProjectRoleName.WORKER),
    ("paid", 3, ProjectRoleName.WORKER),
    ("first", 5, ProjectRoleName.PRIMARY_INSPECTOR),
    ("second", 3, ProjectRoleName.SECONDARY_INSPECTOR),
    ("manage", 1, ProjectRoleName.MANAGER),
)


@dataclass(frozen=True)
class Scene:
    """What was made: the projects, and the players' settings but for where to connect."""

    organisation_id: int
    projects: list[int]
    players: list[dict[str, Any]]


def scene(clients: int, tasks: int) -> Scene:
    """`tasks` items on offer in each project, and `clients` people: two officers of finance, and
    of every twenty others one manager, three second and five first inspectors, and eleven who
    label, three of whom ask for their money."""
    with transaction() as s:
        boss = add_person(s, "soak-boss").id
        home = s.execute(
            insert(Organisation).values(name="soak").returning(Organisation.id)
        ).scalar_one()
        places = [
            add_stage_with(
                s,
                by=boss,
                organisation_id=home,
                name=f"soak-{n}",
                schema=SCHEMA,
                prices=PRICES,
                funds=FUNDS,
                stage=stage,
            )
            for n, stage in enumerate(STAGES)
        ]
        for project_id, stage_id in places:
            add_items(s, project_id, stage_id, tasks)
        cast = [part for part in PARTS for _ in range(part[1])]
        drafts: list[dict[str, Any]] = []
        for n in range(clients - 2):
            part, _, role = cast[n % len(cast)]
            project_id, stage_id = places[n // len(cast) % len(places)]
            person = add_person(s, f"soak-{n}").id
            join_project(s, project_id, person, role, by=None)
            drafts.append(_player(person, part, home, project_id, stage_id))
        for part in ("prepare", "approve"):
            person = add_person(s, f"soak-{part}").id
            grant(s, home, person, OrganisationRoleName.FINANCE, by=None)
            drafts.append(_player(person, part, home, *places[0]))
    for project_id, stage_id in places:
        put_on_offer(project_id, stage_id, boss)
    players = [draft | {"headers": by_browser(draft["who"])} for draft in drafts]
    return Scene(home, [project_id for project_id, _ in places], players)


def _player(person: int, part: str, home: int, project_id: int, stage_id: int) -> dict[str, Any]:
    return {
        "who": person,
        "part": part,
        "organisation": home,
        "place": f"/api/v1/projects/{project_id}",
        "stage": stage_id,
    }
