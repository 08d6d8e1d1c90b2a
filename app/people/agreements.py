"""Agreements: every version is kept, and so is who signed which words when."""

import hashlib
from collections.abc import Collection

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.person import Agreement, AgreementKind, Signature
from app.models.transition import record
from app.people import queries
from app.people.problems import NotCurrent


def words(agreement: Agreement, locale: str) -> str:
    """What a reader of `locale` (ko or en) is shown: the title, a blank line, the body."""
    if locale == "en":
        return f"{agreement.title_en}\n\n{agreement.body_en}"
    return f"{agreement.title_ko}\n\n{agreement.body_ko}"


def need_current(s: Session, signed: Collection[int]) -> list[Agreement]:
    """The agreements that hold for everybody today. Raises `NotCurrent` unless exactly these
    were signed."""
    current = list(queries.current_agreements(s))
    if {agreement.id for agreement in current} != set(signed):
        raise NotCurrent(
            "Read the terms and the privacy notice that hold today, and send the ids of both.",
            current=[agreement.id for agreement in current],
        )
    return current


def sign(s: Session, person_id: int, agreements: Collection[Agreement], locale: str) -> None:
    """Keep that he signed each, with the hash of the words he was shown. Again is no change."""
    for agreement in agreements:
        shown = hashlib.sha256(words(agreement, locale).encode()).hexdigest()
        s.execute(
            upsert(Signature)
            .values(person_id=person_id, agreement_id=agreement.id, body_sha256=shown)
            .on_conflict_do_nothing()
        )


def sign_current(s: Session, person_id: int, agreement_id: int, locale: str) -> None:
    """Sign one agreement that holds for him today.

    Raises `NotFound` for one that is not his to see and `NotCurrent` for a version that another
    has taken the place of.
    """
    agreement = s.get(Agreement, agreement_id)
    if agreement is None:
        raise NotFound("There is no such agreement.")
    if agreement.project_id is None:
        current = {found.id for found in queries.current_agreements(s)}
    else:
        if queries.member(s, agreement.project_id, person_id) is None:
            raise NotFound("There is no such agreement.")
        newest = queries.project_agreement(s, agreement.project_id)
        current = {newest.id} if newest else set()
    if agreement_id not in current:
        raise NotCurrent(
            "A newer version holds today; read and sign that one.", current=sorted(current)
        )
    sign(s, person_id, [agreement], locale)


def publish(
    s: Session,
    kind: AgreementKind,
    project_id: int | None,
    texts: dict[str, str],
    *,
    by: int | None,
) -> int:
    """Add a version, which holds from now on; its id. `texts`: title_ko, title_en, body_ko,
    body_en."""
    version = queries.next_version(s, kind, project_id)
    agreement_id = s.execute(
        insert(Agreement)
        .values(kind=kind, project_id=project_id, version=version, **texts)
        .returning(Agreement.id)
    ).scalar_one()
    record(
        s,
        project_id=project_id or 0,
        subject="agreement",
        subject_id=agreement_id,
        by=by,
        target="published",
        data={"kind": kind.value, "version": version},
    )
    return agreement_id
