"""What is told of a release, through HTTP: what was aimed at, the quality report, the pre-check,
the data sheet, blind samples and how far models come."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import Any

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import text

from app.core.database import owner_engine, transaction
from app.workflow.opening import open_chunk
from tests.api.conftest import Caller, Web
from tests.api.desk import Desk, packed, picture, signed_in
from tests.factories import boxes

PLAIN = {"overlap": 1, "inspect1": "none", "inspect2": "none"}


def said(*classes: str) -> dict[str, Any]:
    """An answer with a box of each of these classes."""
    answer = boxes(*(float(25 * at) for at in range(len(classes))))
    for box, name in zip(answer["annotations"], classes, strict=True):
        box["class"] = name
    return answer


class Released:
    """A release of small pictures, made as people make it."""

    def __init__(self, web: Web, answers: list[dict[str, Any]], **stage: Any) -> None:
        self.web = web
        self.desk = Desk(web, **(PLAIN | stage))
        self.place, self.http, self.home = self.desk.place, self.desk.http, self.desk.home
        names = [f"{at:02}.png" for at in range(len(answers))]
        self.answers = dict(zip(names, answers, strict=True))
        files = {name: picture(at) for at, name in enumerate(names)}
        self.desk.import_("사진.zip", packed(files))
        self.ids = {item["name"]: item["id"] for item in self.desk.items()}
        assert sorted(self.ids) == names
        with transaction() as s:
            s.execute(
                text(
                    "UPDATE item SET meta = jsonb_build_object('region',"
                    " CASE id % 2 WHEN 0 THEN 'seoul' ELSE 'busan' END) WHERE project_id = :p"
                ),
                {"p": self.place.project_id},
            )
        open_chunk(self.place.project_id, self.place.stage_id, None, priority=0, by=None)
        self.worker = self.place.person("worker")
        for lease in self.place.claim(self.worker, count=len(names)):
            task = self.place.assignment(lease).task_id
            ((name,),) = self.place.rows(
                f"SELECT i.name FROM task t JOIN item i ON i.id = t.item_id WHERE t.id = {task}"
                " AND t.project_id = :p"
            )
            self.place.submit(self.worker, lease, self.answers[name])
        body = {"version": "1.0", "stage_id": self.place.stage_id, "format": "coco"}
        made = self.http.post(f"{self.home}/releases", json=body)
        assert made.status_code == 202, made.text
        web.work()
        self.id = made.json()["id"]
        self.release = f"{self.home}/releases/{self.id}"
        assert self.http.get(self.release).json()["state"] == "ready"

    def aim(self, **body: Any) -> Any:
        address = f"{self.home}/stages/{self.place.stage_id}/targets"
        return self.http.put(address, json={"targets": []} | body)

    def count(self) -> dict[str, Any]:
        asked = self.http.post(f"{self.release}/report")
        assert asked.status_code == 202, asked.text
        self.web.work()
        return dict(self.http.get(f"{self.release}/report").json())

    def book(self, address: str) -> Any:
        answer = self.http.get(address)
        assert answer.status_code == 200, answer.text
        return openpyxl.load_workbook(io.BytesIO(answer.content))

    def breaks(self, name: str, sql: str) -> None:
        """Change what was answered of an item, as only who owns the database could."""
        with owner_engine().begin() as owner:
            owner.execute(text("ALTER TABLE submission DISABLE TRIGGER USER"))
            owner.execute(
                text(
                    f"UPDATE submission v SET answer = {sql} FROM assignment a JOIN task t"
                    " ON t.id = a.task_id WHERE a.id = v.assignment_id AND t.item_id = :item"
                ),
                {"item": self.ids[name]},
            )
            owner.execute(text("ALTER TABLE submission ENABLE TRIGGER USER"))

    def draw(self, **body: Any) -> Any:
        base = {"kind": "judged", "seed": 7, "size": 4, "by": "all", "target": 0.9}
        made = self.http.post(f"{self.release}/samples", json=base | body)
        assert made.status_code == 202, made.text
        self.web.work()
        return self.http.get(f"{self.home}/samples/{made.json()['id']}").json()

    def drawn(self, sample: dict[str, Any]) -> list[str]:
        rows = self.http.get(f"{self.home}/samples/{sample['id']}/items").json()["items"]
        return [row["name"] for row in rows]

    def examiner(self) -> Caller:
        return signed_in(self.web, self.place.person("secondary_inspector"))


@pytest.fixture
def made(web: Web) -> Released:
    """Six items: four of RBC alone, one of WBC, one where nothing is."""
    return Released(web, [*[said("RBC", "RBC")] * 4, said("WBC", "RBC"), said()])


def pages(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    return " ".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_a_stage_aims_at_shares_and_the_report_says_how_far_they_are_reached(
    made: Released,
) -> None:
    targets = [
        {"what": "class:cells", "value": "RBC", "share": 60},
        {"what": "class:cells", "value": "WBC", "share": 40},
        {"what": "meta:light", "value": "dim", "share": 50},
        {"what": "meta:region", "value": "seoul", "share": 50.5},
    ]
    told = made.aim(plan={"items": 12, "until": "2026-12-18"}, targets=targets)
    assert told.status_code == 200, told.text
    assert told.json()["plan"] == {"items": 12, "until": "2026-12-18"}
    assert {one["value"] for one in told.json()["axes"][0]["values"]} == {"RBC", "WBC"}

    figures = made.count()["figures"]
    assert figures["content"] == {"items": 6, "marks": 10, "without_marks": 1, "seconds": 0}
    cells, light, region = figures["shares"]
    assert [(row["value"], row["count"], row["target"]) for row in cells["rows"]] == [
        ("RBC", 9, 0.6),
        ("WBC", 1, 0.4),
    ]
    assert cells["overlap"] == pytest.approx(0.6 + 0.1)  # the smaller of target and actual share
    # What no target names shares what the targets leave: 49.5 of a hundred.
    assert region["overlap"] == pytest.approx(0.5 + 0.495)
    # What was aimed at and is nowhere is told, too.
    assert [(row["value"], row["count"]) for row in light["rows"]] == [("dim", 0), ("", 6)]
    (stage,) = figures["stages"]
    assert (stage["plan"], stage["items"], stage["accepted"], stage["handed_in"]) == (12, 6, 6, 6)
    assert figures["syntactic"]["share"] == 1.0

    # What is not named any more is aimed at no more, and a class that is not there never is.
    assert made.aim().json()["targets"] == []
    stray = made.aim(targets=[{"what": "class:cells", "value": "PLT", "share": 1}])
    assert (stray.status_code, stray.json()["code"]) == (422, "unknown_target")
    over = made.aim(targets=[targets[0] | {"share": 70}, targets[1]])
    assert over.status_code == 422


def test_the_report_is_printed_and_written_with_charts(made: Released) -> None:
    before = made.http.get(f"{made.release}/report/pdf")
    assert (before.status_code, before.json()["code"]) == (409, "report_not_counted")
    made.aim(targets=[{"what": "class:cells", "value": "RBC", "share": 60}])
    said = {"answer": "met", "note": "IRB 2026-03", "links": ["https://example.org/irb.pdf"]}
    assert made.http.put(f"{made.home}/checks/consent", json=said).status_code == 200
    assert made.http.put(f"{made.home}/checks/nothing", json=said).status_code == 404
    made.count()

    printed = made.http.get(f"{made.release}/report/pdf", params={"lang": "ko"})
    told = pages(printed.content)
    for words in (
        "품질 보고서",
        "다양성",
        "구문정확성",
        "IRB 2026-03",
        "60.0%",
        "https://example.org/irb.pdf",
    ):
        assert words in told
    assert "Diversity" in pages(
        made.http.get(f"{made.release}/report/pdf", params={"lang": "en"}).content
    )

    book = made.book(f"{made.release}/report/workbook?lang=ko")
    assert book.sheetnames[:3] == ["요약", "구축공정", "점검표"]
    assert [cell.value for cell in book["점검표"][6]][:2] == ["동의와 철회", "충족"]
    cells = book["다양성 1 cells"]
    assert [cell.value for cell in cells[2]] == ["RBC", 9, 0.9, 0.6]
    # The chart draws the columns of the table, down to its last row.
    (chart,) = cells._charts
    drawn = [one.val.numRef.f for one in chart.series]
    assert drawn == ["'다양성 1 cells'!$D$2:$D$3", "'다양성 1 cells'!$C$2:$C$3"]


def test_the_precheck_lists_every_faulty_row(made: Released) -> None:
    box = "jsonb_set(answer, '{annotations,0,%s}', '%s')"
    made.breaks("00.png", box % ("class", '"PLT"'))
    made.breaks("01.png", box % ("x", "1000000"))
    made.breaks("02.png", box % ("width", '"wide"'))
    with owner_engine().begin() as owner:
        owner.execute(
            text(
                "UPDATE asset SET storage_key = NULL WHERE id ="
                " (SELECT asset_id FROM item WHERE id = :item)"
            ),
            {"item": made.ids["03.png"]},
        )
    syntactic = made.count()["figures"]["syntactic"]
    assert (syntactic["items"], syntactic["faulty_items"]) == (6, 4)
    assert {one["kind"] for one in syntactic["by"]} == {"enum", "range", "type", "pairing"}

    link = made.http.get(f"{made.release}/report/faults").json()
    assert re.fullmatch(r"\[.+\] 구문정확성사전검사결과_1\.0_\d{6}\.xlsx", link["filename"])
    book = made.book(f"http://testserver{link['url']}")
    assert book.sheetnames == ["요약", "오류 목록"]
    rows = [[cell.value for cell in row] for row in book["오류 목록"].iter_rows(min_row=2)]
    assert [(row[1], row[3]) for row in rows] == [
        ("00.png", "유효 값"),
        ("01.png", "범위"),
        ("02.png", "형식"),
        ("03.png", "원천·라벨 짝"),
    ]
    assert all(row[0] == made.ids[row[1]] and row[5] for row in rows)


def test_a_data_sheet_holds_what_was_written_and_counts_of_people_that_are_not_few(
    made: Released,
) -> None:
    made.count()
    texts = {
        "description": {"ko": "혈액 사진이에요.", "en": "Blood smears."},
        "limits": {"ko": "*한 병원*에서만 모았어요."},
    }
    said = made.http.put(f"{made.release}/sheet", json={"texts": texts, "least": 5})
    assert said.status_code == 200, said.text
    assert said.json()["people"] is None

    people = [made.place.person("worker") for _ in range(12)]
    with owner_engine().begin() as owner:
        for at, person in enumerate(people):
            owner.execute(
                text(
                    "INSERT INTO profile (project_id, person_id, values) VALUES (:p, :person,"
                    " jsonb_build_object('sex', CAST(:sex AS text), 'age', :age))"
                ),
                {
                    "p": made.place.project_id,
                    "person": person,
                    "sex": "female" if at < 10 else "other",
                    "age": 25 if at < 6 else 34,
                },
            )
        # Each of them has done a piece of what was accepted.
        owner.execute(
            text(
                "INSERT INTO task_role SELECT :p, (SELECT min(id) FROM task WHERE project_id = :p),"
                " person, 'author' FROM unnest(CAST(:people AS bigint[])) person"
            ),
            {"p": made.place.project_id, "people": people},
        )
        owner.execute(
            text(
                "INSERT INTO assignment (project_id, stage_id, task_id, root_id, level, worker_id,"
                " state, claim_key, schema_version, price, id) OVERRIDING SYSTEM VALUE"
                " SELECT :p, t.stage_id, t.id, 900000 + person, 0, person, 'accepted',"
                " gen_random_uuid(), 1, 0, 900000 + person"
                " FROM unnest(CAST(:people AS bigint[])) person,"
                " (SELECT * FROM task WHERE project_id = :p ORDER BY id LIMIT 1) t"
            ),
            {"p": made.place.project_id, "people": people},
        )
    sheet = made.http.get(f"{made.release}/sheet").json()
    assert sheet["people"] == 12
    # Two of `other` are few; told with the whole, the ten of `female` would tell them.
    assert {one["value"]: one["people"] for one in sheet["groups"]["sex"]} == {
        "female": None,
        "other": None,
    }
    assert {one["value"]: one["people"] for one in sheet["groups"]["age"]} == {"20": 6, "30": 6}

    told = pages(made.http.get(f"{made.release}/sheet/pdf", params={"lang": "en"}).content)
    for words in ("Blood smears.", "Known limits", "fewer than 5", "20–29"):
        assert words in told
    markdown = made.http.get(f"{made.release}/sheet/markdown", params={"lang": "ko"})
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert "## 알려진 한계\n\n*한 병원*에서만 모았어요." in markdown.text
    assert "| RBC | 9 | 90.0% | – |" in markdown.text


def test_the_same_seed_draws_the_same_items_and_who_has_the_names_can_do_it_again(
    made: Released,
) -> None:
    one, other = made.draw(size=4), made.draw(size=4)
    assert made.drawn(one) == made.drawn(other)
    by_hand = sorted(
        made.answers, key=lambda name: hashlib.sha256(f"7:{name}".encode()).hexdigest()
    )
    assert made.drawn(one) == by_hand[:4]
    assert made.drawn(made.draw(seed=8)) != made.drawn(one)
    # Of each class there is some: of the rare one all that there are.
    by_class = made.draw(by="class", size=3)
    assert by_class["protocol"]["strata"] == [
        {"name": "", "items": 1, "drawn": 1},
        {"name": "RBC", "items": 4, "drawn": 1},
        {"name": "WBC", "items": 1, "drawn": 1},
    ]
    by_region = made.draw(by="meta:region", size=4)
    assert {(one["name"], one["drawn"]) for one in by_region["protocol"]["strata"]} == {
        ("busan", 2),
        ("seoul", 2),
    }


def test_examiners_judge_blind_and_never_what_they_had_a_part_in(made: Released) -> None:
    stranger = made.web.person("밖")
    refused = made.http.post(
        f"{made.release}/samples",
        json={"kind": "judged", "seed": 1, "size": 6, "target": 0.5, "examiners": [stranger.id]},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "not_a_member")
    one, two = made.examiner(), made.examiner()
    author = signed_in(made.web, made.worker)
    sample = made.draw(size=6, examiners=[one.id, two.id, author.id])
    at = f"{made.home}/samples/{sample['id']}"
    told = one.http.get("/notifications").json()["items"]
    assert (told[0]["kind"], told[0]["params"]["sample_id"]) == ("sample_waits", sample["id"])
    assert [row["sample_id"] for row in one.http.get("/me/samples").json()["items"]] == [
        sample["id"]
    ]

    # Who has done all of the work has nothing to look at; who was not named knows of no sample.
    assert author.http.post(f"{at}/next").json()["item"] is None
    assert made.examiner().http.post(f"{at}/next").status_code == 404

    first = one.http.post(f"{at}/next").json()
    assert one.http.post(f"{at}/next").json()["item"] == first["item"]
    second = two.http.post(f"{at}/next").json()
    assert second["item"]["item_id"] != first["item"]["item_id"]
    shown = first["item"]
    assert shown["answer"]["annotations"] == made.answers[shown["name"]]["annotations"]
    pseudonyms = {
        row.pseudonym
        for row in made.place.rows("SELECT pseudonym FROM project_member WHERE project_id = :p")
    }
    assert not any(name in json.dumps(first, ensure_ascii=False) for name in pseudonyms)
    media = f"{at}/items/{shown['item_id']}/media"
    assert one.http.get(media).status_code == 200
    assert two.http.get(media).status_code == 404
    assert two.http.post(f"{at}/items/{shown['item_id']}", json={"passed": True}).status_code == 404

    assert (
        one.http.post(f"{at}/items/{shown['item_id']}", json={"passed": False}).status_code == 422
    )
    wrong = one.http.post(f"{at}/items/{shown['item_id']}", json={"passed": False, "code": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_reason")
    early = made.http.post(f"{at}/close")
    assert (early.status_code, early.json()["code"]) == (409, "sample_unfinished")
    code = first["codes"][0]["code"]
    body = {"passed": False, "code": code, "note": "왼쪽"}
    assert one.http.post(f"{at}/items/{shown['item_id']}", json=body).status_code == 204
    while (item := two.http.post(f"{at}/next").json()["item"]) is not None:
        two.http.post(f"{at}/items/{item['item_id']}", json={"passed": True})

    closed = made.http.post(f"{at}/close").json()
    result = closed["result"]
    assert (result["looked"], result["passed"], closed["reached"]) == (6, 5, False)
    assert result["share"] == pytest.approx(5 / 6)
    assert result["low"] < 5 / 6 < result["high"]
    late = one.http.post(f"{at}/items/{shown['item_id']}", json={"passed": True})
    assert (late.status_code, late.json()["code"]) == (409, "sample_not_open")
    assert made.http.get(f"{made.release}/report").json()["samples"][0]["reached"] is False

    rows = list(made.book(f"{at}/workbook").worksheets[-1].iter_rows(min_row=2, values_only=True))
    (failed,) = [row for row in rows if row[4]]
    assert (failed[1], failed[3], failed[4], failed[5]) == (shown["name"], "부적합", code, "왼쪽")
    assert {row[6] for row in rows} <= pseudonyms


def test_truth_is_compared_by_the_measure_that_was_chosen(made: Released) -> None:
    sample = made.draw(kind="truth", size=6, measure="f1", passes_from=0.6)
    at = f"{made.home}/samples/{sample['id']}"
    names = [json.loads(line)["name"] for line in made.http.get(f"{at}/names").text.splitlines()]
    assert sorted(names) == sorted(made.answers)
    truths = [{"name": n, "annotations": made.answers[n]["annotations"]} for n in names]
    half = next(one for one in truths if one["name"] == "00.png")
    half["annotations"] = [*half["annotations"][:1], *said("WBC", "RBC")["annotations"][1:]]
    half["annotations"][1] = half["annotations"][1] | {"y": 5, "x": 38.0, "id": "far"}
    other = {"name": "other.png", "annotations": []}
    bad = {"name": "01.png", "annotations": [{"kind": "box"}]}
    answer = made.http.post(f"{at}/truth", json={"truths": [*truths, other, bad]}).json()
    assert (answer["compared"], answer["passed"], answer["left"]) == (6, 5, 0)
    assert [one["code"] for one in answer["refused"]] == ["not_sampled", "twice"]

    rows = {row["name"]: row for row in made.http.get(f"{at}/items").json()["items"]}
    assert rows["00.png"]["measures"]["f1"] == 0.5  # one of two is right, on either side
    assert rows["05.png"]["measures"] == {"likeness": 1.0, "exact": 1.0, "f1": 1.0}
    closed = made.http.post(f"{at}/close").json()
    assert closed["measures"]["f1"] == pytest.approx((5 + 0.5) / 6, abs=1e-4)
    assert closed["result"]["passed"] == 5


def test_what_models_reach_is_recorded_against_what_was_aimed_at(made: Released) -> None:
    body = {
        "model": "R50",
        "metric": "CER",
        "target": 0.1,
        "reached": 0.12,
        "higher": False,
        "split_sha256": "0" * 64,
        "card": "# 카드",
    }
    one = made.http.post(f"{made.release}/validity", json=body)
    assert (one.status_code, one.json()["met"]) == (201, False)
    made.http.post(f"{made.release}/validity", json=body | {"higher": True})
    listed = made.http.get(f"{made.release}/validity").json()["items"]
    assert [row["met"] for row in listed] == [False, True]
    assert made.http.delete(f"{made.home}/validity/{one.json()['id']}").status_code == 204
    assert len(made.http.get(f"{made.release}/report").json()["validity"]) == 1
    assert (
        made.http.post(f"{made.release}/validity", json=body | {"split_sha256": "x"}).status_code
        == 422
    )
