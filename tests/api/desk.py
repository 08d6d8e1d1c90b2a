"""A manager at work on one project, through HTTP: uploads, imports, lists."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

from app.api.deps import COOKIE
from app.core.database import transaction
from app.people import sessions
from app.storage import forget_storage
from tests.api.conftest import Caller, Web
from tests.assets.drawn import drawing, encoded
from tests.factories import Place

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = TUS | {"Content-Type": "application/offset+octet-stream"}


def signed_in(web: Web, person_id: int) -> Caller:
    caller = web.stranger()
    with transaction() as s:
        opened = sessions.open_session(s, person_id, user_agent="tests")
    caller.http.cookies.set(COOKIE, opened.token, domain="testserver.local")
    caller.http.headers["x-csrf-token"] = opened.csrf
    return Caller(caller.http, person_id)


class Desk:
    """A manager at work on one project."""

    def __init__(self, web: Web, **stage: Any) -> None:
        forget_storage()
        self.place = Place.make(items=0, opened=False, **stage)
        self.web = web
        self.http = signed_in(web, self.place.manager).http
        self.home = f"/projects/{self.place.project_id}"

    def begin(self, name: str, length: int, **headers: str) -> Any:
        told = base64.b64encode(name.encode()).decode()
        return self.http.post(
            f"{self.home}/uploads",
            headers=TUS
            | {"Upload-Length": str(length), "Upload-Metadata": f"filename {told},filetype YQ=="}
            | headers,
        )

    def send(self, upload_id: str, content: bytes, offset: int = 0, **headers: str) -> Any:
        return self.http.patch(
            f"{self.home}/uploads/{upload_id}",
            content=content,
            headers=BYTES | {"Upload-Offset": str(offset)} | headers,
        )

    def upload(self, name: str, content: bytes) -> str:
        answer = self.begin(name, len(content))
        assert answer.status_code == 201, answer.text
        upload_id = answer.json()["id"]
        assert self.send(upload_id, content).status_code == 204
        return str(upload_id)

    def ask(self, name: str, content: bytes, **fields: Any) -> Any:
        body = {"stage_id": self.place.stage_id, "upload_id": self.upload(name, content)}
        return self.http.post(f"{self.home}/imports", json=body | fields)

    def import_(self, name: str, content: bytes, **fields: Any) -> dict[str, Any]:
        answer = self.ask(name, content, **fields)
        assert answer.status_code == 202, answer.text
        self.web.work()
        return dict(self.batch(answer.json()["id"]))

    def batch(self, batch_id: int) -> Any:
        return self.http.get(f"{self.home}/batches/{batch_id}").json()

    def report(self, batch: dict[str, Any], **params: Any) -> list[tuple[str, str, str]]:
        rows = self.http.get(f"{self.home}/batches/{batch['id']}/refusals", params=params).json()
        return [(row["grade"], row["code"], row["place"]) for row in rows["items"]]

    def items(self, **params: Any) -> list[dict[str, Any]]:
        answer = self.http.get(f"{self.home}/items", params=params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(seed: int = 0, kind: str = "PNG") -> bytes:
    return encoded(kind, drawing(60, 40, seed=seed))


def voc(*corners: tuple[int, int, int, int], label: str = "RBC") -> bytes:
    things = "".join(
        f"<object><name>{label}</name><bndbox><xmin>{a}</xmin><ymin>{b}</ymin><xmax>{c}</xmax>"
        f"<ymax>{d}</ymax></bndbox></object>"
        for a, b, c, d in corners
    )
    size = "<size><width>60</width><height>40</height></size>"
    return f"<annotation>{size}{things}</annotation>".encode()
