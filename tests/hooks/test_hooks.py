"""Each event is delivered at least once, signed, and all of it stands in the log: whether the
receiver takes it, refuses it, is slow, answers late, hangs up, or is not there."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from app.core.database import engine, transaction
from app.core.settings import configure
from app.core.states import HookState
from app.hooks import queries, service
from app.hooks.queries import Home
from app.hooks.rules import MOST, TRIED, HookNotOn, TooManyHooks, signature
from app.models.hook import Hook, HookDelivery
from app.models.person import Notification
from app.workers.hooks import forget_deliveries, tell_hooks
from app.workflow import deliver
from app.workflow.cancel import exclude_item
from tests.hooks.conftest import Told
from tests.hooks.receiver import Got, Handler, Receiver, takes


def good(got: Got, *secrets: str) -> bool:
    """Whether the message is signed with each of these, and with nothing else."""
    at = int(got.headers["webhook-timestamp"])
    assert abs(datetime.now().timestamp() - at) < 60
    made = [signature(secret, got.id, at, got.body) for secret in secrets]
    return got.headers["webhook-signature"].split() == made


def test_what_happens_is_told_once_in_order(told: Told) -> None:
    before = told.accept()  # is no news for a hook made later
    told.hook()
    items = told.accept(3)
    told.send()
    told.send()
    assert before[0] not in items
    got = told.receiver.got
    assert [one.said["data"]["id"] for one in got] == items
    assert told.receiver.sequences == [1, 2, 3]
    assert all(good(one, told.secret) for one in got)
    first = got[0]
    assert first.headers["content-type"] == "application/json"
    said = first.said
    assert said["type"] == "item.accepted"
    assert datetime.fromisoformat(said["timestamp"]).tzinfo is not None
    assert said["data"]["to"] == "accepted"
    assert said["data"]["stage_id"] == told.place.stage_id
    assert said["data"]["project_id"] == told.place.project_id
    assert [one.delivered_at is not None for one in told.log()] == [True] * 3
    assert told.tries() == [(1, 200, None), (2, 200, None), (3, 200, None)]


def test_a_hook_hears_what_it_asked_for_and_only_of_its_project(
    told: Told, worker: Callable[[], int]
) -> None:
    told.hook("work.submitted", "work.accepted", "item.excluded")
    other = Told(type(told.place).make(items=1, inspect1="none"), told.receiver, worker)
    other.accept()
    (item,) = told.accept()
    with transaction() as s:
        exclude_item(
            s, by=told.place.manager, project_id=told.place.project_id, item_id=item, reason="spam"
        )
    told.send()
    kinds = [one.said["type"] for one in told.receiver.got]
    assert kinds == ["work.submitted", "work.accepted", "item.excluded"]
    work = told.receiver.got[0].said["data"]
    assert work["item_id"] == item
    names = told.place.rows("SELECT pseudonym FROM project_member WHERE project_id = :p")
    assert (work["worker"],) in {tuple(row) for row in names}
    assert told.place.project_id == work["project_id"]


def fails(handler: Handler, _: Got) -> None:
    handler.send(503, b"not now \xff\x00")


def hangs_up(handler: Handler, _: Got) -> None:
    handler.connection.close()


def drips(handler: Handler, _: Got) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"x" * 100_000_000)


def moves(handler: Handler, _: Got) -> None:
    handler.send(302, location=handler.path)


def sleeps(handler: Handler, _: Got) -> None:
    handler.connection.recv(1)  # until the other side has had enough, and hangs up


@pytest.mark.parametrize(
    ("answering", "status", "fault"),
    [
        (fails, 503, None),
        (hangs_up, None, "broke_off"),
        (moves, 302, None),
        (sleeps, None, "slow"),
    ],
)
def test_what_is_not_taken_is_sent_again(
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    answering: Callable[[Handler, Got], None],
    status: int | None,
    fault: str | None,
) -> None:
    if answering is sleeps:  # whoever answers has all his time, however slow the machine is
        monkeypatch.setattr(deliver, "SECONDS", 1.0)
    told.hook()
    told.accept()
    told.receiver.answering = answering
    told.send()
    told.send()  # it is left alone meanwhile
    assert told.tries() == [(1, status, fault)]
    row = told.row()
    assert (row.failures, row.failing_since is not None) == (1, True)
    told.let_time_pass()
    told.send()
    monkeypatch.undo()
    told.receiver.answering = takes
    told.let_time_pass()
    told.send()
    assert told.tries() == [(1, status, fault), (1, status, fault), (1, 200, None)]
    assert {one.id for one in told.receiver.got} == {told.receiver.got[0].id}
    assert {one.body for one in told.receiver.got} == {told.receiver.got[0].body}
    assert all(good(one, told.secret) for one in told.receiver.got)
    assert told.receiver.followed == 0
    row = told.row()
    assert (row.failures, row.failing_since, row.again_at) == (0, None, None)


def test_nothing_of_a_long_answer_is_waited_for(told: Told) -> None:
    told.hook()
    told.accept()
    told.receiver.answering = drips
    told.send()
    assert told.tries() == [(1, 200, None)]


def test_a_receiver_that_is_away_gets_all_when_it_is_back(told: Told, database: object) -> None:
    gone = Receiver()
    with gone.up():
        configure(hook_hosts=gone.host)
        told.hook(address=gone.address)
    items = told.accept(3)
    told.send()
    told.let_time_pass()
    told.send()
    assert {fault for _, _, fault in told.tries()} == {"unreachable"}
    with gone.up():
        told.let_time_pass()
        told.send()
    assert sorted(one.said["data"]["id"] for one in gone.got) == items


def test_what_one_message_fails_over_does_not_hold_up_the_others(told: Told) -> None:
    told.hook()
    told.accept(3)

    def all_but_the_first(handler: Handler, got: Got) -> None:
        handler.send(500 if got.said["sequence"] == 1 else 200)

    told.receiver.answering = all_but_the_first
    told.send()
    with transaction() as s:  # the hook's own pause is over, that of the message is not
        s.execute(update(Hook).values(again_at=None))
    told.send()
    log = told.log()
    assert [one.delivered_at is not None for one in log] == [False, True, True]
    assert log[0].next_at is not None


def test_a_delivery_is_given_up_after_three_days(told: Told) -> None:
    told.hook()
    told.accept()
    told.receiver.answering = fails
    told.send()
    with transaction() as s:
        s.execute(update(HookDelivery).values(until=text("now()")))
    told.let_time_pass()
    told.send()
    (one,) = told.log()
    assert (one.attempts, one.next_at, one.delivered_at) == (2, None, None)


@pytest.mark.parametrize("gone", [False, True])
def test_a_hook_that_fails_for_days_rests_and_its_managers_hear(told: Told, gone: bool) -> None:
    told.hook()
    told.accept(2)
    told.receiver.answering = (lambda handler, _: handler.send(410)) if gone else fails
    told.send()
    if not gone:
        assert told.row().state is HookState.ON
        with transaction() as s:
            s.execute(update(Hook).values(failing_since=text("now() - interval '3 days'")))
        told.let_time_pass()
        told.send()
    assert told.row().state is HookState.RESTING
    with transaction() as s:
        words = s.scalars(select(Notification).where(Notification.kind == "hook_rests")).all()
    assert [one.person_id for one in words] == [told.place.manager]
    assert words[0].params["why"] == ("gone" if gone else "failing")
    # It is told nothing, and misses nothing.
    sent = len(told.receiver.got)
    told.accept()
    told.let_time_pass()
    told.send()
    assert len(told.receiver.got) == sent
    told.receiver.answering = takes
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        service.switch(s, hook, True, by=told.place.manager, missed=True)
    told.send()
    assert sorted({one.said["sequence"] for one in told.receiver.got[sent:]}) == [1, 2, 3]


def test_switched_on_without_what_was_missed(told: Told) -> None:
    told.hook()
    told.receiver.answering = fails
    told.accept()
    told.send()
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        service.switch(s, hook, False, by=told.place.manager, missed=True)
    told.accept()
    told.receiver.answering = takes
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        service.switch(s, hook, True, by=told.place.manager, missed=False)
    told.receiver.got.clear()
    (item,) = told.accept()
    told.send()
    assert [one.said["data"]["id"] for one in told.receiver.got] == [item]


def test_two_secrets_sign_for_a_day(told: Told) -> None:
    told.hook()
    old = told.secret
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        new = service.rotate(s, hook, by=told.place.manager, at_once=False)
    told.accept()
    told.send()
    assert good(told.receiver.got[-1], new, old)
    with transaction() as s:
        s.execute(update(Hook).values(before_until=text("now()")))
    told.accept()
    told.send()
    assert good(told.receiver.got[-1], new)
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        newest = service.rotate(s, hook, by=told.place.manager, at_once=True)
    told.accept()
    told.send()
    assert good(told.receiver.got[-1], newest)
    kept = told.place.rows("SELECT secret FROM hook WHERE project_id = :p")[0][0]
    assert newest.encode() not in bytes(kept)


def test_what_is_written_late_behind_others_is_not_missed(told: Told) -> None:
    """A row has its number before it is committed: one that appears behind the mark is waited
    for."""
    told.hook()
    p = told.place.project_id
    row = (
        "INSERT INTO event (project_id, subject, subject_id, source, target)"
        f" VALUES ({p}, 'item', 1, 'in_work', 'accepted') RETURNING id"
    )
    with engine().connect() as late:
        early = late.execute(text(row)).scalar_one()
        with transaction() as s:
            after = s.execute(text(row)).scalar_one()
        assert early < after
        tell_hooks()
        assert told.log() == []
        late.commit()
    told.send()
    assert [one.event_id for one in told.log()] == [early, after]


def test_two_who_look_at_once_make_each_message_once(told: Told) -> None:
    told.hook()
    told.accept(5)
    threads = [threading.Thread(target=tell_hooks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.send()
    assert [one.sequence for one in told.log()] == [1, 2, 3, 4, 5]
    assert told.receiver.sequences == [1, 2, 3, 4, 5]


def test_a_name_that_leads_inside_is_not_followed(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is of the open network; what it resolves to when it is asked is not."""
    told.hook(address="https://hooks.example.org/")
    told.accept()

    def inside(*_: object, **__: object) -> list[Any]:
        return [(2, 1, 6, "", ("127.0.0.1", told.receiver.port))]

    monkeypatch.setattr("socket.getaddrinfo", inside)
    told.send()
    assert told.tries() == [(1, None, "not_public")]
    assert told.receiver.got == []


