"""Chores: the row is the truth, the ring is only a ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from rq import Queue
from sqlalchemy import func, select, text

from app.core.database import transaction
from app.core.errors import Problem
from app.core.settings import configure
from app.core.states import CHORE, ChoreState
from app.models.chore import Chore
from app.queue import bell, queries
from app.queue import run as running
from app.queue.registry import KINDS, Kind, chore
from app.queue.run import Run, do
from app.queue.service import ChoreEnded, ChoreNotDead, cancel, enqueue, retry
from app.workers.chores import sweep

pytestmark = pytest.mark.usefixtures("database")


class Broken(Problem):
    """What the test's handler refuses."""


@pytest.fixture(autouse=True)
def kinds() -> Iterator[dict[str, Kind]]:
    """The kinds of these tests, forgotten afterwards."""
    before = dict(KINDS)
    yield KINDS
    KINDS.clear()
    KINDS.update(before)
    running.stopping.clear()


@pytest.fixture
def handled() -> list[int]:
    """The ids that the kind `note` has handled."""
    seen: list[int] = []

    @chore("note")
    def note(run: Run) -> dict[str, Any]:
        seen.append(run.id)
        return {"heard": run.args["say"]}

    return seen


def add(kind: str = "note", **more: Any) -> int:
    with transaction() as s:
        return enqueue(s, kind, {"say": "hello"}, **more)


def row(chore_id: int) -> Chore:
    with transaction() as s:
        return s.execute(select(Chore).where(Chore.id == chore_id)).scalar_one()


def make_due(chore_id: int, wait: timedelta = timedelta()) -> None:
    """As if its time had come, or came after this."""
    with transaction() as s:
        due = "UPDATE chore SET run_after = now() + :wait WHERE id = :id"
        s.execute(text(due), {"id": chore_id, "wait": wait})


def clock() -> datetime:
    """The database's, by which chores wait."""
    with transaction() as s:
        at: datetime = s.execute(select(func.clock_timestamp())).scalar_one()
        return at


def silence(chore_id: int) -> None:
    """As if its worker had said nothing for the length of a lease."""
    with transaction() as s:
        expired = "UPDATE chore SET leased_until = now() - interval '1 second' WHERE id = :id"
        s.execute(text(expired), {"id": chore_id})


def rings() -> Queue:
    connection = bell.redis()
    assert connection is not None
    return bell.queue(connection)


def test_a_commit_rings_with_the_id() -> None:
    chore_id = add()
    (job,) = rings().get_jobs()
    assert job.func_name == bell.TARGET
    assert job.args == (chore_id,)


