"""Inspection by risk, what is left wrong, and lots at delivery."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from app.core.database import engine, transaction
from app.core.risk import HandIn
from app.inspection.learning import due_stages, learn
from app.inspection.remaining import remaining
from app.inspection.rules import roll
from app.models.quality import Lot, Why
from app.releases.listing import freeze
from app.releases.queries import frozen
from app.releases.schemas import ReleaseFormat
from app.releases.service import begin
from app.tasks.views import leases
from app.workflow.cancel import exclude_item, wind_down_item
from app.workflow.design import set_prices
from app.workflow.expire import sweep
from app.workflow.lots import NoLimit, NothingForLot, make_lot, settle_lots
from app.workflow.opening import BudgetShort
from tests.factories import Place, boxes
from tests.priced import PRICED
from tests.workflow.lines import run_chores

pytestmark = pytest.mark.usefixtures("database")
BY_RISK: dict[str, Any] = {
    "inspect1": "risk",
    "quality": {"inspect": {"newcomer": 2, "trusted": 0.0, "random": 0.2}},
}
LIMITED: dict[str, Any] = {"inspect1": "none", "quality": {"limit": "4.0"}}


def trusted(place: Place, who: int, mean: float = 0.95, answers: int = 500, level: int = 0) -> None:
    """As the chore that weighs people would have it."""
    with engine().begin() as connection:
        connection.exec_driver_sql(
            """INSERT INTO trust (project_id, stage_id, level, person_id, answers, mean, low, high,
                 below, holds)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 5)
               ON CONFLICT (project_id, stage_id, level, person_id) DO UPDATE
                 SET answers = excluded.answers, mean = excluded.mean, below = excluded.below""",
            (
                place.project_id,
                place.stage_id,
                level,
                who,
                answers,
                mean,
                mean - 0.02,
                min(mean + 0.02, 1),
                0 if mean > 0.8 else 1,
            ),
        )


def throw(place: Place, roots: list[int], level: int, usual: Callable[[list[float]], bool]) -> None:
    """Give the stage a salt with which these first hand-ins roll as they mostly do: chance draws
    nothing of twenty once in a hundred times, and then there is nothing to be shown."""
    for salt in map(str, count()):
        if usual([roll(salt, root, 1, level) for root in roots]):
            place.rows(f"UPDATE stage SET salt = '{salt}' WHERE project_id = :p RETURNING 1")
            return


def drawn(place: Place) -> dict[int, tuple[str, int]]:
    return {
        row[0]: (row[1], row[2])
        for row in place.rows(
            "SELECT root_id, why, level FROM drawn WHERE project_id = :p ORDER BY level DESC"
        )
    }


def lot(place: Place, limit: Any = None) -> int:
    with transaction() as s:
        return make_lot(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            name="1차",
            limit=limit,
        )


def lot_now(place: Place, lot_id: int) -> Lot:
    with transaction() as s:
        return s.get_one(Lot, (place.project_id, lot_id))


def settle() -> None:
    while settle_lots():
        pass
    run_chores()


def released(place: Place, version: str) -> int:
    """How many items a release would have."""
    with transaction() as s:
        made, _ = begin(
            s,
            project_id=place.project_id,
            stage_id=place.stage_id,
            version=version,
            format=ReleaseFormat("coco"),
            media=False,
            by=place.manager,
        )
        freeze(s, place.project_id, place.stage_id, made.id)
        return frozen(s, place.project_id, made.id)


def balanced(place: Place) -> None:
    """No task has spent more than was set aside, and the reserve has what tasks say."""
    row = place.rows(
        """SELECT sum(t.reserved - t.spent),
             (SELECT coalesce(sum(CASE WHEN e.credit = g.reserve_account_id THEN e.amount
                WHEN e.debit = g.reserve_account_id THEN -e.amount ELSE 0 END), 0)
              FROM ledger_entry e WHERE e.project_id = g.project_id)
           FROM stage g JOIN task t ON t.project_id = g.project_id AND t.stage_id = g.id
           WHERE g.project_id = :p GROUP BY g.project_id, g.reserve_account_id"""
    )[0]
    assert row[0] == row[1]


def test_a_newcomer_is_seen_in_full_and_the_trusted_by_chance_alone() -> None:
    place = Place.make(items=60, **BY_RISK)
    new, old = place.person("worker"), place.person("worker")
    trusted(place, old)
    first = place.claim(new, count=10)
    for lease in first:
        place.submit(new, lease)
    second = place.claim(old, count=20)
    throw(place, second, 1, lambda rolls: sum(one < 0.2 for one in rolls) == 4)
    for lease in second:
        place.submit(old, lease)
    found = drawn(place)
    assert set(first) <= set(found), "of a newcomer nothing is passed over"
    newcomer, unknown = first[:2], first[2:]
    assert {found[lease][0] for lease in newcomer} <= {Why.NEWCOMER, Why.RANDOM}
    # Nobody has looked at any of it: he is no newcomer any more, and trusted no further.
    assert {found[lease][0] for lease in unknown} <= {Why.TRUST, Why.RANDOM}
    by_chance = [lease for lease in second if lease in found]
    assert len(by_chance) == 4
    assert {found[lease][0] for lease in by_chance} == {Why.RANDOM}
    seats = place.rows("SELECT root_id FROM seat WHERE project_id = :p AND root_id <> 0")
    assert {row[0] for row in seats} == set(found)
    passed = [lease for lease in second if lease not in found]
    assert {place.assignment(lease).state for lease in passed} == {"accepted"}


def test_the_riskiest_come_first_and_an_inspector_is_told_why() -> None:
    place = Place.make(items=30, **(BY_RISK | {"quality": {"inspect": {"newcomer": 1000}}}))
    good, bad = place.person("worker"), place.person("worker")
    trusted(place, good, 0.97)
    trusted(place, bad, 0.4)
    safe = place.claim(good, count=3)
    for lease in safe:
        place.submit(good, lease)
    risky = place.claim(bad, count=3)
    for lease in risky:
        place.submit(bad, lease)
    inspector = place.person("primary_inspector")
    taken = place.claim(inspector, 1, count=6)
    roots = [place.assignment(one).root_id for one in taken]
    assert set(roots[:3]) == set(risky), "the riskier first, though they came later"
    with transaction() as s:
        seen = leases(s, place.project_id, taken[:1])[0]
    assert seen["subject"]["why"]["code"] in ("newcomer", "random")
    # What is given back keeps its place; what ran out too.
    place.age(days=30)
    sweep()
    again = place.claim(place.person("primary_inspector"), 1, count=3)
    assert {place.assignment(one).root_id for one in again} == set(risky)


def test_an_inspectors_first_are_looked_at_twice() -> None:
    place = Place.make(
        items=20,
        inspect1="all",
        inspect2="risk",
        quality={"inspect": {"newcomer": 2, "twice": 0.0, "random": 0.01}},
    )
    worker, new, old = (
        place.person("worker"),
        *(place.person("primary_inspector") for _ in range(2)),
    )
    trusted(place, old, level=1)
    made = place.claim(worker, count=12)
    throw(place, made, 2, lambda rolls: min(rolls) >= 0.01)
    for lease in made:
        place.submit(worker, lease)
    for lease in place.claim(new, 1, count=5):
        place.decide(new, lease, "approve")
    rows = place.rows("SELECT why FROM drawn WHERE project_id = :p AND level = 2 ORDER BY root_id")
    assert len(rows) == 5
    assert {row[0] for row in rows[:2]} <= {"newcomer", "random"}
    # Nobody has looked at what he let through: that he looks often is no reason to trust him.
    assert {row[0] for row in rows[2:]} <= {"twice", "random"}
    for lease in place.claim(old, 1, count=5):
        place.decide(old, lease, "approve")
    assert len(place.rows("SELECT 1 FROM drawn WHERE project_id = :p AND level = 2")) <= 6


def test_what_is_left_wrong_is_told_by_chance_alone() -> None:
    place = Place.make(
        items=80,
        inspect1="risk",
        holds=100,
        quality={"inspect": {"newcomer": 0, "trusted": 0.3, "risky": 0, "random": 0.5}},
    )
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    trusted(place, worker, 0.9)
    made = place.claim(worker, count=80)
    wrong = set(made[::5])

    def usual(rolls: list[float]) -> bool:
        chosen = [lease in wrong for lease, one in zip(made, rolls, strict=True) if one < 0.5]
        return len(chosen) > 20 and abs(sum(chosen) / len(chosen) - 0.2) < 0.08

    throw(place, made, 1, usual)
    for lease in made:
        place.submit(worker, lease)
    seen = place.claim(inspector, 1, count=80)
    for lease in seen:
        root = place.assignment(lease).root_id
        place.decide(inspector, lease, "fix" if root in wrong else "approve")
    with transaction() as s:
        found = remaining(s, place.project_id, place.stage_id)
    chosen = [root for root, (why, _) in drawn(place).items() if why == "random"]
    assert found.looked == len(chosen)
    assert found.wrong == len(wrong & set(chosen))
    assert found.low <= 0.2 <= found.high
    assert found.drawn[Why.TRUST] == len(seen) - len(chosen)
    assert found.levels[1].share is None


def test_order_of_risk_is_learned_from_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.inspection.learning.ENOUGH", 30)
    place = Place.make(items=50, **(BY_RISK | {"holds": 100}))
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    for nth, lease in enumerate(place.claim(worker, count=50)):
        # Where much is marked, something is wrong.
        place.submit(worker, lease, boxes(*range(10, 110, 10)) if nth % 2 else boxes(10))
    for lease in place.claim(inspector, 1, count=50):
        root = place.assignment(lease).root_id
        much = place.rows(
            f"""SELECT jsonb_array_length(answer -> 'annotations') > 1 FROM submission
                WHERE project_id = :p AND assignment_id = {root}"""
        )[0][0]
        place.decide(inspector, lease, "fix" if much else "approve")
    with transaction() as s:
        assert (place.project_id, place.stage_id) in due_stages(s)
        order = learn(s, place.project_id, place.stage_id)
    with transaction() as s:
        assert (place.project_id, place.stage_id) not in due_stages(s)
    assert order.risk(HandIn(None, 0, 10, 1, 1)) > 0.7
    assert order.risk(HandIn(None, 0, 1, 1, 1)) < 0.3
    assert order.among(order.risk(HandIn(None, 0, 20, 1, 1)), 0.4)


def accepted(place: Place, count: int) -> list[int]:
    worker = place.person("worker")
    made = place.claim(worker, count=count)
    for lease in made:
        place.submit(worker, lease)
    return made


def test_a_lot_is_accepted_by_its_sample_and_the_rest_of_the_money_comes_back() -> None:
    place = Place.make(items=40, holds=100, **LIMITED)
    roots = accepted(place, 40)
    assert released(place, "0") == 0, "nothing is in an accepted lot yet"
    before = place.rows("SELECT state, judged, answer_id FROM assignment WHERE project_id = :p")
    lot_id = lot(place)
    made = lot_now(place, lot_id)
    assert (made.size, made.sample, made.accept) == (40, 13, 1)
    balanced(place)
    assert before == place.rows(
        "SELECT state, judged, answer_id FROM assignment WHERE project_id = :p"
    )
    with pytest.raises(NothingForLot):
        lot(place)
    looker = place.person("secondary_inspector")
    seen = place.claim(looker, 2, count=50)
    assert len(seen) == 13
    with transaction() as s:
        assert leases(s, place.project_id, seen[:1])[0]["subject"]["why"]["code"] == "lot"
    for lease in seen[:-1]:
        place.decide(looker, lease, "approve")
    settle()
    assert lot_now(place, lot_id).state == "open"
    place.decide(looker, seen[-1], "fix")
    settle()
    now = lot_now(place, lot_id)
    assert (now.state, now.looked, now.faulty) == ("accepted", 13, 1)
    assert place.owed(looker) == 13 * 20
    balanced(place)
    assert place.rows(
        "SELECT DISTINCT reserved - spent - held FROM task WHERE project_id = :p"
    ) == [(0,)]
    # The correction stands; its author keeps what he was paid.
    mended = place.assignment(seen[-1]).root_id
    assert place.assignment(mended).state == "accepted"
    assert (
        place.assignment(mended).answer_id
        != place.rows(
            f"SELECT id FROM submission WHERE project_id = :p AND assignment_id = {mended}"
        )[0][0]
    )
    assert released(place, "1") == 40
    assert len(roots) == 40


def test_a_refused_lot_is_looked_through_the_riskiest_first_and_made_again() -> None:
    place = Place.make(items=30, holds=100, **LIMITED)
    bad, good = place.person("worker"), place.person("worker")
    trusted(place, bad, 0.5)
    trusted(place, good, 0.98)
    for who in (good, bad):
        for lease in place.claim(who, count=15):
            place.submit(who, lease)
    lot_id = lot(place)
    made = lot_now(place, lot_id)
    looker = place.person("secondary_inspector")
    for nth, lease in enumerate(place.claim(looker, 2, count=100)):
        place.decide(looker, lease, "reject" if nth < made.accept + 1 else "approve")
    settle()
    assert lot_now(place, lot_id).state == "refused"
    anew = place.rows("SELECT count(*) FROM item WHERE project_id = :p AND state = 'in_work'")[0][0]
    assert anew == made.accept + 1, "what was stopped is begun anew"
    assert released(place, "0") == 0
    rest = place.claim(looker, 2, count=100)
    assert len(rest) == 30 - made.sample
    whose = [place.assignment(place.assignment(one).root_id).worker_id for one in rest]
    assert whose == sorted(whose, key=lambda who: who != bad), "the least trusted first"
    for lease in rest:
        place.decide(looker, lease, "approve")
    settle()
    # What was begun anew is done by others, and a lot of everything made again.
    accepted(place, anew)
    second = lot(place)
    assert lot_now(place, second).size == 30
    other = place.person("secondary_inspector")
    for lease in place.claim(other, 2, count=100):
        place.decide(other, lease, "approve")
    settle()
    assert lot_now(place, second).state == "accepted"
    assert released(place, "1") == 30
    balanced(place)
    assert place.owed(bad) + place.owed(good) == 30 * 100, "accepted money is never taken back"


def test_a_lot_that_cannot_be_paid_or_has_no_limit_is_refused() -> None:
    place = Place.make(items=3, funds=1000, prices=(100, 0, 20), inspect1="none")
    accepted(place, 3)
    with pytest.raises(NoLimit):
        lot(place)
    poor = Place.make(items=3, funds=3 * 200, prices=(100, 0, 200), **LIMITED)
    accepted(poor, 3)
    with pytest.raises(BudgetShort):
        lot(poor)
    assert poor.rows("SELECT 1 FROM lot WHERE project_id = :p") == []


def test_a_look_that_ran_out_is_offered_again() -> None:
    place = Place.make(items=2, **LIMITED)
    accepted(place, 2)
    lot_id = lot(place)
    gone, looker = (place.person("secondary_inspector") for _ in range(2))
    assert len(place.claim(gone, 2, count=5)) == 2
    place.age(days=3)
    sweep()
    for lease in place.claim(looker, 2, count=5):
        place.decide(looker, lease, "approve")
    settle()
    assert lot_now(place, lot_id).state == "accepted"


def given_back(place: Place) -> list[tuple[str, int]]:
    """What came back to the budget, for what."""
    return [
        (row[0], row[1])
        for row in place.rows(
            """SELECT cause, amount FROM ledger_entry
               WHERE project_id = :p AND kind = 'give_back' AND cause LIKE 'lot:%' ORDER BY id"""
        )
    ]


def set_aside(place: Place) -> int:
    """What tasks still keep for looks."""
    return int(
        place.rows("SELECT sum(reserved - spent - held) FROM task WHERE project_id = :p")[0][0]
    )


def refused(place: Place) -> tuple[int, list[int]]:
    """A lot of 30 that its sample refused without a word against any of the rest, and the rest's
    items, in order."""
    accepted(place, 30)
    lot_id = lot(place)
    made = lot_now(place, lot_id)
    looker = place.person("secondary_inspector")
    for nth, lease in enumerate(place.claim(looker, 2, count=100)):
        place.decide(looker, lease, "fix" if nth <= made.accept else "approve")
    settle()
    assert lot_now(place, lot_id).state == "refused"
    rest = place.rows(
        f"SELECT item_id FROM lot_item WHERE project_id = :p AND lot_id = {lot_id}"
        " AND NOT sampled ORDER BY item_id"
    )
    return lot_id, [row[0] for row in rest]


def test_what_is_taken_out_of_a_refused_lot_keeps_no_money() -> None:
    place = Place.make(items=30, holds=100, **LIMITED)
    lot_id, rest = refused(place)
    assert set_aside(place) == 20 * len(rest)
    looker = place.person("secondary_inspector")
    (held,) = place.claim(looker, 2)
    looked = place.rows(
        f"""SELECT t.item_id FROM assignment a JOIN task t ON t.id = a.task_id
            WHERE a.project_id = :p AND a.id = {held}"""
    )[0][0]
    out = [item for item in rest if item != looked][:2]
    for item in (*out, looked):
        with transaction() as s:
            exclude_item(
                s, by=place.manager, project_id=place.project_id, item_id=item, reason="broken"
            )
        wind_down_item(place.project_id, item)
    settle()
    # Who holds a look may hand it in, and is paid by what is kept for it.
    assert given_back(place) == [(f"lot:{lot_id}:{item}", 20) for item in sorted(out)]
    balanced(place)
    place.decide(looker, held, "approve")
    settle()
    assert place.owed(looker) == 20
    assert len(given_back(place)) == 2
    for lease in place.claim(looker, 2, count=100):
        place.decide(looker, lease, "approve")
    settle()
    balanced(place)
    assert set_aside(place) == 0
    assert not settle_lots(), "nothing is done twice"
    assert place.owed(looker) == 20 * (len(rest) - 2)


def test_a_look_on_what_was_taken_out_that_runs_out_keeps_no_money() -> None:
    place = Place.make(items=2, **LIMITED)
    accepted(place, 2)
    lot_id = lot(place)
    looker = place.person("secondary_inspector")
    gone, stays = place.claim(looker, 2, count=2)
    item = place.rows(
        f"""SELECT t.item_id FROM assignment a JOIN task t ON t.id = a.task_id
            WHERE a.project_id = :p AND a.id = {gone}"""
    )[0][0]
    with transaction() as s:
        exclude_item(
            s, by=place.manager, project_id=place.project_id, item_id=item, reason="broken"
        )
    wind_down_item(place.project_id, item)
    place.decide(looker, stays, "approve")
    settle()
    assert lot_now(place, lot_id).state == "accepted"
    assert set_aside(place) == 20
    place.age(days=30)
    sweep()
    settle()
    assert place.assignment(gone).state == "expired"
    assert set_aside(place) == 0
    assert given_back(place) == [(f"lot:{lot_id}:{item}", 20)]
    balanced(place)


def test_lots_of_a_cancelled_stage_keep_no_money() -> None:
    place = Place.make(items=10, holds=100, **LIMITED)
    accepted(place, 10)
    lot(place)
    assert set_aside(place) == 200
    place.cancel()
    settle()
    assert set_aside(place) == 0
    balanced(place)


def test_a_look_that_costs_less_than_was_set_aside_gives_the_rest_back() -> None:
    place = Place.make(items=2, **LIMITED)
    accepted(place, 2)
    lot_id = lot(place)
    with transaction() as s:
        set_prices(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            level0=100,
            level1=0,
            level2=15,
            **PRICED,
        )
    looker = place.person("secondary_inspector")
    for lease in place.claim(looker, 2, count=5):
        place.decide(looker, lease, "approve")
    settle()
    assert lot_now(place, lot_id).state == "accepted"
    assert place.owed(looker) == 2 * 15
    assert set_aside(place) == 0
    assert given_back(place) == [(f"lot:{lot_id}", 10)]
    balanced(place)
