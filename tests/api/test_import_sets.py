"""Tables with pictures in them, tars, and several uploads as one import, through HTTP."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from app.assets import bulk, uploads
from app.assets.rows import Block
from tests.api.conftest import Web
from tests.api.desk import Desk, packed, picture, voc
from tests.api.test_imports import Breaks, attempt
from tests.assets.test_tars import tar
from tests.formats.test_parquet_in import table


@pytest.fixture
def desk(web: Web) -> Desk:
    return Desk(web)


def test_pictures_in_a_table_become_items_with_labels(desk: Desk) -> None:
    content = table(
        {
            "image": [{"bytes": picture(n), "path": f"{n}.png"} for n in range(3)],
            "objects": [[{"bbox": [5, 5, 10, 10], "category": "RBC"}], [], None],
            "city": ["서울", "부산", None],
        }
    )
    batch = desk.import_("train.parquet", content)
    assert (batch["format"], batch["taken"], batch["refused"]) == ("parquet", 3, 0)
    first, second, _ = desk.items()
    assert (first["name"], first["width"], first["meta"]) == ("0.png", 60, {"city": "서울"})
    whole = desk.http.get(f"{desk.home}/items/{first['id']}").json()
    (box,) = whole["prelabels"]["annotations"]
    assert (box["class"], box["x"], box["width"]) == ("RBC", 5, 10)
    assert second["prelabelled"]


def test_a_table_goes_on_where_the_last_attempt_came_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{n:03}.png" for n in range(40)]
    content = table(
        {"image": [{"bytes": picture(n % 5), "path": name} for n, name in enumerate(names)]},
        row_group_size=11,
    )
    batch = desk.ask("train.parquet", content).json()
    monkeypatch.setattr(Block, "full", lambda block: len(block.rows) >= 7)
    plain, count = bulk.count_up, 0

    def count_up(*args: Any) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise Breaks
        plain(*args)

    monkeypatch.setattr(bulk, "count_up", count_up)
    with pytest.raises(Breaks):
        attempt(desk, batch["id"])
    assert desk.items() == []
    assert desk.batch(batch["id"])["taken"] == 21
    assert attempt(desk, batch["id"])["taken"] == 40
    assert [item["name"] for item in desk.items(limit=200)] == names


def test_pictures_and_labels_in_archives_of_their_own(desk: Desk) -> None:
    """As programmes deliver them: a tar of pictures, a zip of labels."""
    sent = [
        desk.upload("TS_1.tar.gz", gzip.compress(tar({"in/a.png": picture(1)}))),
        desk.upload("TL_1.zip", packed({"labels/a.xml": voc((5, 5, 20, 20))})),
    ]
    body = {"stage_id": desk.place.stage_id, "upload_ids": sent}
    answer = desk.http.post(f"{desk.home}/imports", json=body)
    assert answer.status_code == 202, answer.text
    desk.web.work()
    batch = desk.batch(answer.json()["id"])
    assert (batch["state"], batch["format"], batch["taken"]) == ("imported", "voc", 1)
    (item,) = desk.items()
    assert (item["name"], item["prelabelled"]) == ("in/a.png", True)
    # what was sent is gone, and asking again finds the same import
    assert not any(uploads.spool_path(one).exists() for one in sent)
    again = desk.http.post(f"{desk.home}/imports", json=body)
    assert (again.status_code, again.json()["id"]) == (200, batch["id"])


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.tar.gz", gzip.compress(b"no tar")), ("a.tar", b"no tar"), ("a.tar", tar({"../a": b""}))],
)
def test_a_hostile_tar_is_refused_at_once(desk: Desk, name: str, content: bytes) -> None:
    refused = desk.ask(name, content)
    assert (refused.status_code, refused.json()["code"]) == (422, "archive_refused")
