"""How much, from where to where."""

import pytest

from app.ledger.rules import Entry, earn, give_back, place_cost, task_cost
from app.models.ledger import EntryKind


@pytest.mark.parametrize(
    ("prices", "inspected", "hand_ins", "cost"),
    [
        ((100, 30, 20), False, 3, 100),  # nobody looks
        ((100, 30, 20), True, 1, 150),
        ((100, 30, 20), True, 3, 250),  # two returns: three hand-ins, each seen by both levels
        ((100, 0, 0), True, 3, 100),
        ((1, 0, 7), True, 3, 22),
    ],
)
def test_place_cost(
    prices: tuple[int, int, int], inspected: bool, hand_ins: int, cost: int
) -> None:
    assert place_cost(*prices, inspected=inspected, hand_ins=hand_ins) == cost


@pytest.mark.parametrize(("overlap", "cost"), [(1, 500), (3, 1000), (16, 4250)])
def test_a_task_sets_aside_its_places_and_one_replacement(overlap: int, cost: int) -> None:
    assert task_cost(250, overlap) == cost


def test_entries_name_who_pays_whom_for_what() -> None:
    assert earn(7, 9, 100, "assignment:3") == [Entry(7, 9, 100, EntryKind.EARN, "assignment:3")]
    assert give_back(7, 2, 50, "task:3") == [Entry(7, 2, 50, EntryKind.GIVE_BACK, "task:3")]


def test_nothing_is_no_entry() -> None:
    assert earn(7, 9, 0, "assignment:3") == []
    assert give_back(7, 2, 0, "task:3") == []
