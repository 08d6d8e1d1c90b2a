"""A backup comes back as it was, into an empty place, or says why it does not."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr
from sqlalchemy import make_url

from app.backup.bring_back import bring_back
from app.backup.make import make, verify
from app.backup.manifest import Manifest, backups
from app.backup.place import BackupRefused, Place, place_at
from app.core.settings import APP_ROLE, OWNER_ROLE, Settings
from app.models.vault import Secret
from app.storage import Missing, make_storage
from tests.conftest import Database
from tests.factories import Place as Project
from tests.factories import boxes, payable

Fresh = Callable[[str], Settings]
PHRASE = SecretStr("a passphrase of tests")


def hush(_line: str) -> None:
    """What is said while it goes on."""


def plain(url: str, database: str | None = None) -> str:
    made = make_url(url).set(drivername="postgresql")
    return (made.set(database=database) if database else made).render_as_string(False)


@pytest.fixture
def here(database: Database) -> Settings:
    """An installation with money, files and something under seal."""
    config = database.settings.model_copy(update={"backup_passphrase": PHRASE})
    project = Project.make(items=2, overlap=1)
    worker = project.person("worker")
    payable(worker)
    for lease in project.claim(worker, count=2):
        project.submit(worker, lease, boxes(3))
    for number in range(3):
        make_storage(config).put([f"picture {number}".encode()])
    return config


@pytest.fixture
def fresh(database: Database, tmp_path: Path) -> Iterator[Fresh]:
    """Places where nothing is: a database, a storage, a data folder."""
    names = []
    with psycopg.connect(plain(database.superuser_url, "postgres"), autocommit=True) as server:

        def made(name: str) -> Settings:
            base = f"r_{secrets.token_hex(6)}"
            server.execute(f"CREATE DATABASE {base} OWNER {OWNER_ROLE}")
            names.append(base)
            urls = [
                make_url(url).set(database=base).render_as_string(False)
                for url in (database.url, database.owner_url)
            ]
            data = tmp_path / name
            new = {"data": data, "storage_url": (data / "storage").as_uri()}
            new |= {"database_url": urls[0], "owner_database_url": urls[1], "secret": None}
            return database.settings.model_copy(update=new | {"backup_passphrase": PHRASE})

        yield made
        for one in names:
            server.execute(f"DROP DATABASE {one} WITH (FORCE)")


@pytest.fixture
def place(tmp_path: Path, here: Settings) -> Place:
    return place_at(str(tmp_path / "backups"), here, make=True)


def acl(config: Settings) -> set[tuple[str, str]]:
    """Who may do what, as far as it was ever changed from the owner's."""
    asked = """
      SELECT oid::regclass::text, relacl::text FROM pg_class
      UNION ALL SELECT attrelid::regclass || attname, attacl::text FROM pg_attribute
      UNION ALL SELECT oid::regprocedure::text, proacl::text FROM pg_proc
      UNION ALL SELECT nspname, nspacl::text FROM pg_namespace
      UNION ALL SELECT defaclrole::regrole::text, defaclacl::text FROM pg_default_acl
    """
    with psycopg.connect(plain(config.owner_url())) as owner:
        return {(name, may) for name, may in owner.execute(asked) if may is not None}


def back(config: Settings, place: Place, name: str | None = None) -> Manifest:
    return bring_back(config, place, name, keys=True, say=hush)


def kept(config: Settings, place: Place, keep: int | None = None) -> Manifest:
    return make(config, place, keys=True, keep=keep, say=hush)


def test_it_comes_back_with_its_rights_and_keys(here: Settings, fresh: Fresh, place: Place) -> None:
    made = kept(here, place)
    assert (made.object_count, made.gone) == (3, 0)
    assert made.ledger.entries > 0
    assert verify(here, place, None, hush) == made
    there = fresh("there")
    assert back(there, place).ledger == made.ledger
    assert (there.folder / "secret").read_text() == here.signing_key().decode()
    assert (there.folder / "seal.key").stat().st_mode & 0o077 == 0
    assert there.seal_key_texts() == here.seal_key_texts()
    assert acl(there) == acl(here)
    contents = [list(make_storage(config).contents()) for config in (here, there)]
    assert contents[0] == contents[1]
    with psycopg.connect(plain(there.app_database_url())) as app:
        assert app.execute("SELECT current_user").fetchone() == (APP_ROLE,)
        app.execute("UPDATE item SET state = state")
        app.execute("SELECT nextval(pg_get_serial_sequence('event', 'id'))")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE ledger_entry SET amount = 1")
    with psycopg.connect(plain(there.owner_url())) as owner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added to"):
            owner.execute("DELETE FROM ledger_entry")
        owner.rollback()
        count = "SELECT count(*) FROM vault.sealed WHERE what = %s"
        assert owner.execute(count, (Secret.ACCOUNT.value,)).fetchone() == (1,)


