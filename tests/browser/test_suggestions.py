"""A manager sets a stage's model, tries it, and sees how it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from app.core.settings import configure
from tests.browser.conftest import Dure, violations
from tests.browser.editing import cells
from tests.journeys.caller import until
from tests.suggestions.model import Handler, Model, sends

pytestmark = pytest.mark.browser


def middle(handler: Handler, body: dict[str, Any]) -> None:
    """A cell in the middle of every picture, and one outside of it."""
    results = []
    for item in body["items"]:
        width, height = item["width"], item["height"]
        one = {"kind": "box", "class": body["schema"]["labels"][0]["classes"][0]["id"]}
        inside = {"x": width / 4, "y": height / 4, "width": width / 2, "height": height / 2}
        outside = inside | {"x": width}
        results.append(
            {"id": item["id"], "model": "middle-1", "annotations": [one | inside, one | outside]}
        )
    handler.say({"results": results})


@pytest.fixture
def model() -> Iterator[Model]:
    with Model(middle).up() as made:
        configure(model_hosts=made.host)
        yield made
    configure(model_hosts=None)


def test_a_manager_sets_a_model(model: Model, dure: Dure) -> None:
    manager = dure.caller("manager")
    project, stage = cells(dure.caller("worker1"))
    page = dure.open("manager", f"/projects/{project}/design")
    title = page.locator("h1.display")
    page.get_by_role("link", name="제안", exact=True).click()
    expect(title).to_have_text("작업자가 모델의 제안으로 시작하게 할 수 있어요")
    expect(page.get_by_text(f"허용된 서버: {model.host}")).to_be_visible()
    assert violations(page) == []

    # What is wrong is said at the field, and what the operator has not allowed by the server.
    page.get_by_label("모델 주소").fill("models")
    page.get_by_label("함께 보낼 헤더").fill("X-Key")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_text("https://로 시작하는 주소를 적어 주세요")).to_be_visible()
    expect(page.get_by_text("헤더의 값을 적어 주세요")).to_be_visible()
    page.get_by_label("모델 주소").fill("http://169.254.169.254/latest")
    page.get_by_label("헤더의 값").fill("correct-horse")
    page.get_by_text("모델에 물어보기").click()
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("이 서버의 모델에는 물어볼 수 없어요")
    page.get_by_label("모델 주소").fill(model.address)
    page.get_by_role("button", name="저장", exact=True).click()
    expect(title).to_have_text("모델을 꺼 두었어요")
    expect(page.get_by_text("저장된 값이 있어요")).to_be_visible()
    expect(page.get_by_label("헤더의 값")).to_have_value("")
    assert "horse" not in page.evaluate("JSON.stringify(localStorage)")

    page.get_by_role("button", name="한 건 물어보기").click()
    expect(page.get_by_text("제안 1개, 뺄 것 1개")).to_be_visible()
    expect(page.get_by_text("middle-1")).to_be_visible()
    page.get_by_text("빼는 까닭 보기").click()
    expect(page.get_by_role("img", name=re.compile("물체 1개"))).to_be_visible()
    assert violations(page) == []
    assert model.headers[-1]["x-key"] == "correct-horse"
    model.answering = sends(b"oh", 500)
    page.get_by_role("button", name="다른 데이터로").click()
    expect(page.get_by_text("HTTP 500")).to_be_visible()

    # Switched on, it is asked ahead of the workers, and the page says how that goes.
    page.get_by_text("모델에 물어보기").click()
    page.get_by_role("button", name="저장", exact=True).click()
    expect(title).to_have_text("모델이 답하지 않아서 곧 다시 물어봐요")
    expect(page.get_by_text("이어서 1번째 실패예요")).to_be_visible()
    assert violations(page) == []
    model.answering = middle
    expect(title).to_have_text(re.compile("다 물어봤어요"), timeout=60_000)

    path = f"/projects/{project}/stages/{stage}/model"
    given = until(lambda: manager.get(path)["model"]["given"], "suggestions")
    assert given > 0
    phone = dure.open("manager", f"/projects/{project}/design?tab=suggestions", phone=True)
    expect(phone.locator("h1.display")).to_be_visible()
    wide = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert violations(phone) == []
    english = dure.open(
        "manager", f"/projects/{project}/design?tab=suggestions", locale="en", theme="dark"
    )
    expect(english.locator("h1.display")).to_contain_text("items have a suggestion")
    assert violations(english) == []

    page.get_by_role("button", name="모델 지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="모델 지우기").click()
    expect(title).to_have_text("작업자가 모델의 제안으로 시작하게 할 수 있어요")
    assert manager.get(path)["model"] is None


def test_without_an_allowed_host_the_page_says_whom_to_ask(dure: Dure) -> None:
    project, _ = cells(dure.caller("worker1"))
    page = dure.open("manager", f"/projects/{project}/design?tab=suggestions")
    expect(page.get_by_text("DURE_MODEL_HOSTS")).to_be_visible()
    expect(page.get_by_label("모델 주소")).to_have_count(0)
    assert violations(page) == []
