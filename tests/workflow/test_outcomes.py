"""What becomes of work, decided on facts alone: no database, no clock."""

from __future__ import annotations

from dataclasses import replace as but
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import WrongState
from app.core.states import AssignmentState, ItemState, StageState, TaskState
from app.labels import PictureFacts
from app.models.ledger import EntryKind
from app.models.project import Inspect
from app.models.task import Verdict
from app.tasks.facts import Claim, Facts, LastVerdict, StagePolicy, TaskNow
from app.workflow.changes import Changes
from app.workflow.decide import Judgement, judge
from app.workflow.expire import _ENDINGS
from app.workflow.outcomes import (
    accept,
    confirm,
    discard,
    drawn,
    give_up,
    hold_for_appeal,
    lift_hold,
    lose_appeal,
    may_return,
    reject,
    replace,
    return_for_rework,
    win_appeal,
    wind_down,
)
from app.workflow.submit import take

A = AssignmentState
BUDGET, RESERVE, AUTHOR, INSPECTOR = 1, 2, 10, 11
QUEUES = {(0, False): 50, (1, False): 51, (1, True): 151, (2, False): 52, (2, True): 152}


def claim_of(level: int, state: A, **values: Any) -> Claim:
    made = Claim(
        id=100 + level,
        level=level,
        worker_id=5 + level,
        account_id=AUTHOR if level == 0 else INSPECTOR,
        state=state,
        price=(100, 30, 20)[level],
        units=1,
        attempt=0 if state is A.RESERVED else 1,
        returns=0,
        recheck=False,
        judged=False,
        surplus=False,
        upheld=None,
        answer_id=None,
        extended=False,
    )
    return but(made, **values)


def facts_of(
    own: Claim,
    root: Claim | None = None,
    *,
    first: Inspect = Inspect.ALL,
    second: Inspect = Inspect.NONE,
    stage: StageState = StageState.OPEN,
    item: ItemState = ItemState.IN_WORK,
    draft: bool = False,
    last: LastVerdict | None = None,
    **task: Any,
) -> Facts:
    values: dict[str, Any] = {
        "id": 40,
        "item_id": 30,
        "queue_id": 50,
        "priority": 3,
        "state": TaskState.OPEN,
        "overlap": 1,
        "accepted": 0,
        "places": 1,
        "wanted": 0,
        "reserved": 500,
        "spent": 0,
        "held": 0,
    }
    return Facts(
        project_id=20,
        currency="KRW",
        own=own,
        root=root or own,
        task=TaskNow(**values | task),
        stage=StagePolicy(
            id=25,
            state=stage,
            inspect={1: (first, Decimal("0.5")), 2: (second, Decimal("0.5"))},
            salt="salt",
            lease_seconds=3600,
            rework_seconds=7200,
            recheck_seconds=1800,
            auto_accept_seconds=9000,
            budget_account_id=BUDGET,
            reserve_account_id=RESERVE,
            queues=QUEUES,
        ),
        item_state=item,
        asset=PictureFacts(640, 480),
        schema_version=1,
        schema_text="{}",
        submission_id=900,
        draft=draft,
        last=last,
    )


def money(c: Changes) -> list[tuple[EntryKind, int, int, int]]:
    return [(entry.kind, entry.debit, entry.credit, entry.amount) for entry in c.entries]


def offers(c: Changes) -> list[tuple[int, int, int | None]]:
    """(queue, root, when it opens to all) of each place put on offer."""
    return [(seat.queue_id, seat.root_id, seat.opens_in) for seat in c.seats]


def start(facts: Facts) -> Changes:
    return Changes(facts, by=None)


EARN, GIVE = EntryKind.EARN, EntryKind.GIVE_BACK
FIRST = LastVerdict(101, 1, Verdict.APPROVE, 6)


# --- a hand-in ---


@pytest.mark.parametrize(
    ("state", "values", "policy", "after", "offered"),
    [
        (A.RESERVED, {}, Inspect.ALL, A.SUBMITTED, [(51, 100, None)]),
        (A.RESERVED, {}, Inspect.NONE, A.ACCEPTED, []),
        # What was sent back goes to who sent it, held for him, whatever is drawn now.
        (A.REWORK, {"returns": 1}, Inspect.NONE, A.SUBMITTED, [(151, 100, 1800)]),
        # So it does when the time for the rework ran out and it was taken up again.
        (A.RESERVED, {"returns": 1}, Inspect.NONE, A.SUBMITTED, [(151, 100, 1800)]),
    ],
)
def test_where_a_hand_in_goes(
    state: A, values: dict[str, Any], policy: Inspect, after: A, offered: list[Any]
) -> None:
    last = FIRST if values else None
    facts = facts_of(claim_of(0, state, attempt=1, **values), first=policy, last=last)
    c = start(facts)
    take(facts, c)
    assert facts.own.state is after
    assert facts.own.answer_id == 900
    assert offers(c) == offered
    assert c.recheck_by == (101 if values else None)
    paid = after is A.ACCEPTED
    assert money(c) == ([(EARN, RESERVE, AUTHOR, 100), (GIVE, RESERVE, BUDGET, 400)] * paid)
    assert (facts.task.state is TaskState.DONE) is paid


