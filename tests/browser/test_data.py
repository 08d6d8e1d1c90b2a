"""A manager's data, cost and releases: dragged in, looked at, opened, frozen, downloaded."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from tests.browser.conftest import Dure, drag, violations
from tests.journeys.caller import until


def cells(dure: Dure) -> tuple[int, int]:
    """The demonstration's project of blood cells, and its stage."""
    get = dure.caller("manager").get
    project = next(one for one in get("/projects")["items"] if "세포" in one["name"])
    (stage,) = get(f"/projects/{project['id']}/stages")["items"]
    return project["id"], stage["id"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six pictures, one that is broken, a text, and what a system leaves behind."""
    made = tmp_path / "나무"
    (made / "pictures").mkdir(parents=True)
    for number in range(6):
        picture = Image.new("RGB", (320, 240), (40 * number, 120, 90))
        picture.save(made / "pictures" / f"나무 {number}.jpg")
    (made / "pictures" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off")
    (made / "notes.txt").write_text("no picture")
    (made / ".DS_Store").write_text("left behind")
    return made


def test_a_folder_is_dragged_in_looked_at_imported_and_opened(dure: Dure, folder: Path) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/data/upload")
    drag(page, folder)
    # What would be left out is said before anything is imported.
    expect(page.get_by_text("데이터 6건을 가져올 수 있어요")).to_be_visible()
    left_out = page.get_by_role("region", name="뺀 것과 까닭")
    expect(left_out.get_by_text("notes.txt")).to_be_visible()
    expect(left_out.get_by_text("pictures/broken.jpg")).to_be_visible()
    expect(left_out.get_by_text(".DS_Store")).to_have_count(0)
    assert (
        len(dure.caller("manager").get(f"/projects/{project}/items", q="pictures/")["items"]) == 0
    )
    page.get_by_role("button", name="6건 가져오기").click()
    expect(page.get_by_text("데이터 6건을 가져왔어요")).to_be_visible()
    # Put on offer, with what that sets aside.
    expect(page.get_by_text("데이터 6건을 작업으로 열까요?")).to_be_visible()
    page.get_by_role("button", name="6건 열기").click()
    expect(page.get_by_text("작업 6건을 열었어요")).to_be_visible()
    page.get_by_role("link", name="데이터 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("나무에서 온 데이터 6건")
    expect(page.get_by_role("row")).to_have_count(6)
    expect(page.get_by_text("작업 중").first).to_be_visible()


def test_files_are_refused_with_a_reason_at_the_place(dure: Dure, tmp_path: Path) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/data/upload", locale="en")
    (tmp_path / "a.zip").write_bytes(b"PK no zip")
    (tmp_path / "b.zip").write_bytes(b"PK no zip")
    drag(page, tmp_path / "a.zip", tmp_path / "b.zip")
    expect(page.get_by_role("alert")).to_contain_text("This is not a zip")
    page.get_by_role("button", name="Choose other files").click()
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "only.docx").write_text("words")
    drag(page, tmp_path / "words")
    expect(page.get_by_role("alert")).to_contain_text("There is no data")


@pytest.mark.timeout(180)
def test_an_upload_goes_on_where_it_broke_off_after_the_page_was_left(
    dure: Dure, tmp_path: Path
) -> None:
    project, _ = cells(dure)
    large = tmp_path / "large"
    large.mkdir()
    for number in range(3):
        Image.new("RGB", (2400, 2000), (60 * number, 90, 90)).save(large / f"{number}.bmp")
    page = dure.open("manager", f"/projects/{project}/data/upload")
    asked: list[tuple[str, str]] = []
    broken = True

    def line(route: Route) -> None:
        request = route.request
        offset = request.headers.get("upload-offset", "")
        asked.append((request.method, offset))
        if broken and request.method == "PATCH" and offset != "0":
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/uploads/"), line)
    page.on("dialog", lambda dialog: dialog.accept())
    drag(page, large)
    expect(page.get_by_text("38%")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="멈추기").click()
    expect(page.get_by_text("large를 올리다 멈췄어요")).to_be_visible()
    page.reload()
    expect(page.get_by_text("올리다 멈춘 것")).to_be_visible()
    expect(page.get_by_text(re.compile(r"43\.2 MB 중 38\.8%"))).to_be_visible()
    broken = False
    asked.clear()
    drag(page, large)
    expect(page.get_by_text("데이터 3건을 가져올 수 있어요")).to_be_visible(timeout=60_000)
    # Nothing that had arrived was sent again.
    assert asked[0][0] == "HEAD"
    assert next(offset for method, offset in asked if method == "PATCH") == str(16 << 20)
    page.get_by_role("button", name="그만두기").click()
    expect(page.locator(".drop")).to_be_visible()


def test_items_are_found_picked_left_out_and_brought_back(dure: Dure) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/data")
    tiles = page.get_by_role("row")
    expect(tiles.first).to_be_visible()
    # By keyboard: onto the first, to the right, picked.
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("1건 골랐어요")).to_be_visible()
    page.get_by_role("button", name="고른 것 놓기").click()
    # The filter is in the address.
    page.get_by_role("radio", name="작업 중").click()
    expect(page).to_have_url(re.compile("state=in_work"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("작업 중 데이터가")
    for number in (0, 1):
        tiles.nth(number).get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="고른 2건에").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("데이터셋에서 빼요.").click()
    dialog.get_by_text("같은 것이 또 있어요").click()
    dialog.get_by_role("button", name="미리 보기").click()
    dialog.get_by_role("button", name="2건에 하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("빼기: 2건을 했어요", timeout=30_000)
    get = dure.caller("manager").get
    out = get(f"/projects/{project}/items", state="excluded")["items"]
    assert {one["excluded_for"] for one in out[-2:]} == {"duplicate"}
    page.goto(f"{dure.url}/projects/{project}/data/{out[-1]['id']}")
    expect(page.get_by_text("데이터에서 뺐어요")).to_be_visible()
    # What people still held of it winds down by itself.
    one = f"/projects/{project}/items/{out[-1]['id']}"
    until(lambda: all(task["state"] == "cancelled" for task in get(one)["tasks"]), "its end")
    page.get_by_role("button", name="되돌려 넣기").click()
    expect(page.get_by_text("되돌려 넣었어요").first).to_be_visible()
    assert get(one)["state"] != "excluded"


def test_one_item_shows_its_answer_and_its_history(dure: Dure) -> None:
    project, _ = cells(dure)
    get = dure.caller("manager").get
    items = get(f"/projects/{project}/items", limit=200)["items"]
    done = next(one for one in items if one["state"] in ("accepted", "released"))
    page = dure.open("manager", f"/projects/{project}/data/{done['id']}")
    expect(page.locator(".ann rect").first).to_be_visible()
    expect(page.get_by_text("모든 작업이 승인됐어요")).to_be_visible()
    expect(page.get_by_text(re.compile("맡았어요")).first).to_be_visible()
    expect(page.get_by_text(re.compile("라벨 [0-9]+개"))).to_be_visible()
    # Beside the list, in the table, too; the arrow leads to the next one.
    page.goto(f"{dure.url}/projects/{project}/data?view=table&item={done['id']}")
    beside = page.get_by_role("complementary", name="데이터 하나")
    expect(beside.get_by_text("모든 작업이 승인됐어요")).to_be_visible()
    beside.get_by_role("button", name="다음 데이터").click()
    expect(page).not_to_have_url(re.compile(f"item={done['id']}$"))


def test_a_release_is_made_downloaded_closed_and_opened_again(dure: Dure, tmp_path: Path) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/releases")
    page.get_by_role("button", name="배포본 만들기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("버전").fill("bad version")
    dialog.get_by_role("button", name="배포본 만들기").click()
    expect(dialog.get_by_text("1.0처럼 글자나 숫자로 시작하는")).to_be_visible()
    dialog.get_by_label("버전").fill("9.1")
    dialog.get_by_role("button", name="배포본 만들기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("9.1 배포본이 준비됐어요")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="내려받기").click()
    waiting.value.save_as(tmp_path / "release.zip")
    with zipfile.ZipFile(tmp_path / "release.zip") as archive:
        labels: dict[str, Any] = json.loads(archive.read("annotations.json"))
        assert len(labels["images"]) > 0
        first = archive.read(f"images/{labels['images'][0]['file_name'].removeprefix('images/')}")
        assert Image.open(io.BytesIO(first)).width == labels["images"][0]["width"]
    page.get_by_role("button", name="닫기", exact=True).click()
    dialog.get_by_role("button", name="닫기", exact=True).last.click()
    expect(dialog.get_by_text("까닭을 적어 주세요")).to_be_visible()
    dialog.get_by_label("닫는 까닭").fill("한 사람이 동의를 거두었어요.")
    dialog.get_by_role("button", name="닫기", exact=True).last.click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("지금은 내려받을 수 없어요")).to_be_visible()
    expect(page.get_by_text("한 사람이 동의를 거두었어요.")).to_be_visible()
    page.get_by_role("button", name="다시 열기").click()
    expect(page.get_by_role("button", name="내려받기")).to_be_visible()


def test_money_is_added_and_every_movement_of_it_told(dure: Dure) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/cost")
    before = dure.caller("manager").get(f"/projects/{project}/budget")["funded"]
    page.get_by_role("button", name="예산 넣기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("금액").fill("120000")
    dialog.get_by_role("button", name="예산 넣기").click()
    where = page.get_by_role("region", name="돈이 있는 곳")
    expect(where).to_contain_text(f"{before + 120_000:,}원")
    page.get_by_role("radio", name="들어옴").click()
    expect(page).to_have_url(re.compile("kind=fund"))
    table = page.get_by_role("region", name="돈이 움직인 기록").get_by_role("table")
    expect(table.get_by_role("row").nth(1)).to_contain_text("120,000")
    page.goto(f"{dure.url}/projects/{project}/history?subject=project")
    expect(page.get_by_text("예산 120,000원을 넣었어요")).to_be_visible()


def test_the_overview_says_when_how_much_how_good_and_who(dure: Dure) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}", phone=True)
    for asked in ("언제 끝나나요", "얼마나 드나요", "얼마나 좋은가요", "누가 도움이 필요한가요"):
        expect(page.get_by_text(asked, exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("승인됐"))).to_be_visible()
    page.get_by_role("radio", name="표로 보기").click()
    expect(page.get_by_role("columnheader", name="제출")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
