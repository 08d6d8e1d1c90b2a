"""When a word goes out, and what it says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.core.clock import SEOUL
from app.core.settings import configure
from app.models.telling import Channel, How, Topic
from app.people.notifications import Told
from app.people.telling import push, rules
from app.people.telling.sentences import fill, josa, sentence


def at(hour: int, minute: int = 0, day: int = 29) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)


NIGHT = rules.Hours(22 * 60, 8 * 60, 9 * 60)
NOON = rules.Hours(12 * 60, 13 * 60)


@pytest.mark.parametrize(
    ("how", "hours", "now", "then"),
    [
        pytest.param(How.AT_ONCE, rules.Hours(), at(3), at(3), id="never-quiet"),
        pytest.param(How.AT_ONCE, NIGHT, at(21, 59), at(21, 59), id="before-the-night"),
        pytest.param(How.AT_ONCE, NIGHT, at(22), at(8, day=30), id="into-the-night"),
        pytest.param(How.AT_ONCE, NIGHT, at(7, 59), at(8), id="late-in-the-night"),
        pytest.param(How.AT_ONCE, NIGHT, at(8), at(8), id="in-the-morning"),
        pytest.param(How.AT_ONCE, NOON, at(12, 30), at(13), id="within-a-day"),
        pytest.param(How.AT_ONCE, NOON, at(13), at(13), id="after-noon"),
        pytest.param(How.DAILY, NIGHT, at(8, 59), at(9), id="todays-letter"),
        pytest.param(How.DAILY, NIGHT, at(9), at(9, day=30), id="tomorrows-letter"),
        pytest.param(How.DAILY, rules.Hours(), at(23), at(8, day=30), id="letter-by-default"),
    ],
)
def test_when_a_word_goes_out(how: How, hours: rules.Hours, now: datetime, then: datetime) -> None:
    assert rules.due(how, hours, now) == then


def test_every_kind_of_word_has_one_topic() -> None:
    listed = [kind for kinds in rules.TOPICS.values() for kind in kinds]
    assert sorted(listed) == sorted(Told)


def test_a_kind_of_a_newer_version_is_about_a_project() -> None:
    assert rules.topic_of("never_heard_of") is Topic.PROJECT


def test_what_holds_until_somebody_chooses() -> None:
    assert {rules.default(one, Channel.PUSH) for one in Topic} == {How.AT_ONCE}
    assert rules.default(Topic.MONEY, Channel.MAIL) is How.AT_ONCE
    assert rules.default(Topic.WORK, Channel.MAIL) is How.DAILY


@pytest.mark.parametrize("locale", ["ko", "en"])
@pytest.mark.parametrize("kind", sorted(Told))
def test_every_kind_is_a_sentence_without_holes(kind: Told, locale: str) -> None:
    assert "{" not in sentence(kind.value, locale, {}, "거리 사진")
    assert sentence("never_heard_of", locale, {}, "")


@pytest.mark.parametrize(
    ("kind", "params", "says"),
    [
        ("invited", {"role": "manager"}, "거리에서 관리자로 초대했어요"),
        ("invited", {"role": "finance"}, "거리에서 정산 담당으로 초대했어요"),
        ("import_done", {"taken": 12345, "refused": 0}, "데이터 12,345개를 들였고 0개는 빠졌어요"),
    ],
)
def test_what_a_sentence_says(kind: str, params: dict[str, Any], says: str) -> None:
    assert sentence(kind, "ko", params, "거리") == says


@pytest.mark.parametrize(
    ("n", "says"), [(1, "1 item was"), (0, "0 items were"), (1_200, "1,200 items were")]
)
def test_english_agrees_with_its_number(n: int, says: str) -> None:
    assert fill("{{n}} item{{n, s}} {{n, of(one: was; more: were)}}", {"n": n}) == says


@pytest.mark.parametrize(
    ("word", "form", "whole"),
    [
        ("사진", "을", "사진을"),
        ("상자", "을", "상자를"),
        ("서울", "으로", "서울로"),
        ("3", "이", "3이"),
    ],
)
def test_particles_fit_their_word(word: str, form: str, whole: str) -> None:
    assert josa(word, form) == whole
    assert fill(f"{{{{a, josa(form: {form})}}}}!", {"a": word}) == f"{whole}!"


@pytest.mark.parametrize(
    ("endpoint", "good"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=abc", True),
        ("https://FCM.googleapis.com:443/abc", True),
        ("http://fcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://fcm.googleapis.com.evil.test/abc", False),
        ("https://evil.test/fcm.googleapis.com", False),
        ("https://me@fcm.googleapis.com/abc", False),
        ("https://notify.windows.com.evil.test/", False),
        ("https://evilnotify.windows.com/", False),
        ("https://127.0.0.1/abc", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("https://[::1/abc", False),
        ("file:///etc/passwd", False),
        ("http://push.house.test:8080/abc", True),
        ("http://push.house.test/abc", False),
        ("ftp://push.house.test:8080/abc", False),
    ],
)
def test_only_push_services_that_are_known_are_asked(endpoint: str, good: bool) -> None:
    configure(push_hosts="push.house.test:8080")
    try:
        assert push.allowed(endpoint) is good
    finally:
        configure(push_hosts=None)