def test_a_rework_of_the_second_level_goes_back_to_it() -> None:
    own = claim_of(0, A.REWORK, returns=1)
    facts = facts_of(own, last=LastVerdict(102, 2, Verdict.RETURN, 7))
    c = start(facts)
    take(facts, c)
    assert offers(c) == [(152, 100, 1800)]
    assert c.recheck_by == 102


@pytest.mark.parametrize(
    ("stage", "item"),
    [
        (StageState.CANCELLED, ItemState.IN_WORK),
        (StageState.OPEN, ItemState.EXCLUDED),
        (StageState.CANCELLED, ItemState.EXCLUDED),
    ],
)
@pytest.mark.parametrize("policy", list(Inspect))
def test_in_a_closing_stage_a_hand_in_is_paid_at_once(
    stage: StageState, item: ItemState, policy: Inspect
) -> None:
    facts = facts_of(claim_of(0, A.RESERVED, attempt=1), first=policy, stage=stage, item=item)
    c = start(facts)
    take(facts, c)
    assert facts.own.state is A.ACCEPTED
    assert facts.own.judged is (policy is Inspect.NONE)
    assert offers(c) == []
    assert (EARN, RESERVE, AUTHOR, 100) in money(c)


def test_nothing_is_drawn_where_it_closes() -> None:
    own = claim_of(0, A.SUBMITTED)
    assert drawn(Changes(facts_of(own), by=None), 1) is not None
    assert drawn(Changes(facts_of(own), by=None), 2) is None
    assert drawn(Changes(facts_of(own, stage=StageState.CANCELLED), by=None), 1) is None
    assert drawn(Changes(facts_of(own, item=ItemState.EXCLUDED), by=None), 1) is None
    assert drawn(Changes(facts_of(own, state=TaskState.CANCELLED), by=None), 1) is None


# --- a verdict ---


@pytest.mark.parametrize("second", [Inspect.NONE, Inspect.ALL])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_primary_verdict(verdict: Verdict, second: Inspect) -> None:
    root = claim_of(0, A.SUBMITTED, answer_id=800)
    facts = facts_of(claim_of(1, A.RESERVED, attempt=1), root, second=second)
    c = start(facts)
    judge(facts, c, Judgement(verdict, "position", "", None, None))
    assert facts.own.state is A.ACCEPTED
    assert money(c)[0] == (EARN, RESERVE, INSPECTOR, 30)  # the same for every verdict
    if second is Inspect.ALL or verdict is Verdict.REJECT:
        assert offers(c) == [(52, 100, None)]
        assert root.state is A.SUBMITTED
        assert len(c.entries) == 1
    else:
        after = {Verdict.RETURN: A.REWORK}.get(verdict, A.ACCEPTED)
        assert root.state is after
        assert offers(c) == []
        assert ((EARN, RESERVE, AUTHOR, 100) in money(c)) is (after is A.ACCEPTED)
    assert root.answer_id == (900 if verdict is Verdict.FIX else 800)
    assert c.review is None


@pytest.mark.parametrize("primary", list(Verdict))
@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_author_follows_the_second_level(primary: Verdict, verdict: Verdict) -> None:
    root = claim_of(0, A.SUBMITTED, answer_id=800)
    own = claim_of(2, A.RESERVED, attempt=1)
    facts = facts_of(own, root, second=Inspect.ALL, last=LastVerdict(101, 1, primary, 6))
    c = start(facts)
    judge(facts, c, Judgement(verdict, "position", "", None, None))
    assert money(c)[0] == (EARN, RESERVE, INSPECTOR, 20)
    assert (
        root.state
        is {
            Verdict.APPROVE: A.ACCEPTED,
            Verdict.FIX: A.ACCEPTED,
            Verdict.RETURN: A.REWORK,
            Verdict.REJECT: A.REJECTED,
        }[verdict]
    )
    assert c.review is not None
    assert c.review[0] == 101
    # A rejection opens a replacement at once, and keeps the pay aside for an appeal.
    assert offers(c) == ([(50, 0, None)] if verdict is Verdict.REJECT else [])
    assert facts.task.held == (100 if verdict is Verdict.REJECT else 0)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_on_what_silence_has_paid(verdict: Verdict) -> None:
    """It is never paid again and never taken back; it counts, or is replaced."""
    root = claim_of(0, A.ACCEPTED, answer_id=800)
    facts = facts_of(claim_of(2, A.RESERVED, attempt=1), root, last=FIRST, spent=130)
    c = start(facts)
    judge(facts, c, Judgement(verdict, "position", "", None, None))
    stands = verdict in (Verdict.APPROVE, Verdict.FIX)
    assert root.state is A.ACCEPTED
    assert root.judged
    assert root.surplus is not stands
    assert (EARN, RESERVE, AUTHOR, 100) not in money(c)
    assert facts.task.accepted == (1 if stands else 0)
    assert facts.task.state is (TaskState.DONE if stands else TaskState.OPEN)
    assert offers(c) == ([] if stands else [(50, 0, None)])


