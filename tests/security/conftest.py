"""A manager with a stage for each kind of thing, to whom hostile files are given; and what of them
is left."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text

import app.workers
from app.api import limits
from app.core.database import engine, transaction
from app.core.settings import settings
from app.models.project import Project, StageKind
from app.queue.run import do
from app.workflow.design import write_schema
from app.workflow.found import add_stage
from tests.api.conftest import Web
from tests.api.desk import TUS, Desk

SECONDS = 20.0  # of a case, on a machine that does much else
MEMORY = 200 << 20  # bytes that a case may add to this process; bombs unpack to far more


@dataclass(frozen=True)
class Became:
    """What a hostile file came to: the reasons of refusals; where an import failed as a whole, how
    its sentence begins."""

    said: list[str]
    taken: int
    sentences: list[str]
    item: dict[str, Any] | None = None


class House:
    """One project, a stage for each kind of thing."""

    def __init__(self) -> None:
        app.workers.load()
        limits.forget()
        self.desk = Desk(Web(self._work))
        self._stages = {"picture": self.desk.place.stage_id}

    def _work(self) -> int:
        done = 0
        while do():
            done += 1
        return done

    def _stage(self, modality: str) -> int:
        if modality not in self._stages:
            place = self.desk.place
            by = {"by": place.manager}
            label = {"kind": "class", "name": "kind", "classes": [{"id": "a"}]}
            with transaction() as s:
                project = s.get_one(Project, place.project_id)
                values = {"name": modality, "kind": StageKind.LABEL}
                stage_id = add_stage(s, project=project, values=values, **by)
                where = {"project_id": place.project_id, "stage_id": stage_id} | by
                write_schema(s, definition={"modality": modality, "labels": [label]}, **where)
            self._stages[modality] = stage_id
        return self._stages[modality]

    def give(
        self, name: str, content: bytes, modality: str = "picture", format: str = "auto"
    ) -> Became:
        """Send it as a manager does, import it, and forget the upload where it was refused."""
        desk = self.desk
        upload_id = desk.upload(name, content)
        stage_id = self._stage(modality)
        body = {"stage_id": stage_id, "upload_id": upload_id, "format": format}
        answer = desk.http.post(f"{desk.home}/imports", json=body)
        if answer.status_code == 202:
            self._work()
            batch = desk.batch(answer.json()["id"])
            rows = desk.http.get(f"{desk.home}/batches/{batch['id']}/refusals").json()["items"]
            said = [row["code"] for row in rows if row["grade"] != "note"]
            sentences = [row["detail"] for row in rows]
            if batch["state"] != "imported":
                said, sentences = [batch["problem"][:24]], [batch["problem"]]
            taken = batch["taken"]
            items = desk.items(batch_id=batch["id"]) if taken else [None]
            became = Became(said, taken, sentences, items[0])
        else:
            told = answer.json()
            assert answer.status_code == 422, told
            became = Became([told.get("reason", told["code"])], 0, [told["detail"]])
        desk.http.delete(f"{desk.home}/uploads/{upload_id}", headers=TUS)
        return became

    def left(self) -> dict[str, Any]:
        """What lies about: rows of things and of files, files in the data folder."""
        counts = " UNION ALL ".join(
            f"SELECT '{table}', count(*) FROM {table}"
            for table in ("asset", "import_row", "item", "upload")
        )
        with engine().connect() as connection:
            rows = {one[0]: one[1] for one in connection.execute(text(counts))}
        folder = settings().folder
        files = sorted(str(one) for one in folder.rglob("*") if one.is_file())
        return rows | {"files": files}

    def media(self) -> list[bytes]:
        """Every file that is stored."""
        stored = settings().folder / "storage"
        return [one.read_bytes() for one in stored.rglob("*") if one.is_file()]


@pytest.fixture(scope="module")
def house(shared_database: None) -> Iterator[House]:
    yield House()
    limits.forget()


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all temporary files of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def bounded() -> Iterator[None]:
    """Fail where the block takes too long, or makes this process grow too much on its way."""
    process = psutil.Process()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began = process.memory_info().rss, time.monotonic()
    yield
    seconds = time.monotonic() - began
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) << 10
    assert seconds < SECONDS, f"{seconds:.1f} s"
    assert peak - before < MEMORY, f"{(peak - before) >> 20} MB"
