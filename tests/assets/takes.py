"""People at work on prompts, through HTTP: leases, uploads, takes; and takes that are made here."""

from __future__ import annotations

import base64
import io
import wave
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import select, text, update

from app.core.database import transaction
from app.models import Asset, Item, Stage
from app.workflow.design import write_schema
from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.desk import BYTES, TUS, signed_in
from tests.factories import Place

RATE = 16_000
SPEECH: dict[str, Any] = {"kind": "recording", "name": "speech", "min_seconds": 1}
PHOTO: dict[str, Any] = {"kind": "photograph", "name": "photo"}


class Site:
    """A project that collects: one stage of prompts, and whoever comes to it."""

    def __init__(
        self, web: Web, *labels: dict[str, Any], prompts: int = 1, people: int = 1
    ) -> None:
        self.web = web
        self.place = Place.make(items=0, opened=False, overlap=people, inspect1="none")
        here = {
            "by": self.place.manager,
            "project_id": self.place.project_id,
            "stage_id": self.place.stage_id,
        }
        with transaction() as s:
            write_schema(s, definition={"modality": "prompt", "labels": list(labels)}, **here)
        for item_id in self.place.add_items(prompts):
            self._written(item_id)
        while open_chunk(
            self.place.project_id, self.place.stage_id, None, priority=0, by=self.place.manager
        ):
            pass

    def _written(self, item_id: int) -> None:
        """Make a text of what the factory made a picture."""
        document = {"parts": [{"id": "1", "role": "read", "text": f"{item_id} 번째 문장이에요."}]}
        with transaction() as s:
            asset_id = select(Item.asset_id).where(Item.id == item_id).scalar_subquery()
            s.execute(
                update(Asset)
                .where(Asset.id == asset_id)
                .values(document=document, width=None, height=None, media_type="text/plain")
            )

    def be(self, kind: str) -> None:
        """Make the stage one of this kind."""
        with transaction() as s:
            s.execute(update(Stage).where(Stage.id == self.place.stage_id).values(kind=kind))

    def person(self, *roles: str) -> Person:
        return Person(self, self.place.person(*(roles or ("worker",))))

    def manager(self) -> Person:
        return Person(self, self.place.manager)

    def asset(self, capture: dict[str, Any]) -> Asset:
        """The asset of a take that passed."""
        with transaction() as s:
            found = s.execute(
                text("SELECT project_id, asset_id FROM capture WHERE id = :id"),
                {"id": capture["id"]},
            ).one()
            asset = s.get_one(Asset, (found.project_id, found.asset_id))
            s.expunge(asset)
            return asset


class Person:
    """Somebody at work."""

    def __init__(self, site: Site, person_id: int) -> None:
        self.site = site
        self.id = person_id
        self.http = signed_in(site.web, person_id).http
        self.home = f"/projects/{site.place.project_id}"

    def claim(self) -> int:
        """A lease on a prompt; who may take part is not what is tried here."""
        self.site.be("label")
        lease, *_ = self.site.place.claim(self.id)
        self.site.be("collect")
        return int(lease)

    def begin(self, lease: int, name: str, length: int) -> Any:
        told = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}"
            for key, value in (("filename", name), ("assignment", str(lease)))
        )
        headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": told}
        return self.http.post(f"{self.home}/uploads", headers=headers)

    def upload(self, lease: int, name: str, content: bytes) -> str:
        answer = self.begin(lease, name, len(content))
        assert answer.status_code == 201, answer.text
        upload_id: str = answer.json()["id"]
        sent = self.http.patch(
            f"{self.home}/uploads/{upload_id}",
            content=content,
            headers=BYTES | {"Upload-Offset": "0"},
        )
        assert sent.status_code == 204, sent.text
        return upload_id

    def captures(self, lease: int) -> str:
        return f"{self.home}/assignments/{lease}/captures"

    def add(self, lease: int, upload_id: str, label: str) -> Any:
        body = {"upload_id": upload_id, "label": label, "device": {"kind": "phone"}}
        return self.http.post(self.captures(lease), json=body)

    def take(self, lease: int, label: str, content: bytes, name: str = "take") -> dict[str, Any]:
        """Send a take and wait until it has been looked over."""
        answer = self.add(lease, self.upload(lease, name, content), label)
        assert answer.status_code == 201, answer.text
        assert answer.json()["state"] == "checking"
        self.site.web.work()
        found = self.http.get(f"{self.captures(lease)}/{answer.json()['id']}")
        assert found.status_code == 200, found.text
        return dict(found.json())


def codes(capture: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in capture["faults"]]


# --- takes -------------------------------------------------------------------------------------

Samples = NDArray[np.float64]


def spoken(seconds: float = 3.0, *, seed: int = 0, rate: int = RATE, level: float = 0.4) -> Samples:
    """Something like speech: syllables of changing pitch and timbre over a quiet room."""
    chance = np.random.default_rng(seed)
    count = round(seconds * rate)
    at = np.arange(count) / rate
    sound = np.zeros(count)
    start = 0.4
    while start < seconds - 0.2:
        length = float(chance.uniform(0.12, 0.3))
        inside = (at >= start) & (at < start + length)
        when = at[inside] - start
        pitch = chance.uniform(100, 260)
        shape = np.sin(np.pi * when / length)
        for harmonic in range(1, 16):
            loud = chance.uniform(0.1, 1.0) / harmonic**0.5
            bend = 1 + 0.1 * np.sin(2 * np.pi * 3 * when + chance.uniform(0, 6))
            turn = 2 * np.pi * np.cumsum(pitch * harmonic * bend) / rate
            sound[inside] += loud * shape * np.sin(turn)
        start += length + float(chance.uniform(0.02, 0.12))
    sound *= level / max(1e-9, np.abs(sound).max())
    return sound + chance.normal(0, 0.0005, count)


def wav(samples: Samples, *, rate: int = RATE, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        whole = np.clip(np.round(samples * 32767), -32768, 32767).astype("<i2")
        file.writeframes(np.repeat(whole, channels).tobytes())
    return out.getvalue()


def scene(seed: int = 0, size: tuple[int, int] = (1280, 960)) -> Image.Image:
    """A picture with edges, of which no two seeds look alike."""
    chance = np.random.default_rng(seed)
    image = Image.new("RGB", size, tuple(int(one) for one in chance.integers(60, 180, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = chance.integers(0, size[0]), chance.integers(0, size[1])
        w, h = chance.integers(20, size[0] // 3), chance.integers(20, size[1] // 3)
        colour = tuple(int(one) for one in chance.integers(0, 255, 3))
        draw.rectangle([int(x), int(y), int(x + w), int(y + h)], fill=colour)
    return image


def photo(
    image: Image.Image,
    *,
    kind: str = "JPEG",
    place: bool = False,
    turned: bool = False,
    **options: Any,
) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x8825] = {1: "N", 2: (37.0, 33.0, 59.4), 3: "E", 4: (126.0, 58.0, 40.8)}
    if turned:
        exif[0x0112] = 6
    image.save(out, kind, exif=exif, **({"quality": 92} | options if kind == "JPEG" else options))
    return out.getvalue()


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(12))