@pytest.mark.parametrize(
    ("returns", "state", "may"),
    [
        (0, A.SUBMITTED, True),
        (1, A.SUBMITTED, True),
        (2, A.SUBMITTED, False),
        (0, A.ACCEPTED, False),
    ],
)
def test_may_return(returns: int, state: A, may: bool) -> None:
    root = claim_of(0, state, returns=returns)
    assert may_return(facts_of(claim_of(1, A.RESERVED), root)) is may


# --- places, and the money for them ---


@pytest.mark.parametrize(
    ("overlap", "places", "offered", "wanted"),
    [(1, 1, 1, 0), (1, 2, 0, 1), (3, 3, 1, 0), (3, 4, 0, 1), (3, 6, 0, 1)],
)
def test_one_replacement_is_set_aside_others_wait_for_money(
    overlap: int, places: int, offered: int, wanted: int
) -> None:
    facts = facts_of(claim_of(0, A.SUBMITTED), overlap=overlap, places=places)
    c = start(facts)
    replace(c)
    assert len(c.seats) == offered
    assert facts.task.wanted == wanted
    assert facts.task.places == places + offered


def test_nothing_is_replaced_where_it_closes() -> None:
    facts = facts_of(claim_of(0, A.SUBMITTED), item=ItemState.EXCLUDED)
    c = start(facts)
    replace(c)
    assert (c.seats, facts.task.wanted, facts.task.places) == ([], 0, 1)


@pytest.mark.parametrize("judged", [True, False])
def test_the_last_answer_that_is_needed_gives_the_rest_back(judged: bool) -> None:
    facts = facts_of(claim_of(0, A.SUBMITTED), reserved=500, spent=30, held=100)
    c = start(facts)
    accept(c, judged=judged)
    task = facts.task
    assert facts.root.state is A.ACCEPTED
    assert (task.spent, task.held) == (130, 100)
    if judged:
        assert (task.state, task.accepted, task.reserved) == (TaskState.DONE, 1, 230)
        assert money(c) == [(EARN, RESERVE, AUTHOR, 100), (GIVE, RESERVE, BUDGET, 270)]
        assert c.task_done
    else:
        assert (task.state, task.accepted, task.reserved) == (TaskState.OPEN, 0, 500)
        assert money(c) == [(EARN, RESERVE, AUTHOR, 100)]


def test_an_answer_of_several_leaves_the_task_open() -> None:
    facts = facts_of(claim_of(0, A.SUBMITTED), overlap=3, accepted=1)
    c = start(facts)
    accept(c, judged=True)
    assert (facts.task.state, facts.task.accepted, c.task_done) == (TaskState.OPEN, 2, False)


@pytest.mark.parametrize(
    "task", [{"accepted": 1, "state": TaskState.DONE}, {"state": TaskState.CANCELLED}]
)
def test_what_is_not_needed_any_more_is_surplus(task: dict[str, Any]) -> None:
    facts = facts_of(claim_of(0, A.ACCEPTED), **task)
    c = start(facts)
    confirm(c)
    assert facts.root.surplus
    assert facts.task.accepted == task.get("accepted", 0)
    assert c.entries == []


def test_a_rejection_and_its_appeal() -> None:
    root = claim_of(0, A.SUBMITTED)
    facts = facts_of(root)
    c = start(facts)
    reject(c, {})
    assert (root.state, facts.task.held, len(c.seats)) == (A.REJECTED, 100, 1)
    assert [notice.kind for notice in c.notices] == ["work_rejected"]
    for act, state, spent, kinds in (
        (win_appeal, A.ACCEPTED, 100, [EARN]),
        (lose_appeal, A.REJECTED_FINAL, 0, []),
    ):
        appealed = claim_of(0, A.APPEALED)
        after = facts_of(appealed, held=100)
        c = start(after)
        act(c, {})
        assert appealed.state is state
        assert (after.task.held, after.task.spent) == (0, spent)
        assert [entry.kind for entry in c.entries] == kinds
        assert appealed.surplus is (state is A.ACCEPTED)
        assert after.task.accepted == 0


