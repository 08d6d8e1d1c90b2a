"""What a level asks, and which work is best next, decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from app.routing.rules import (
    Asked,
    Counted,
    Course,
    Device,
    Known,
    Offered,
    device_of,
    fits,
    left,
    missing,
    score,
    share_of,
    smaller,
    tally,
)

COURSE = Course(3, 9, "상자 그리기", open=True, passed=False, valid=False)
WANTS = {"certificates": [{"project_id": 3, "course_id": 9}]}
ALL = Known(
    courses=[replace(COURSE, passed=True, valid=True)],
    accepted=9,
    decided=10,
    verdicts=10,
    upheld=9,
    language="ko-KR",
    lives="jeju",
    team="A",
    invited=True,
)


def codes(asked: dict[str, Any], known: Known) -> list[str]:
    return [need["code"] for need in missing(Asked.model_validate(asked), known)]


@pytest.mark.parametrize(
    ("asked", "lacking", "code"),
    [
        (WANTS, {"courses": [COURSE]}, "certificate_missing"),
        (WANTS, {"courses": [replace(COURSE, passed=True)]}, "certificate_expired"),
        ({"accepted": {"answers": 9}}, {"accepted": 8}, "too_few_accepted"),
        ({"accepted": {"answers": 0, "share": 0.9}}, {"decided": 11}, "share_too_low"),
        ({"upheld": {"verdicts": 10}}, {"verdicts": 9}, "too_few_accepted"),
        ({"upheld": {"verdicts": 0, "share": 0.9}}, {"upheld": 8}, "share_too_low"),
        ({"languages": ["ko"]}, {"language": "kok"}, "language"),
        ({"languages": ["ko"]}, {"language": None}, "language"),
        ({"regions": ["jeju", "busan"]}, {"lives": "seoul"}, "region"),
        ({"teams": ["A"]}, {"team": "B"}, "team"),
        ({"teams": ["A"]}, {"team": None}, "team"),
        ({"invited": True}, {"invited": False}, "invitation_missing"),
    ],
)
def test_who_lacks_a_thing_is_told_just_that(
    asked: dict[str, Any], lacking: dict[str, Any], code: str
) -> None:
    assert codes(asked, ALL) == []
    assert codes(asked, replace(ALL, **lacking)) == [code]


def test_all_of_it_must_be_met_and_each_lack_is_told() -> None:
    asked = WANTS | {"languages": ["en"], "teams": ["B"], "invited": True, "climb": True}
    assert codes(asked, Known(courses=[COURSE])) == [
        "certificate_missing",
        "language",
        "team",
        "invitation_missing",
    ]
    assert codes({}, Known()) == []


def test_a_course_is_told_with_when_its_exam_may_be_tried_again() -> None:
    at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    ((need),) = missing(
        Asked.model_validate(WANTS), Known(courses=[replace(COURSE, next_attempt_at=at)])
    )
    assert need["courses"] == [
        {
            "project_id": 3,
            "course_id": 9,
            "title": "상자 그리기",
            "state": "open",
            "passed": False,
            "next_attempt_at": "2026-05-01T09:00:00+00:00",
        }
    ]


def test_an_admission_ends_with_the_first_certificate_that_it_rests_on() -> None:
    days = [datetime(2026, 5, day, tzinfo=UTC) for day in (9, 3)]
    courses = [replace(COURSE, valid=True, expires_at=day) for day in days]
    assert Known(courses=[*courses, COURSE]).until == days[1]
    assert Known(courses=[COURSE]).until is None


def test_only_what_is_asked_is_kept() -> None:
    assert Asked().kept() == {}
    asked = Asked.model_validate(
        {"devices": ["desktop"], "accepted": {"answers": 5}, "climb": True}
    )
    assert asked.kept() == {"devices": ["desktop"], "accepted": {"answers": 5}, "climb": True}


@pytest.mark.parametrize(
    "asked",
    [
        {"regions": ["atlantis"]},
        {"devices": ["watch"]},
        {"languages": ["한국어"]},
        {"accepted": {"answers": 5, "share": 1.5}},
        {"accepted": {"answers": 5, "level": 2}},
        {"trust": 0.9},
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Asked.model_validate(asked)


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit Mobile/15E148 Safari"
GALAXY = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/124.0.0.0 Mobile Safari"
GALAXY_TAB = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/124.0.0.0 Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0.0.0 Safari"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari"
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari"


@pytest.mark.parametrize(
    ("agent", "mobile", "device"),
    [
        (IPHONE, "", "phone"),
        (GALAXY, "?1", "phone"),
        (GALAXY_TAB, "?0", "tablet"),
        (IPAD, "", "tablet"),
        (WINDOWS, "?0", "desktop"),
        (MAC, "", "desktop"),
        ("python-httpx/0.28", "", "desktop"),
        ("", "?1", "phone"),
    ],
)
def test_a_request_shows_what_it_was_made_at(agent: str, mobile: str, device: str) -> None:
    assert device_of(agent, mobile) == device


def test_a_page_makes_its_device_smaller_and_never_larger() -> None:
    assert smaller(Device.DESKTOP, Device.TABLET) is Device.TABLET  # a tablet that says Mac
    assert smaller(Device.PHONE, Device.DESKTOP) is Device.PHONE
    assert smaller(Device.PHONE, None) is Device.PHONE
    assert fits(["desktop", "tablet"], Device.PHONE) == [
        {"code": "device", "devices": ["desktop", "tablet"]}
    ]
    assert fits(["desktop"], Device.DESKTOP) == fits(None, Device.PHONE) == fits([], Device.PHONE)


def test_the_tightest_limit_counts_and_each_that_is_reached_is_told() -> None:
    assert left(Counted(), "later") == (None, [])
    assert left(Counted(day_limit=5, today=2, person_limit=9, ever=8), "later") == (1, [])
    room, needs = left(
        Counted(day_limit=5, today=5, person_limit=9, ever=9, share=3, shared=4, until="then"),
        "later",
    )
    assert room == 0
    assert needs == [
        {"code": "day_limit", "again_at": "later", "limit": 5},
        {"code": "person_limit", "limit": 9},
        {"code": "share_taken", "share": 3, "until": "then"},
    ]


def test_shares_are_equal_and_leave_nothing_over() -> None:
    assert [share_of(10, n) for n in (1, 3, 10, 64)] == [10, 4, 1, 1]
    assert share_of(10, 0) is share_of(0, 10) is None


PLAIN = Offered(hourly=10_000, wage=10_000)


def points(**what: Any) -> float:
    return score(replace(PLAIN, **what))[0]


def reasons(**what: Any) -> list[str]:
    return [reason["code"] for reason in score(replace(PLAIN, **what))[1]]


def test_better_pay_a_nearer_end_and_what_one_does_well_come_first() -> None:
    assert points(hourly=15_000) > points() > points(hourly=8_000) > points(hourly=None)
    assert points(hours_left=1) > points(hours_left=20) > points() == points(hours_left=100)
    assert points(accepted=19, decided=20) > points() > points(accepted=4, decided=20)
    assert points(accepted=9, decided=9) == points(), "too few to say anything"
    assert points(decided=20, accepted=20, best=True) > points(decided=20, accepted=20)
    assert points(again=True) > points(hourly=20_000)
    # Where more is known of his work than what was accepted, that is what counts, unsaid.
    assert points(trusted=0.95) > points(trusted=0.7) > points() > points(trusted=0.4)
    assert points(trusted=0.7, accepted=20, decided=20) == points(trusted=0.7)
    assert score(replace(PLAIN, trusted=0.9))[1] == [
        {"code": "trusted"},
        {"code": "pay", "hourly": 10_000},
    ]


def test_something_else_is_a_change_after_long_the_same() -> None:
    assert points(hand_ins=30, run=30) < points(hand_ins=30, run=5) < points(hand_ins=30, run=0)
    assert reasons(hand_ins=30, run=0)[-1] == "variety"


def test_the_reasons_are_those_that_weighed_for_it_the_weightiest_first() -> None:
    assert reasons(hours_left=0.5, accepted=19, decided=20) == ["deadline", "accepted", "pay"] or (
        reasons(hours_left=0.5, accepted=19, decided=20) == ["deadline", "pay", "accepted"]
    )
    assert "accepted" not in reasons(accepted=2, decided=20), "nothing that speaks against it"


def test_a_tally_counts_people_not_needs() -> None:
    one, two = {"code": "team"}, {"code": "region"}
    assert tally([[one, two], [one, one], []]) == [
        {"code": "team", "people": 2},
        {"code": "region", "people": 1},
    ]
