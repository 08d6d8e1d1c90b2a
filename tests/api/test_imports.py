"""From an upload to items, through HTTP: resumable bytes, imports, reports, lists, media."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from app.assets import bulk, importing, uploads
from app.assets.rows import Block
from app.core.database import engine, transaction
from app.core.settings import configure
from app.core.states import BatchState
from app.queue.run import Run
from app.workers.assets import end_lost_imports, forget_uploads
from tests.api.conftest import Web
from tests.api.desk import TUS, Desk, packed, picture, signed_in, voc
from tests.assets.drawn import drawing, encoded, place


@pytest.fixture
def desk(web: Web) -> Desk:
    return Desk(web)


# --- uploads ---------------------------------------------------------------------------------


def test_an_upload_goes_on_where_it_was_broken_off(desk: Desk) -> None:
    answer = desk.begin("사진.zip", 10)
    upload_id = answer.json()["id"]
    assert answer.headers["location"] == f"/api/v1{desk.home}/uploads/{upload_id}"
    assert answer.headers["upload-expires"].endswith("GMT")
    where = f"{desk.home}/uploads/{upload_id}"
    assert desk.send(upload_id, b"01234").headers["upload-offset"] == "5"
    assert desk.http.head(where, headers=TUS).headers["upload-offset"] == "5"
    # a request that was repeated, or sent too early
    refused = desk.send(upload_id, b"01234")
    assert (refused.status_code, refused.json()["offset"]) == (409, 5)
    assert desk.send(upload_id, b"9", offset=9).status_code == 409
    assert desk.send(upload_id, b"56789", offset=5).status_code == 204
    assert uploads.spool_path(upload_id).read_bytes() == b"0123456789"
    assert desk.send(upload_id, b"!", offset=10).status_code == 413
    assert desk.http.head(where, headers=TUS).headers["upload-offset"] == "10"
    assert desk.http.delete(where, headers=TUS).status_code == 204
    assert desk.http.head(where, headers=TUS).status_code == 404
    assert not uploads.spool_path(upload_id).exists()


def test_what_was_written_and_not_noted_is_written_over(desk: Desk) -> None:
    """As after a crash between the bytes and the row."""
    upload_id = desk.begin("a.zip", 6).json()["id"]
    uploads.spool_path(upload_id).write_bytes(b"XXXX")
    assert desk.send(upload_id, b"abcdef").status_code == 204
    assert uploads.spool_path(upload_id).read_bytes() == b"abcdef"


def test_one_writer_at_a_time(desk: Desk) -> None:
    upload_id = desk.begin("a.zip", 6).json()["id"]
    with uploads.writing(upload_id, 0):
        assert desk.send(upload_id, b"abc").status_code == 423
    assert desk.send(upload_id, b"abc").status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.9"}, 412),
        ({"Upload-Length": "-1"}, 422),
        ({"Upload-Length": "x"}, 422),
        ({"Upload-Length": str(2**70)}, 422),
        ({"Upload-Metadata": ""}, 422),
        ({"Upload-Metadata": "filename ***"}, 422),
        ({"Upload-Metadata": "filename " + base64.b64encode(b"a\0b").decode()}, 422),
        ({"Upload-Metadata": "filename " + base64.b64encode(b"a/").decode()}, 422),
    ],
)
def test_absurd_uploads_are_refused(desk: Desk, headers: dict[str, str], status: int) -> None:
    answer = desk.begin("a.zip", 5, **headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_limits_and_types_of_uploads(desk: Desk) -> None:
    configure(max_upload_bytes=5000)
    try:
        assert desk.begin("a.zip", 5001).status_code == 413
        told = desk.http.options(f"{desk.home}/uploads").headers
        assert (told["tus-max-size"], told["tus-version"]) == ("5000", "1.0.0")
    finally:
        configure(max_upload_bytes=None)
    upload_id = desk.begin("a.zip", 5).json()["id"]
    assert desk.send(upload_id, b"a", **{"Content-Type": "text/plain"}).status_code == 415
    assert desk.send("x" * 32, b"a").status_code == 404
    assert desk.send("..%2F..%2Fetc%2Fpasswd", b"a").status_code in (404, 422)


def test_uploads_left_alone_are_forgotten(desk: Desk) -> None:
    old, new = (desk.begin("a.zip", 5).json()["id"] for _ in range(2))
    with transaction() as s:
        s.execute(text("UPDATE upload SET expires_at = now() WHERE id = :id"), {"id": old})
    forget_uploads()
    assert not uploads.spool_path(old).exists()
    assert uploads.spool_path(new).exists()


# --- imports ---------------------------------------------------------------------------------


def test_a_zip_of_pictures_becomes_items(desk: Desk) -> None:
    turned = encoded("JPEG", drawing(40, 60), exif=place(6))
    batch = desk.import_(
        "사진.zip",
        packed(
            {
                "a/1.png": picture(1),
                "b/1.png": picture(2),
                "turned.jpg": turned,
                "evil.svg": b"<svg onload='alert(1)'/>",
                "broken.png": picture()[:-30],
                "photo.jpg": picture(3),
                "notes.md": b"?",
            }
        ),
    )
    assert (batch["state"], batch["format"]) == ("imported", "folder")
    assert (batch["taken"], batch["refused"], batch["noted"]) == (4, 3, 1)
    assert desk.report(batch) == [
        ("item", "picture_type", "evil.svg"),
        ("item", "truncated", "broken.png"),
        ("note", "wrong_extension", "photo.jpg"),
        ("item", "not_a_picture", "notes.md"),
    ]
    assert desk.report(batch, grade="note") == [("note", "wrong_extension", "photo.jpg")]
    items = desk.items()
    assert [item["name"] for item in items] == ["a/1.png", "b/1.png", "turned.jpg", "photo.jpg"]
    assert {item["state"] for item in items} == {"ready"}
    # as shown, not as stored
    assert (items[2]["width"], items[2]["height"]) == (60, 40)
    assert items[3]["media_type"] == "image/png"
    assert uploads.spool_path("x").parent.exists()
    assert list(uploads.spool_path("x").parent.iterdir()) == []


def test_media_go_out_without_their_place(desk: Desk) -> None:
    desk.import_("a.zip", packed({"a.jpg": encoded(exif=place(6))}))
    (item,) = desk.items()
    links = desk.http.get(f"{desk.home}/items/{item['id']}/media").json()
    stranger = desk.web.stranger().http
    for link, kind in ((links["url"], "JPEG"), (links["thumbnail_url"], "WEBP")):
        served = stranger.get(f"http://testserver{link}")
        assert served.status_code == 200
        assert b"Secret" not in served.content
        shown = Image.open(io.BytesIO(served.content))
        assert (shown.format, shown.size, dict(shown.getexif())) == (kind, (40, 60), {})
        assert served.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in served.headers["content-security-policy"]
        assert served.headers["cache-control"].startswith("private, max-age=")
        part = stranger.get(f"http://testserver{link}", headers={"Range": "bytes=2-5"})
        assert (part.status_code, part.content) == (206, served.content[2:6])
        assert part.headers["content-range"] == f"bytes 2-5/{len(served.content)}"
        end = stranger.get(f"http://testserver{link}", headers={"Range": "bytes=-3"})
        assert end.content == served.content[-3:]
        past = stranger.get(f"http://testserver{link}", headers={"Range": "bytes=99999999-"})
        assert past.status_code == 416
        tag = {"If-None-Match": served.headers["etag"]}
        assert stranger.get(f"http://testserver{link}", headers=tag).status_code == 304
        head = stranger.head(f"http://testserver{link}")
        assert (head.content, int(head.headers["content-length"])) == (b"", len(served.content))
        assert stranger.get(f"http://testserver{link[:-1]}").status_code == 404


def test_media_are_for_who_works_on_them(desk: Desk) -> None:
    desk.import_("a.zip", packed({"a.png": picture()}))
    (item,) = desk.items()
    worker = desk.place.person("worker")
    there = signed_in(desk.web, worker).http
    where = f"{desk.home}/items/{item['id']}/media"
    assert there.get(where).status_code == 404
    with transaction() as s:
        s.execute(
            text(
                """INSERT INTO queue (project_id, stage_id, level) SELECT :p, :s, 0
                   WHERE NOT EXISTS (SELECT FROM queue WHERE stage_id = :s AND level = 0)"""
            ),
            {"p": desk.place.project_id, "s": desk.place.stage_id},
        )
    from app.workflow.opening import open_chunk

    open_chunk(desk.place.project_id, desk.place.stage_id, None, priority=0, by=None)
    assert there.get(where).status_code == 404
    desk.place.claim(worker)
    assert there.get(where).status_code == 200
    assert there.get(f"{desk.home}/items/{item['id']}").status_code == 403
    whole = desk.http.get(f"{desk.home}/items/{item['id']}").json()
    assert [work["state"] for work in whole["tasks"][0]["assignments"]] == ["reserved"]
    assert {"item", "task"} <= {step["subject"] for step in whole["history"]}


def test_labels_come_along_as_suggestions(desk: Desk) -> None:
    batch = desk.import_(
        "voc.zip",
        packed(
            {
                "Annotations/a.xml": voc((1, 2, 11, 22), (5, 5, 5, 5), (50, 5, 61, 9)),
                "Annotations/b.xml": voc((1, 2, 3, 4), label="cat"),
                "Annotations/c.xml": voc(),
                "Annotations/gone.xml": voc(),
                "JPEGImages/a.png": picture(1),
                "JPEGImages/b.png": picture(2),
                "JPEGImages/c.png": picture(3),
                "JPEGImages/d.png": picture(4),
                "JPEGImages/e.png": encoded("PNG", drawing(61, 40)),
                "Annotations/e.xml": voc((1, 2, 3, 4)),
            }
        ),
    )
    assert (batch["format"], batch["taken"], batch["refused"]) == ("voc", 5, 1)
    assert sorted(desk.report(batch)) == [
        ("annotation", "past_edge", "Annotations/a.xml, object 3"),
        ("annotation", "size_differs", "Annotations/e.xml"),
        ("annotation", "unknown_class", "Annotations/b.xml"),
        ("annotation", "zero_area", "Annotations/a.xml, object 2"),
        ("item", "no_media", "Annotations/gone.xml"),
    ]
    by_name = {}
    for item in desk.items():
        whole = desk.http.get(f"{desk.home}/items/{item['id']}").json()
        by_name[item["name"][-5:]] = whole["prelabels"]
    (box,) = by_name["a.png"]["annotations"]
    assert box | {"id": ""} == {
        "kind": "box",
        "id": "",
        "name": "cells",
        "class": "RBC",
        "x": 1.0,
        "y": 2.0,
        "width": 10.0,
        "height": 20.0,
    }
    assert by_name["b.png"]["annotations"] == []
    assert by_name["c.png"]["annotations"] == []
    assert (by_name["d.png"], by_name["e.png"]) == (None, None)


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(desk: Desk, storage: Any) -> None:
    files = packed({"a.png": picture(), "b.txt": b""})
    upload_id = desk.upload("a.zip", files)
    body = {"stage_id": desk.place.stage_id, "upload_id": upload_id}
    dry = desk.http.post(f"{desk.home}/imports", json=body | {"dry_run": True}).json()
    desk.web.work()
    dry = desk.batch(dry["id"])
    assert (dry["state"], dry["taken"], dry["refused"]) == ("imported", 1, 1)
    assert desk.items() == []
    assert [path for path in storage.rglob("*") if path.is_file()] == []
    # the same upload can then be imported for real
    real = desk.http.post(f"{desk.home}/imports", json=body).json()
    desk.web.work()
    assert (desk.batch(real["id"])["taken"], len(desk.items())) == (1, 1)
    # and a retry of that request finds the same import
    again = desk.http.post(f"{desk.home}/imports", json=body)
    assert (again.status_code, again.json()["id"]) == (200, real["id"])


def test_names_that_are_taken(desk: Desk) -> None:
    desk.import_("a.zip", packed({"a.png": picture(1)}))
    both = packed({"a.png": picture(2), "b.png": picture(1)})
    batch = desk.import_("b.zip", both)
    assert (batch["taken"], batch["refused"]) == (1, 1)
    assert desk.report(batch) == [("item", "name_exists", "a.png")]
    batch = desk.import_("b.zip", both, on_existing="skip")
    assert (batch["taken"], batch["refused"], batch["skipped"]) == (0, 0, 2)
    items = desk.items()
    assert [item["name"] for item in items] == ["a.png", "b.png"]
    # one content is one asset
    assert items[0]["sha256"] == items[1]["sha256"]


def line(name: str, **fields: Any) -> bytes:
    row = {"name": name, "url": f"https://x.test/{name}", "width": 60, "height": 40}
    return json.dumps(row | fields).encode() + b"\n"


def test_a_manifest_registers_items_by_reference(desk: Desk) -> None:
    box = {"kind": "box", "class": "RBC", "x": 1, "y": 2, "width": 3, "height": 4}
    labels = {"modality": "picture", "annotations": [box]}
    content = b"".join(
        [
            line("a.jpg", meta={"길": "a\tb\\c\n"}),
            line("b.jpg", sha256="ab" * 32, labels=labels),
            line("a.jpg"),
            b"{\n",
            line("c\\d.jpg"),
        ]
    )
    for dry_run in (True, False):
        batch = desk.import_("m.jsonl", content, dry_run=dry_run)
        assert (batch["taken"], batch["refused"]) == (3, 2)
        assert desk.report(batch) == [
            ("item", "not_json", "m.jsonl, line 4"),
            ("item", "second_row", "m.jsonl, line 3"),
        ]
    items = desk.items()
    assert [item["name"] for item in items] == ["a.jpg", "b.jpg", "c/d.jpg"]
    assert items[0]["meta"] == {"길": "a\tb\\c\n"}
    assert (items[1]["sha256"], items[1]["prelabelled"]) == ("ab" * 32, True)
    links = desk.http.get(f"{desk.home}/items/{items[0]['id']}/media").json()
    assert links["url"] == "https://x.test/a.jpg"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", packed({"../a.png": b""}), "archive_refused"),
        ("a.zip", packed({"a.png": b""})[:-9], "archive_refused"),
        ("a.zip", b"no zip", "archive_refused"),
    ],
    ids=["leads out", "broken off", "no zip"],  # a zip holds the time of day: no name for a test
)
def test_a_hostile_zip_is_refused_at_once(desk: Desk, name: str, content: bytes, code: str) -> None:
    answer = desk.ask(name, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert desk.http.get(f"{desk.home}/batches").json()["items"] == []


def test_an_import_of_nothing_that_is_known_fails_with_a_reason(desk: Desk) -> None:
    batch = desk.import_("a.bin", b"hello")
    assert (batch["state"], batch["taken"]) == ("failed", 0)
    assert "nothing in it" in batch["problem"]
    assert desk.items() == []


def test_what_an_import_needs(desk: Desk) -> None:
    upload_id = desk.begin("a.zip", 5).json()["id"]
    body = {"stage_id": desk.place.stage_id, "upload_id": upload_id}
    unfinished = desk.http.post(f"{desk.home}/imports", json=body)
    assert (unfinished.status_code, unfinished.json()["code"]) == (409, "upload_unfinished")
    for wrong in ({"upload_id": "y" * 32}, {"stage_id": 999}):
        upload_id = desk.upload("a.png", picture())
        body = {"stage_id": desk.place.stage_id, "upload_id": upload_id} | wrong
        assert desk.http.post(f"{desk.home}/imports", json=body).status_code == 404
    for absurd in (
        {"format": "exe"},
        {"dry_run": "maybe"},
        {"extra": 1},
        {"stage_id": 2**70},
        {"upload_id": "\0"},
    ):
        assert desk.http.post(f"{desk.home}/imports", json=body | absurd).status_code == 422


# --- attempts that break off -----------------------------------------------------------------


class Breaks(Exception):
    pass


def begun(desk: Desk, count: int = 60, *, texts: bool = False) -> tuple[int, int]:
    """An import that waits for a worker: (batch, chore)."""
    names = [f"{number:03}.jpg" for number in range(count)]
    rows = [
        json.dumps({"name": name, "text": f"글 \\ {name}"}).encode() + b"\n"
        if texts
        else line(name)
        for name in names
    ]
    content = b"".join(rows) + b"{\n"
    batch = desk.ask("m.jsonl", content).json()
    return batch["id"], batch["chore_id"]


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Small blocks, and an import that breaks when it writes the n-th."""
    monkeypatch.setattr(Block, "full", lambda block: len(block.rows) >= 7)

    def at(number: int) -> None:
        count = 0
        plain = bulk.count_up

        def count_up(*args: Any, **named: Any) -> None:
            nonlocal count
            count += 1
            if count == number:
                raise Breaks
            plain(*args, **named)

        monkeypatch.setattr(bulk, "count_up", count_up)

    return at


