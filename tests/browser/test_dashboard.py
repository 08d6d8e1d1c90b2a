"""What lies behind a manager's four answers, a shared project, and the history that is searched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from app.bench import past
from app.bench.ground import Ground
from app.core.database import owner_engine
from tests.browser.conftest import Dure, violations
from tests.browser.test_data import cells

ITEMS = """INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state)
SELECT i.project_id, i.stage_id, i.batch_id, i.asset_id, 'past-' || n, 'ready'
FROM (SELECT * FROM item WHERE project_id = :p AND stage_id = :s ORDER BY id LIMIT 1) i,
  generate_series(1, :n) n"""
AIMED = """INSERT INTO target (project_id, stage_id, what, value, share)
VALUES (:p, :s, 'class:cells', 'RBC', 40)"""


def lived(project: int, stage: int, items: int = 900) -> None:
    """Give the project a past: two thirds of some more items done over 60 days, the rest open."""
    place = {"p": project, "s": stage}
    with owner_engine().begin() as run:
        run.execute(text(ITEMS), place | {"n": items})
        run.execute(
            text(
                "UPDATE batch SET taken = taken + :n WHERE id = (SELECT min(batch_id) FROM item"
                " WHERE project_id = :p AND stage_id = :s)"
            ),
            place | {"n": items},
        )
    ground = Ground(project, stage, [])
    past.team(ground)
    past.write(ground, items * 2 // 3, offered=items // 6)
    past.keep(project)
    with owner_engine().begin() as run:
        run.execute(text(AIMED), place)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("locale", ["ko", "en"])
def test_the_dashboard_shows_what_lies_behind_the_answers(dure: Dure, locale: str) -> None:
    project, stage = cells(dure)
    lived(project, stage)
    for phone, theme in ((False, "light"), (True, "dark")):
        page = dure.open("manager", f"/projects/{project}", phone=phone, locale=locale, theme=theme)
        ko = locale == "ko"
        pareto = page.get_by_role("img", name=re.compile("앞의 .가지가" if ko else "the first"))
        expect(pareto).to_be_visible()
        expect(
            page.get_by_role("img", name=re.compile("지난 두 주" if ko else "two weeks"))
        ).to_be_visible()
        waiting = page.get_by_role("region", name="기다리는 일" if ko else "What waits").first
        expect(waiting.get_by_text("1차 검수" if ko else "Inspection 1").first).to_be_visible()
        balance = page.get_by_role("region", name="클래스 균형" if ko else "Class balance")
        expect(balance.get_by_text(re.compile("목표 40%" if ko else "target 40%"))).to_be_visible()
        page.get_by_role("radio", name="비용" if ko else "Cost", exact=True).click()
        expect(
            page.get_by_role("img", name=re.compile("썼" if ko else "has been spent"))
        ).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1366)


@pytest.mark.timeout(180)
def test_work_is_shared_with_another_organisation_and_the_history_tells(dure: Dure) -> None:
    project, _ = cells(dure)
    partner = dure.caller("worker1")
    house = partner.post("/organisations", {"name": "참여데이터"})["id"]
    admin = dure.open("operator", f"/projects/{project}/people?tab=consortium")
    admin.get_by_label("기관 이름").fill("참여데이터")
    admin.get_by_role("button", name="초대하기", exact=True).click()
    member = admin.get_by_role("region", name="참여데이터").first
    expect(member.get_by_text("초대함")).to_be_visible()
    assert violations(admin) == []
    (part,) = partner.get(f"/organisations/{house}/consortia")["items"]
    page = dure.open("worker1", f"/admin/organisations/{house}/consortia/{part['id']}")
    page.get_by_role("button", name="참여하기").click()
    expect(page.get_by_role("heading", name="우리 몫")).to_be_visible()
    page.get_by_label("이메일").fill("new@example.test")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_text("new@example.test", exact=True)).to_be_visible()
    assert violations(page) == []
    admin.reload()
    member = admin.get_by_role("region", name="참여데이터").first
    member.get_by_role("button", name="몫 정하기").click()
    admin.get_by_role("button", name=re.compile("정하지 않음")).first.click()
    admin.get_by_role("option", name="전체의 몇 %").click()
    admin.get_by_role("textbox", name="전체의 몇 %").fill("30")
    admin.get_by_role("button", name="저장").click()
    expect(member.get_by_text("30%")).to_be_visible()
    # The history finds it again, and says who did it.
    admin.goto(f"{dure.url}/projects/{project}/history?q=참여데이터")
    expect(admin.locator(".told li").first).to_be_visible()
    assert violations(admin) == []
    home = admin.goto(f"{dure.url}/projects/{project}/history")
    assert home is not None
    with admin.expect_download() as saved:
        admin.get_by_role("link", name="CSV").click()
    assert "consortium_member" in Path(saved.value.path()).read_text(encoding="utf-8-sig")
