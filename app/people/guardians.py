"""Guardians: who is a minor takes part once a guardian has consented to the project's agreement.

He is asked by mail. The link is the only key that he needs: he has no account.
"""

from datetime import timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.security import hash_token, new_token
from app.models.collect import Guardian, Withdrawal
from app.models.person import Agreement, Organisation, Person
from app.models.project import Project
from app.models.transition import record
from app.people import agreements, queries
from app.people.agreement_schemas import AgreementView
from app.people.collecting import GuardianIn, GuardianView
from app.people.letters import Letter
from app.people.mail import post
from app.people.problems import ConsentMissing, LinkOver, NotCurrent

LASTS = timedelta(days=14)
"""How long a guardian has."""


class OwnGuardian(Invalid):
    """One's own address where that of a guardian is asked for."""

    code, title = "own_guardian", "A guardian is somebody else"


def ask(s: Session, project_id: int, person_id: int, asked: GuardianIn) -> Guardian:
    """Ask a guardian to consent for this person, by mail; again sends another link, which ends the
    one before. Who has consented is not asked again. Raises `ConsentMissing`, `OwnGuardian`."""
    person = queries.locked_person(s, person_id)
    agreement = queries.project_agreement(s, project_id)
    if agreement is None or person is None:
        raise ConsentMissing("This project has no agreement yet; ask its manager.")
    if s.scalar(select(func.lower(asked.email) == func.lower(person.email))):
        raise OwnGuardian("Give the address of your guardian, not your own.")
    known = current(s, project_id, person_id)
    if known is not None and known.signed_at is not None:
        return known
    values = {
        **asked.model_dump(),
        "token_hash": hash_token(new_token()),  # the mail brings the one that works
        "asked_at": func.now(),
        "expires_at": func.now() + LASTS,
        "body_sha256": None,
        "signed_at": None,
    }
    key = {"project_id": project_id, "person_id": person_id, "agreement_id": agreement.id}
    s.execute(
        insert(Guardian)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    record(
        s,
        project_id=project_id,
        subject="guardian",
        subject_id=person_id,
        by=person_id,
        target="asked",
        data={"agreement": agreement.id},
    )
    post(
        s,
        Letter.GUARDIAN,
        person_id=person_id,
        agreement_id=agreement.id,
    )
    found = current(s, project_id, person_id)
    assert found is not None
    return found


def current(s: Session, project_id: int, person_id: int) -> Guardian | None:
    """Who was asked to consent to the agreement that holds today, since he last withdrew?"""
    agreement = queries.project_agreement(s, project_id)
    if agreement is None:
        return None
    withdrawn = exists().where(
        Withdrawal.project_id == Guardian.project_id,
        Withdrawal.person_id == Guardian.person_id,
        Withdrawal.asked_at >= Guardian.asked_at,
    )
    return s.scalar(
        select(Guardian)
        .where(
            Guardian.project_id == project_id,
            Guardian.person_id == person_id,
            Guardian.agreement_id == agreement.id,
            ~withdrawn,
        )
        .execution_options(populate_existing=True)
    )


def new_link(s: Session, person_id: int, agreement_id: int) -> tuple[Guardian, str] | None:
    """A token for the mail that goes out now; those of earlier mails end. None where there is
    nothing left to consent to."""
    token = new_token()
    renewed = s.scalar(
        update(Guardian)
        .where(
            Guardian.person_id == person_id,
            Guardian.agreement_id == agreement_id,
            Guardian.signed_at.is_(None),
            Guardian.expires_at > func.now(),
        )
        .values(token_hash=hash_token(token))
        .returning(Guardian)
        .execution_options(populate_existing=True)
    )
    return None if renewed is None else (renewed, token)


def look(s: Session, token: str) -> GuardianView:
    """What the link asks. Raises `LinkOver`."""
    row = s.execute(
        select(Guardian, Person, Agreement, Project, Organisation)
        .join(Person, Person.id == Guardian.person_id)
        .join(Agreement, Agreement.id == Guardian.agreement_id)
        .join(Project, Project.id == Guardian.project_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .where(
            Guardian.token_hash == hash_token(token),
            Guardian.expires_at > func.now(),
            Person.left_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise LinkOver("This link has ended; ask for another mail.")
    guardian, person, agreement, project, organisation = row
    return GuardianView(
        project=project.name,
        organisation=organisation.name,
        participant=person.name,
        name=guardian.name,
        relation=guardian.relation,
        agreement=AgreementView.model_validate(agreement),
        expires_at=guardian.expires_at,
        signed_at=guardian.signed_at,
    )


def sign(s: Session, token: str, locale: str) -> GuardianView:
    """Consent. The same link again changes nothing. Raises `LinkOver`, and `NotCurrent` where the
    project has a newer agreement, for which the guardian is asked anew."""
    shown = look(s, token)
    guardian = s.execute(
        select(Guardian).where(Guardian.token_hash == hash_token(token)).with_for_update()
    ).scalar_one()
    if guardian.signed_at is not None:
        return shown
    newest = queries.project_agreement(s, guardian.project_id)
    if newest is None or newest.id != guardian.agreement_id:
        raise NotCurrent("The agreement has changed; ask for a mail with the newer one.")
    guardian.signed_at = queries.now(s)
    guardian.body_sha256 = agreements.fingerprint(newest, locale)
    s.flush()
    record(
        s,
        project_id=guardian.project_id,
        subject="guardian",
        subject_id=guardian.person_id,
        by=None,
        target="signed",
        data={"agreement": newest.id, "body_sha256": guardian.body_sha256},
    )
    return shown.model_copy(update={"signed_at": guardian.signed_at})