def attempt(desk: Desk, batch_id: int) -> dict[str, Any]:
    run = Run(0, "import", {}, 1)
    run.progress = lambda done=None, total=None: None  # type: ignore[method-assign]
    return importing.Importer(run, desk.place.project_id, batch_id).run()


@pytest.mark.parametrize("texts", [False, True])
@pytest.mark.parametrize("crash", [False, True])
def test_another_attempt_goes_on_and_nobody_sees_half(
    desk: Desk, breaking: Callable[[int], None], crash: bool, texts: bool
) -> None:
    if texts:
        schema = {"modality": "text", "labels": [{"kind": "writing", "name": "summary"}]}
        path = f"{desk.home}/stages/{desk.place.stage_id}/schemas"
        assert desk.http.post(path, json={"definition": schema}).status_code == 201
    batch_id, _ = begun(desk, texts=texts)
    breaking(4)
    with pytest.raises(Breaks):
        attempt(desk, batch_id)
    assert desk.items() == []
    half = desk.batch(batch_id)
    assert (half["state"], half["taken"]) == ("importing", 21)
    if crash:  # of the database: what was not logged is empty
        with transaction() as s:
            s.execute(text("DELETE FROM import_row"))
    breaking(99)
    assert attempt(desk, batch_id) == {"taken": 60, "refused": 1, "skipped": 0, "noted": 0}
    items = desk.items(limit=200)
    assert [item["name"] for item in items] == [f"{n:03}.jpg" for n in range(60)]
    assert [item["excerpt"] for item in items] == [
        f"글 \\ {n:03}.jpg" if texts else None for n in range(60)
    ]
    assert [code for _, code, _ in desk.report({"id": batch_id})] == ["not_json"]
    # a chore that is done twice does it once
    assert attempt(desk, batch_id) == {"state": "imported"}
    assert len(desk.items(limit=200)) == 60


