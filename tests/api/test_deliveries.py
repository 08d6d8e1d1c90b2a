"""What a release is compared by, how it is patched, shared out and packed, through HTTP."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import AbstractContextManager
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.formats import jsonl, parquet
from app.formats.parquet import writing as table_writing
from app.formats.writing import Asked, Notes
from app.releases import reading
from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.test_releases import Set
from tests.factories import boxes
from tests.formats.sources import split as sorted_out

NAMES = ("가/1.jpg", "나/1.jpg", "empty.png", "out.png")


def worked(web: Web, *names: str) -> Set:
    made = Set(web)
    made.answer({name: boxes(10.0 + at) for at, name in enumerate(names or NAMES)})
    return made


def manifest(made: Set, release: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head of a release's manifest, and its lines by name."""
    answer = made.http.get(f"{made.home}/releases/{release['id']}/manifest")
    assert answer.status_code == 200, answer.text
    head, *lines = map(json.loads, answer.text.splitlines())
    return head, {line["name"]: line for line in lines}


def changes(made: Set, release: dict[str, Any], **query: Any) -> dict[str, Any]:
    answer = made.http.get(f"{made.home}/releases/{release['id']}/changes", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def reopen(made: Set, name: str) -> None:
    where = f"{made.home}/items/{made.ids[name]}/reopen"
    assert made.http.post(where, json={"why": "하나가 빠졌어요."}).status_code == 200


def mend(made: Set, name: str, answer: dict[str, Any]) -> None:
    """Whoever has the item answers it; somebody new where nobody has."""
    wanted = f"""SELECT a.id, a.worker_id FROM assignment a JOIN task t
      ON t.project_id = a.project_id AND t.id = a.task_id
      WHERE a.project_id = :p AND a.state = 'reserved' AND t.item_id = {made.ids[name]}"""
    if not made.place.rows(wanted):
        made.place.claim(made.place.person("worker"), count=len(made.ids))
    ((lease, worker),) = made.place.rows(wanted)
    made.place.submit(worker, lease, answer)


def patch(made: Set, release: dict[str, Any], version: str) -> Any:
    return made.http.post(f"{made.home}/releases/{release['id']}/patch", json={"version": version})


def patched(made: Set, release: dict[str, Any], version: str) -> dict[str, Any]:
    answer = patch(made, release, version)
    assert answer.status_code == 202, answer.text
    made.desk.web.work()
    return dict(made.http.get(f"{made.home}/releases/{answer.json()['id']}").json())


def lines(made: Set, release: dict[str, Any]) -> dict[str, Any]:
    return {row["name"]: row for row in map(json.loads, made.download(release).splitlines())}


# --- what changed ---


def test_a_patch_differs_in_what_was_mended_and_in_nothing_else(web: Web) -> None:
    made = worked(web)
    first = made.make("1.0", "jsonl")
    refused = patch(made, first, "1.1")
    assert (refused.status_code, refused.json()["code"]) == (409, "release_whole")
    reopen(made, "empty.png")
    reopen(made, "가/1.jpg")
    waiting = patch(made, first, "1.1").json()
    assert (waiting["code"], waiting["items"]) == ("still_in_work", 2)
    mend(made, "empty.png", boxes(99.0, 200.0))
    mend(made, "가/1.jpg", boxes(10.0))  # on second thoughts the same
    mend(made, "new.png", boxes(1.0))  # accepted since
    gone = made.http.post(
        f"{made.home}/items/{made.ids['out.png']}/exclude", json={"reason": "rights"}
    )
    assert gone.status_code == 409  # what is released is begun anew before
    second = patched(made, first, "1.1")
    assert (second["state"], second["items"], second["previous_id"]) == ("ready", 4, first["id"])

    (head, before), (_, after) = manifest(made, first), manifest(made, second)
    assert (head["version"], head["items"], head["sha256"]) == ("1.0", 4, first["sha256"])
    assert set(before) == set(after) == set(NAMES)
    assert [name for name in after if after[name] != before[name]] == ["empty.png"]
    told, now = lines(made, first), lines(made, second)
    assert [one["x"] for one in now["empty.png"]["labels"]["annotations"]] == [99.0, 200.0]
    for name in ("나/1.jpg", "out.png"):
        assert now[name] == told[name]

    found = changes(made, second)
    assert [found[one] for one in ("previous", "added", "removed", "changed")] == ["1.0", 0, 0, 1]
    assert [(one["name"], one["what"]) for one in found["items"]] == [("empty.png", "changed")]
    (one,) = found["items"]
    assert (one["before"], one["digest"]) == (
        before["empty.png"]["digest"],
        after["empty.png"]["digest"],
    )
    assert web.stranger().http.get(f"http://testserver{one['url']}").status_code == 200
    (counted,) = found["classes"]
    assert (counted["class_id"], counted["before"], counted["now"]) == ("RBC", 4, 5)
    log = made.http.get(f"{made.home}/releases/{second['id']}/changelog").text
    assert log == "# 1.1\n\nSince 1.0: 0 added, 1 changed, 0 removed.\n\n- changed: empty.png\n"
    # A further release of everything tells against the last one.
    third = made.make("2.0", "coco", media=True)
    assert [(one["name"], one["what"]) for one in changes(made, third)["items"]] == [
        ("new.png", "added")
    ]
    archive = zipfile.ZipFile(io.BytesIO(made.download(third)))
    assert "1 added, 0 changed, 0 removed" in archive.read("CHANGES.md").decode()
    (row,) = json.loads(archive.read("changes.json"))["items"]
    assert (row["name"], row["what"], row["before"]) == ("new.png", "added", None)


def test_what_was_excluded_drops_out_of_a_patch(web: Web) -> None:
    made = worked(web)
    first = made.make("1.0", "jsonl")
    reopen(made, "out.png")
    where = f"{made.home}/items/{made.ids['out.png']}/exclude"
    assert made.http.post(where, json={"reason": "rights"}).status_code == 200
    second = patched(made, first, "1.0.1")
    found = changes(made, second, what="removed")
    assert [(one["name"], one["digest"]) for one in found["items"]] == [("out.png", None)]
    assert changes(made, second, what="added")["items"] == []
    assert set(lines(made, second)) == set(NAMES) - {"out.png"}


def test_changes_come_by_pages(web: Web) -> None:
    made = worked(web, *NAMES[:1])
    made.make("1.0")
    mend(made, "나/1.jpg", boxes(3.0))
    mend(made, "empty.png", boxes(3.0))
    mend(made, "out.png", boxes(3.0))
    second = made.make("1.1")
    seen: list[str] = []
    after = 0
    while after is not None:
        page = changes(made, second, limit=2, after=after)
        assert (page["added"], len(page["items"])) == (3, min(2, 3 - len(seen)))
        seen += [one["name"] for one in page["items"]]
        after = page["next"]
    assert sorted(seen) == sorted(NAMES[1:])


def test_the_next_version_is_proposed(web: Web) -> None:
    made = worked(web)
    where = f"{made.home}/releases/next/{made.place.stage_id}"
    assert made.http.get(where).json()["version"] == "1.0"
    first = made.make("1.0")
    told = made.http.get(where).json()
    assert (told["version"], told["previous"], told["schema_changed"]) == ("1.1", "1.0", False)
    made.make("1.1", "jsonl")
    asked = {"patches_id": first["id"]}
    assert made.http.get(where, params=asked).json()["version"] == "1.2"
    with transaction() as s:
        s.execute(
            text(
                """INSERT INTO label_schema (project_id, stage_id, version, definition, created_by)
                   SELECT project_id, stage_id, 2, definition, created_by FROM label_schema
                   WHERE project_id = :p AND version = 1"""
            ),
            {"p": made.place.project_id},
        )
    told = made.http.get(where).json()
    assert (told["version"], told["schema_changed"]) == ("2.0", True)
    assert made.http.get(f"{made.home}/releases/next/99999").status_code == 404


def test_what_is_not_built_has_no_list(web: Web) -> None:
    made = worked(web)
    waiting = made.ask("1.0").json()["id"]
    for path in ("manifest", "changes", "changelog"):
        answer = made.http.get(f"{made.home}/releases/{waiting}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "release_not_ready")
    answer = patch(made, {"id": waiting}, "1.1")
    assert (answer.status_code, answer.json()["code"]) == (409, "release_not_ready")


# --- shares ---


def meta(made: Set, **said: Any) -> None:
    with transaction() as s:
        for name, value in said.items():
            s.execute(
                text("UPDATE item SET meta = CAST(:meta AS jsonb) WHERE id = :id"),
                {"meta": json.dumps(value), "id": made.ids[f"{name}.png"]},
            )


HALVES = {"seed": 3, "shares": {"training": 50, "validation": 50}}


@pytest.mark.parametrize(
    ("by", "together"),
    [
        ("source", [["empty.png", "out.png"], ["가/1.jpg"], ["나/1.jpg"]]),
        ("meta:hospital", [["empty.png", "가/1.jpg"], ["out.png", "나/1.jpg"]]),
        ("item", [[name] for name in NAMES]),
    ],
)
def test_what_belongs_together_stays_together(web: Web, by: str, together: Any) -> None:
    made = worked(web)
    meta(made, empty={"source": "a", "hospital": 1}, out={"source": "a", "hospital": "둘"})
    if by == "meta:hospital":
        refused = made.make("0.1", split=HALVES | {"by": by})
        assert refused["state"] == "failed"
        assert refused["problem"].startswith("2 items do not say what they belong to (`hospital`")
        with transaction() as s:
            for name, value in (("가/1.jpg", "1"), ("나/1.jpg", "둘")):
                s.execute(
                    text(
                        """UPDATE item SET meta = jsonb_build_object('hospital', CAST(:v AS text))
                           WHERE id = :id"""
                    ),
                    {"v": value, "id": made.ids[name]},
                )
    split = HALVES | {"by": by}
    tried = made.http.post(
        f"{made.home}/releases/shares", json={"stage_id": made.place.stage_id, "split": split}
    ).json()
    first = made.make("1.0", "jsonl", split=split)
    assert first["state"] == "ready", first
    _, told = manifest(made, first)
    for group in together:
        assert len({told[name]["part"] for name in group}) == 1
    shares = first["manifest"]["split"]
    assert (tried["items"], tried["unknown"]) == (4, 0)
    assert {name: one["items"] for name, one in tried["shares"].items()} == {
        name: one["items"] for name, one in shares.items()
    }
    assert {one["items"] for one in shares.values()} == {2}
    for name, one in shares.items():
        names = sorted(item for item, line in told.items() if line["part"] == name)
        listed = "".join(f"{item}\n" for item in names).encode()
        assert one["names_sha256"] == hashlib.sha256(listed).hexdigest()
    # The same again is the same; a patch leaves everything where it was.
    again = made.make("1.1", "jsonl", split=split)
    assert again["manifest"]["split"] == shares
    reopen(made, "empty.png")
    mend(made, "empty.png", boxes(77.0))
    meta(made, empty={"source": "b", "hospital": "셋"})
    mended = patched(made, first, "1.0.1")
    _, after = manifest(made, mended)
    assert {name: line["part"] for name, line in after.items()} == {
        name: line["part"] for name, line in told.items()
    }


def test_another_seed_shares_out_otherwise(web: Web) -> None:
    made = worked(web)
    drawn = set()
    for seed in range(6):
        split = HALVES | {"by": "item", "seed": seed}
        _, told = manifest(made, made.make(f"1.{seed}", split=split))
        drawn.add(tuple(told[name]["part"] for name in NAMES))
    assert len(drawn) > 1


# --- several files, and AI Hub's lay-out ---


def part(made: Set, release: dict[str, Any], number: int) -> bytes:
    where = f"{made.home}/releases/{release['id']}/download"
    told = made.http.get(where, params={"part": number}).json()
    listed = release["parts"][number - 1]
    assert (told["filename"], told["bytes"], told["sha256"]) == (
        listed["name"],
        listed["bytes"],
        listed["sha256"],
    )
    stranger = made.desk.web.stranger().http
    content = stranger.get(f"http://testserver{told['url']}").content
    assert hashlib.sha256(content).hexdigest() == told["sha256"]
    rest = stranger.get(f"http://testserver{told['url']}", headers={"Range": "bytes=5-"})
    assert (rest.status_code, rest.content) == (206, content[5:])
    return bytes(content)


@pytest.mark.parametrize("media", [False, True])
def test_a_release_in_several_files_is_the_same_data(web: Web, media: bool) -> None:
    made = worked(web)
    whole = made.make("1.0", "coco")
    release = made.make("1.1", "coco", shards=3, media=media)
    assert (release["state"], release["shards"], len(release["parts"])) == ("ready", 3, 3)
    read = [part(made, release, number) for number in (1, 2, 3)]
    if media:
        archives = [zipfile.ZipFile(io.BytesIO(one)) for one in read]
        read = [one.read("annotations.json") for one in archives]
        pictures = [
            name for one in archives for name in one.namelist() if name.startswith("images/")
        ]
        assert len(pictures) == len(set(pictures)) == 4
    else:
        ends = [f"-{at:05}-of-00003.json" for at in (1, 2, 3)]
        assert [one["name"][-len(ends[0]) :] for one in release["parts"]] == ends
    parts = [json.loads(one) for one in read]
    images = [image for one in parts for image in one["images"]]
    marks = [mark for one in parts for mark in one["annotations"]]
    everything = json.loads(made.download(whole))
    assert [one["id"] for one in images] == [one["id"] for one in everything["images"]]
    assert marks == everything["annotations"]  # their ids count on from file to file
    index = made.http.get(f"{made.home}/releases/{release['id']}/download").json()
    listed = web.stranger().http.get(f"http://testserver{index['url']}").content
    assert len(listed) == index["bytes"]
    assert hashlib.sha256(listed).hexdigest() == release["sha256"] == index["sha256"]
    assert json.loads(listed)["parts"] == release["parts"]
    missing = made.http.get(f"{made.home}/releases/{release['id']}/download", params={"part": 4})
    assert missing.status_code == 404


AIHUB = {"kind": "aihub", "number": "71", "name": "혈구"}


@pytest.mark.parametrize(
    ("format", "suffix"), [("voc", ".xml"), ("coco", ".json"), ("masks", ".png")]
)
def test_aihubs_lay_out(web: Web, format: str, suffix: str) -> None:
    made = worked(web)
    split = HALVES | {"by": "item"}
    release = made.make("1.0", format, media=True, split=split, packing=AIHUB)
    assert release["state"] == "ready", release["problem"]
    archive = zipfile.ZipFile(io.BytesIO(made.download(release)))
    root = "71.혈구/01.데이터"
    assert set(archive.namelist()) == {
        f"{root}/1.Training/원천데이터/TS_혈구.zip",
        f"{root}/1.Training/라벨링데이터/TL_혈구.zip",
        f"{root}/2.Validation/원천데이터/VS_혈구.zip",
        f"{root}/2.Validation/라벨링데이터/VL_혈구.zip",
        "71.혈구/manifest.jsonl",
    }
    _, told = manifest(made, release)
    for share, folder, letter in (
        ("training", "1.Training", "T"),
        ("validation", "2.Validation", "V"),
    ):
        inner = {}
        for kind, what in (("S", "원천데이터"), ("L", "라벨링데이터")):
            raw = archive.read(f"{root}/{folder}/{what}/{letter}{kind}_혈구.zip")
            inner[kind] = zipfile.ZipFile(io.BytesIO(raw))
            assert inner[kind].testzip() is None
        sources = set(inner["S"].namelist())
        assert sources == {name for name, line in told.items() if line["part"] == share}
        labels = inner["L"].namelist()
        if format == "coco":
            (name,) = labels
            shown = {one["file_name"] for one in json.loads(inner["L"].read(name))["images"]}
            assert shown == sources
        elif format == "voc":
            stems = {name.rsplit(".", 1)[0] for name in sources}
            assert {name.removesuffix(suffix) for name in labels} == stems
    # the same again is the same release; of a format with folders of its own there is none
    assert made.ask("1.0", format, media=True, split=split, packing=AIHUB).status_code == 200
    assert made.ask("2.0", "yolo", packing=AIHUB).json()["code"] == "split_unfit"


# --- what the database writes by itself ---


class Now:
    """An attempt that nobody follows."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        pass

    def transaction(self) -> AbstractContextManager[Session]:
        return transaction()


def test_the_database_writes_what_the_formats_write(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "STRETCH", 2)
    monkeypatch.setattr(table_writing, "GROUP", 3)
    made = worked(web)
    made.desk.import_(
        "m.jsonl",
        json.dumps(
            {"name": "주소/a.jpg", "url": "https://x.test/a?b=%s&c", "width": 640, "height": 480}
        ).encode(),
    )
    made.ids = {item["name"]: item["id"] for item in made.desk.items()}
    stage = made.place.project_id, made.place.stage_id
    open_chunk(*stage, None, priority=0, by=None)
    mend(made, "주소/a.jpg", boxes(1.5, 0.0000001, 7.0))
    meta(made, empty={"가": '"\\/\n\u0007\u2028 €😀', "n": [1.50, 1e30, None, True]}, out={})
    with transaction() as s:
        s.execute(
            text("UPDATE item SET name = :n WHERE id = :i"),
            {"n": '점 "큰" \\ 😀\'%s.png', "i": made.ids["empty.png"]},
        )
    release = made.make("1.0", "jsonl", provenance=False)
    assert release["state"] == "ready", release["problem"]
    stage_has: dict[str, Any] = {"schemas": [], "pieces": False, "agreed": False}
    reader, plain = (
        reading.Reader(
            Now(), made.place.project_id, release["id"], pictures=one, total=5, **stage_has
        )
        for one in (False, True)
    )
    assert list(plain.records(reading.Span(), reading.Told())) == list(
        reader.records(reading.Span(), reading.Told())
    )
    told = reading.Told(meta=True, as_said=True)
    general = b"".join(jsonl.write(reader.records(reading.Span(), told)))
    assert made.download(release) == general
    assert len(general.splitlines()) == 5
    _, refused = sorted_out(jsonl.read_lines(general.splitlines(keepends=True)))
    assert refused == []
    table = made.make("1.2", "parquet", provenance=False)
    given = reader.records(reading.Span(), told), Asked(), Notes()
    assert made.download(table) == (columns := b"".join(parquet.write(*given)))
    assert pq.ParquetFile(io.BytesIO(columns)).metadata.num_row_groups == 2
    # by shares and by parts as well
    shared = made.make("1.1", "jsonl", provenance=False, shards=2, split=HALVES | {"by": "item"})
    lines = set()
    for number in (1, 2):
        archive = zipfile.ZipFile(io.BytesIO(part(made, shared, number)))
        for name in archive.namelist():
            if name.endswith("annotations.jsonl"):
                lines |= set(archive.read(name).splitlines())
    assert lines == set(general.splitlines())


@pytest.mark.parametrize(
    "absurd",
    [
        {"shards": 0},
        {"shards": 1001},
        {"packing": {"number": "71", "name": "../x"}},
        {"packing": {"number": "71", "name": "a/b"}},
        {"packing": {"number": "a", "name": "b"}},
        {"packing": {"kind": "zip", "number": "1", "name": "b"}},
        {"split": HALVES | {"by": "meta:"}},
        {"split": HALVES | {"by": "colour"}},
        {"provenance": "some"},
    ],
)
def test_absurd_deliveries_are_refused(web: Web, absurd: dict[str, Any]) -> None:
    made = Set(web)
    assert made.ask("1.0", **absurd).status_code == 422
