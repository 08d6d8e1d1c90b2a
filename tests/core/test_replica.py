"""Reading from a replica: a real one, that streams from a real primary."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

import app.workers
from app.commands.migrate import upgrade
from app.core import database
from app.core.database import mark, reading, replica_engine, transaction
from app.core.settings import APP_ROLE, OWNER_ROLE, configure
from app.queue.run import do
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.conftest import RUN
from tests.factories import Place
from tests.servers import Cluster


class Pair:
    """A primary with Dure's tables, and its replica."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.primary = Cluster(folder / "primary", "secret")
        self.replica = Cluster(folder / "replica", "secret")
        for cluster in (self.primary, self.replica):
            stack.callback(cluster.stop)
        self.primary.make()
        self.primary.start()
        self.primary.give_roles()
        upgrade(self.primary.url(OWNER_ROLE))
        self.replica.follow(self.primary)
        self.replica.start()

    def hold(self, still: bool) -> None:
        """Have the replica stand still, or go on."""
        with self.replica.connect() as connection:
            verb = "pause" if still else "resume"
            connection.execute(f"SELECT pg_wal_replay_{verb}()".encode())


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=os.environ[RUN])))
        folder.chmod(0o711)
        yield Pair(folder, stack)


@pytest.fixture
def at(pair: Pair, tmp_path: Path) -> Iterator[Pair]:
    """This process is configured for both."""
    database.dispose()
    configure(
        database_url=pair.primary.url(APP_ROLE),
        owner_database_url=pair.primary.url(OWNER_ROLE),
        replica_url=pair.replica.url(APP_ROLE),
        data=tmp_path,
    )
    yield pair
    database.dispose()
    configure(
        database_url=None,
        owner_database_url=None,
        replica_url=None,
        replica_lag=None,
        data=Path(os.environ[RUN]) / "nobody",
    )


def of_replica(s: Session) -> bool:
    return bool(s.execute(text("SELECT pg_is_in_recovery()")).scalar_one())


def organisations(s: Session) -> int:
    return int(s.execute(text("SELECT count(*) FROM organisation")).scalar_one())


def found() -> str:
    """Write something; answers the mark after it."""
    with transaction() as s:
        s.execute(text("INSERT INTO organisation (name) VALUES ('한빛')"))
    with transaction() as s:
        return mark(s)


def test_what_may_be_old_is_read_from_the_replica(at: Pair) -> None:
    since = found()
    with transaction() as s, reading(s, since=since) as r:
        now = organisations(s)
        assert of_replica(r), "it follows within the second"
        assert organisations(r) == now
    with reading() as r:
        assert of_replica(r)
        with pytest.raises(InternalError, match="read-only"):
            r.execute(text("INSERT INTO organisation (name) VALUES ('한빛')"))


def test_one_that_is_behind_is_not_asked(at: Pair) -> None:
    at.hold(True)
    try:
        since = found()
        with reading(since=since) as r:
            assert not of_replica(r), "what was written before must be there"
        configure(replica_lag=1)
        time.sleep(1.1)
        with transaction() as s, reading(s) as r:
            assert r is s
        with reading() as r:
            assert not of_replica(r)
            with pytest.raises(InternalError, match="read-only"):
                r.execute(text("INSERT INTO organisation (name) VALUES ('한빛')"))
        configure(replica_lag=3600)
        with reading() as r:
            assert of_replica(r), "an hour was said to be good enough"
    finally:
        at.hold(False)


def test_one_that_is_away_is_asked_again_later(at: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading() as r:
        assert of_replica(r)
    at.replica.stop()
    try:
        begun = time.monotonic()
        for _ in range(3):
            with reading() as r:
                assert not of_replica(r)
        assert time.monotonic() - begun < 2
    finally:
        at.replica.start()
    monkeypatch.setattr(database, "_AGAIN", 0.0)
    database._away.clear()
    for _ in range(100):  # until it hears the primary again
        with reading() as r:
            if of_replica(r):
                return
        time.sleep(0.1)
    pytest.fail("it is never asked again")


def test_a_database_of_its_own_is_no_replica(at: Pair) -> None:
    """One that was promoted, or the primary by mistake."""
    database.dispose()
    configure(replica_url=at.primary.url(APP_ROLE))
    with transaction() as s, reading(s) as r:
        assert r is s


@pytest.fixture
def sent(at: Pair) -> list[str]:
    """What the replica is asked."""
    engine = replica_engine()
    assert engine is not None
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, told, *_: asked.append(told))
    return asked


def test_a_release_and_its_report_ask_it(sent: list[str]) -> None:
    app.workers.load()
    place = Place.make(items=2, inspect1="none")
    author = place.person("worker")
    for lease in place.claim(author, count=2):
        place.submit(author, lease)
    manager = signed_in(Web(lambda: 0), place.person("manager"))
    home = f"/projects/{place.project_id}"
    body = {"version": "1.0", "stage_id": place.stage_id, "format": "jsonl"}
    release = manager.post(f"{home}/releases", json=body).json()["id"]
    sent.clear()
    while do():
        pass
    made = manager.get(f"{home}/releases/{release}").json()
    assert (made["state"], made["items"]) == ("ready", 2), made["problem"]
    assert sent, "the primary was read"
    assert manager.post(f"{home}/releases/{release}/report").status_code == 202
    sent.clear()
    while do():
        pass
    assert sent, "the primary was read"


def test_pages_of_figures_come_from_it(sent: list[str]) -> None:
    place = Place.make(items=1)
    manager = signed_in(Web(lambda: 0), place.person("manager"))
    home = f"/projects/{place.project_id}"
    for path in PAGES:
        sent.clear()
        assert manager.get(path.format(home)).status_code == 200, path
        assert len(sent) > 1, f"{path} asked the primary"


PAGES = (
    "{}/overview",
    "{}/overview/hours",
    "{}/overview/people",
    "{}/overview/queues",
    "{}/overview/balance",
    "/catalogue",
)
