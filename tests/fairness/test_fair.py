"""What people say of a project, and what everybody may read of how it treats them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from app.core.database import transaction
from app.fairness import figures
from app.workers.fairness import fair_figures
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.factories import Place

MARKS = {"pay": 4, "clarity": 3, "inspection": 5, "answers": 2}
FIGURES = ("people", "hourly", "delay_days", "return_rate", "rejection_rate", "appeals", "ratings")


def hand(place: Place, *, seconds: int | None = None) -> int:
    """Somebody with one accepted piece of work, which took so long."""
    who = place.person("worker")
    (lease,) = place.claim(who)
    with transaction() as s:
        s.execute(
            text("UPDATE assignment SET reserved_at = now() - interval '1 hour' WHERE id = :a"),
            {"a": lease},
        )
    place.submit(who, lease, active_seconds=seconds)
    return who


def shown(web: Web, place: Place) -> dict[str, Any]:
    """The public page, read without signing in."""
    answer = web.stranger().get(f"/fair/{place.project_id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def pay_out(place: Place, who: int, *, after_days: int, number: int) -> None:
    """All that a person is owed arrives with him so many days from now."""
    values = {"p": place.project_id, "who": who, "n": number, "days": after_days}
    with transaction() as s:
        for kind in ("transit", "bank"):
            s.execute(
                text(
                    "INSERT INTO account (kind, project_id, currency) VALUES (:kind, :p, 'KRW')"
                    " ON CONFLICT DO NOTHING"
                ),
                values | {"kind": kind},
            )
        for kind, debit, credit in (("payout", "person", "transit"), ("paid", "transit", "bank")):
            s.execute(
                text(
                    f"""INSERT INTO ledger_entry
                        (project_id, debit, credit, currency, amount, kind, cause, at)
                    SELECT :p, d.id, c.id, 'KRW', 100, '{kind}', 'payout:' || :n,
                      now() + :days * interval '1 day'
                    FROM account d, account c
                    WHERE d.project_id = :p AND d.kind = '{debit}'
                      AND (d.kind <> 'person' OR d.person_id = :who)
                      AND c.project_id = :p AND c.kind = '{credit}'"""
                ),
                values,
            )


def test_who_has_worked_rates_and_five_make_a_figure(web: Web) -> None:
    place = Place.make(items=8, inspect1="none")
    people = [hand(place) for _ in range(5)]
    path = f"/me/ratings/{place.project_id}"
    idle, stranger = signed_in(web, place.person("worker")), web.person()
    assert stranger.get(path).status_code == 404
    assert idle.get(path).json() == {"may": False, "rating": None}
    assert idle.put(path, json=MARKS).json()["code"] == "nothing_decided"
    for number, who in enumerate(people):
        assert shown(web, place)["ratings"] is None, number
        told = signed_in(web, who).put(path, json=MARKS | {"pay": number + 1}).json()
        assert told["rating"]["pay"] == number + 1
    means = {"people": 5, "pay": 3.0, "clarity": 3.0, "inspection": 5.0, "answers": 2.0}
    assert shown(web, place)["ratings"] == means
    last = signed_in(web, people[-1])
    last.put(path, json=MARKS | {"pay": 1})
    assert shown(web, place)["ratings"] == means | {"pay": 2.2}
    (row, *_) = last.get("/market").json()["items"]
    assert row["rating"] == means | {"pay": 2.2}


def test_marks_are_one_to_five(web: Web) -> None:
    place = Place.make(items=1, inspect1="none")
    caller = signed_in(web, hand(place))
    for change in ({"pay": 0}, {"pay": 6}, {"pay": None}, {"pay": 2.5}, {"more": 1}):
        answer = caller.put(f"/me/ratings/{place.project_id}", json=MARKS | change)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), change


def test_figures_are_of_five_people_at_least(web: Web) -> None:
    place = Place.make(items=10, inspect1="none")
    told = shown(web, place)
    assert told["counted_at"] is None
    assert told["minimum_wage"] > 10_000
    for seconds in (20, 30, 36, 40):
        hand(place, seconds=seconds)
    assert fair_figures() == 1
    told = shown(web, place)
    assert told["counted_at"] is not None
    assert [told[name] for name in FIGURES] == [None] * len(FIGURES)
    hand(place, seconds=60)
    assert fair_figures() == 0, "once a day"
    with transaction() as s:
        figures.count(s, place.project_id)
    told = shown(web, place)
    assert (told["people"], told["decided"]) == (5, 5)
    assert told["hourly"] == 100 * 3600 // 36  # of 100 won for 20, 30, 36, 40 and 60 seconds
    assert (told["return_rate"], told["rejection_rate"]) == (0, 0)
    assert (told["delay_days"], told["appeals"]) == (None, None)


def test_the_delay_is_from_acceptance_to_the_bank(web: Web) -> None:
    place = Place.make(items=10, inspect1="none")
    for number, days in enumerate((2, 4, 6, 8, 30)):
        pay_out(place, hand(place), after_days=days, number=number)
    with transaction() as s:
        figures.count(s, place.project_id)
    assert shown(web, place)["delay_days"] == 6


def test_returns_rejections_and_appeals_are_counted(web: Web) -> None:
    place = Place.make(items=10, inspect1="all", inspect2="none", holds=20)
    one, two = place.person("primary_inspector"), place.person("secondary_inspector")
    arbiter = place.arbiter()
    for nth in range(5):
        who = place.person("worker")
        (lease,) = place.claim(who)
        place.submit(who, lease)
        place.decide(one, place.claim(one, 1)[0], "reject")
        place.decide(two, place.claim(two, 2)[0], "reject")
        place.appeal(who, lease)
        place.decide_appeal(arbiter, lease, won=nth < 2)
    with transaction() as s:
        figures.count(s, place.project_id)
    told = shown(web, place)
    assert (told["appeals"], told["appeals_won"]) == (5, 2)
    assert told["rejection_rate"] == 0.6
    assert told["return_rate"] == 0


def test_a_project_that_has_not_begun_has_no_page(web: Web) -> None:
    place = Place.make(items=0)
    with transaction() as s:
        s.execute(text("UPDATE project SET state = 'draft'"))
    for project in (place.project_id, 999):
        assert web.stranger().get(f"/fair/{project}").status_code == 404
