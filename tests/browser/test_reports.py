"""A manager aims, counts a release, writes its data sheet and draws a blind sample; an inspector
who had no part in it judges it by key."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from app.core.database import transaction
from app.models import ProjectRoleName
from app.people.team import join_project
from tests.browser.conftest import Dure, violations

pytestmark = pytest.mark.browser


def released(dure: Dure) -> tuple[int, int, Any]:
    """The project whose release the demonstration has, the release, and its manager's client."""
    manager = dure.caller("manager")
    found = manager.get("/projects")["items"]
    project = next(int(one["id"]) for one in found if "세포" in one["name"])
    release = manager.get(f"/projects/{project}/releases")["items"][0]["id"]
    return project, release, manager


def test_a_release_is_counted_and_told(dure: Dure) -> None:
    project, release, manager = released(dure)
    page = dure.open("manager", f"/projects/{project}/reports?tab=targets")
    page.get_by_role("button", name=re.compile("클래스 넣기")).first.click()
    page.get_by_label("승인할 데이터").fill("100")
    page.get_by_label("승인할 데이터").blur()
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile(r"목표 \d+개를 정했어요"))).to_be_visible()
    assert violations(page) == []

    page.get_by_role("link", name="점검표").click()
    page.get_by_role("button", name="저작권과 이용 허락 답하기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("충족", exact=True).click()
    dialog.get_by_label("증빙 주소").fill("https://example.org/licence.pdf")
    dialog.get_by_role("button", name="저장").click()
    expect(page.get_by_role("link", name="https://example.org/licence.pdf")).to_be_visible()

    page.get_by_role("link", name="품질 보고서").click()
    page.get_by_role("button", name="집계하기").click()
    expect(page.get_by_role("heading", name=re.compile("구문정확성은"))).to_be_visible()
    # What the page shows is what the API counted.
    report = manager.get(f"/projects/{project}/releases/{release}/report")
    assert report["figures"]["stages"][0]["plan"] == 100
    (metric,) = page.locator(".report-metrics > div").filter(has_text="다양성").all()
    least = min(one["overlap"] for one in report["figures"]["shares"] if one["overlap"] is not None)
    expect(metric).to_contain_text(f"{round(100 * least, 1):g}%")
    assert violations(page) == []
    with page.expect_download() as told:
        page.get_by_role("button", name="구문정확성 사전검사").click()
    assert "구문정확성사전검사결과" in told.value.suggested_filename

    page.get_by_role("link", name="데이터 설명서").click()
    page.get_by_role("group", name="알려진 한계").get_by_label("한국어").fill("한 병원이에요.")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile(r"^\S+ 데이터 설명서$"))).to_be_visible()
    sheet = manager.get(f"/projects/{project}/releases/{release}/sheet")
    assert sheet["texts"]["limits"]["ko"] == "한 병원이에요."
    assert violations(page) == []


def test_a_sample_is_drawn_and_judged_blind(dure: Dure) -> None:
    project, _, manager = released(dure)
    examiner = dure.caller("operator").get("/me")["id"]
    with transaction() as s:
        join_project(s, project, examiner, ProjectRoleName.SECONDARY_INSPECTOR, by=None)
    page = dure.open("manager", f"/projects/{project}/reports?tab=samples")
    page.get_by_role("button", name="표본 뽑기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("표본 수").fill("3")
    dialog.get_by_label("표본 수").blur()
    assert violations(page) == []
    dialog.get_by_role("button", name="표본 뽑기").click()
    row = page.get_by_role("row").filter(has_text="검사 중")
    expect(row).to_be_visible()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="추출 절차")).to_be_visible()
    sample = int(page.url.rsplit("/", 1)[1])
    at = f"/projects/{project}/samples/{sample}"
    manager.send("PUT", f"{at}/examiners", {"examiners": [examiner]})
    assert violations(page) == []

    seen = dure.open("operator", "/examine")
    seen.get_by_role("link", name=re.compile("세포")).click()
    expect(seen.get_by_text("3건 가운데 0건 검사")).to_be_visible()
    assert violations(seen) == []
    seen.keyboard.press("2")
    seen.keyboard.press("1")
    expect(seen.get_by_role("radio").first).to_be_checked()
    assert violations(seen) == []
    seen.keyboard.press("Enter")
    expect(seen.get_by_text("3건 가운데 1건 검사")).to_be_visible()
    seen.keyboard.press("1")
    expect(seen.get_by_text("3건 가운데 2건 검사")).to_be_visible()
    seen.keyboard.press("1")
    expect(seen.get_by_role("heading", name="지금 볼 것이 없어요")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="마감하기").click()
    # Two of three, each weighing as many items as its stratum has.
    expect(page.get_by_role("heading", name=re.compile("통과율은"))).to_be_visible()
    expect(page.get_by_text("미달")).to_be_visible()
    assert manager.get(at)["result"]["passed"] == 2