def test_a_rollback_neither_writes_nor_rings() -> None:
    def add_and_fail() -> None:
        with transaction() as s:
            enqueue(s, "note", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert rings().get_jobs() == []
    assert not do()


def test_done_with_its_result(handled: list[int]) -> None:
    chore_id = add()
    assert do()
    assert not do()
    done = row(chore_id)
    assert handled == [chore_id]
    assert done.state is ChoreState.DONE
    assert done.result == {"heard": "hello"}
    assert done.leased_until is None
    assert done.started_at is not None
    assert done.finished_at is not None


def test_the_ring_runs_its_chore_and_all_that_is_due(handled: list[int]) -> None:
    from app.workers.run import answer

    first, second = add(), add()
    answer(second)
    assert handled == [second, first]


def test_one_key_is_one_chore(handled: list[int]) -> None:
    assert add(key="once") == add(key="once")
    assert do()
    assert add(key="once") == handled[0]
    assert not do()


def test_a_later_one_waits_for_its_time(handled: list[int]) -> None:
    chore_id = add(run_after=timedelta(hours=1))
    assert not do()
    make_due(chore_id)
    assert do()
    assert handled == [chore_id]


def test_failures_are_tried_again_ever_later_and_then_dead() -> None:
    @chore("fails", attempts=3)
    def fails(run: Run) -> None:
        raise ConnectionError("the disk is away")

    chore_id = add("fails")
    for attempt, seconds in ((1, 5), (2, 20), (3, None)):
        before = clock()
        assert do()
        now = row(chore_id)
        assert now.attempts == attempt
        assert now.error == "ConnectionError: the disk is away"
        if seconds is not None:
            assert now.state is ChoreState.FAILED
            assert before < now.run_after - timedelta(seconds=seconds) < clock()
            make_due(chore_id, timedelta(hours=1))  # however slow the machine is
            assert not do(), "before its time"
            make_due(chore_id)
    assert row(chore_id).state is ChoreState.DEAD
    assert not do()


def test_a_refusal_is_final_and_its_sentence_kept() -> None:
    @chore("refuses")
    def refuses(run: Run) -> None:
        raise Broken("The archive is broken: pack it again.")

    chore_id = add("refuses")
    assert do()
    assert row(chore_id).state is ChoreState.DEAD
    assert row(chore_id).error == "The archive is broken: pack it again."


def test_a_kind_that_nobody_knows_is_kept_for_a_worker_that_does() -> None:
    chore_id = add("of a newer version")
    assert do()
    assert row(chore_id).state is ChoreState.FAILED


def test_a_dead_one_is_started_again(handled: list[int]) -> None:
    @chore("refuses")
    def refuses(run: Run) -> None:
        raise Broken("No.")

    chore_id = add("refuses")
    with transaction() as s, pytest.raises(ChoreNotDead):
        retry(s, chore_id)
    assert do()

    KINDS["refuses"] = KINDS["note"]
    rings().empty()
    with transaction() as s:
        retry(s, chore_id)
    assert [job.args for job in rings().get_jobs()] == [(chore_id,)]
    assert do()
    assert row(chore_id).state is ChoreState.DONE
    assert row(chore_id).error is None


def test_a_cancelled_one_is_never_run(handled: list[int]) -> None:
    chore_id = add()
    with transaction() as s:
        cancel(s, chore_id)
    assert not do()
    with transaction() as s, pytest.raises(ChoreEnded):
        cancel(s, chore_id)
    assert handled == []


def test_one_that_runs_notices_that_it_was_cancelled() -> None:
    after: list[str] = []

    @chore("long")
    def long(run: Run) -> None:
        run.progress(1, 10)
        with transaction() as s:
            cancel(s, run.id)
        run.progress(10, 10)
        after.append("went on")

    chore_id = add("long")
    assert do()
    assert after == []
    assert row(chore_id).state is ChoreState.CANCELLED


def test_progress_is_in_the_row_and_keeps_the_lease() -> None:
    seen: list[tuple[int, int | None, bool]] = []

    @chore("long")
    def long(run: Run) -> None:
        before = row(run.id).leased_until
        run.progress(3, 7)
        now = row(run.id)
        assert before is not None
        assert now.leased_until is not None
        seen.append((now.done, now.total, now.leased_until > before))

    add("long")
    assert do()
    assert seen == [(3, 7, True)]


def test_a_lost_ring_is_found_by_the_sweep(handled: list[int]) -> None:
    chore_id = add()
    rings().empty()
    assert sweep() == 1
    assert [job.args for job in rings().get_jobs()] == [(chore_id,)]


def test_a_silent_worker_loses_its_lease_and_can_change_nothing_more(handled: list[int]) -> None:
    chore_id = add()
    with transaction() as s:
        silent = queries.claim(s)
        assert silent is not None
    assert sweep() == 0, "it holds a lease"
    silence(chore_id)
    assert sweep() == 1
    assert do()
    with transaction() as s:
        assert not queries.finish(s, chore_id, silent.attempts, {"late": True})
        assert not queries.renew(s, chore_id, silent.attempts, 5, 10)
    assert row(chore_id).result == {"heard": "hello"}
    assert row(chore_id).attempts == 2


def test_one_whose_workers_all_fall_silent_is_dead_in_the_end() -> None:
    chore_id = add()
    for _ in range(row(chore_id).max_attempts):
        with transaction() as s:
            assert queries.claim(s) is not None
        silence(chore_id)
        sweep()
    assert row(chore_id).state is ChoreState.DEAD


def test_told_to_stop_it_goes_back_without_costing_an_attempt(handled: list[int]) -> None:
    @chore("long")
    def long(run: Run) -> None:
        running.stopping.set()
        run.progress(1, 2)

    chore_id = add("long")
    assert do()
    assert row(chore_id).state is ChoreState.QUEUED
    assert row(chore_id).attempts == 0


def test_a_process_that_is_made_to_exit_gives_it_back() -> None:
    @chore("long")
    def long(run: Run) -> None:
        raise SystemExit(143)

    chore_id = add("long")
    with pytest.raises(SystemExit):
        do()
    assert row(chore_id).state is ChoreState.QUEUED


def test_many_workers_do_each_chore_once(handled: list[int]) -> None:
    ids = [add() for _ in range(60)]

    def drain(_: int) -> int:
        done = 0
        while do():
            done += 1
        return done

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(drain, range(8))) == 60
    assert Counter(handled) == Counter(ids)


def test_without_redis_the_row_is_enough(
    handled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(redis_url=None)
    chore_id = add()
    assert sweep() == 1
    assert do()
    assert handled == [chore_id]


def test_a_redis_that_is_away_stops_nobody(handled: list[int]) -> None:
    configure(redis_url="redis://127.0.0.1:1")
    chore_id = add()
    assert sweep() == 1
    assert do()
    assert handled == [chore_id]


def test_a_commit_wakes_a_listener(worker: Callable[[], int]) -> None:
    import psycopg

    from app.core.settings import settings

    url = settings().app_database_url().replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {bell.CHANNEL}")
        chore_id = add()
        heard = [note.payload for note in connection.notifies(timeout=10, stop_after=1)]
    assert heard == [str(chore_id)]


STATEMENTS: dict[ChoreState, Callable[[Any, Chore], Any]] = {
    ChoreState.RUNNING: lambda s, c: queries.claim(s, c.id) is not None,
    ChoreState.DONE: lambda s, c: queries.finish(s, c.id, c.attempts, None),
    ChoreState.CANCELLED: lambda s, c: queries.cancel(s, c.id),
}


@pytest.mark.parametrize("source", list(ChoreState))
@pytest.mark.parametrize("to", list(STATEMENTS))
def test_statements_keep_to_the_table_of_moves(source: ChoreState, to: ChoreState) -> None:
    chore_id = add()
    with transaction() as s:
        change = text("UPDATE chore SET state = :state, attempts = 1 WHERE id = :id")
        s.execute(change, {"state": source.value, "id": chore_id})
    now = row(chore_id)
    with transaction() as s:
        assert bool(STATEMENTS[to](s, now)) is (to in CHORE[source])