def test_what_is_there_already_is_not_sent_again_and_old_ones_go(
    here: Settings, fresh: Fresh, place: Place
) -> None:
    first = kept(here, place)
    storage = make_storage(here)
    gone = next(iter(storage.contents())).key
    storage.delete(gone)
    stays = storage.put([b"a later picture"]).key
    sent = {name for name, _ in place.names("objects")}
    place.write("20200101T000000Z-dead/database", [b"of one that was broken off"])
    second = kept(here, place)
    new = {name.rpartition("/")[2] for name, _ in place.names("objects")} - {
        name.rpartition("/")[2] for name in sent
    }
    assert new == {stays}
    assert backups(place) == [first.name, second.name]
    third = kept(here, place, keep=2)
    assert backups(place) == [second.name, third.name]
    assert place.folders() == [second.name, third.name, "objects"]
    assert gone not in {name.rpartition("/")[2] for name, _ in place.names("objects")}
    there = fresh("there")
    assert back(there, place, second.name) == second
    with pytest.raises(Missing):
        make_storage(there).stat(gone)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("part", ["database", "keys", "manifest", "object", "objects"])
def test_a_damaged_one_is_refused_and_brings_back_nothing(
    part: str, here: Settings, fresh: Fresh, place: Place, tmp_path: Path
) -> None:
    made = kept(here, place)
    if part == "object":
        name = min(name for name, _ in place.names("objects"))
        _flip(tmp_path / "backups" / name)
    else:
        _flip(tmp_path / "backups" / made.name / part)
    with pytest.raises(BackupRefused, match=r"damaged"):
        verify(here, place, None, hush)
    there = fresh("there")
    with pytest.raises(BackupRefused, match=r"damaged"):
        back(there, place)
    with psycopg.connect(plain(there.owner_url())) as owner:
        assert owner.execute("SELECT to_regclass('item')").fetchone() == (None,)
    assert not (there.folder / "secret").exists()


def test_another_manifest_beside_the_keys_is_seen(
    here: Settings, fresh: Fresh, place: Place
) -> None:
    """Whoever may write in the place can make every hash fit, but has not the passphrase."""
    made = kept(here, place)
    ledger = made.ledger.model_copy(update={"sha256": "0" * 64})
    made.model_copy(update={"ledger": ledger}).write(place)
    with pytest.raises(BackupRefused, match=r"was changed"):
        back(fresh("there"), place)


def test_only_into_an_empty_place(here: Settings, fresh: Fresh, place: Place) -> None:
    kept(here, place)
    with pytest.raises(BackupRefused, match=r"database is not empty"):
        back(here, place)
    there = fresh("there")
    there.folder.mkdir()
    (there.folder / "secret").write_text("somebody else's")
    with pytest.raises(BackupRefused, match=r"is there already"):
        back(there, place)
    (there.folder / "secret").unlink()
    make_storage(there.model_copy(update={"secret": here.secret})).put([b"somebody else's"])
    with pytest.raises(BackupRefused, match=r"storage is not empty"):
        back(there, place)
    wrong = fresh("wrong").model_copy(update={"backup_passphrase": SecretStr("another phrase")})
    with pytest.raises(BackupRefused, match=r"do not open"):
        back(wrong, place)
    again = fresh("again")
    make_storage(again.model_copy(update={"secret": here.secret})).put([b"picture 1"])
    back(again, place)  # of a restore that was broken off


def test_without_a_passphrase_none_is_made(here: Settings, place: Place) -> None:
    bare = here.model_copy(update={"backup_passphrase": None})
    with pytest.raises(BackupRefused, match=r"DURE_BACKUP_PASSPHRASE"):
        kept(bare, place)
    assert place.folders() == []
    assert make(bare, place, keys=False, keep=None, say=hush).keys is None


def test_in_a_bucket(here: Settings, fresh: Fresh) -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        at = f"http://{host}:{port}"
        httpx.put(f"{at}/backups", headers={"Host": "localhost"}).raise_for_status()
        keys = {"backup_s3_access_key": "test", "backup_s3_secret_key": SecretStr("test")}
        keys |= {"backup_s3_endpoint": at, "backup_s3_region": "us-east-1"}
        place = place_at("s3://backups/dure", here.model_copy(update=keys), make=True)
        made = kept(here, place, keep=1)
        assert back(fresh("there"), place) == made
    finally:
        server.stop()
