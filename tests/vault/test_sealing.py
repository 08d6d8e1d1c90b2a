"""Numbers under seal: only the file's key opens them, for their person alone, with a reason that
stays; they go in time."""

from __future__ import annotations

import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.core.database import engine, owner_engine, transaction
from app.core.settings import NotConfigured, configure, settings
from app.models.vault import Sealed, Secret
from app.vault import sealing
from app.vault.keys import NotOpened, keys
from app.workers import payouts as duties
from app.workflow import leave, payee
from tests.payouts.house import House

NUMBER = "9001011234567"


@pytest.fixture
def house(shared_database: None) -> House:
    return House.make()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A file of keys, configured."""
    path = tmp_path / "seal.keys"
    path.write_text(secrets.token_urlsafe(48) + "\n")
    before = settings().seal_keys
    configure(seal_keys=path)
    yield path
    configure(seal_keys=before)


def put(person: int) -> int:
    with transaction() as s:
        return sealing.put(s, person, Secret.IDENTITY, NUMBER, "900101-1******")


def read(house: House, sealed_id: int) -> str:
    with transaction() as s:
        return sealing.opened(
            s, [sealed_id], by=house.approver, organisation_id=house.id, reason="대조"
        )[sealed_id]


def test_what_is_kept_says_nothing(house: House, file: Path) -> None:
    """Neither the number nor the key is in the database; the same number looks different."""
    person = house.worker(whole=False)
    ids = [put(person), put(person)]
    with transaction() as s:
        rows = s.scalars(select(Sealed).where(Sealed.id.in_(ids))).all()
    kept = [row.sealed or b"" for row in rows]
    assert len(set(kept)) == 2
    for held in kept:
        assert NUMBER.encode() not in held
        assert file.read_bytes().strip() not in held
    assert file.read_text().strip() not in rows[0].key
    assert read(house, ids[0]) == NUMBER


def test_the_key_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    configured = settings().model_copy(update={"data": tmp_path, "seal_keys": None})
    first = configured.seal_key_texts()
    assert configured.seal_key_texts() == first
    assert stat.S_IMODE((tmp_path / "seal.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "short\n", None])
def test_without_a_key_nothing_is_kept(house: House, file: Path, content: str | None) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_text(content)
    person = house.worker(whole=False)
    with pytest.raises(NotConfigured):
        put(person)


@pytest.mark.parametrize("change", ["person_id", "what", "sealed"])
def test_moved_or_changed_it_does_not_open(house: House, file: Path, change: str) -> None:
    one, other = house.worker(whole=False), house.worker(whole=False)
    sealed_id = put(one)
    values = {"person_id": str(other), "what": "'account'", "sealed": "sealed || '\\x00'::bytea"}
    with transaction() as s:
        s.execute(
            text(f"UPDATE vault.sealed SET {change} = {values[change]} WHERE id = :id"),
            {"id": sealed_id},
        )
    with pytest.raises(NotOpened):
        read(house, sealed_id)


def test_another_key(house: House, file: Path) -> None:
    """A new line on top seals; what the old one sealed is sealed anew, and the old one may go."""
    person = house.worker(whole=False)
    sealed_id = put(person)
    old = file.read_text()
    file.write_text(secrets.token_urlsafe(48) + "\n" + old)
    assert read(house, sealed_id) == NUMBER
    assert duties.seal_anew() >= 1
    assert duties.seal_anew() == 0
    file.write_text(file.read_text().split()[0])
    assert read(house, sealed_id) == NUMBER
    with transaction() as s:
        assert s.get_one(Sealed, sealed_id).key == keys().newest
    file.write_text(secrets.token_urlsafe(48))
    with pytest.raises(NotOpened):
        read(house, sealed_id)


def test_every_reading_is_logged_and_stays(house: House) -> None:
    person = house.worker(10_000)
    with transaction() as s:
        number = payee.open_secret(
            s,
            organisation_id=house.id,
            person_id=person,
            what=Secret.IDENTITY,
            by=house.approver,
            reason="영수증과 대조",
        )
    assert number == NUMBER
    payout = house.approved()
    house.bank_file(payout)
    with transaction() as s:
        found = sealing.openings(s, organisation_id=house.id, after=0, limit=10)
    assert [(one["what"], one["reason"], one["payout_id"], one["by"]) for one in found] == [
        ("account", "bank_file", payout.id, house.preparer),
        ("identity", "영수증과 대조", None, house.approver),
    ]
    for made in (engine, owner_engine):
        for change in (
            "UPDATE vault.opening SET reason = ''",
            "DELETE FROM vault.opening",
            "TRUNCATE vault.opening",
        ):
            with made().connect() as connection, pytest.raises(DBAPIError) as caught:
                connection.execute(text(change))
            assert getattr(caught.value.orig, "sqlstate", "") == "42501"
    with engine().connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("DELETE FROM vault.sealed"))


def test_it_is_asked_for_only_when_something_is_owed(house: House) -> None:
    person = house.worker(whole=False)
    with transaction() as s, pytest.raises(payee.IdentityNotNeeded):
        payee.save_identity(s, me=person, legal_name="김민지", number="900101-1234567")


def kept(person: int) -> int:
    with transaction() as s:
        return s.scalars(
            select(func.count()).where(Sealed.person_id == person, Sealed.deleted_at.is_(None))
        ).one()


def test_it_is_kept_as_long_as_the_law_says(house: House) -> None:
    """Five years after the year of the last payment, and while anything is owed."""
    person = house.worker(10_000)
    house.settle(house.approved())
    duties.delete_due()
    assert kept(person) == 2
    years = "UPDATE payout_line SET paid_at = paid_at - interval '6 years' WHERE person_id = :p"
    sealed = "UPDATE vault.sealed SET created_at = created_at - interval '6 years'"
    with owner_engine().begin() as owner:
        owner.execute(text(years), {"p": person})
        owner.execute(text(f"{sealed} WHERE person_id = :p"), {"p": person})
    house.owe(person, 5_000)
    duties.delete_due()
    assert kept(person) == 2, "what is owed cannot be paid without it"
    house.settle(house.approved())
    with owner_engine().begin() as owner:
        owner.execute(text(years), {"p": person})
    duties.delete_due()
    assert kept(person) == 0
    with transaction() as s:
        assert payee.kept_until(s, person, Secret.IDENTITY) is None


def test_another_account_takes_the_place_of_the_old_one(house: House) -> None:
    """Which goes at once, unless a transfer under way still needs it."""
    person = house.worker(10_000)
    payout = house.approved()

    def change(account: str) -> None:
        with transaction() as s:
            payee.save_account(
                s, me=person, bank="004", account=account, holder="김민지", minimum=0
            )

    change("999999")
    assert kept(person) == 3
    assert b"1101234567" in house.bank_file(payout)
    house.settle(payout)
    duties.delete_due()
    assert kept(person) == 2
    change("888888")
    assert kept(person) == 2


def test_who_leaves_is_paid_what_he_is_owed(house: House) -> None:
    paid, unpaid = house.worker(10_000), house.worker(10_000)
    payout = house.approved()
    house.settle(payout, {unpaid: "없는 계좌"})
    with transaction() as s:
        leave.leave(s, paid, by=paid)
        leave.leave(s, unpaid, by=unpaid)
    duties.delete_due()
    assert (kept(paid), kept(unpaid)) == (2, 2), "the one by law, the other because he is owed"
    house.settle(house.approved())
    assert house.balance(unpaid) == 0, "who has left is paid what he is owed"


def test_who_leaves_before_anybody_paid_him_leaves_nothing(house: House) -> None:
    person = house.worker(whole=False)
    with transaction() as s:
        payee.save_account(s, me=person, bank="004", account="999999", holder="김", minimum=0)
    duties.delete_due()
    assert kept(person) == 1
    with transaction() as s:
        leave.leave(s, person, by=person)
    duties.delete_due()
    assert kept(person) == 0
