"""Data in a cloud, from the upload page to pictures on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.api.desk import picture, voc
from tests.browser.conftest import Dure, violations
from tests.browser.test_data import cells
from tests.clouds import BUCKET, S3, s3
from tests.journeys.caller import until

NAMES = ("0.png", "1.png", "2.png")


@pytest.fixture
def cloud() -> Iterator[S3]:
    with s3() as server:
        yield server


def test_pictures_in_a_cloud_are_connected_looked_at_and_imported(cloud: S3, dure: Dure) -> None:
    cloud.put({f"roads/{name}": picture(n) for n, name in enumerate(NAMES)})
    cloud.put({"roads/0.xml": voc((5, 5, 20, 20)), "roads/notes.docx": b"?"})
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/data/upload")
    page.get_by_role("radio", name="클라우드").click()
    page.get_by_role("button", name="클라우드 연결하기").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="연결하기").click()
    expect(form.get_by_text("이 칸을 채워 주세요.")).to_have_count(2)
    form.get_by_role("button", name="Amazon S3").click()
    page.get_by_role("option", name="그 밖의 S3 호환 저장소").click()
    form.get_by_label("이름", exact=True).fill("도로 원본")
    form.get_by_label("버킷").fill(BUCKET)
    form.get_by_label("폴더").fill("roads")
    form.get_by_label("주소").fill(cloud.address)
    form.get_by_label("액세스 키 ID").fill("test")
    form.get_by_label("비밀 액세스 키").fill("test")
    form.get_by_role("button", name="연결하기").click()
    expect(page.get_by_text("도로 원본")).to_be_visible()
    page.get_by_role("button", name="무엇이 있는지 보기").click()
    expect(page.get_by_text("notes.docx")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="가져오기 전에 확인하기").click()
    # What would come in, and what would not, before anything is there.
    expect(page.get_by_text("데이터 3건을 가져올 수 있어요")).to_be_visible()
    first = page.get_by_role("region", name="가져오면 이렇게 돼요")
    expect(first.get_by_role("row")).to_have_count(4)
    expect(first.get_by_text("RBC 1")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="3건 가져오기").click()
    expect(page.get_by_text("데이터 3건을 가져왔어요")).to_be_visible()
    page.get_by_role("link", name="데이터 보기").click()
    # The bytes stay there; small pictures of them are made as they are looked at.
    manager = dure.caller("manager")

    def drawn() -> bool | None:
        items = manager.get(f"/projects/{project}/items", limit=200)["items"]
        found = [one for one in items if one["name"] in NAMES and one["thumbnail_url"]]
        return len(found) == len(NAMES) or None

    until(drawn, "small pictures")
    page.reload()
    shown = page.locator("main img")
    expect(shown).to_have_count(3)
    drawing = "all => all.every(one => one.naturalWidth > 0)"
    until(lambda: shown.evaluate_all(drawing), "the pictures in the list")