def test_an_address_that_is_not_allowed_any_more_is_not_told(told: Told) -> None:
    told.hook()
    told.accept()
    configure(hook_hosts=None)
    told.send()
    assert told.tries() == [(1, None, "not_public")]
    assert told.receiver.got == []


def test_tests_and_messages_by_hand(told: Told) -> None:
    told.hook()
    with transaction() as s:
        service.test(s, service.find(s, told.home, told.hook_id, lock=True))
    told.send()
    assert told.receiver.got[0].said["type"] == "test"
    assert good(told.receiver.got[0], told.secret)
    told.accept()
    told.send()
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        one = service.find_delivery(s, hook, told.log()[1].id, lock=True)
        service.redeliver(s, hook, one)
    told.send()
    assert told.receiver.sequences == [1, 2, 2]
    assert told.receiver.got[1].id == told.receiver.got[2].id
    with transaction() as s:
        hook = service.find(s, told.home, told.hook_id, lock=True)
        service.switch(s, hook, False, by=told.place.manager, missed=True)
        with pytest.raises(HookNotOn):
            service.test(s, hook)
        with pytest.raises(HookNotOn):
            service.redeliver(s, hook, one)


def test_old_messages_leave_the_log(told: Told) -> None:
    told.hook()
    told.accept(2)
    told.receiver.answering = lambda handler, got: handler.send(
        200 + 300 * (got.said["sequence"] - 1)
    )
    told.send()
    with transaction() as s:
        s.execute(update(HookDelivery).values(made_at=text("now() - interval '31 days'")))
    assert forget_deliveries() == 1
    assert [one.sequence for one in told.log()] == [2]  # which is still to be delivered


