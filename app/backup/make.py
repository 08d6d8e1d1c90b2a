"""Making a backup, while everything goes on; looking through one; keeping so many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy import make_url

from app import __version__
from app.backup import objects
from app.backup.digest import ledger, rights
from app.backup.dump import dump, plain, snapshot
from app.backup.manifest import FORM, File, Manifest, backups, newest
from app.backup.objects import Copied
from app.backup.place import BackupRefused, Place, Written
from app.backup.sealing import Kept, open_keys, passphrase, push_key_file, seal_keys
from app.core.settings import Settings
from app.storage import make_storage

ONE_AT_A_TIME = 0x647572656261636B  # "dureback"
Say = Callable[[str], None]


def make(config: Settings, place: Place, *, keys: bool, keep: int | None, say: Say) -> Manifest:
    """A further backup in `place`; older ones go where there are more than `keep`. Raises
    BackupRefused, and leaves no half of one that anybody would take for whole."""
    phrase = passphrase(config) if keys else None
    url = config.owner_database_url or config.app_database_url()
    with psycopg.connect(plain(url), autocommit=True) as turn:
        got = turn.execute("SELECT pg_try_advisory_lock(%s)", (ONE_AT_A_TIME,)).fetchone()
        if got is None or not got[0]:
            raise BackupRefused("Another backup is being made; wait for its end.")
        made, new = _make(config, place, url, phrase, say)
        _note(turn, place, made, new)
        if keep is not None:
            say(f"{_clear(place, keep)} files of older backups taken away.")
    return made


def _make(
    config: Settings, place: Place, url: str, phrase: str | None, say: Say
) -> tuple[Manifest, int]:
    with snapshot(url) as (connection, shared):
        at, version = _now(connection)
        name = f"{at:%Y%m%dT%H%M%S-%f}Z"
        say(f"{name}: the database …")
        database = place.write(f"{name}/database", dump(url, shared))
        found = ledger(connection)
        role = make_url(config.app_database_url()).username or ""
        may = rights(connection, role)
        revision = _revision(connection)
    say(f"{name}: the stored files …")
    done = Copied()
    lines = objects.save(make_storage(config), place, done, _telling(say, name))
    listed = place.write(f"{name}/objects", lines)
    bare = Manifest(
        form=FORM,
        name=name,
        snapshot_at=at,
        dure=__version__,
        revision=revision,
        postgresql=version,
        ledger=found,
        rights=may,
        database=_file(database),
        objects=_file(listed),
        object_count=done.count,
        object_bytes=done.bytes,
        gone=done.gone,
        keys=None,
    )
    sealed = None
    if phrase is not None:
        sealed = _file(
            place.write(f"{name}/keys", [seal_keys(_kept(config), phrase, bare.bound())])
        )
    manifest = bare.model_copy(update={"keys": sealed})
    place.settle()
    manifest.write(place)
    place.settle()
    say(f"{name}: {done.count} files, {done.new:,} bytes of them new.")
    return manifest, done.new


NOTE = """
INSERT INTO backup (name, place, snapshot_at, database_bytes, objects, object_bytes, new_bytes,
  entries, ledger_sha256, with_keys)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def _note(turn: psycopg.Connection[Any], place: Place, made: Manifest, new: int) -> None:
    """Let the operator's page and `dure doctor` know of it; tables of before know no such row."""
    known = turn.execute("SELECT to_regclass('public.backup')").fetchone()
    if known is None or known[0] is None:
        return
    ledger = made.ledger
    sizes = (made.database.bytes, made.object_count, made.object_bytes, new, ledger.entries)
    what = (made.name, place.address, made.snapshot_at, *sizes, ledger.sha256)
    turn.execute(NOTE, (*what, made.keys is not None))


def _now(connection: psycopg.Connection[Any]) -> tuple[datetime, str]:
    row = connection.execute("SELECT now(), current_setting('server_version')").fetchone()
    assert row is not None
    return row[0], row[1]


def _revision(connection: psycopg.Connection[Any]) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None:
        raise BackupRefused("The database has no tables yet: there is nothing to keep.")
    return str(found[0])


def _kept(config: Settings) -> Kept:
    push = push_key_file(config)
    return Kept(
        secret=config.signing_key().decode(),
        seal_keys=config.seal_key_texts(),
        push_key=push.read_text() if push.exists() else None,
    )


def _file(written: Written) -> File:
    return File(sha256=written.sha256, bytes=written.bytes)


def verify(config: Settings, place: Place, name: str | None, say: Say) -> Manifest:
    """Read a whole backup, the newest without a name; with a passphrase configured its keys are
    opened too. Raises BackupRefused where anything is not what it was when it was written."""
    found = newest(place, name)
    for part in ("database", "objects", "keys"):
        file: File | None = getattr(found, part)
        if file is not None and place.sum(f"{found.name}/{part}") != (file.sha256, file.bytes):
            raise BackupRefused(f"The file {part} of the backup {found.name} is damaged.")
    if found.keys is not None and config.backup_passphrase is not None:
        sealed = b"".join(place.read(f"{found.name}/keys"))
        open_keys(sealed, passphrase(config), found.bound())
    objects.check(place, found.name, _telling(say, found.name))
    return found


def _telling(say: Say, name: str) -> objects.Told:
    def told(count: int, size: int) -> None:
        if count % 10_000 == 0:
            say(f"{name}: {count:,} files, {size:,} bytes …")

    return told


def _clear(place: Place, keep: int) -> int:
    """Keep the newest backups, and nothing of others or of those that were broken off."""
    kept = backups(place)[-keep:]
    for folder in place.folders():
        if folder != "objects" and folder not in kept:
            # The manifest first: what is left of it is no backup.
            names = [name for name, _ in place.names(folder)]
            place.remove(sorted(names, key=lambda one: not one.endswith("/manifest")))
    return objects.prune(place, kept)
