"""Papers over HTTP: statements and receipts as PDFs in which Hangul reads right, papers of an
organisation as CSV and as workbooks made in the background."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pypdfium2
import pytest
from sqlalchemy import select

from app.core.database import transaction
from app.models.chore import Chore
from app.models.person import OrganisationRoleName
from app.people.organisations import grant
from app.storage import Missing, storage
from app.workers.papers import forget_workbook
from tests import seoul
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.payouts.house import House


@pytest.fixture
def house(web: Web) -> House:
    return House.make(projects=2)


@pytest.fixture
def finance(web: Web, house: House) -> Caller:
    return signed_in(web, house.preparer)


@pytest.fixture
def office(house: House) -> str:
    return f"/organisations/{house.id}"


def text_of(answer: httpx.Response) -> str:
    """What stands on the first page of a PDF."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert "attachment" in answer.headers["content-disposition"]
    document = pypdfium2.PdfDocument(answer.content)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def darkness(answer: httpx.Response) -> float:
    """How much of the first page is ink, of what is drawn of it as a picture."""
    document = pypdfium2.PdfDocument(answer.content)
    try:
        picture = document[0].render(scale=1).to_pil().convert("L")
    finally:
        document.close()
    return sum(picture.histogram()[:128]) / (picture.width * picture.height)


def test_a_month_is_read_and_printed_in_both_languages(web: Web, house: House) -> None:
    worker = house.worker(20_000, 13_333)
    house.settle(house.approved())
    me = signed_in(web, worker)
    told = me.get(f"/me/statements/{seoul.month()}").json()
    assert (told["earned"], told["sent"], told["after"]) == (33_333, 33_333, 0)
    assert [line["amount"] for line in told["lines"]] == [20_000, 13_333]

    korean = me.get(f"/me/statements/{seoul.month()}/pdf")
    said = text_of(korean)
    for words in (
        f"{seoul.today().year}년 {seoul.today().month}월 지급 명세서",
        "세포",
        "33,333원",
        "사업소득",
        "−990",
        "−90",
        "32,253",
        "다음 달로 넘어가는 돈",
    ):
        assert words in said, said
    assert 0.002 < darkness(korean) < 0.2  # letters were drawn, and no boxes for them

    english = text_of(me.get(f"/me/statements/{seoul.month()}/pdf", params={"lang": "en"}))
    assert f"Statement, {seoul.today():%B} {seoul.today().year}" in english
    assert "₩33,333" in english


def test_names_are_only_ever_text_on_paper(web: Web, house: House) -> None:
    worker = house.worker(10_000)
    me = signed_in(web, worker)
    me.patch("/me", json={"name": '#panic() *김* $x$ "'})
    assert '#panic() *김* $x$ "' in text_of(me.get(f"/me/statements/{seoul.month()}/pdf"))


def test_receipts_are_fetched_by_the_person_and_by_finance(
    web: Web, house: House, finance: Caller, office: str
) -> None:
    worker = house.worker(123_456)
    me = signed_in(web, worker)
    mine = f"/me/receipts/{house.id}/{seoul.today().year}/pdf"
    refused = me.get(mine)
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_paid")
    house.settle(house.approved())

    (year,) = me.get("/me/receipts").json()
    assert (year["year"], year["gross"], year["tax"], year["local"]) == (
        seoul.today().year,
        123_456,
        3_700,
        370,
    )
    (row,) = finance.get(f"{office}/receipts", params={"q": "김민지"}).json()["items"]
    assert (row["person_id"], row["net"]) == (worker, 119_386)
    for answer in (
        me.get(mine),
        finance.get(f"{office}/receipts/{worker}/{seoul.today().year}/pdf"),
    ):
        said = text_of(answer)
        for words in ("원천징수 영수증", "김민지", "900101-1******", "3,700", "119,386"):
            assert words in said, said
        assert "1234567" not in said

    stranger = web.person("남")
    assert stranger.get(f"{office}/receipts/{worker}/{seoul.today().year}/pdf").status_code == 404


