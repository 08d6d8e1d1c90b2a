"""A manager's deliveries: shared out, in several files, patched, and what changed shown."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.test_data import cells


def test_a_release_is_shared_out_in_files_and_its_patch_says_what_changed(dure: Dure) -> None:
    project, stage = cells(dure)
    manager = dure.caller("manager")
    page = dure.open("manager", f"/projects/{project}/releases")
    page.get_by_role("button", name="배포본 만들기").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("버전")).not_to_have_value("")  # one is proposed
    dialog.get_by_label("버전").fill("3.0")
    dialog.get_by_text(re.compile("^나눠 담기")).first.click()
    dialog.get_by_role("button", name=re.compile("함께 묶을 기준")).click()
    page.get_by_role("option", name=re.compile("묶지 않음")).click()
    preview = dialog.get_by_role("status")
    expect(preview).to_contain_text("지금 나누면")
    expect(preview).to_contain_text(re.compile("학습.*건.*검증.*건", re.DOTALL))
    dialog.get_by_text("더 정하기").click()
    dialog.get_by_text(re.compile("^여러 파일로 나누기")).first.click()
    dialog.get_by_label("파일 수").fill("2")
    dialog.get_by_label("파일 수").blur()
    dialog.get_by_role("button", name="배포본 만들기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3.0 배포본이 준비됐어요")
    files = page.get_by_role("region", name="나눠 담은 파일")
    expect(files.get_by_role("row")).to_have_count(3)
    with page.expect_download() as waiting:
        files.get_by_role("button", name=re.compile("내려받기")).last.click()
    assert waiting.value.suggested_filename.endswith("-00002-of-00002.zip")
    expect(page.get_by_role("region", name="나눠 담은 것")).to_contain_text("1.Training")

    # One item turns out to be no good: a patch is the same without it.
    item = manager.get(f"/projects/{project}/items", stage_id=stage, state="released")["items"][0]
    where = f"/projects/{project}/items/{item['id']}"
    manager.post(f"{where}/reopen", {"why": "얼굴이 보여요."}, status=200)
    page.get_by_role("button", name="고친 배포본 만들기").click()
    expect(dialog.get_by_label("버전")).to_have_value("3.1")
    dialog.get_by_role("button", name="배포본 만들기").click()
    expect(dialog.get_by_text("다시 작업하고 있어요")).to_be_visible()
    manager.post(f"{where}/exclude", {"reason": "rights"}, status=200)
    dialog.get_by_role("button", name="배포본 만들기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3.1 배포본이 준비됐어요")
    expect(page.get_by_text("3.0과 견줘요")).to_be_visible()
    changed = page.get_by_role("region", name="달라진 것")
    expect(changed.get_by_role("row")).to_have_count(2)
    expect(changed).to_contain_text(item["name"])
    expect(changed).to_contain_text("빠짐")
    with page.expect_download() as log:
        page.get_by_role("link", name="변경 기록 받기").click()
    assert "1 removed" in log.value.path().read_text()
    assert violations(page) == []
