"""A project that collects writings and recordings from people, and whoever comes to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text, update

from app.core.database import transaction
from app.models import Asset, Item, Stage, StageKind
from app.people.collecting import GuardianIn
from app.tasks.quota_schemas import QuotasIn
from app.workflow import quotas
from app.workflow.design import write_schema
from app.workflow.opening import open_chunk
from tests.factories import Place

SCHEMA = {"modality": "prompt", "labels": [{"kind": "writing", "name": "words"}]}
GUARDIAN = GuardianIn(name="어머니", email="mother@example.test", relation="어머니")


def site(*, prompts: int = 3, collect: dict[str, Any] | None = None, **stage: Any) -> Place:
    """An open project with a collect stage, its prompts on offer."""
    place = Place.make(items=0, opened=False, kind=StageKind.COLLECT, **stage)
    with transaction() as s:
        here = {"by": place.manager, "project_id": place.project_id, "stage_id": place.stage_id}
        write_schema(s, definition=SCHEMA, **here)
        if collect:
            s.execute(update(Stage).where(Stage.id == place.stage_id).values(collect=collect))
    add_prompts(place, prompts)
    return place


def add_prompts(place: Place, count: int) -> list[int]:
    """Prompts that are on offer."""
    made = place.add_items(count)
    with transaction() as s:
        for item_id in made:
            asset_id = select(Item.asset_id).where(Item.id == item_id).scalar_subquery()
            document = {"parts": [{"id": "1", "role": "write", "text": f"{item_id}: 써 주세요."}]}
            s.execute(
                update(Asset)
                .where(Asset.id == asset_id)
                .values(document=document, width=None, height=None, media_type="text/plain")
            )
    while open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager):
        pass
    return made


def words(said: str = "밥 묵었나") -> dict[str, Any]:
    """An answer."""
    return {
        "modality": "prompt",
        "annotations": [{"id": "a1", "kind": "writing", "name": "words", "text": said}],
    }


def ask_for(place: Place, by: list[str], *cells: tuple[dict[str, str], int], counts: str) -> None:
    """Set the stage's quotas."""
    asked = QuotasIn.model_validate(
        {
            "by": by,
            "counts": counts,
            "cells": [{"cell": cell, "goal": goal} for cell, goal in cells],
        }
    )
    with transaction() as s:
        quotas.write(
            s, by=place.manager, project_id=place.project_id, stage_id=place.stage_id, asked=asked
        )


def standing(place: Place) -> list[tuple[int, int, int]]:
    """Goal, taken and accepted of each cell."""
    with transaction() as s:
        found = quotas.read(s, place.project_id, place.stage_id)
        return [(one.goal, one.taken, one.accepted) for one in found.cells]


def scalar(place: Place, statement: str, **values: Any) -> Any:
    """One value, `:p` bound to the project."""
    with transaction() as s:
        return s.execute(text(statement), {"p": place.project_id, **values}).scalar()
