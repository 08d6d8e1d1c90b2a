"""A stage with pictures that are here, and a model that is allowed to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update

from app.core.database import transaction
from app.core.settings import configure
from app.models import Asset, Item, StageModel
from app.storage import forget_storage, storage
from app.suggestions import service
from app.tasks import views
from tests.assets.drawn import drawing, encoded
from tests.factories import Place
from tests.suggestions.model import Model, box, boxes_for

PICTURE = encoded("PNG", drawing(640, 480))


@dataclass
class Stage:
    """A place whose items a model may be asked about."""

    place: Place
    worker: Callable[[], int]

    def store_pictures(self) -> None:
        """The bytes of every item of the place."""
        key = storage().put(iter([PICTURE]), media_type="image/png").key
        with transaction() as s:
            mine = Asset.project_id == self.place.project_id
            s.execute(update(Asset).where(mine, Asset.document.is_(None)).values(storage_key=key))

    def set(self, model: Model, **values: Any) -> None:
        """Set the model, which begins to be asked."""
        given: dict[str, Any] = {"address": model.address, "header_name": None}
        given |= {"header_value": None, "seconds": 5, "batch": 4, "active": True}
        with transaction() as s:
            service.save(
                s,
                by=self.place.manager,
                project_id=self.place.project_id,
                stage_id=self.place.stage_id,
                **(given | values),
            )

    def work(self) -> int:
        """Do every chore that is due."""
        return self.worker()

    def model(self) -> StageModel:
        with transaction() as s:
            return s.get_one(StageModel, (self.place.project_id, self.place.stage_id))

    def counts(self) -> tuple[int, int, int]:
        found = self.model()
        return found.asked, found.given, found.left_out

    def standing(self) -> str:
        with transaction() as s:
            key = (self.place.project_id, self.place.stage_id)
            return service.stands(s, s.get_one(StageModel, key)).value

    def fault(self) -> str | None:
        """The reason of the last failure."""
        fault = self.model().fault
        return None if fault is None else str(fault["reason"])

    def let_time_pass(self) -> None:
        """As if it were time to ask again."""
        with transaction() as s:
            s.execute(update(StageModel).values(again_at=None))

    def ids(self) -> list[int]:
        """The items, in the order in which they are handed out."""
        return [
            row[0]
            for row in self.place.rows(
                "SELECT t.item_id FROM seat x JOIN task t ON t.id = x.task_id"
                " AND t.project_id = x.project_id WHERE x.project_id = :p"
                " ORDER BY x.priority, x.task_id"
            )
        ]

    def suggested(self, item_id: int) -> dict[str, Any] | None:
        """What is kept of it."""
        rows = self.place.rows(
            f"SELECT answer FROM suggestion WHERE project_id = :p AND item_id = {item_id}"
        )
        return rows[0][0] if rows else None

    def leases(self, who: int, count: int = 1, level: int = 0) -> list[dict[str, Any]]:
        """Claimed, as the claimer sees them."""
        taken = self.place.claim(who, level=level, count=count)
        with transaction() as s:
            return views.leases(s, self.place.project_id, taken)

    def change_item(self, item_id: int, **values: Any) -> None:
        with transaction() as s:
            mine = (Item.project_id == self.place.project_id, Item.id == item_id)
            s.execute(update(Item).where(*mine).values(**values))


@pytest.fixture
def model(database: object) -> Iterator[Model]:
    """A model that marks one cell in every picture."""
    with Model(boxes_for(box())).up() as made:
        configure(model_hosts=made.host)
        yield made
    configure(model_hosts=None)


@pytest.fixture
def stage(database: object, worker: Callable[[], int]) -> Stage:
    """Six pictures on offer."""
    forget_storage()
    made = Stage(Place.make(items=6), worker)
    made.store_pictures()
    return made
