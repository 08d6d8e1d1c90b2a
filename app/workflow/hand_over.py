"""Give somebody a copy of all that is kept of him: tables, what he recorded, his statements, the
words that he signed. It is written piece by piece; memory does not grow with what he has done.

Every step stands being done again: a chore that breaks off begins anew.
"""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.assets.attempt import Attempt
from app.core.clock import day_of
from app.models.person import Agreement, Person, Signature
from app.models.privacy import DataCopy
from app.papers.typeset import Language
from app.people.agreements import words
from app.people.notifications import Told, notify
from app.privacy import copies
from app.privacy.pack import Pack
from app.privacy.register import parts
from app.statements import printed, service
from app.storage import Missing, storage


def hand_over(attempt: Attempt, copy_id: int, now: datetime) -> None:
    """Make a copy that was asked for, and say that it is there. Nothing happens where it was made
    already, or where he has left meanwhile."""
    with attempt.transaction() as s:
        asked = s.get_one(DataCopy, copy_id)
        person = s.get_one(Person, asked.person_id)
        if asked.ready_at is not None or person.left_at is not None:
            return
    with tempfile.TemporaryFile() as out:
        _write(attempt, Pack(out, person.locale, now), person, now)
        out.seek(0)
        kept = storage().put(out, media_type=copies.MEDIA_TYPE)
    with attempt.transaction() as s:
        s.get_one(Person, person.id, with_for_update=True)
        waited = s.get_one(Person, person.id).left_at is None
        if waited and copies.finish(s, copy_id, key=kept.key, size=kept.bytes):
            notify(s, person.id, Told.COPY_READY)
            return
    storage().delete(kept.key)


def _write(attempt: Attempt, pack: Pack, person: Person, now: datetime) -> None:
    with attempt.transaction() as s:
        projects = copies.projects_of(s, person.id)
        takes = copies.takes(s, person.id, projects)
        months = _months(s, person.id, day_of(now))
    tables = list(parts())
    total = len(tables) + len(takes) + len(months)
    done = 0
    for part in tables:
        with attempt.transaction() as s:
            pack.table(part.path, copies.rows(s, part, person.id, projects))
        done += 1
        attempt.progress(done, total)
    with attempt.transaction() as s:
        for path, signed in _signed(s, person):
            pack.file(path, [signed.encode()])
    for take in takes:
        path = f"takes/{take['project_id']}-{take['id']}-{_bare(take['name'])}"
        try:
            pack.file(path, storage().open(take["storage_key"]))
        except Missing:
            pass  # destroyed since the list was made: then it is none of his any more
        done += 1
        attempt.progress(done, total)
    language: Language = "en" if person.locale == "en" else "ko"
    for month in months:
        with attempt.transaction() as s:
            found = service.statement(s, person.id, month, day_of(now))
        paper = printed.statement(found, name=person.name, language=language, now=now)
        pack.file(f"statements/{month}.pdf", [paper])
        done += 1
        attempt.progress(done, total)
    pack.close(person.name)


def _bare(name: str) -> str:
    """A file's name without a way into other folders."""
    return "".join(one if one.isalnum() or one in "._-" else "_" for one in name)[-80:]


def _months(s: Session, person_id: int, today: date) -> list[str]:
    """The months from the first in which anything was earned to the present one."""
    first = s.execute(text(_FIRST), {"me": person_id}).scalar()
    found = []
    month = None if first is None else day_of(first).replace(day=1)
    while month is not None and month <= today:
        found.append(f"{month:%Y-%m}")
        month = (month + timedelta(days=31)).replace(day=1)
    return found


_FIRST = """
SELECT min(e.at) FROM project_member m JOIN ledger_entry e
  ON e.project_id = m.project_id AND e.credit = m.account_id
WHERE m.person_id = :me
"""


def _signed(s: Session, person: Person) -> Iterator[tuple[str, str]]:
    """The words that he signed, by their paths."""
    held = (
        select(Agreement)
        .where(
            Agreement.id.in_(select(Signature.agreement_id).where(Signature.person_id == person.id))
        )
        .order_by(Agreement.id)
    )
    for agreement in s.scalars(held):
        path = f"signed/{agreement.id}-{agreement.kind.value}-{agreement.version}.txt"
        yield path, words(agreement, person.locale)
