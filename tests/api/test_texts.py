"""Items that are texts, through HTTP: from files and lines to work, answers and a release."""

from __future__ import annotations

import hashlib
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from app.formats import jsonl
from app.workflow.opening import open_chunk
from tests.api.conftest import Caller, Web
from tests.api.desk import Desk, packed, picture, signed_in
from tests.conftest import Queries
from tests.formats.sources import Files, split

TOPICS = {
    "kind": "class",
    "name": "topic",
    "classes": [{"id": "sport", "ko": "운동"}, {"id": "city", "ko": "도시"}],
}
ENTITIES = {"kind": "span", "name": "entities", "classes": [{"id": "LC"}, {"id": "PS"}]}
SCHEMA = {"modality": "text", "labels": [TOPICS, ENTITIES]}
NFD = unicodedata.normalize("NFD", "서울")
FAMILY = "👨‍👩‍👧‍👦"  # one sign, seven code points
PLAIN = {"overlap": 1, "inspect1": "none", "inspect2": "none"}


def topic(id: str = "city") -> dict[str, Any]:
    return {"kind": "class", "id": "t", "name": "topic", "classes": [id]}


def span(start: int, end: int, part: str = "text", **changes: Any) -> dict[str, Any]:
    marked = {"kind": "span", "id": f"s{start}", "name": "entities", "class": "LC", "part": part}
    return marked | {"start": start, "end": end} | changes


def answer(*annotations: dict[str, Any]) -> dict[str, Any]:
    return {"modality": "text", "annotations": list(annotations)}


def plain(text: str) -> dict[str, Any]:
    return {"parts": [{"id": "text", "role": None, "text": text}]}


def line(**fields: Any) -> bytes:
    return json.dumps(fields).encode() + b"\n"


@pytest.fixture
def desk(web: Web) -> Desk:
    """A manager whose stage is about texts."""
    desk = Desk(web, **PLAIN)
    give_schema(desk, SCHEMA)
    return desk


def give_schema(desk: Desk, definition: dict[str, Any], status: int = 201) -> Any:
    path = f"{desk.home}/stages/{desk.place.stage_id}/schemas"
    told = desk.http.post(path, json={"definition": definition})
    assert told.status_code == status, told.text
    return told.json()


def whole(desk: Desk, item: dict[str, Any]) -> Any:
    return desk.http.get(f"{desk.home}/items/{item['id']}").json()


class Worker:
    """Somebody who answers what is on offer, or inspects it."""

    def __init__(self, desk: Desk, role: str = "worker") -> None:
        open_chunk(desk.place.project_id, desk.place.stage_id, None, priority=0, by=None)
        self.desk = desk
        self.id = desk.place.person(role)
        self.caller: Caller = signed_in(desk.web, self.id)

    def send(self, path: str, body: Any) -> Any:
        key = {"idempotency-key": f"key-of-a-text-{self.desk.place.key()}"}
        return self.caller.http.post(f"{self.desk.home}/{path}", json=body, headers=key)

    def claim(self, count: int = 20, level: int = 0) -> list[dict[str, Any]]:
        wanted = {"count": count, "level": level}
        told = self.send(f"stages/{self.desk.place.stage_id}/claims", wanted)
        assert told.status_code == 201, told.text
        return list(told.json()["leases"])

    def hand_in(self, lease: dict[str, Any], *annotations: dict[str, Any], more: str = "") -> Any:
        path = f"assignments/{lease['id']}/submission{more}"
        return self.send(path, {"answer": answer(*annotations)})


# --- in --------------------------------------------------------------------------------------