@pytest.mark.parametrize("state", list(TaskState))
def test_what_was_kept_for_an_appeal_comes_back_once_the_task_is_over(state: TaskState) -> None:
    facts = facts_of(claim_of(0, A.APPEALED), state=state, held=100, reserved=100)
    c = start(facts)
    lift_hold(c, facts.root)
    over = state in (TaskState.DONE, TaskState.CANCELLED)
    assert money(c) == ([(GIVE, RESERVE, BUDGET, 100)] if over else [])
    assert (facts.task.held, facts.task.reserved) == (0, 0 if over else 100)


def test_holding_and_lifting_leaves_nothing() -> None:
    facts = facts_of(claim_of(0, A.SUBMITTED))
    c = start(facts)
    hold_for_appeal(c, facts.root)
    lift_hold(c, facts.root)
    assert facts.task.held == 0


def test_a_return_gives_time_and_says_why() -> None:
    root = claim_of(0, A.SUBMITTED, extended=True)
    c = start(facts_of(root))
    return_for_rework(c, {"reason": "position"})
    assert (root.state, root.returns, root.extended) == (A.REWORK, 1, False)
    assert c.notices[0].kind == "work_returned"
    with pytest.raises(WrongState):
        return_for_rework(c, {})


def test_a_discarded_answer_stays_paid() -> None:
    root = claim_of(0, A.ACCEPTED)
    c = start(facts_of(root))
    discard(c)
    assert (root.judged, root.surplus, c.entries) == (True, True, [])
    assert len(c.seats) == 1


# --- leases that end ---


@pytest.mark.parametrize("closing", [True, False])
@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("to", [A.RETURNED, A.EXPIRED, A.RELEASED])
def test_a_lease_that_ends(closing: bool, draft: bool, to: A) -> None:
    stage = StageState.CANCELLED if closing else StageState.OPEN
    facts = facts_of(claim_of(0, A.RESERVED), stage=stage, draft=draft)
    c = start(facts)
    give_up(c, to)
    assert facts.own.state is to
    assert offers(c) == ([] if closing else [(50, 0, None)])
    assert money(c) == ([(EARN, RESERVE, AUTHOR, 100)] if closing and draft else [])


@pytest.mark.parametrize("closing", [True, False])
def test_an_inspection_that_ends_is_offered_to_everybody(closing: bool) -> None:
    stage = StageState.CANCELLED if closing else StageState.OPEN
    own = claim_of(1, A.RESERVED, recheck=True)
    facts = facts_of(own, claim_of(0, A.SUBMITTED), stage=stage)
    c = start(facts)
    give_up(c, A.EXPIRED)
    assert offers(c) == ([] if closing else [(51, 100, None)])
    assert own.recheck is False


@pytest.mark.parametrize(
    ("state", "after", "earned", "offered"),
    [
        (A.RESERVED, A.EXPIRED, 0, 1),
        (A.REWORK, A.REWORK_EXPIRED, 0, 1),
        (A.SUBMITTED, A.ACCEPTED, 100, 0),  # silence favours the worker
        (A.REJECTED, A.REJECTED, 0, 0),
        (A.APPEALED, A.ACCEPTED, 100, 0),  # and so does an arbiter's
    ],
)
def test_what_the_clock_decides(state: A, after: A, earned: int, offered: int) -> None:
    facts = facts_of(claim_of(0, state), held=100)
    c = start(facts)
    _ENDINGS[state][1](c)
    assert facts.own.state is after
    assert sum(entry.amount for entry in c.entries if entry.kind is EARN) == earned
    assert len(c.seats) == offered
    assert facts.own.judged is (state is A.APPEALED)


@pytest.mark.parametrize(
    ("own", "others", "stage", "task", "cancelled"),
    [
        (A.ACCEPTED, 0, StageState.CANCELLED, TaskState.OPEN, True),
        (A.ACCEPTED, 1, StageState.CANCELLED, TaskState.OPEN, False),  # somebody still works
        (A.REWORK, 0, StageState.CANCELLED, TaskState.OPEN, False),
        (A.APPEALED, 0, StageState.CANCELLED, TaskState.OPEN, False),
        (A.REJECTED, 0, StageState.CANCELLED, TaskState.OPEN, True),
        (A.ACCEPTED, 0, StageState.PAUSED, TaskState.OPEN, False),
        (A.ACCEPTED, 0, StageState.CANCELLED, TaskState.DONE, False),
    ],
)
def test_a_closing_task_ends_with_its_last_work(
    own: A, others: int, stage: StageState, task: TaskState, cancelled: bool
) -> None:
    facts = facts_of(claim_of(0, own), stage=stage, state=task, spent=100)
    c = start(facts)
    wind_down(c, others)
    assert (facts.task.state is TaskState.CANCELLED) is cancelled
    assert money(c) == ([(GIVE, RESERVE, BUDGET, 400)] if cancelled else [])
