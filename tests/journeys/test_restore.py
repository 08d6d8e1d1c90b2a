"""An installation is lost, whole, and goes on from its backup."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from app.core.settings import OWNER_ROLE
from app.storage import forget_storage, storage
from tests.conftest import Database, Program, Server, run_server
from tests.journeys import exports
from tests.journeys.caller import PASSWORD, until
from tests.journeys.test_small import drawn
from tests.journeys.way import Way

OWN = {"DURE_SECRET": "", "DURE_BACKUP_PASSPHRASE": "gangmul-heureunda"}
"""The installation makes its own secret, which is in its data folder and lost with it."""

# Told by the test itself, not by what makes the backup.
MONEY = """
SELECT count(*), md5(string_agg(row(e.*)::text, ',' ORDER BY id)) FROM ledger_entry e
WHERE project_id = %s
"""


def _dure(folder: Path, *arguments: str) -> str:
    """What `dure` says to these arguments, once it has ended well."""
    log = folder / f"{arguments[0]}.log"
    program = Program(*arguments, log=log, **OWN)
    code = until(program.poll, f"dure {arguments[0]}")
    assert code == 0, log.read_text()
    return log.read_text()


@contextmanager
def _running(folder: Path, at: int = 0) -> Iterator[Server]:
    with run_server(folder, at, **OWN) as server, ExitStack() as stack:
        stack.callback(Program("work", log=folder / "worker.log", **OWN).kill)
        yield server


def _money(database: Database, way: Way) -> tuple[int, str]:
    with psycopg.connect(_plain(database.owner_url)) as connection:
        found = connection.execute(MONEY, [way.project.rpartition("/")[2]]).fetchone()
        assert found is not None
        return found


def _plain(url: str, database: str | None = None) -> str:
    plain = make_url(url).set(drivername="postgresql")
    return (plain.set(database=database) if database else plain).render_as_string(False)


def _destroy(database: Database) -> None:
    """Nothing is left: no table, no file, no key."""
    forget_storage()
    for one in list(storage().contents()):
        storage().delete(one.key)
    for path in database.settings.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with psycopg.connect(_plain(database.superuser_url, "postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE {database.name} WITH (FORCE)".encode())
        server.execute(f"CREATE DATABASE {database.name} OWNER {OWNER_ROLE}".encode())


def _ledger(said: str) -> str:
    return said.rpartition("ledger ")[2].strip(" .\n")


def test_a_lost_installation_goes_on_from_its_backup(database: Database, tmp_path: Path) -> None:
    place = str(tmp_path / "backups")
    outbox = database.settings.outbox
    pictures = {one.name: one for one in map(drawn, range(1, 13))}
    others = {one.name: one for one in map(drawn, range(20, 36))}
    with ExitStack() as stack:
        with _running(tmp_path) as server:
            port = int(server.url.rpartition(":")[2])
            way = Way(server.url, outbox, pictures, workers=2, primaries=1, secondaries=1)
            noise = Way(server.url, outbox, others, workers=2, primaries=1, secondaries=1)
            for one in (way, noise):
                stack.enter_context(closing(one))
                one.gather()
                one.design()
                one.import_pictures()
                one.fund_and_open()
            way.label()
            going_on = threading.Thread(target=noise.label)
            going_on.start()
            made = _dure(tmp_path, "backup", place)
            going_on.join()
            assert len(noise.authors) == len(others)
            money = _money(database, way)
            sums = {who.name: who.get("/me/ledger") for who in way.people["worker"]}
        _destroy(database)
        back = _dure(tmp_path, "restore", place)
        assert _ledger(back) == _ledger(made)
        assert _money(database, way) == money
        with _running(tmp_path, port):
            for who in (way.boss, *way.people["worker"]):
                who.sign_in(PASSWORD)
            assert {who.name: who.get("/me/ledger") for who in way.people["worker"]} == sums
            counted = noise.boss.get(f"{noise.stage}/progress")["work"]
            assert 0 <= counted.get("submitted", 0) <= len(others)
            way.inspect()
            way.must_be_done()
            way.must_have_paid()
            coco = way.export("coco", media=True)
            exports.must_hold_pictures(coco, pictures)