def test_text_files_become_items(desk: Desk) -> None:
    long = "가나다라 " * 100
    files = {
        "가/1.txt": f"\ufeff{NFD}의 {FAMILY}\r\n\t\\끝".encode(),
        "가/2.txt": long.encode(),
        "빈.txt": b" \n",
        "옛.txt": "서울".encode("cp949"),
        "사진.png": picture(),
        "b.pdf": b"?",
    }
    batch = desk.import_("글.zip", packed(files))
    assert (batch["state"], batch["format"], batch["taken"]) == ("imported", "folder", 2)
    assert desk.report(batch) == [
        ("item", "empty_text", "빈.txt"),
        ("item", "not_utf8", "옛.txt"),
        ("item", "other_modality", "사진.png"),
        ("item", "other_modality", "b.pdf"),
    ]
    first, second = desk.items()
    text = f"{NFD}의 {FAMILY}\r\n\t\\끝"
    assert (first["name"], first["media_type"], first["width"]) == ("가/1.txt", "text/plain", None)
    assert (first["excerpt"], second["excerpt"]) == (text, long[:200])
    assert "document" not in first
    assert whole(desk, first)["document"] == plain(text)
    assert whole(desk, second)["document"] == plain(long)
    told = orjson.dumps(plain(text), option=orjson.OPT_SORT_KEYS)
    assert first["sha256"] == hashlib.sha256(told).hexdigest()
    no_file = desk.http.get(f"{desk.home}/items/{first['id']}/media")
    assert no_file.status_code == 404
    assert "text" in no_file.json()["detail"]


def test_a_text_file_comes_alone(desk: Desk) -> None:
    batch = desk.import_("소설.txt", "한 줄".encode())
    assert (batch["state"], batch["taken"]) == ("imported", 1)
    (item,) = desk.items()
    assert (item["name"], item["excerpt"]) == ("소설.txt", "한 줄")


def test_prompts_come_as_texts_do(web: Web) -> None:
    desk = Desk(web, **PLAIN)
    recording = {"kind": "recording", "name": "voice"}
    give_schema(desk, {"modality": "prompt", "labels": [recording]})
    read = [{"id": "a", "role": "read", "text": "밥 먹었나"}]
    take = {"kind": "recording", "capture": 1}
    content = line(name="하나", parts=read, labels=[take]) + line(name="둘", text="뭐라꼬")
    batch = desk.import_("문장.jsonl", content)
    assert (batch["taken"], batch["refused"]) == (2, 0)
    assert desk.report(batch) == [("annotation", "unknown_capture", "문장.jsonl, line 1")]
    assert [one["excerpt"] for one in desk.items()] == ["밥 먹었나", "뭐라꼬"]
    assert desk.import_("사진.zip", packed({"a.png": picture()}))["taken"] == 0


def test_lines_become_items_with_suggestions(desk: Desk) -> None:
    pair = [{"id": "a", "role": None, "text": "하나"}, {"id": "b", "role": "reply", "text": "둘"}]
    content = b"".join(
        [
            line(text=f"{NFD} {FAMILY}", labels=answer(span(0, 5), span(0, 14), topic("도시"))),
            line(name="짝", parts=pair, meta={"출처": 'a\\b\t"c"'}, labels=[span(0, 1, "b")]),
            line(text=f"{NFD} {FAMILY}", labels=[{"kind": "box", "class": "LC"}]),
            line(name="짝", text="둘째"),
            line(text="\u0000"),
            line(name="a.jpg", url="https://x.test/a.jpg", width=3, height=3),
            b'"text"\n',
        ]
    )
    for dry_run in (True, False):
        batch = desk.import_("문장.jsonl", content, dry_run=dry_run)
        assert (batch["taken"], batch["refused"], batch["noted"]) == (3, 4, 2)
        assert sorted(desk.report(batch)) == [
            ("annotation", "past_end", "문장.jsonl, line 1"),
            ("annotation", "unknown_class", "문장.jsonl, line 3"),
            ("item", "bad_text", "문장.jsonl, line 5"),
            ("item", "not_an_object", "문장.jsonl, line 7"),
            ("item", "other_modality", "문장.jsonl, line 6"),
            ("item", "second_row", "문장.jsonl, line 4"),
        ]
        assert len(desk.items()) == (0 if dry_run else 3)
    first, second, third = desk.items()
    assert [one["name"] for one in (first, second, third)] == ["문장-1", "짝", "문장-3"]
    assert first["sha256"] == third["sha256"], "one text is one asset"
    assert (second["excerpt"], second["meta"]) == ("하나 / 둘", {"출처": 'a\\b\t"c"'})
    assert whole(desk, second)["document"] == {"parts": pair}
    labelled = whole(desk, first)["prelabels"]
    assert labelled["modality"] == "text"
    (marked, chosen) = labelled["annotations"]
    assert (marked["start"], marked["end"], marked["class"]) == (0, 5, "LC")
    assert chosen["classes"] == ["city"]
    assert whole(desk, second)["prelabels"]["annotations"][0]["part"] == "b"


