"""How far people are trusted: counted at each hand-in, weighed by what is said of their work; seats
by it; who guesses is stopped, told why, and let go on by a person once and for all."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import transaction
from app.models.person import ProjectRoleName
from app.models.project import Stage
from app.models.quality import Gold, Trust
from app.people.team import join_project
from app.workflow.admit import Paused
from app.workflow.aggregate import aggregate
from app.workflow.expire import sweep
from app.workflow.lease import give_back
from app.workflow.resume import HoldsFull, resume
from app.workflow.weigh import weigh
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.confidence.test_golds import Desk
from tests.factories import Place, boxes

SEATS = {"holds": {"newcomer": 1, "trusted": 5}}
ONLY_GOLD = {"gold": {"first": 1.0, "then": 1.0, "later": 1.0}}


def settings(place: Place, **quality: Any) -> None:
    with transaction() as s:
        s.get_one(Stage, (place.project_id, place.stage_id)).quality = quality


def trust(place: Place, who: int, level: int = 0) -> Trust | None:
    with transaction() as s:
        return s.get(Trust, (place.project_id, place.stage_id, level, who))


def known(place: Place, who: int, level: int = 0) -> Trust:
    found = trust(place, who, level)
    assert found is not None
    return found


def right(place: Place, lease: int) -> dict[str, Any]:
    """What is known to be right there; of other work, something."""
    found = place.assignment(lease).gold_id
    if found is None:
        return boxes(10.0)
    with transaction() as s:
        return s.get_one(Gold, (place.project_id, found)).answer


def works(place: Place, who: int, times: int, *, well: bool = True, since: int = 0) -> int:
    """So many answers, one by one, as long as he gets work; how many they were."""
    for nth in range(times):
        try:
            (lease,) = place.claim(who)
        except Paused:
            return nth
        wrong = boxes(500.0 + (since + nth) % 100)
        place.submit(who, lease, right(place, lease) if well else wrong)
    return times


@pytest.fixture
def desk(web: Web) -> Desk:
    """A stage with known answers: as many as two people need."""
    found = Desk(web, items=16)
    for item in found.items:
        assert found.make(item_id=item).status_code == 201
    return found


def test_each_hand_in_counts_and_each_verdict(web: Web) -> None:
    place = Place.make(items=4, inspect1="all", inspect2="all", holds=100)
    before, worker = place.person("worker"), place.person("worker")
    first, second = place.person("primary_inspector"), place.person("secondary_inspector")
    (lease,) = place.claim(before)
    place.submit(before, lease)
    assert trust(place, before) is None, "a stage that wants to know nothing writes nothing"
    settings(place, **SEATS)
    leases = place.claim(worker)
    place.submit(worker, leases[0])
    leases += place.claim(worker)
    place.submit(worker, leases[1])
    row = known(place, worker)
    assert (row.answers, row.verdicts, row.mean, row.holds) == (2, 0, None, 1)
    assert trust(place, first, 1) is None
    said = dict(zip(leases, ("approve", "fix"), strict=True))
    while looks := place.claim(first, 1):
        root = place.assignment(looks[0]).root_id
        place.decide(first, looks[0], said.get(root, "approve"))
    assert known(place, first, 1).answers == 3
    assert known(place, worker).verdicts == 0, "it is weighed by the clock"
    assert weigh() > 0
    row = known(place, worker)
    assert (row.answers, row.verdicts, row.verdicts_right) == (2, 2, 1)
    assert row.mean is not None
    assert row.low is not None
    assert row.high is not None
    assert row.low < row.mean < row.high
    old = known(place, before)
    assert (old.answers, old.verdicts, old.verdicts_right) == (1, 1, 1), "counted from what was"
    # What the second says is of the first, and the last word on the answer.
    while looks := place.claim(second, 2):
        root = place.assignment(looks[0]).root_id
        place.decide(second, looks[0], "fix" if root == leases[0] else "approve")
    weigh()
    row = known(place, worker)
    assert (row.verdicts, row.verdicts_right) == (2, 0), "what was mended did not stand"
    row = known(place, first, 1)
    assert (row.answers, row.verdicts, row.verdicts_right) == (3, 3, 2)
    assert known(place, second, 2).answers == 3
    assert weigh() == 0, "nothing is new"


def test_a_newcomer_has_one_seat_and_who_does_well_five(desk: Desk) -> None:
    place, who = desk.place, desk.people[0]
    settings(place, **ONLY_GOLD, **SEATS)
    (lease,) = place.claim(who, count=5)
    with pytest.raises(HoldsFull):
        place.claim(who)
    place.submit(who, lease, right(place, lease))
    assert works(place, who, 13) == 13
    weigh()
    assert known(place, who).holds == 1, "fourteen answers are a newcomer's"
    assert works(place, who, 1) == 1
    weigh()
    row = known(place, who)
    assert (row.answers, row.gold, row.gold_right, row.holds) == (15, 15, 15, 5)
    assert len(place.claim(who, count=10)) == 5


def test_what_is_given_back_is_resumed_within_the_seats_of_ones_trust(desk: Desk) -> None:
    place, who = desk.place, desk.people[0]
    settings(place, **SEATS)
    (lease,) = place.claim(who)
    with transaction() as s:
        give_back(s, me=who, project_id=place.project_id, assignment_id=lease, why="")
    (other,) = place.claim(who)
    with pytest.raises(HoldsFull), transaction() as s:
        resume(s, me=who, project_id=place.project_id, assignment_id=lease)
    place.submit(who, other)
    with transaction() as s:
        resume(s, me=who, project_id=place.project_id, assignment_id=lease)


def test_who_guesses_is_stopped_told_and_let_go_on_once_and_for_all(web: Web, desk: Desk) -> None:
    place, who, good = desk.place, desk.people[0], desk.people[1]
    settings(place, **ONLY_GOLD, **SEATS, pause={})
    assert works(place, good, 10) == 10
    done = works(place, who, 15, well=False)
    assert done <= 15
    row = known(place, who)
    assert row.paused_at is not None
    assert row.gold_right == 0
    assert known(place, good).paused_at is None

    him, boss = signed_in(web, who), signed_in(web, place.manager)
    refused = him.http.post(
        f"/projects/{place.project_id}/stages/{place.stage_id}/claims",
        json={"level": 0},
        headers={"Idempotency-Key": "paused-him"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "paused")
    (hit,) = him.get("/me/hits").json()["items"]
    assert (hit["rule"], hit["collector"], hit["action"]) == (None, "gold", "pause")
    seen = hit["evidence"]
    assert seen["seen"] == seen["counted"] == row.gold
    assert (seen["share"], seen["limit"]) == (1.0, 0.4)
    assert "work" not in seen, "which they were is not told"
    (whole,) = boss.get(f"/projects/{place.project_id}/hits").json()["items"]
    assert len(whole["evidence"]["work"]) == row.gold
    told = [one for one in him.get("/notifications").json()["items"] if one["kind"] == "noticed"]
    assert [one["params"]["hit_id"] for one in told] == [hit["id"]]
    waits = [
        one for one in boss.get("/notifications").json()["items"] if one["kind"] == "hit_waits"
    ]
    assert [one["params"]["hit_id"] for one in waits] == [hit["id"]]
    levels = f"/projects/{place.project_id}/stages/{place.stage_id}/levels/0/trust"
    (mine,) = boss.get(f"{levels}?sort=paused").json()["items"]
    assert (mine["person_id"], mine["hit_id"]) == (who, hit["id"])

    # Not by himself, even where he may settle what was noticed of others.
    with transaction() as s:
        join_project(s, place.project_id, who, ProjectRoleName.MANAGER, by=None)
    settled = f"/projects/{place.project_id}/hits/{hit['id']}/settle"
    said = {"outcome": "lifted", "answer": "다시 해 보세요."}
    own = him.http.post(settled, json=said)
    assert (own.status_code, own.json()["code"]) == (403, "own_rule")
    assert boss.http.post(settled, json=said).status_code == 200
    row = known(place, who)
    assert (row.paused_at, row.paused_by) == (None, None)
    assert row.cleared_at is not None
    assert works(place, who, 4, well=False, since=50) == 4, "trust stops him no more"
    weigh()
    assert known(place, who).paused_at is None
    assert len(him.get("/me/hits").json()["items"]) == 1


def test_who_says_always_the_same_is_stopped_with_his_fifteenth_answer(desk: Desk) -> None:
    place, who = desk.place, desk.people[0]
    settings(place, pause={})
    for _ in range(15):
        (lease,) = place.claim(who)
        place.submit(who, lease, boxes(600.0))
    assert known(place, who).paused_at is not None
    ((by, seen, counted),) = place.rows(
        "SELECT evidence ->> 'by', evidence ->> 'seen', evidence ->> 'counted' FROM rule_hit"
        " WHERE project_id = :p AND rule_id IS NULL"
    )
    assert (by, seen, counted) == ("same", "15", "15")
    with pytest.raises(Paused):
        place.claim(who)


def test_verdicts_stop_too(web: Web) -> None:
    place = Place.make(items=30, inspect1="all", holds=100)
    settings(place, pause={"known": 6, "below": 0.6})
    who, looker = place.person("worker"), place.person("primary_inspector")
    for nth, lease in enumerate(place.claim(who, count=8)):
        place.submit(who, lease, boxes(10.0 + nth))
    for look in place.claim(looker, 1, count=8):
        place.decide(looker, look, "fix")
    assert known(place, who).paused_at is None
    weigh()
    assert known(place, who).paused_at is not None
    (hit,) = signed_in(web, who).get("/me/hits").json()["items"]
    assert (hit["collector"], hit["evidence"]["seen"], hit["evidence"]["counted"]) == (
        "returns",
        8,
        8,
    )
    weigh()
    assert len(signed_in(web, who).get("/me/hits").json()["items"]) == 1


def test_lists_go_page_by_page_and_nobody_sees_anothers(web: Web) -> None:
    place = Place.make(items=30, inspect1="all", inspect2="all", holds=100)
    settings(place, **SEATS)
    people = [place.person("worker") for _ in range(5)]
    looker = place.person("primary_inspector")
    for _ in range(3):
        for who in people:
            (lease,) = place.claim(who)
            place.submit(who, lease)
    while looks := place.claim(looker, 1):
        who = place.assignment(place.assignment(looks[0]).root_id).worker_id
        place.decide(looker, looks[0], "fix" if people.index(who) > 1 else "approve")
    weigh()
    boss = signed_in(web, place.manager)
    home = f"/projects/{place.project_id}/stages/{place.stage_id}/levels/0/trust"
    lowest = boss.get(home).json()["items"]
    assert {one["person_id"] for one in lowest[:3]} == set(people[2:])
    for sort in ("lowest", "newest"):
        whole = boss.get(f"{home}?sort={sort}").json()
        assert whole["next"] is None
        assert {one["person_id"] for one in whole["items"]} == set(people)
        found: list[int] = []
        after = ""
        while True:
            page = boss.get(f"{home}?sort={sort}&limit=2&after={after}").json()
            assert len(page["items"]) <= 2
            found += [one["person_id"] for one in page["items"]]
            if page["next"] is None:
                break
            after = page["next"]
        assert found == [one["person_id"] for one in whole["items"]]
    assert boss.http.get(f"{home}?after=x").status_code == 422
    assert boss.http.get(f"{home}?after=1").status_code == 422
    him = signed_in(web, people[0])
    assert him.http.get(home).status_code == 403
    (own,) = him.get("/me/trust").json()["items"]
    assert (own["stage_id"], own["level"], own["answers"]) == (place.stage_id, 0, 3)
    assert him.get(f"{home}/me").json()["answers"] == 3
    stranger = signed_in(web, Place.make(items=0).person("worker"))
    assert stranger.http.get(f"{home}/me").status_code == 404
    assert stranger.get("/me/trust").json()["items"] == []


def test_examples_come_when_it_is_decided_and_known_answers_where_that_is_told(
    web: Web, desk: Desk
) -> None:
    place, who = desk.place, desk.people[0]
    settings(place, **ONLY_GOLD)
    assert works(place, who, 2, well=False) == 2
    weigh()
    him = signed_in(web, who)
    home = f"/projects/{place.project_id}/stages/{place.stage_id}/levels/0/trust/me"
    hidden = him.get(home).json()
    assert (hidden["examples"], hidden["gold"], hidden["gold_right"]) == ([], None, None)
    unmoved = {hidden[name] for name in ("mean", "low", "high", "below")}
    assert unmoved == {None}, "by which he could see that an answer was known"
    settings(place, gold=ONLY_GOLD["gold"] | {"tell": True})
    told = him.get(home).json()
    assert (told["gold"], told["gold_right"]) == (2, 0)
    assert told["mean"] < 0.75
    assert [(one["kind"], one["right"], one["verdict"]) for one in told["examples"]] == [
        ("gold", False, None)
    ] * 2
    assert told["examples"][0]["marks"]

    other = Place.make(items=3, inspect1="all", inspect2="all", holds=100)
    settings(other, **SEATS)
    worker = other.person("worker")
    first, second = other.person("primary_inspector"), other.person("secondary_inspector")
    (lease,) = other.claim(worker)
    other.submit(worker, lease)
    (looked,) = other.claim(first, 1)
    other.decide(first, looked, "approve")
    home = f"/projects/{other.project_id}/stages/{other.stage_id}/levels/0/trust/me"
    his = signed_in(web, worker)
    assert his.get(home).json()["examples"] == [], "the second level still looks"
    (look,) = other.claim(second, 2)
    other.decide(second, look, "return")
    (one,) = his.get(home).json()["examples"]
    assert (one["kind"], one["right"], one["verdict"], one["assignment_id"]) == (
        "verdict",
        False,
        "return",
        lease,
    )
    assert (one["reason"], bool(one["reason_ko"])) == ("position", True)
    (mine,) = signed_in(web, first).get(home.replace("/0/", "/1/")).json()["examples"]
    assert (mine["verdict"], mine["right"], mine["assignment_id"]) == ("approve", False, looked)

    (lease,) = other.claim(worker)
    other.submit(worker, lease, boxes(10))
    (looked,) = other.claim(first, 1)
    other.decide(first, looked, "fix", answer=boxes(300))
    (look,) = other.claim(second, 2)
    other.decide(second, look, "approve")
    one = his.get(home).json()["examples"][0]
    # What the second level let stand is the mended answer.
    assert (one["assignment_id"], one["right"], one["verdict"]) == (lease, False, "fix")


def test_a_pause_is_said_wherever_work_is_offered_and_seats_as_they_are(
    web: Web, desk: Desk
) -> None:
    place, who = desk.place, desk.people[0]
    settings(place, **ONLY_GOLD, **SEATS, pause={})
    him = signed_in(web, who)

    def offered(path: str) -> Any:
        found = him.get(path).json()
        row = (found if isinstance(found, list) else found["items"])[0]
        row["needs"] = [one for one in row["needs"] if one["code"] != "sign_terms"]
        return row

    for path in ("/work", "/market?mine=true"):
        assert (offered(path)["holds"], offered(path)["needs"]) == (1, [])
    works(place, who, 15, well=False)
    hit = known(place, who).paused_by
    assert hit is not None
    for path in ("/work", "/market?mine=true"):
        (need,) = offered(path)["needs"]
        assert (need["code"], need["hit_id"]) == ("paused", hit)
    best = him.http.post("/work/next", json={}, headers={"Idempotency-Key": "next-paused"})
    assert [(one["code"], one["hit_id"]) for one in best.json()["needs"]] == [("paused", hit)]
    assert best.json()["lease"] is None
    # What others are offered is as it was.
    other = signed_in(web, desk.people[1])
    assert other.get("/work").json()[0]["needs"] == []


def test_the_bar_lies_under_the_middle_of_the_people_and_all_are_measured_by_it(web: Web) -> None:
    place = Place.make(items=90, inspect1="all", holds=100)
    settings(place, **SEATS)
    people = [place.person("worker") for _ in range(5)]
    looker = place.person("primary_inspector")
    for _ in range(10):
        for who in people:
            place.submit(who, place.claim(who)[0])
    while looks := place.claim(looker, 1):
        root = place.assignment(place.assignment(looks[0]).root_id)
        place.decide(looker, looks[0], "fix" if root.worker_id == people[0] else "approve")
    weigh()
    ((bars,),) = place.rows("SELECT bars FROM quality_model WHERE project_id = :p")
    middle = float(known(place, people[1]).mean or 0)
    assert bars["0"] == pytest.approx(middle - 0.15, abs=0.001)
    assert known(place, people[0]).below == pytest.approx(1, abs=0.01)
    assert all(float(known(place, who).below or 0) < 0.2 for who in people[1:])
    boss = signed_in(web, place.manager)
    home = f"/projects/{place.project_id}/stages/{place.stage_id}"
    assert boss.get(f"{home}/levels/0/trust").json()["items"][0]["bar"] == bars["0"]
    # Other settings: everybody is measured by them, though nobody has done anything.
    assert known(place, people[1]).holds == 1
    changed = boss.http.patch(home, json={"quality": {"holds": {"newcomer": 2, "trusted": 5}}})
    assert changed.status_code == 200, changed.text
    assert weigh() >= 5
    assert known(place, people[1]).holds == 2


def test_what_others_answered_too_speaks_for_one(web: Web) -> None:
    place = Place.make(items=6, inspect1="none", overlap=3, holds=100)
    settings(place, overlap={"least": 3, "most": 3, "sure": 0.5})
    people = [place.person("worker") for _ in range(3)]
    for who in people:
        for lease in place.claim(who, count=6):
            place.submit(who, lease, boxes(400.0 if who == people[2] else 10.0))
    aggregate()
    weigh()
    rows = [known(place, who) for who in people]
    assert [row.peers for row in rows] == [6, 6, 6]
    assert [float(row.peers_right) for row in rows] == [6.0, 6.0, 0.0]
    means = [float(row.mean or 0) for row in rows]
    assert means[0] == means[1] > means[2]


def test_an_appeal_that_is_won_speaks_for_the_author_and_against_who_rejected(web: Web) -> None:
    place = Place.make(items=2, inspect1="all", inspect2="all", holds=100)
    settings(place, **SEATS)
    who, first = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(who)
    place.submit(who, lease)
    (look,) = place.claim(first, 1)
    place.decide(first, look, "reject")
    second = place.person("secondary_inspector")
    (again,) = place.claim(second, 2)
    place.decide(second, again, "reject")
    weigh()
    assert known(place, who).verdicts == 0, "it does not stand yet"
    assert known(place, first, 1).verdicts_right == 1
    place.appeal(who, lease)
    place.decide_appeal(place.arbiter(), lease, won=True)
    assert weigh() > 0
    assert (known(place, who).verdicts, known(place, who).verdicts_right) == (1, 1)
    assert known(place, second, 2).verdicts_right == 0


def test_of_rejections_only_those_count_that_stand_and_ten_a_day(web: Web) -> None:
    """Not appealed for seven days, twelve rejections of one day are ten against their author."""
    place = Place.make(items=60, inspect1="all", inspect2="none", holds=100)
    settings(place, **SEATS)
    who, first = place.person("worker"), place.person("primary_inspector")
    second = place.person("secondary_inspector")
    for nth in range(40):
        (lease,) = place.claim(who)
        place.submit(who, lease)
        (look,) = place.claim(first, 1)
        place.decide(first, look, "approve" if nth < 28 else "reject")
        if nth >= 28:
            place.decide(second, place.claim(second, 2)[0], "reject")
    weigh()
    assert (known(place, who).verdicts, known(place, who).verdicts_right) == (28, 28)
    place.age(days=8)
    while sweep():
        pass
    assert weigh() > 0
    assert (known(place, who).verdicts, known(place, who).verdicts_right) == (38, 28)
