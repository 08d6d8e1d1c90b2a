"""A manager lays a delivery out as the buyer says, and begins a project by another one's design."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.test_data import cells


def test_a_release_goes_out_by_a_template_that_was_tried_on_a_real_item(dure: Dure) -> None:
    project, _ = cells(dure)
    manager = dure.caller("manager")
    page = dure.open("manager", f"/projects/{project}/releases")
    page.get_by_role("link", name="제출 양식").click()
    page.get_by_role("button", name="양식 만들기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("이름").fill("혈액 제출")
    dialog.get_by_role("button", name="양식 만들기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("혈액 제출")
    shown = page.get_by_role("region", name="이렇게 나가요")
    expect(shown.get_by_text("스키마에 맞아요")).to_be_visible()
    expect(shown).to_contain_text("라벨링데이터/")
    expect(shown).to_contain_text("bounding_box")
    # Another name for a value, and what does not fit is said at its place.
    page.get_by_role("button", name="raw_data_info.copyrighter").click()
    dialog.get_by_role("button", name=re.compile("쓸 값")).click()
    page.get_by_role("option", name="정해진 값").click()
    dialog.get_by_label("값", exact=True).fill("7")
    dialog.get_by_role("button", name="이대로").click()
    expect(shown).to_contain_text("맞지 않는 곳 1군데")
    expect(shown).to_contain_text("raw_data_info.copyrighter")
    page.get_by_role("button", name="raw_data_info.copyrighter").click()
    dialog.get_by_label("값", exact=True).fill("한빛데이터")
    dialog.get_by_role("button", name="이대로").click()
    expect(shown.get_by_text("스키마에 맞아요")).to_be_visible()
    expect(shown).to_contain_text('"copyrighter": "한빛데이터"')
    assert violations(page) == []
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("저장했어요. 이제 2판이에요.")).to_be_visible()
    kept = manager.get(f"/projects/{project}/templates")["items"][-1]
    assert (kept["name"], kept["version"]) == ("혈액 제출", 2)

    page.goto(f"{dure.url}/projects/{project}/releases")
    page.get_by_role("button", name="배포본 만들기").click()
    dialog.get_by_label("버전").fill("7.0")
    dialog.get_by_text("과제의 양식").click()
    dialog.get_by_role("button", name=re.compile("^양식|양식$")).first.click()
    page.get_by_role("option", name=re.compile("혈액 제출")).click()
    dialog.get_by_role("button", name="배포본 만들기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("7.0 배포본이 준비됐어요")
    made = manager.get(f"/projects/{project}/releases")["items"][-1]
    assert (made["template_id"], made["template_version"]) == (kept["id"], 2)


def test_a_project_begins_by_a_design_that_is_there(dure: Dure) -> None:
    project, _ = cells(dure)
    operator = dure.caller("operator")
    house = next(
        one["id"] for one in operator.get("/me")["organisations"] if "administrator" in one["roles"]
    )
    page = dure.open("operator", "/projects")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=re.compile("혈액")))
    row.get_by_role("button", name=re.compile("할 일")).click()
    page.get_by_role("menuitem", name="템플릿으로 두기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("이름").fill("세포 상자")
    dialog.get_by_role("button", name="템플릿으로 두기").click()
    expect(page.get_by_text("템플릿으로 두었어요")).to_be_visible()
    page.goto(f"{dure.url}/projects/new")
    page.get_by_label("과제 이름").fill("세포 상자 2차")
    page.get_by_text("공정 1개: 세포 상자").click()
    assert violations(page) == []
    page.get_by_role("button", name="과제 만들기").click()
    expect(page).to_have_url(re.compile(r"/projects/\d+/design"))
    begun = int(page.url.split("/projects/")[1].split("/")[0])
    assert begun != project
    ours, theirs = (operator.get(f"/projects/{one}/stages")["items"] for one in (project, begun))
    assert [one["name"] for one in theirs] == [one["name"] for one in ours]
    assert len(operator.get(f"/organisations/{house}/project-templates")["items"]) == 1
