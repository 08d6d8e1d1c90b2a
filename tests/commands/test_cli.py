"""The command line: every verb is there, and a refusal is one sentence."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from app.cli import VERBS, assemble
from app.commands import doctor, migrate
from app.commands.doctor import LOOKS
from app.core import database as core_database
from app.core.settings import APP_ROLE, ROOT, configure
from tests.conftest import Database


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`dure` with these arguments, configured as this process is."""
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_there_with_its_help(verb: str) -> None:
    module = importlib.import_module(f"app.commands.{VERBS[verb][0]}")
    assert hasattr(module, "app") or callable(module.command)
    command = typer.main.get_command(assemble(verb))
    assert set(command.commands) == set(VERBS)  # type: ignore[attr-defined]


def test_help_imports_no_verb() -> None:
    code = "import sys, app.cli; app.cli.assemble(None); print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_value_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURE_PORT", "eight")
    refused = run("doctor")
    assert refused.returncode == 1
    assert refused.stderr.startswith("DURE_PORT is not usable")
    assert refused.stderr.count("\n") == 1


def test_a_backup_that_cannot_be_is_refused_in_a_sentence(
    database: Database, tmp_path: Path
) -> None:
    refused = run("backup", str(tmp_path / "kept"))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "set DURE_BACKUP_PASSPHRASE" in refused.stderr
    refused = run("backup", str(tmp_path / "nothing"), "--verify")
    assert "There is no folder" in refused.stderr
    configure(owner_database_url="postgresql://dure@127.0.0.1:1/dure")
    refused = run("backup", str(tmp_path / "kept"), "--no-keys")
    assert refused.stderr.startswith("The database cannot be used")
    assert refused.returncode == 1


def test_serving_without_a_database_is_refused() -> None:
    refused = run("serve")
    assert refused.returncode == 1
    assert refused.stderr.startswith("DURE_DATABASE_URL is not set")


def test_the_doctor_finds_all_well(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        doctor.command()
    said = capsys.readouterr().out
    assert ended.value.exit_code == 0, said
    assert "PostgreSQL 18" in said
    assert "up to date" in said
    assert "Redis" in said
    assert "can be written" in said
    assert "can only add to what is only added to" in said
    assert "none yet: dure backup makes one" in said


def test_the_doctor_says_what_is_amiss_to_programs_too(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with core_database.owner_engine().begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO chore (kind, args, run_after)"
            " VALUES ('mail', '{}', now() - interval '1 h')"
        )
        connection.exec_driver_sql(f"GRANT UPDATE ON ledger_entry TO {APP_ROLE}")
    (database.settings.folder / "seal.key").write_text("x" * 40)
    (database.settings.folder / "seal.key").chmod(0o644)
    with pytest.raises(typer.Exit) as ended:
        doctor.command(as_json=True)
    assert ended.value.exit_code == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    by_state = {state: {one["what"] for one in found if one["state"] == state} for state in LOOKS}
    assert by_state["bad"] == {"chores", "secret"}
    assert by_state["note"] == {"rights", "backup"}
    (chores,) = (one for one in found if one["what"] == "chores")
    assert "0 workers: start more workers" in chores["says"]


def test_the_doctor_names_what_cannot_be_reached(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(
        database_url="postgresql://dure:secret@127.0.0.1:1/dure",
        redis_url="redis://127.0.0.1:1",
        storage_url="ftp://nowhere",
    )
    with pytest.raises(typer.Exit) as ended:
        doctor.command()
    said = capsys.readouterr().out
    assert ended.value.exit_code == 1
    assert said.count("!!") == 5  # the tables and the seal are in the database, too
    assert "secret@" not in said
    assert "must begin with file:/// or s3://" in said


def test_the_doctor_misses_a_key(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with core_database.owner_engine().begin() as connection:
        connection.exec_driver_sql(
            "WITH p AS (INSERT INTO person (email, name) VALUES ('a', 'a') RETURNING id)"
            " INSERT INTO vault.sealed (person_id, what, key, sealed, masked)"
            " SELECT id, 'account', 'lost', '', '*' FROM p"
        )
    with pytest.raises(typer.Exit) as ended:
        doctor.command()
    assert ended.value.exit_code == 1
    assert "1 numbers are sealed with a key that is not in the file" in capsys.readouterr().out


def test_the_doctor_sees_tables_that_are_behind(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with core_database.owner_engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(typer.Exit) as ended:
        doctor.command()
    assert ended.value.exit_code == 1
    assert "run ./dure migrate" in capsys.readouterr().out


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with core_database.owner_engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LookupError, match="run the newer version"):
        migrate.upgrade(database.owner_url)


def test_migrating_twice_does_nothing(database: Database) -> None:
    assert migrate.upgrade(database.owner_url) == []


def test_a_data_folder_that_was_never_used_says_how_to_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = configure(data=tmp_path / "new")
    try:
        with pytest.raises(typer.Exit):
            doctor.command()
    finally:
        configure(data=before.folder.parent / "nobody")
    assert "./dure up makes it" in capsys.readouterr().out