def test_a_paper_comes_as_csv_and_shows_no_number(
    house: House, finance: Caller, office: str
) -> None:
    house.worker(10_000)
    house.settle(house.approved())
    answer = finance.get(f"{office}/papers/simplified/csv", params={"lang": "ko"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="simplified-{seoul.month()}.csv"' in answer.headers["content-disposition"]
    head, row = answer.text.removeprefix("\ufeff").splitlines()
    assert head.startswith("일련번호,줄 번호,이름,주민등록번호")
    assert "김민지,900101-1******,사업소득" in row
    assert "1101234567" not in answer.text


def test_what_is_filed_has_numbers_and_each_is_logged_as_opened(
    web: Web, house: House, finance: Caller, office: str
) -> None:
    paid = [house.worker(10_000), house.worker(20_000)]
    house.worker(5_000, whole=False)
    house.settle(house.approved())
    asked = {"period": seoul.month(), "reason": "간이지급명세서 제출"}
    path = f"{office}/papers/simplified/open"
    for reason in ("", "    ", "x" * 301):
        assert finance.post(path, json=asked | {"reason": reason}).status_code == 422
    boss = signed_in(web, house.place.manager)
    assert boss.post(path, json=asked).status_code == 404
    told = finance.post(path, json=asked)
    assert told.status_code == 200, told.text
    assert told.headers["cache-control"] == "no-store"
    assert told.text.count("900101-1234567") == 2
    logged = finance.get(f"{office}/openings").json()["items"]
    assert sorted(row["person_id"] for row in logged if row["reason"] == asked["reason"]) == paid
    assert {row["by"] for row in logged if row["reason"] == asked["reason"]} == {finance.id}


def test_a_workbook_is_made_in_the_background_and_forgotten_after_a_day(
    house: House, finance: Caller, office: str, worker: Callable[[], int]
) -> None:
    house.worker(10_000)
    house.settle(house.approved())
    asked = finance.post(f"{office}/workbooks", json={"paper": "payments", "period": seoul.month()})
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    worker()
    made = finance.get(f"{office}/workbooks/{asked.json()['id']}").json()
    # One payment; what the house paid for stands on no work, and is told.
    assert (made["state"], made["rows"], made["differences"]) == ("done", 1, 1)
    fetched = finance.get(made["url"].replace("/api/v1", ""))
    assert f"payments-{seoul.month()}.xlsx" in fetched.headers["content-disposition"]
    book = openpyxl.load_workbook(BytesIO(fetched.content))
    assert book.sheetnames == ["지급 대장", "차이", "작업과 다른 원장"]
    assert book["지급 대장"]["D2"].value == "김민지"

    with transaction() as s:
        later = s.scalars(select(Chore).where(Chore.kind == "forget_workbook")).one()
        assert (later.run_after - later.created_at).total_seconds() == 86_400

    class Due:
        args: Any = later.args

    forget_workbook(Due())  # type: ignore[arg-type]
    with pytest.raises(Missing):
        storage().stat(later.args["key"])


def test_hires_are_written_down_by_an_administrator(
    web: Web, house: House, finance: Caller, office: str
) -> None:
    boss = signed_in(web, house.place.manager)
    with transaction() as s:
        grant(s, house.id, house.place.manager, OrganisationRoleName.ADMINISTRATOR, by=None)
    said = {
        "hired_on": f"{seoul.today()}",
        "post": "검수 담당",
        "project_id": house.place.project_id,
    }
    assert finance.post(f"{office}/hires", json=said).status_code == 403
    made = boss.post(f"{office}/hires", json=said)
    assert made.status_code == 201
    assert finance.get(f"{office}/quota").json()["hires"] == 1
    (row,) = finance.get(f"{office}/hires").json()["items"]
    assert (row["post"], row["project_id"]) == ("검수 담당", house.place.project_id)
    assert boss.delete(f"{office}/hires/{row['id']}").status_code == 204
    assert boss.delete(f"{office}/hires/{row['id']}").status_code == 404
    abroad = said | {"project_id": 999_999}
    assert boss.post(f"{office}/hires", json=abroad).status_code == 404


def test_groups_are_declared_with_consent_and_leave_with_the_person(web: Web, house: House) -> None:
    me = signed_in(web, house.worker(1_000))
    refused = me.put("/me/groups", json={"groups": ["senior"], "consent": False})
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_to_count")
    assert me.put("/me/groups", json={"groups": ["senior"], "consent": True}).json() == {
        "groups": ["senior"],
        "least": me.get("/me/groups").json()["least"],
    }
    assert me.get("/me/groups").json()["groups"] == ["senior"]


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/me/statements/2026-13", {}),
        ("/me/statements/2026-11/pdf", {"lang": "fr"}),
        ("/me/receipts/1/1999/pdf", {}),
        ("{office}/papers/payments/csv", {"period": "2026-11-01"}),
        ("{office}/papers/nothing/csv", {}),
        ("{office}/withholding", {"month": "2026"}),
        ("{office}/quota", {"year": 10**30}),
        ("{office}/receipts", {"q": "\0"}),
    ],
)
def test_what_names_no_month_year_or_paper_is_refused(
    finance: Caller, office: str, path: str, params: dict[str, Any]
) -> None:
    answer = finance.get(path.format(office=office), params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize(
    "body",
    [
        {"paper": "payments"},
        {"paper": "payments", "period": "2026-00"},
        {"paper": "gossip", "period": "2026"},
        {"paper": "payments", "period": "2026", "key": "mine"},
    ],
)
def test_a_workbook_of_nothing_is_refused(
    finance: Caller, office: str, body: dict[str, Any]
) -> None:
    answer = finance.post(f"{office}/workbooks", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    with transaction() as s:
        assert s.scalars(select(Chore).where(Chore.kind == "workbook")).all() == []
