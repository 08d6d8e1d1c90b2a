"""The embedded servers: their life, and what they make of somebody else's death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
import redis as redis_client

from app.core import embedded
from app.core.embedded import Addresses, Embedded, InUse, attach
from app.core.programs import CannotStart
from app.core.settings import APP_ROLE, OWNER_ROLE, ROOT

OWN = """
import signal, sys
from pathlib import Path
from app.core.embedded import Embedded
servers = Embedded(Path(sys.argv[1]), purpose="another", durable=False)
servers.start()
print("ready", flush=True)
signal.pause()
"""


def ask(url: str, question: str) -> object:
    """The one value that the database answers."""
    plain = url.replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(plain, autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return None if row is None else row[0]


def processes_in(folder: Path) -> list[psutil.Process]:
    """What runs below `folder`."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd().startswith(str(folder)) or str(folder) in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return [process for process in found if process.pid != os.getpid()]


def other_process(folder: Path) -> subprocess.Popen[str]:
    """Another process that owns `folder`, with its servers ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWN, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_both_answer_keep_their_data_and_leave_nothing(tmp_path: Path) -> None:
    servers = Embedded(tmp_path, durable=False)
    addresses = servers.start()
    assert ask(addresses.database_url, "SELECT current_user") == APP_ROLE
    assert ask(addresses.owner_database_url, "SELECT current_user") == OWNER_ROLE
    assert str(ask(addresses.database_url, "SHOW server_version")).startswith("18.")
    assert ask(addresses.database_url, "SHOW listen_addresses") == ""
    assert addresses.redis_url is not None
    with redis_client.Redis.from_url(addresses.redis_url) as client:
        assert client.ping()
    ask(addresses.owner_database_url, "CREATE TABLE kept AS SELECT 7 AS n")
    servers.stop()
    assert processes_in(tmp_path) == []

    with Embedded(tmp_path, durable=False) as again:
        assert again.addresses == addresses
        assert ask(addresses.owner_database_url, "SELECT n FROM kept") == 7
    assert processes_in(tmp_path) == []


def test_the_lesser_role_is_neither_owner_nor_superuser(servers: Addresses) -> None:
    may = "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = "
    assert ask(servers.database_url, f"{may} '{APP_ROLE}'") is False
    assert ask(servers.database_url, f"{may} '{OWNER_ROLE}'") is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(servers.database_url, "CREATE TABLE mine (n int)")


def test_commits_are_durable_unless_a_test_asks_otherwise(tmp_path: Path) -> None:
    with Embedded(tmp_path) as servers:
        assert servers.addresses is not None
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert ask(servers.addresses.database_url, f"SHOW {setting}") == "on"


def test_a_long_path_still_has_room_for_sockets(tmp_path: Path) -> None:
    with Embedded(tmp_path / ("x" * 120), durable=False) as servers:
        assert servers.addresses is not None
        assert len(str(servers.run)) < embedded.SOCKET_LIMIT
        assert ask(servers.addresses.database_url, "SELECT 1") == 1
    assert not servers.run.exists(), "nothing of ours stays in the temporary folder"


def test_two_at_once_on_one_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    first = other_process(tmp_path)
    try:
        with pytest.raises(InUse, match=rf"another \(process {first.pid}\).*DURE_DATA"):
            Embedded(tmp_path).start()
    finally:
        first.terminate()
        first.communicate(timeout=30)


def test_others_join_the_servers_that_run(tmp_path: Path) -> None:
    first = other_process(tmp_path)
    try:
        with attach(tmp_path, purpose="test") as addresses:
            assert ask(addresses.database_url, "SELECT 1") == 1
    finally:
        first.terminate()
        first.communicate(timeout=30)


def test_servers_outlive_neither_their_owner_nor_his_data(tmp_path: Path) -> None:
    owner = other_process(tmp_path)
    with attach(tmp_path, purpose="test") as addresses:
        ask(addresses.owner_database_url, "CREATE TABLE kept AS SELECT 7 AS n")
    owner.kill()
    owner.communicate(timeout=30)
    with Embedded(tmp_path, durable=False) as servers:
        assert servers.addresses is not None
        assert ask(servers.addresses.owner_database_url, "SELECT n FROM kept") == 7
    assert processes_in(tmp_path) == []


def test_a_killed_server_is_seen_and_started_again(tmp_path: Path) -> None:
    with Embedded(tmp_path, durable=False) as servers:
        assert servers.addresses is not None
        assert servers.dead() is None
        url = servers.addresses.owner_database_url
        ask(url, "CREATE TABLE kept AS SELECT 7 AS n")
        postmaster = int((servers.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(postmaster)], timeout=10)
        assert servers.dead() == "PostgreSQL"
        servers.revive()
        assert servers.dead() is None
        assert ask(url, "SELECT n FROM kept") == 7


def test_a_process_number_that_another_program_has_now_is_no_server(tmp_path: Path) -> None:
    with Embedded(tmp_path, durable=False) as servers:
        cluster = servers.cluster
        note = (cluster / "postmaster.pid").read_text()
    number, rest = note.split("\n", 1)
    assert number != str(os.getpid())
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{rest}")
    with Embedded(tmp_path, durable=False) as servers:
        assert servers.dead() is None
    assert psutil.pid_exists(os.getpid())


def test_an_interrupted_first_start_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    with Embedded(tmp_path, durable=False) as servers:
        assert servers.dead() is None


def test_without_a_redis_there_is_none_and_postgresql_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "redis_program", lambda: None)
    with Embedded(tmp_path, durable=False) as servers:
        assert servers.addresses is not None
        assert servers.addresses.redis_url is None
        assert ask(servers.addresses.database_url, "SELECT 1") == 1


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="Cannot make the data folder"):
        Embedded(tmp_path / "file" / "data").start()