def test_a_hash_that_was_registered_gets_its_text(web: Web) -> None:
    """A picture's row that gives a text's hash must not take the text away from later imports."""
    desk = Desk(web)
    told = orjson.dumps(plain("서울"), option=orjson.OPT_SORT_KEYS)
    row = {"name": "a.jpg", "width": 3, "height": 3, "sha256": hashlib.sha256(told).hexdigest()}
    desk.import_("m.jsonl", line(**row))
    path = f"{desk.home}/stages"
    stage = desk.http.post(path, json={"name": "글"}).json()["id"]
    desk.http.post(f"{path}/{stage}/schemas", json={"definition": SCHEMA})
    asked = {"stage_id": stage, "upload_id": desk.upload("n.jsonl", line(text="서울"))}
    desk.http.post(f"{desk.home}/imports", json=asked)
    web.work()
    (item,) = desk.items(stage_id=stage)
    assert item["excerpt"] == "서울"


# --- the modality of a stage -------------------------------------------------------------------


def test_a_stage_of_pictures_takes_no_texts(web: Web) -> None:
    desk = Desk(web)
    batch = desk.import_("a.zip", packed({"a.png": picture(), "README.txt": b"hello"}))
    assert (batch["taken"], batch["refused"]) == (1, 1)
    assert desk.report(batch) == [("item", "other_modality", "README.txt")]


def test_a_stage_with_items_keeps_its_modality(web: Web) -> None:
    desk = Desk(web)
    assert give_schema(desk, SCHEMA)["version"] == 2
    batch = desk.import_("a.txt", b"hello", dry_run=True)
    assert batch["taken"] == 1
    pictures = {"modality": "picture", "labels": [TOPICS]}
    give_schema(desk, pictures)  # nothing is there yet
    give_schema(desk, SCHEMA)
    waiting = desk.ask("a.txt", b"hello").json()
    assert give_schema(desk, pictures, 409)["code"] == "other_modality"
    web.work()
    assert desk.batch(waiting["id"])["taken"] == 1
    assert give_schema(desk, pictures, 409)["modality"] == "text"
    assert give_schema(desk, {"modality": "text", "labels": [ENTITIES]})["version"] == 5


def test_a_stage_without_a_schema_takes_pictures(web: Web) -> None:
    desk = Desk(web)
    stage = desk.http.post(f"{desk.home}/stages", json={"name": "글"}).json()["id"]
    asked = {"stage_id": stage, "upload_id": desk.upload("a.txt", b"hello")}
    begun = desk.http.post(f"{desk.home}/imports", json=asked).json()
    web.work()
    assert desk.report(begun) == [("item", "other_modality", "a.txt")]


# --- work --------------------------------------------------------------------------------------


@pytest.fixture
def hand(desk: Desk) -> Worker:
    """Who works on four texts: two plain ones, a pair, a conversation."""
    lines = [
        line(name="하나", text=f"{NFD} {FAMILY} 끝"),
        line(name="둘", text="부산"),
        line(name="짝", parts=[{"id": "a", "text": "대전"}, {"id": "b", "text": "대구"}]),
        line(
            name="말",
            parts=[
                {"id": "t1", "role": "user", "text": "어디?"},
                {"id": "t2", "role": "assistant", "text": "광주"},
            ],
        ),
    ]
    assert desk.import_("글.jsonl", b"".join(lines))["taken"] == 4
    return Worker(desk)


