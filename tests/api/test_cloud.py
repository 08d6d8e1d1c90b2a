"""Data that lies in clouds, through HTTP: connections, imports by reference and by copy, media."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from app.assets import bulk, far
from app.assets.rows import Block
from app.core.database import transaction
from app.core.settings import configure
from app.core.states import ItemState
from app.storage.cloud import AddressRefused, HostNotAllowed, place_at, store_at
from tests.api.conftest import Web
from tests.api.desk import Desk, picture, voc
from tests.api.test_imports import Breaks, attempt
from tests.assets.drawn import drawing, encoded
from tests.clouds import BUCKET, S3, google, s3


@pytest.fixture(scope="module")
def cloud() -> Iterator[S3]:
    with s3() as server:
        yield server


@pytest.fixture
def desk(web: Web, cloud: S3) -> Desk:
    configure(cloud_hosts=cloud.address.removeprefix("http://"))
    return Desk(web)


def connected(desk: Desk, body: dict[str, Any]) -> int:
    answer = desk.http.post(f"{desk.home}/connections", json=body)
    assert answer.status_code == 201, answer.text
    assert "secret" not in answer.json()
    return int(answer.json()["id"])


def imported(desk: Desk, connection_id: int, *, work: bool = True, **more: Any) -> dict[str, Any]:
    body = {"stage_id": desk.place.stage_id, "connection_id": connection_id, **more}
    answer = desk.http.post(f"{desk.home}/imports", json=body)
    assert answer.status_code == 202, answer.text
    if work:
        desk.web.work()
    return dict(desk.batch(answer.json()["id"]))


def looked(desk: Desk) -> None:
    """What the clock has done every few seconds."""
    with transaction() as s:
        assert far.start_due(s) == [desk.place.project_id]
    desk.web.work()


def test_pictures_stay_in_their_cloud_and_can_be_worked_on(desk: Desk, cloud: S3) -> None:
    cloud.put(
        {
            "refer/밤/1.png": picture(1),
            "refer/밤/2.jpg": encoded("JPEG", drawing(40, 60, seed=2)),
            "refer/broken.png": b"no picture at all",
            "refer/list.bin": b"?",
            "refer/old.gif": encoded("GIF", drawing(20, 20)),
            "elsewhere/x.png": picture(9),
        }
    )
    connection = connected(desk, cloud.body("refer"))
    tried = desk.http.post(f"{desk.home}/connections/{connection}/try", json={}).json()
    assert [one["name"] for one in tried["files"]][:2] == ["broken.png", "list.bin"]
    batch = imported(desk, connection)
    assert (batch["state"], batch["taken"], batch["format"]) == ("imported", 3, "folder")
    assert sorted(code for _, code, _ in desk.report(batch)) == [
        "not_a_picture",
        "not_by_reference",
    ]
    # nothing was read yet
    assert {item["state"] for item in desk.items()} == {"draft"}
    looked(desk)
    items = {item["name"]: item for item in desk.items()}
    assert (items["밤/1.png"]["state"], items["밤/1.png"]["width"]) == ("ready", 60)
    assert (items["broken.png"]["state"], items["broken.png"]["excluded_for"]) == (
        "excluded",
        "unreadable",
    )
    assert items["밤/2.jpg"]["thumbnail_url"] is not None
    media = desk.http.get(f"{desk.home}/items/{items['밤/1.png']['id']}/media").json()
    assert media["url"].startswith("/api/v1/media/")  # of our own origin: a canvas may read it
    shown = desk.web.stranger().http
    whole = shown.get(media["url"].removeprefix("/api/v1"))
    assert (whole.content, whole.headers["content-type"]) == (picture(1), "image/png")
    assert whole.headers["content-security-policy"].startswith("default-src 'none'")
    part = shown.get(media["url"].removeprefix("/api/v1"), headers={"Range": "bytes=8-15"})
    assert (part.status_code, part.content) == (206, picture(1)[8:16])
    # what was changed there is not shown in the place of what people have worked on
    cloud.put({"refer/밤/1.png": picture(5)})
    gone = shown.get(media["url"].removeprefix("/api/v1"))
    assert (gone.status_code, gone.json()["code"]) == (404, "picture_gone")
    # nor anything, once the connection is taken away
    assert desk.http.delete(f"{desk.home}/connections/{connection}").status_code == 204
    other = desk.http.get(f"{desk.home}/items/{items['밤/2.jpg']['id']}/media").json()
    ended = shown.get(other["url"].removeprefix("/api/v1"))
    assert (ended.status_code, ended.json()["code"]) == (404, "connection_gone")
    assert desk.http.get(f"{desk.home}/connections").json()["items"] == []


def test_a_look_makes_drafts_ready_and_moves_nothing_else(desk: Desk, cloud: S3) -> None:
    cloud.put({f"states/{state}.png": picture(1) for state in ItemState})
    imported(desk, connected(desk, cloud.body("states")))
    with transaction() as s:
        s.execute(
            text(
                "UPDATE item SET state = replace(name, '.png', ''), excluded_for ="
                " CASE WHEN name = 'excluded.png' THEN 'other' END WHERE project_id = :p"
            ),
            {"p": desk.place.project_id},
        )
    looked(desk)
    told = {item["name"].removesuffix(".png"): item["state"] for item in desk.items()}
    assert told == {state.value: state.value for state in ItemState} | {"draft": "ready"}
    moved = desk.place.rows(
        "SELECT source, target, why FROM event WHERE project_id = :p AND subject = 'item'"
    )
    assert [tuple(row) for row in moved] == [("draft", "ready", "looked at")]


def test_by_copy_bytes_are_stored_here(desk: Desk, cloud: S3) -> None:
    cloud.put({"copied/a.png": picture(3), "copied/b.gif": encoded("GIF", drawing(20, 20))})
    batch = imported(desk, connected(desk, cloud.body("copied", mode="copy")))
    assert (batch["taken"], batch["refused"]) == (2, 0)
    (item, _) = desk.items()
    assert (item["state"], item["width"]) == ("ready", 60)
    assert item["sha256"] is not None
    with transaction() as s:
        assert far.start_due(s) == []


@pytest.mark.parametrize("mode", ["reference", "copy"])
def test_label_files_among_the_pictures_are_read(desk: Desk, cloud: S3, mode: str) -> None:
    cloud.put({f"voc-{mode}/a.png": picture(1), f"voc-{mode}/a.xml": voc((5, 5, 20, 20))})
    batch = imported(desk, connected(desk, cloud.body(f"voc-{mode}", mode=mode)))
    assert (batch["format"], batch["taken"], batch["noted"]) == ("voc", 1, 0)
    (item,) = desk.items()
    # the size came with the labels
    assert (item["prelabelled"], item["state"], item["width"]) == (True, "ready", 60)


def test_a_manifest_in_the_bucket_names_files_beside_it(desk: Desk, cloud: S3) -> None:
    line = {"path": "in/a.png", "width": 60, "height": 40, "meta": {"city": "서울"}}
    cloud.put({"listed/m.jsonl": json.dumps(line).encode() + b"\n", "listed/in/a.png": picture(1)})
    imported(desk, connected(desk, cloud.body("listed")))
    (item,) = desk.items()
    assert (item["name"], item["meta"], item["state"]) == (
        "in/a.png",
        {"city": "서울"},
        "ready",
    )


def test_a_folder_of_it_is_enough_and_a_second_time_brings_what_is_new(
    desk: Desk, cloud: S3
) -> None:
    cloud.put({"some/a/1.png": picture(1), "some/b/2.png": picture(2)})
    connection = connected(desk, cloud.body("some"))
    imported(desk, connection, folder="b")
    assert [item["name"] for item in desk.items()] == ["b/2.png"]
    again = imported(desk, connection, on_existing="skip")
    assert (again["taken"], again["skipped"]) == (1, 1)
    # a picture that was looked at before needs no second look
    looked(desk)
    assert {item["state"] for item in desk.items()} == {"ready"}


def test_a_dry_run_shows_first_rows_and_keeps_nothing(desk: Desk, cloud: S3) -> None:
    cloud.put({"dry/a.png": picture(1), "dry/a.xml": voc((5, 5, 20, 20)), "dry/b.png": b"?"})
    batch = imported(desk, connected(desk, cloud.body("dry", mode="copy")), dry_run=True)
    assert desk.items() == []
    (row,) = desk.http.get(f"{desk.home}/batches/{batch['id']}/preview").json()["rows"]
    assert (row["name"], row["width"], row["labels"]) == ("a.png", 60, {"RBC": 1})
    assert row["thumbnail"]
    assert batch["reasons"] == {"not_a_picture": {"grade": "item", "n": 1}}
    told = desk.http.get(f"{desk.home}/batches/{batch['id']}/report")
    assert told.headers["content-type"].startswith("text/csv")
    assert told.text.splitlines()[1].startswith("1,b.png,b.png,item,not_a_picture,")


@pytest.mark.parametrize("database_crashes", [False, True])
def test_another_attempt_goes_on_behind_what_was_read(
    desk: Desk, cloud: S3, monkeypatch: pytest.MonkeyPatch, database_crashes: bool
) -> None:
    """Killed in the middle; meanwhile a file comes that stands before what was read."""
    folder = f"long-{database_crashes}"
    cloud.put({f"{folder}/{n:03}.png": b"?" * (n + 1) for n in range(1, 40)})
    batch = imported(desk, connected(desk, cloud.body(folder)), work=False)
    monkeypatch.setattr(Block, "full", lambda block: len(block.rows) >= 7)
    plain, count = bulk.count_up, 0

    def count_up(*args: Any) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise Breaks
        plain(*args)

    monkeypatch.setattr(bulk, "count_up", count_up)
    with pytest.raises(Breaks):
        attempt(desk, batch["id"])
    assert desk.items() == []
    assert desk.batch(batch["id"])["taken"] == 14
    cloud.put({f"{folder}/000.png": b"new"})
    if database_crashes:
        with transaction() as s:
            s.execute(text("DELETE FROM import_row"))
    done = attempt(desk, batch["id"])
    expected = 40 if database_crashes else 39
    assert (done["taken"], done["refused"]) == (expected, 0)
    assert len({item["name"] for item in desk.items(limit=200)}) == expected


def test_a_cloud_that_refuses_ends_the_import_with_a_reason(desk: Desk, cloud: S3) -> None:
    body = cloud.body("x") | {"address": "s3://no-such-bucket"}
    connection = connected(desk, body)
    tried = desk.http.post(f"{desk.home}/connections/{connection}/try", json={})
    assert (tried.status_code, tried.json()["reason"]) == (502, "missing")
    batch = imported(desk, connection)
    assert (batch["state"], batch["taken"]) == ("failed", 0)
    assert "no bucket" in batch["problem"]


def test_a_bucket_at_google(web: Web) -> None:
    with google({"a/1.png": picture(1), "a/2.txt": b"?"}) as address:
        desk = Desk(web)
        body = {
            "name": "g",
            "address": f"gs://{BUCKET}/a",
            "endpoint": address,
            "mode": "copy",
        }
        connection = connected(desk, body)
        tried = desk.http.post(f"{desk.home}/connections/{connection}/try", json={}).json()
        assert [one["name"] for one in tried["files"]] == ["1.png", "2.txt"]
        assert imported(desk, connection)["taken"] == 1
        (item,) = desk.items()
        media = desk.http.get(f"{desk.home}/items/{item['id']}/media").json()
        content = web.stranger().http.get(media["url"].removeprefix("/api/v1")).content
        assert Image.open(io.BytesIO(content)).size == (60, 40)


def test_an_account_at_azure_speaks_to_azure_alone() -> None:
    place = place_at("az://pictures/2026", key_id="dureaccount", secret="a2V5")
    assert place.address("a.png") == "az://pictures/2026/a.png"
    config = store_at(place).config
    assert config["endpoint"] == "https://dureaccount.blob.core.windows.net"
    assert config["account_name"] == "dureaccount"
    signed = place_at("az://pictures", key_id="dureaccount", secret="sv=2024&sig=x")
    assert "sas_key" in store_at(signed).config


SERVICE = {
    "type": "service_account",
    "private_key_id": "1",
    "private_key": "-----BEGIN PRIVATE KEY-----",
    "client_email": "a@b.iam.gserviceaccount.com",
    "gcs_base_url": "http://169.254.169.254",
}


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("http://bucket/a", {}),
        ("s3://bucket/a", {}),  # in which region?
        ("s3://../a", {"region": "ap-northeast-2"}),
        ("s3://bucket/a/../b", {"region": "ap-northeast-2"}),
        ("s3://bucket", {"region": "x.example.org/"}),
        ("s3://bucket", {"region": "ap-northeast-2", "key_id": "a"}),
        ("s3://bucket", {"endpoint": "ftp://127.0.0.1"}),
        ("s3://bucket", {"endpoint": "http://user:word@127.0.0.1"}),
        ("az://container", {}),
        ("az://container", {"key_id": "evil.example.org/x"}),
        ("gs://bucket", {"secret": "{}"}),
        ("gs://bucket", {"secret": json.dumps(SERVICE | {"type": "external_account"})}),
    ],
)
def test_addresses_that_lead_nowhere_good(address: str, more: dict[str, str]) -> None:
    with pytest.raises(AddressRefused):
        place_at(address, allowed=("127.0.0.1",), **more)


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:5432", "http://169.254.169.254", "https://[::1]", "https://x.y"]
)
def test_only_hosts_that_the_operator_allows_are_spoken_to(desk: Desk, endpoint: str) -> None:
    with pytest.raises(HostNotAllowed):
        place_at("s3://bucket", endpoint=endpoint, allowed=("minio.example.org", "127.0.0.1:9000"))
    body = {"name": "x", "address": "s3://bucket", "endpoint": endpoint, "mode": "copy"}
    answer = desk.http.post(f"{desk.home}/connections", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "cloud_host")


def test_where_a_service_accounts_file_sends_requests_is_not_believed() -> None:
    place = place_at("gs://bucket", secret=json.dumps(SERVICE))
    assert place.secret is not None
    assert "169.254" not in place.secret
    assert "private_key" not in repr(place)