@pytest.mark.parametrize(("state", "ends"), [("dead", "failed"), ("cancelled", "cancelled")])
def test_an_import_whose_chore_ended_leaves_nothing(
    desk: Desk, breaking: Callable[[int], None], state: str, ends: str
) -> None:
    batch_id, chore_id = begun(desk)
    breaking(4)
    with pytest.raises(Breaks):
        attempt(desk, batch_id)
    with transaction() as s:
        s.execute(
            text(
                """UPDATE chore SET state = :state, finished_at = now() - interval '1 minute'
                   WHERE id = :id"""
            ),
            {"state": state, "id": chore_id},
        )
    end_lost_imports()
    assert (desk.batch(batch_id)["state"], desk.items()) == (ends, [])
    with engine().connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM import_row")).scalar() == 0
    with pytest.raises(importing.ImportEnded), transaction() as s:
        importing.end(s, desk.place.project_id, batch_id, BatchState.FAILED, "again")


def test_an_import_is_called_off(desk: Desk) -> None:
    batch_id, _ = begun(desk)
    answer = desk.http.post(f"{desk.home}/batches/{batch_id}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    desk.web.work()
    assert desk.items() == []
    again = desk.http.post(f"{desk.home}/batches/{batch_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "import_ended")


# --- lists -----------------------------------------------------------------------------------


def test_items_are_listed_by_key_filter_and_name(desk: Desk) -> None:
    first = desk.import_("m.jsonl", b"".join(line(f"a/{n}.jpg") for n in range(5)))
    second = desk.import_("n.jsonl", b"".join(line(f"b/{n}.jpg") for n in range(5)))
    names = [f"a/{n}.jpg" for n in range(5)] + [f"b/{n}.jpg" for n in range(5)]
    stage = desk.place.stage_id

    def paged(**params: Any) -> list[str]:
        found: list[str] = []
        after = ""
        while True:
            page = desk.http.get(
                f"{desk.home}/items", params=params | {"after": after, "limit": 3}
            ).json()
            found += [item["name"] for item in page["items"]]
            if page["next"] is None:
                return found
            after = page["next"]

    assert paged() == names
    assert paged(stage_id=stage) == names
    assert paged(batch_id=first["id"]) == names[:5]
    assert paged(batch_id=second["id"], state="ready") == names[5:]
    assert paged(state=["ready", "excluded"]) == names
    assert paged(state="accepted") == []
    assert paged(stage_id=stage, q="b/") == paged(q="b/") == names[5:]
    assert paged(q="") == names
    assert paged(q="a/", state="ready", batch_id=first["id"]) == names[:5]
    assert paged(q="a/", batch_id=second["id"]) == paged(q="b/", state="accepted") == []
    assert paged(stage_id=stage, q="없는") == []
    for wrong in (
        {"q": "b/", "after": "x"},
        {"after": "x"},
        {"after": "9" * 30},
        {"limit": 1000},
        {"after": "\0"},
    ):
        assert desk.http.get(f"{desk.home}/items", params=wrong).status_code == 422
    assert desk.http.get(f"{desk.home}/items", params={"batch_id": 999}).status_code == 404
    odd = {"stage_id": stage, "q": "\0"}
    assert desk.http.get(f"{desk.home}/items", params=odd).status_code == 422


def test_an_item_is_excluded_with_a_reason_and_restored(desk: Desk) -> None:
    desk.import_("m.jsonl", line("a.jpg"))
    (item,) = desk.items()
    where = f"{desk.home}/items/{item['id']}"
    assert desk.http.post(f"{where}/exclude", json={"reason": "boring"}).status_code == 422
    out = desk.http.post(f"{where}/exclude", json={"reason": "private"}).json()
    assert (out["state"], out["excluded_for"]) == ("excluded", "private")
    assert desk.http.post(f"{where}/exclude", json={"reason": "private"}).status_code == 409
    back = desk.http.post(f"{where}/restore").json()
    assert (back["state"], back["excluded_for"]) == ("ready", None)
    assert desk.http.post(f"{desk.home}/items/999/restore").status_code == 404
    targets = [step["target"] for step in desk.http.get(where).json()["history"]]
    assert targets == ["excluded", "ready"]


def test_references_of_items_are_checked_by_the_database(desk: Desk) -> None:
    desk.import_("m.jsonl", line("a.jpg"))
    from sqlalchemy.exc import IntegrityError, ProgrammingError

    for column in ("stage_id", "batch_id", "asset_id"):
        values = {name: name for name in ("stage_id", "batch_id", "asset_id")} | {column: "999"}
        with pytest.raises(IntegrityError), transaction() as s:
            s.execute(
                text(
                    f"""INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state)
                    SELECT project_id, {values["stage_id"]}, {values["batch_id"]},
                      {values["asset_id"]}, 'x', state FROM item LIMIT 1"""
                )
            )
        with pytest.raises(ProgrammingError), transaction() as s:
            s.execute(text(f"UPDATE item SET {column} = 999"))
    with pytest.raises(ProgrammingError), transaction() as s:
        s.execute(text("DELETE FROM asset"))