def test_a_lease_brings_its_text_and_so_does_the_next_one(hand: Worker, queries: Queries) -> None:
    """The statements are as many as for pictures: a text is read with its lease."""
    with queries.expect(4):
        (lease,) = hand.claim(count=1)
    assert lease["item"]["document"] == plain(f"{NFD} {FAMILY} 끝")
    assert (lease["item"]["media"], lease["item"]["media_type"]) == (None, "text/plain")
    with queries.expect(6):
        told = hand.hand_in(lease, topic(), span(0, 5), more="?next=true").json()
    assert told["next"]["item"]["document"] == plain("부산")
    path = f"{hand.desk.home}/assignments/{lease['id']}"
    work = hand.caller.http.get(path).json()
    assert work["item"]["document"] == lease["item"]["document"]
    assert work["turns"][0]["answer"]["annotations"][1]["end"] == 5


def test_a_draft_of_a_text_is_kept(hand: Worker) -> None:
    (lease,) = hand.claim(count=1)
    path = f"{hand.desk.home}/assignments/{lease['id']}"
    body = answer(span(0, 5, note="아직"))
    saved = hand.caller.http.put(f"{path}/draft", json={"revision": 0, "body": body})
    assert saved.json() == {"revision": 1}
    assert hand.caller.http.get(path).json()["draft"]["body"] == body


def test_answers_are_checked_in_code_points_of_their_part(hand: Worker) -> None:
    one, _, pair, talk = hand.claim()
    mine = hand.caller.http.get("/me/assignments").json()["items"]
    assert [row["excerpt"] for row in mine][:2] == ["어디? / 광주", "대전 / 대구"]
    length = len(f"{NFD} {FAMILY} 끝")
    assert length == 15  # JavaScript would say 19

    def refused(lease: dict[str, Any], *annotations: dict[str, Any]) -> list[str]:
        told = hand.hand_in(lease, *annotations)
        assert told.status_code == 422, told.text
        assert told.json()["code"] == "answer_faulty"
        return [fault["code"] for fault in told.json()["errors"]]

    assert refused(one, topic(), span(0, length + 1)) == ["past_end"]
    assert refused(one, topic(), span(3, 3)) == ["empty_span"]
    assert refused(one, topic(), span(0, 1, "a")) == ["unknown_part"]
    assert refused(one, span(0, 1)) == ["required"]
    assert refused(pair, topic(), span(0, 3, "b")) == ["past_end"]
    boxes = {"modality": "picture", "annotations": []}
    other = hand.send(f"assignments/{one['id']}/submission", {"answer": boxes})
    assert [fault["code"] for fault in other.json()["errors"]] == ["other_modality"]
    assert hand.hand_in(one, topic(), span(length - 1, length)).status_code == 201
    assert hand.hand_in(pair, topic(), span(0, 2, "b")).status_code == 201
    assert hand.hand_in(talk, topic(), span(0, 2, "t2", **{"class": "LC"})).status_code == 201


# --- out ---------------------------------------------------------------------------------------


def released(desk: Desk, format: str, **fields: Any) -> Iterator[Any]:
    body = {"version": f"1-{format}", "stage_id": desk.place.stage_id, "format": format} | fields
    told = desk.http.post(f"{desk.home}/releases", json=body)
    yield told
    desk.web.work()
    made = desk.http.get(f"{desk.home}/releases/{told.json()['id']}").json()
    assert (made["state"], made["problem"]) == ("ready", None)
    link = desk.http.get(f"{desk.home}/releases/{made['id']}/download").json()
    yield desk.web.stranger().http.get(f"http://testserver{link['url']}").content


