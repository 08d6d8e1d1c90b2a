"""Agreements: every version is kept, and so is who signed which words when."""

import hashlib
from collections.abc import Collection

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.person import Agreement, AgreementKind, Signature
from app.models.transition import record
from app.people import queries
from app.people.letters import Letter
from app.people.mail import post
from app.people.problems import NotCurrent, StillDestroying
from app.queue import news

COPIES = {AgreementKind.PROJECT: Letter.SIGNED, AgreementKind.WIN_WIN: Letter.PACT}
"""Of which agreements the signer is sent a copy, and by which letter."""


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


def fingerprint(agreement: Agreement, locale: str) -> str:
    """The hash of the words that a reader of `locale` is shown, SHA-256 in hex."""
    return hashlib.sha256(words(agreement, locale).encode()).hexdigest()


def sign(s: Session, person_id: int, agreements: Collection[Agreement], locale: str) -> list[int]:
    """Keep that he signed each, with the hash of the words he was shown; the ids of those that he
    had not signed yet, or not since he withdrew."""
    signed = []
    for agreement in agreements:
        if queries.signature(s, person_id, agreement) is None:
            s.execute(
                insert(Signature).values(
                    person_id=person_id,
                    agreement_id=agreement.id,
                    body_sha256=fingerprint(agreement, locale),
                )
            )
            signed.append(agreement.id)
    news.tell(s, *map(news.signing, signed))
    return signed


def sign_current(s: Session, person_id: int, agreement_id: int, locale: str) -> None:
    """Sign one agreement that holds for him today. He is sent a copy, except of what everybody
    signs.

    Raises `NotFound` for one that is not his to see and `NotCurrent` for a version that another
    has taken the place of, `StillDestroying` until a withdrawal is done.
    """
    agreement = s.get(Agreement, agreement_id)
    if agreement is None:
        raise NotFound("There is no such agreement.")
    if agreement.organisation_id is not None:
        if not queries.works_for(s, agreement.organisation_id, person_id):
            raise NotFound("There is no such agreement.")
        house = queries.house_agreement(s, agreement.organisation_id)
        current = {house.id} if house else set()
    elif agreement.project_id is None:
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
    queries.locked_person(s, person_id)  # two of his tabs sign once
    if agreement.project_id and queries.withdrawing(s, agreement.project_id, person_id):
        raise StillDestroying("What you took back is being destroyed; sign when that is done.")
    letter = COPIES.get(agreement.kind)
    if sign(s, person_id, [agreement], locale) and letter is not None:
        post(s, letter, person_id=person_id, agreement_id=agreement_id, locale=locale)


def publish(
    s: Session,
    kind: AgreementKind,
    project_id: int | None,
    texts: dict[str, str],
    *,
    by: int | None,
    organisation_id: int | None = None,
) -> int:
    """Add a version, which holds from now on; its id. `texts`: title_ko, title_en, body_ko,
    body_en."""
    version = queries.next_version(s, kind, project_id, organisation_id)
    agreement_id = s.execute(
        insert(Agreement)
        .values(
            kind=kind,
            project_id=project_id,
            organisation_id=organisation_id,
            version=version,
            **texts,
        )
        .returning(Agreement.id)
    ).scalar_one()
    record(
        s,
        project_id=project_id or 0,
        subject="agreement",
        subject_id=agreement_id,
        by=by,
        target="published",
        data={"kind": kind.value, "version": version}
        | ({} if organisation_id is None else {"organisation": organisation_id}),
    )
    return agreement_id
