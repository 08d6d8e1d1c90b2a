"""Bringing a backup back, into a place where nothing is."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from app.backup import objects
from app.backup.digest import ledger
from app.backup.dump import plain, restore
from app.backup.make import Say, verify
from app.backup.manifest import Manifest
from app.backup.place import BackupRefused, Place
from app.backup.sealing import Kept, open_keys, passphrase, push_key_file
from app.core.settings import Settings
from app.storage import make_storage

EMPTY = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
"""


def bring_back(
    config: Settings, place: Place, name: str | None, *, keys: bool, say: Say
) -> Manifest:
    """Database, files and keys as they were; the tables still of the backup's version. The database
    comes last: what is broken off before has brought back nothing that serves, and can be begun
    again. Raises BackupRefused: the place is not empty, the backup is damaged, the ledger is
    another.
    """
    url = config.owner_url()
    with psycopg.connect(plain(url)) as connection:
        found = connection.execute(EMPTY).fetchone()
        if found is None or found[0]:
            raise BackupRefused(
                "The database is not empty. A backup is brought back into an empty one: make one, "
                "or set DURE_DATA to a new folder."
            )
    say("Looking through the backup …")
    backup = verify(config, place, name, say)
    role = _role(url, backup, config)
    _keys(config, place, backup, wanted=keys)
    storage = make_storage(config)
    other = objects.stranger(place, backup.name, storage)
    if other is not None:
        raise BackupRefused(
            f"The storage is not empty: it holds {other}, which is not the backup's. Set "
            "DURE_STORAGE_URL to an empty place."
        )
    say(f"{backup.object_count:,} stored files …")
    objects.bring_back(place, backup.name, storage, lambda _count, _bytes: None)
    say("The database …")
    restore(url, place.read(f"{backup.name}/database"))
    with psycopg.connect(plain(url)) as connection:
        _grant(connection, backup, role)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        came = ledger(connection)
    if came != backup.ledger:
        raise BackupRefused(
            f"The ledger that came back is another: {came.sha256}, not {backup.ledger.sha256}. "
            "Do not serve from this database."
        )
    return backup


def _role(url: str, backup: Manifest, config: Settings) -> sql.Identifier | None:
    """The application's role, made where the server does not know it; None where the owner serves.
    Raises BackupRefused."""
    address = make_url(config.app_database_url())
    if address.username is None or address.username == make_url(url).username:
        return None
    if not any(grant.app for grant in backup.rights.granted):
        raise BackupRefused(
            "The backup is of an installation with one role for everything: set "
            "DURE_DATABASE_URL to the owner's, too."
        )
    role = sql.Identifier(address.username)
    with psycopg.connect(plain(url)) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (address.username,))
        if known.fetchone() is not None:
            return role
        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        password = sql.Literal(address.password or secrets.token_urlsafe(24))
        try:
            connection.execute(make.format(role, password))
        except psycopg.errors.InsufficientPrivilege:
            raise BackupRefused(
                f"The server has no role {address.username}, and the owner may not make it: make "
                "it as the server's administrator."
            ) from None
    return role


def _grant(
    connection: psycopg.Connection[Any], backup: Manifest, role: sql.Identifier | None
) -> None:
    """Give the application's role, under the name that it has here, and everybody what they had.
    The words are PostgreSQL's own, and no more to be mistrusted than the dump beside them."""
    for thing in backup.rights.closed:
        connection.execute(f"REVOKE ALL ON {thing} FROM PUBLIC".encode())
    for grant in backup.rights.granted:
        to = role if grant.app else sql.SQL("PUBLIC")
        if to is not None:
            what = f"GRANT {grant.rights} ON {grant.thing} TO ".encode()
            connection.execute(what + to.as_bytes(connection))


def _keys(config: Settings, place: Place, backup: Manifest, *, wanted: bool) -> None:
    """Lay the keys where this installation looks for them. Raises BackupRefused where other keys
    are configured, or lie there."""
    if not wanted:
        return
    if backup.keys is None:
        raise BackupRefused(
            f"The backup {backup.name} was made without keys: with --no-keys it is brought back "
            "without, and what is under seal needs the file of seal keys that it had."
        )
    sealed = b"".join(place.read(f"{backup.name}/keys"))
    kept = open_keys(sealed, passphrase(config), backup.bound())
    _signing(config, kept)
    _sealing(config, kept)
    if kept.push_key is not None:
        _lay(push_key_file(config), kept.push_key, "the key of pushes")


def _signing(config: Settings, kept: Kept) -> None:
    if config.secret is None:
        _lay(config.folder / "secret", kept.secret, "the secret")
    elif config.secret.get_secret_value() != kept.secret:
        raise BackupRefused(
            "DURE_SECRET is set, and is not the backup's: links, tokens and what is sealed with it "
            "would not be good any more. Unset it, or set the one that was used."
        )


def _sealing(config: Settings, kept: Kept) -> None:
    path = config.seal_keys.expanduser() if config.seal_keys else config.folder / "seal.key"
    if path.exists():
        missing = set(kept.seal_keys) - set(path.read_text().split())
        if missing:
            raise BackupRefused(f"{path} lacks {len(missing)} of the backup's seal keys.")
        return
    _lay(path, "\n".join(kept.seal_keys), "the seal keys")


def _lay(path: Path, text: str, what: str) -> None:
    if path.exists():
        if path.read_text().strip() != text.strip():
            raise BackupRefused(f"{path} is there already, and is not {what} of the backup.")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