def test_no_more_than_twenty(told: Told) -> None:
    for _ in range(MOST):
        told.hook()
    with pytest.raises(TooManyHooks):
        told.hook()


def test_an_organisations_hook_hears_of_its_payouts_alone(
    told: Told, worker: Callable[[], int]
) -> None:
    mine, other = told.place, type(told.place).make(items=1, inspect1="none")
    with transaction() as s:
        service.make(
            s,
            Home(0, mine.organisation_id),
            by=mine.manager,
            name="book keeping",
            address=told.receiver.address,
            kinds=["payout.sent", "payout_line.paid"],
        )
        for place in (mine, other):
            s.execute(
                text(
                    "INSERT INTO payout (organisation_id, key, currency, state, until, on_demand,"
                    " taxed_on, prepared_by, approved_by) VALUES (:o, 'k', 'KRW', 'sent', now(),"
                    " false, current_date, :m, NULLIF(:w, :m)) RETURNING id"
                ),
                {"o": place.organisation_id, "m": place.manager, "w": 1 + place.manager % 2},
            )
        s.execute(
            text(
                "INSERT INTO event (project_id, subject, subject_id, source, target)"
                " SELECT 0, 'payout', id, 'approved', 'sent' FROM payout"
            )
        )
    tell_hooks()
    worker()
    (got,) = told.receiver.got
    assert got.said["type"] == "payout.sent"
    assert got.said["data"]["organisation_id"] == mine.organisation_id
    assert got.said["data"]["project_id"] is None


def test_a_day_of_pauses_is_kept(told: Told) -> None:
    """What has failed waits as long as the rule says, by the database's clock."""

    def clock() -> datetime:
        with transaction() as s:
            return queries.now(s)

    told.hook()
    told.accept()
    told.receiver.answering = fails
    for seconds in (5, 30, 120, 600):
        told.let_time_pass()
        before = clock()
        told.send()
        (one,) = told.log()
        assert one.next_at is not None
        assert before < one.next_at - timedelta(seconds=seconds) < clock()
    assert one.until - one.made_at == TRIED
    assert json.loads(one.body)["sequence"] == 1
    assert timedelta(days=3) == TRIED
