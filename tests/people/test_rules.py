from datetime import UTC, datetime

import pytest

from app.models.person import OrganisationRoleName, ProjectRoleName
from app.people import rules

WINTER = datetime(2026, 6, 1, tzinfo=UTC)
SEOUL_NEW_YEAR = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)  # midnight in Seoul: 2027


@pytest.mark.parametrize(
    ("born", "now", "young"),
    [
        (2012, WINTER, False),
        (2013, WINTER, True),
        (2013, SEOUL_NEW_YEAR, False),
        (2014, SEOUL_NEW_YEAR, True),
        (2030, WINTER, True),
    ],
)
def test_age_is_counted_by_calendar_years_in_seoul(born: int, now: datetime, young: bool) -> None:
    assert rules.too_young(born, now) is young


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 10"),
        ("x" * 257, "at most 256"),
        ("Password123", "first that are guessed"),
        ("aaaaaaaaaaaa", "first that are guessed"),
        ("minji.park", "not your name or address"),
        ("MINJI.PARK@example.com", "not your name or address"),
    ],
)
def test_weak_passwords_are_refused_with_a_remedy(password: str, says: str) -> None:
    fault = rules.password_fault(password, "minji.park@example.com", "박민지")
    assert fault is not None
    assert says in fault


@pytest.mark.parametrize("password", ["a long way home", "한강에서만나요열시에", "x9$kLm2#pQ"])
def test_other_passwords_are_taken(password: str) -> None:
    assert rules.password_fault(password, "minji.park@example.com", "박민지") is None


def test_banned_passwords_are_long_enough_to_matter() -> None:
    assert all(len(word) >= rules.MINIMUM_PASSWORD for word in rules.BANNED_PASSWORDS)
    assert all(word == word.casefold() for word in rules.BANNED_PASSWORDS)


@pytest.mark.parametrize("figures", [1, 3])
def test_every_draw_has_a_name_of_its_own(figures: int) -> None:
    names = {rules.pseudonym(draw, figures) for draw in range(rules.pseudonyms(figures))}
    assert len(names) == rules.pseudonyms(figures) == len(rules.NAMES) * 10**figures


def test_a_name_is_a_korean_word_and_figures() -> None:
    word, figures = rules.pseudonym(4217).split("-")
    assert word in rules.NAMES
    assert len(figures) == 3
    assert figures.isdigit()


@pytest.mark.parametrize("role", list(OrganisationRoleName))
def test_only_an_arbiter_must_be_off_the_team(role: OrganisationRoleName) -> None:
    team = frozenset({ProjectRoleName.WORKER})
    assert rules.apart(role, frozenset())
    assert rules.apart(role, team) is (role is not OrganisationRoleName.ARBITER)


@pytest.mark.parametrize("text", ["two\nlines", "nul\x00", "bell\x07", "sep\u2028"])
def test_control_characters_are_no_part_of_a_name(text: str) -> None:
    assert not rules.one_line(text)


def test_addresses_and_names_are_tidied() -> None:
    assert rules.tidy_email(" minji@example.com\n") == "minji@example.com"
    assert rules.tidy_name("  김   민지 ") == "김 민지"