def test_an_inspector_points_at_a_stretch_of_a_text(web: Web) -> None:
    desk = Desk(web, **PLAIN | {"inspect1": "all"})
    give_schema(desk, SCHEMA)
    desk.import_("text.jsonl", line(name="a", text=f"서울과 {FAMILY} 부산"))
    worker = Worker(desk)
    (lease,) = worker.claim()
    assert worker.hand_in(lease, topic(), span(0, 2)).status_code == 201
    judge = Worker(desk, "primary_inspector")
    (seen,) = judge.claim(level=1)

    def returned(*pins: dict[str, Any]) -> Any:
        body = {"verdict": "return", "reason": "missing", "comment": "장소가 빠졌어요."}
        return judge.send(f"assignments/{seen['id']}/submission", body | {"pins": list(pins)})

    missed = {"part": "text", "start": 12, "end": 14}
    for wrong in ({"x": 3, "y": 4}, missed | {"part": "t9"}, missed | {"end": 15}):
        told = returned(missed, wrong)
        assert (told.status_code, told.json()["code"]) == (422, "pin_misplaced"), told.text
        assert told.json()["detail"].startswith("Pin 2 ")
    pins = [missed | {"note": "부산도 장소예요."}, {"annotation": "s0", "note": "조사는 빼요."}]
    assert returned(*pins).status_code == 201
    back = worker.caller.http.get(f"{desk.home}/assignments/{lease['id']}").json()
    assert back["state"] == "rework"
    assert back["turns"][-1]["pins"] == pins


def test_from_a_won_to_its_text(hand: Worker) -> None:
    lease = next(one for one in hand.claim() if one["item"]["name"] == "둘")
    assert hand.hand_in(lease, topic()).status_code == 201
    operator = hand.desk.web.person(operator=True)
    (paid,) = operator.get("/ledger?kind=earn").json()["items"]
    traced = operator.get(f"/ledger/{paid['id']}").json()
    assert (traced["item"]["media"], traced["item"]["document"]) == (None, plain("부산"))
    assert traced["turns"][0]["answer"] == answer(topic())


def test_a_release_reads_back(hand: Worker) -> None:
    desk = hand.desk
    given = {}
    for lease in hand.claim():
        part = lease["item"]["document"]["parts"][-1]["id"]
        said = [topic(), span(0, 1, part)]
        assert hand.hand_in(lease, *said).status_code == 201
        given[lease["item"]["name"]] = (lease["item"]["document"], said)
    told = released(desk, "jsonl")
    assert next(told).status_code == 202
    content = next(told)
    lines = [json.loads(one) for one in content.splitlines()]
    assert [("text" in one, "parts" in one) for one in lines] == [(True, False)] * 2 + [
        (False, True)
    ] * 2
    assert not {"width", "height", "path", "url"} & {key for one in lines for key in one}
    assert all(one["labels"]["modality"] == "text" for one in lines)
    assert all(len(one["provenance"]["answers"]) == 1 for one in lines)
    read, refused = split(jsonl.read(Files({"a.jsonl": content})))
    assert refused == []
    assert {one.name: (one.document, one.annotations) for one in read} == given
    # and comes in again, with its labels
    again = Desk(desk.web)
    give_schema(again, SCHEMA)
    batch = again.import_("다시.jsonl", content)
    assert (batch["taken"], batch["refused"], batch["noted"]) == (4, 0, 0)
    assert [one["sha256"] for one in again.items()] == [one["sha256"] for one in lines]


def test_a_release_with_media_holds_the_texts_in_its_labels(hand: Worker) -> None:
    (lease,) = hand.claim(count=1)
    hand.hand_in(lease, topic())
    told = released(hand.desk, "jsonl", media=True)
    assert next(told).status_code == 202
    with zipfile.ZipFile(io.BytesIO(next(told))) as archive:
        assert archive.namelist() == ["annotations.jsonl", "manifest.jsonl"]
        assert f"{NFD} {FAMILY} 끝".encode() in archive.read("annotations.jsonl")


@pytest.mark.parametrize("format", ["coco", "voc"])
def test_formats_of_pictures_have_no_place_for_texts(desk: Desk, format: str) -> None:
    told = next(released(desk, format))
    assert (told.status_code, told.json()["code"]) == (409, "format_unfit")
    assert "jsonl" in told.json()["formats"]
