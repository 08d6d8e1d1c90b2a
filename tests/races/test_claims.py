"""Many at once on the same places: none is filled twice, and “empty” is never said by mistake."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from tests.factories import Place
from tests.races import checks
from tests.races.calls import claim, open_all
from tests.races.crew import Crew, Row

CLIENTS = 64
Gather = Callable[[Place, list[int]], Crew]


def refusals(log: list[Row]) -> dict[str, int]:
    return checks.statuses(row for row in log if row.status not in (200, 201))


def test_sixty_four_clients_finish_every_task_with_three_answers(gather: Gather) -> None:
    tasks, overlap, price = 300, 3, 100
    funds = 10_000_000
    place = Place.make(items=tasks, overlap=overlap, inspect1="none", funds=funds, holds=20)
    people = [place.person("worker") for _ in range(CLIENTS)]
    crew = gather(place, people)
    log = crew.play("drain", counts=[1, 1, 2, 5])

    assert refusals(log) == {}
    assert checks.answers_kept(place, log) == tasks * overlap
    checks.places_hold(place)
    checks.all_done(place)
    assert checks.empties_true(log, overlap) >= CLIENTS

    given = Counter((lease["task_id"], row.who) for row in log for lease in checks.leases(row))
    assert set(given.values()) == {1}, "one person, one task, one lease"
    on_task = Counter(task for task, _ in given)
    assert len(on_task) == tasks
    assert set(on_task.values()) == {overlap}

    own_sum: dict[int, int] = defaultdict(int)
    for row in log:
        if row.verb == "submission":
            assert row.answer["state"] == "accepted"
            own_sum[row.who] += row.answer["price"]
    assert checks.earned(place) == dict(own_sum)
    assert sum(own_sum.values()) == tasks * overlap * price
    assert checks.balance(place, "reserve") == 0
    assert checks.balance(place, "budget") == funds - tasks * overlap * price
    checks.money_holds(place, funds)


def test_one_task_with_sixteen_places(gather: Gather) -> None:
    places, rounds = 16, 30
    place = Place.make(items=0, overlap=places, inspect1="none", holds=100, funds=100_000_000)
    people = [place.person("worker") for _ in range(CLIENTS)]
    crew = gather(place, people)
    sizes = [16, 17, 24, 32, 48, 64]
    for turn in range(rounds):
        place.add_items(1)
        open_all(place)
        size = sizes[turn % len(sizes)]
        first = turn * 7
        log = crew.volley(
            {(first + n) % CLIENTS: [claim(place, key=f"rush-on-{turn}-{n}")] for n in range(size)}
        )
        assert refusals(log) == {}
        empty = [row for row in log if row.answer["empty"]]
        leases = [lease for row in log for lease in row.answer["leases"]]
        assert len(leases) == places, f"round {turn}: {len(leases)} of {places} places were given"
        assert len(empty) == size - places, f"round {turn}: “empty” was said by mistake"
        assert len({lease["task_id"] for lease in leases}) == 1
        assert checks.one(place, "SELECT count(*) FROM seat WHERE project_id = %(p)s") == 0
    checks.places_hold(place)


def test_few_places_on_several_tasks_many_at_a_time(gather: Gather) -> None:
    """Sixteen people ask for four each, of four tasks with sixteen places: everyone gets some, and
    who asks until he hears “empty” has had all four."""
    rounds = 8
    place = Place.make(items=0, overlap=16, inspect1="none", holds=100, funds=100_000_000)
    people = [place.person("worker") for _ in range(16)]
    crew = gather(place, people)
    for turn in range(rounds):
        place.add_items(4)
        open_all(place)
        log = crew.volley(
            {
                n: [claim(place, key=f"four-each-{turn}-{n}-{k}", count=4) for k in range(5)]
                for n in range(16)
            }
        )
        assert refusals(log) == {}
        got = Counter(row.who for row in log for _ in row.answer["leases"])
        assert set(got.values()) == {4}, got
        for who in people:
            answers = [row.answer["empty"] for row in log if row.who == who]
            assert answers == sorted(answers), "work after “empty”, though none was given back"
            assert answers[-1]
    checks.places_hold(place)
