"""A release of a few pictures, in the catalogue."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import insert

from app.core.database import transaction
from app.core.states import BatchState, ItemState
from app.models import Asset, Batch, Item
from app.storage import forget_storage, storage
from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.assets.drawn import drawing, encoded
from tests.factories import Place, boxes

WORDS: dict[str, Any] = {
    "title_ko": "말초혈액 세포 상자",
    "title_en": "Boxes of blood cells",
    "about_ko": "혈액 도말 사진에 상자를 그렸어요.",
    "about_en": "Photographs of blood smears with boxes.",
    "terms_ko": "이름을 밝히면 누구나 써요.",
    "terms_en": "Free for who names its makers.",
    "domain": "health",
    "keywords": ["혈액", "Cells"],
    "creators": ["한빛데이터", "두레 & 벗"],
    "licence": "CC-BY-4.0",
}
NOTHING = {"modality": "picture", "annotations": []}
ANSWERS = {"a.png": boxes(10.25, 100.5), "b.png": boxes(0.1), "c.png": NOTHING}


class Shown:
    """Some pictures of a stage, labeled, and a release of them in the catalogue."""

    items = 4
    stage: ClassVar[dict[str, Any]] = {"overlap": 1, "inspect1": "none", "inspect2": "none"}

    def __init__(self, web: Web) -> None:
        forget_storage()
        self.web = web
        self.place = place = Place.make(items=0, opened=False, **self.stage)
        self.http = signed_in(web, place.manager).http
        self.home = f"/projects/{place.project_id}"
        names = [f"{chr(ord('a') + nth)}.png" for nth in range(self.items)]
        self.ids = {name: self._picture(name, nth) for nth, name in enumerate(names)}
        open_chunk(place.project_id, place.stage_id, None, priority=0, by=None)
        self.label()
        self.first = self.make("1.0", media=True)
        self.sets = f"{self.home}/datasets"
        words = WORDS | {"stage_id": place.stage_id}
        self.id = self.must("POST", self.sets, words, status=201)["id"]
        self.mine = f"{self.sets}/{self.id}"
        self.page = f"/catalogue/{self.id}"
        self.public = web.stranger().http

    def label(self) -> None:
        """Three are labeled, and one is not."""
        self.worker = self.place.person("worker")
        leases = self.place.claim(self.worker, count=3)
        for lease, answer in zip(leases, ANSWERS.values(), strict=True):
            self.place.submit(self.worker, lease, answer)

    def _picture(self, name: str, nth: int) -> int:
        kept = storage().put([encoded("PNG", drawing(640, 480, seed=nth))])
        here = {"project_id": self.place.project_id}
        with transaction() as s:
            batch = Batch(
                **here,
                stage_id=self.place.stage_id,
                name=name,
                format="folder",
                source="test",
                state=BatchState.IMPORTED,
                taken=1,
            )
            asset = Asset(
                **here,
                sha256=kept.key,
                media_type="image/png",
                bytes=kept.bytes,
                width=640,
                height=480,
                storage_key=kept.key,
                thumbnail_key=kept.key,
            )
            s.add_all([batch, asset])
            s.flush()
            values = {"batch_id": batch.id, "asset_id": asset.id, "name": name}
            values |= {"stage_id": self.place.stage_id, "state": ItemState.READY}
            return s.execute(insert(Item).values(**here, **values).returning(Item.id)).scalar_one()

    def must(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """What the manager's request answers."""
        answer = self.http.request(method, path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def make(self, version: str, format: str = "coco", **fields: Any) -> dict[str, Any]:
        """A release of what is accepted now."""
        body = {"version": version, "stage_id": self.place.stage_id, "format": format}
        begun = self.must("POST", f"{self.home}/releases", body | fields, status=202)
        self.web.work()
        return dict(self.must("GET", f"{self.home}/releases/{begun['id']}"))

    def publish(self) -> None:
        """Let everybody see it."""
        told = {"release_id": self.first["id"], "notes_ko": "처음", "notes_en": "First"}
        self.must("POST", f"{self.mine}/versions", told)
        self.must("POST", f"{self.mine}/publish")
        self.web.work()
