"""Second factors, passkeys, and proofs of now, as somebody at a browser with a device at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, text, update

from app import demo
from app.core.database import transaction
from app.core.settings import configure
from app.models.person import Login
from tests.api.outside import CLIENT, SECRET, provider
from tests.browser.conftest import Dure, violations

WHO = "worker1@dure.example"


@pytest.fixture
def named(port: int) -> Iterator[str]:
    """Dure at an address with a name: passkeys are bound to one."""
    configure(base_url=f"http://localhost:{port}")
    yield f"http://localhost:{port}"
    configure(base_url=None)


def with_device(page: Page) -> None:
    """The browser has a device that holds passkeys, and a finger on it."""
    hand = page.context.new_cdp_session(page)
    hand.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    hand.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page) -> None:
    page.get_by_label("이메일").fill(WHO)
    page.get_by_label("비밀번호", exact=True).fill(demo.password())
    page.get_by_role("button", name="로그인", exact=True).click()


def sign_out(page: Page, home: str) -> None:
    page.goto(home + "/account")
    page.get_by_role("button", name="모든 기기에서 로그아웃").click()
    page.get_by_role("button", name="로그아웃하기").last.click()
    expect(page.get_by_label("이메일")).to_be_visible()


def forget_proofs() -> None:
    """Everybody signed in long ago."""
    with transaction() as s:
        s.execute(update(Login).values(proved_at=func.now() - text("interval '1 hour'")))


def test_an_app_then_a_passkey_then_nothing_but_the_passkey(named: str, dure: Dure) -> None:
    page = dure.visit("/sign-in")
    with_device(page)
    page.goto(named + "/sign-in")
    sign_in(page)
    expect(page).to_have_url(named + "/")
    page.goto(named + "/account")
    page.get_by_role("button", name="설정하기").click()
    expect(page.get_by_alt_text("인증 앱으로 찍을 QR 코드")).to_be_visible()
    secret = page.locator("code.self-key").inner_text()
    page.get_by_label("앱에 보이는 여섯 자리 숫자").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="확인하기").click()
    codes = page.get_by_role("dialog", name="복구 코드를 보관해 주세요")
    expect(codes.get_by_role("listitem")).to_have_count(10)
    paper = codes.get_by_role("listitem").first.inner_text()
    assert violations(page) == []
    codes.get_by_role("button", name="보관했어요").click()
    page.get_by_role("button", name="패스키 만들기").click()
    making = page.get_by_role("dialog", name="패스키 만들기")
    making.get_by_label("패스키 이름").fill("내 노트북")
    making.get_by_role("button", name="패스키 만들기").click()
    expect(page.get_by_text("내 노트북")).to_be_visible()
    assert violations(page) == []

    # The password alone does not let him in; a code on paper does, once.
    sign_out(page, named)
    sign_in(page)
    page.get_by_label("인증 코드").fill("000000")
    page.get_by_role("button", name="계속하기").click()
    expect(page.get_by_role("alert")).to_contain_text("코드가 맞지 않거나")
    page.get_by_label("인증 코드").fill(paper)
    assert violations(page) == []
    page.get_by_role("button", name="계속하기").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("다시 만나서")

    # The passkey needs neither address nor password.
    sign_out(page, named)
    page.get_by_role("button", name="패스키로 로그인").click()
    expect(page).not_to_have_url(named + "/sign-in")
    page.goto(named + "/account")
    expect(page.get_by_text("9개 남았어요")).to_be_visible()


def test_what_is_grave_asks_for_a_proof_and_then_goes_on(named: str, dure: Dure) -> None:
    page = dure.visit("/sign-in")
    page.goto(named + "/sign-in")
    sign_in(page)
    expect(page).to_have_url(named + "/")
    page.goto(named + "/account")
    forget_proofs()
    page.get_by_role("button", name="토큰 만들기").click()
    making = page.get_by_role("dialog")
    making.get_by_label("이름").fill("밤마다")
    making.get_by_role("button", name="토큰 만들기").click()
    asked = page.get_by_role("dialog", name="본인인지 확인할게요")
    asked.get_by_label("비밀번호", exact=True).fill("not-this-one-27")
    asked.get_by_role("button", name="확인하기").click()
    expect(asked.get_by_role("alert")).to_be_visible()
    asked.get_by_label("비밀번호", exact=True).fill(demo.password())
    assert violations(page) == []
    asked.get_by_role("button", name="확인하기").click()
    expect(asked).to_have_count(0)
    expect(page.locator(".self-key")).to_contain_text("dure_")


@pytest.fixture
def demanded() -> Iterator[None]:
    configure(two_factor="all")
    yield
    configure(two_factor=None)


def test_who_must_have_a_second_factor_is_led_to_it(demanded: None, dure: Dure) -> None:
    page = dure.open("worker1", "/earnings")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2단계를 먼저 설정")
    page.get_by_role("button", name="설정하기").click()
    secret = page.locator("code.self-key").inner_text()
    page.get_by_label("앱에 보이는 여섯 자리 숫자").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="확인하기").click()
    page.get_by_role("button", name="보관했어요").click()
    assert violations(page) == []
    page.get_by_role("button", name="시작하기").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("2단계")


@pytest.fixture
def outside(named: str) -> Iterator[None]:
    with provider() as made:
        made.person["email"] = WHO
        told = {"oidc_issuer": made.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        configure(**told, oidc_name="한빛 SSO")
        yield
        configure(**dict.fromkeys([*told, "oidc_name"]))


def test_one_comes_in_by_an_outside_provider_once_it_was_linked(
    outside: None, named: str, dure: Dure
) -> None:
    page = dure.visit("/sign-in")
    page.goto(named + "/sign-in?to=/earnings")
    page.get_by_role("link", name="한빛 SSO로 로그인").click()
    expect(page.get_by_text("같은 주소의 계정이 이미 있어요")).to_be_visible()
    page.get_by_label("비밀번호", exact=True).fill(demo.password())
    assert violations(page) == []
    page.get_by_role("button", name="연결하기").click()
    expect(page).to_have_url(re.compile("/earnings"))
    sign_out(page, named)
    page.get_by_role("link", name="한빛 SSO로 로그인").click()
    expect(page).to_have_url(named + "/")
    page.goto(named + "/account")
    page.get_by_role("button", name="연결 끊기").click()
    page.get_by_role("dialog").get_by_role("button", name="연결 끊기").click()
    expect(page.get_by_role("button", name="연결하기")).to_be_visible()
