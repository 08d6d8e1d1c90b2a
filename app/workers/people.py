"""Mail to people, what is destroyed for who withdraws, and forgetting ways in that have ended."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.orm import Session

from app.core.clock import SEOUL
from app.core.database import transaction
from app.core.settings import settings
from app.models.factor import Proving
from app.models.person import Agreement, Login, MailToken, MailTokenKind, Organisation
from app.people import agreements, guardians, invitations, mail_tokens, queries
from app.people.letters import ROLES, Letter, Text, write
from app.people.mail import deliver
from app.queue.registry import chore, every
from app.queue.run import Run
from app.workflow.withdraw import Withdrawing


@dataclass(frozen=True, slots=True)
class Addressed:
    """A mail that is ready to go."""

    address: str
    text: Text


@chore("mail")
def mail(run: Run) -> None:
    """Write a mail and send it. Its link is made here, kept as a hash, and stands nowhere else.

    A second attempt makes another link, so at worst two mails arrive that both work.
    """
    letter = Letter(run.args["letter"])
    with run.transaction() as s:
        if letter is Letter.INVITATION:
            ready = _invitation(s, run.args["invitation_id"])
        elif letter in (Letter.SIGNED, Letter.PACT):
            args = run.args
            ready = _copy(s, letter, args["person_id"], args["agreement_id"], args["locale"])
        elif letter is Letter.GUARDIAN:
            ready = _guardian(s, run.args["person_id"], run.args["agreement_id"])
        else:
            ready = _to_person(s, letter, run.args["person_id"], run.args.get("browser", ""))
    if ready is not None:
        deliver(ready.address, ready.text)


def _link(page: str, token: str) -> str:
    """A page of the web app. The token stands behind a `#`, where no server's log sees it."""
    return f"{settings().address}/{page}#{token}"


def _to_person(s: Session, letter: Letter, person_id: int | None, browser: str) -> Addressed | None:
    person = queries.person(s, person_id) if person_id is not None else None
    if person is None or person.left_at is not None:
        return None
    if letter in (Letter.PASSWORD_CHANGED, Letter.FACTORS_CHANGED, Letter.NEW_BROWSER):
        link = f"{settings().address}/reset"
    elif letter is Letter.VERIFY:
        link = _link("verify", mail_tokens.issue(s, person.id, MailTokenKind.VERIFY))
    else:
        link = _link("reset", mail_tokens.issue(s, person.id, MailTokenKind.RESET))
    at = f"{queries.now(s).astimezone(SEOUL):%Y-%m-%d %H:%M} (KST)"
    fill = {"name": person.name, "link": link, "browser": browser, "at": at}
    return Addressed(person.email, write(letter, person.locale, **fill))


def _invitation(s: Session, invitation_id: int) -> Addressed | None:
    token = invitations.new_link(s, invitation_id)
    offer = queries.invitation(s, invitation_id)
    if token is None or offer is None:
        return None
    known = queries.person_by_email(s, offer.email)
    locale = known.locale if known is not None else "ko"
    place = f"{offer.organisation} · {offer.project}" if offer.project else offer.organisation
    text = write(
        Letter.INVITATION,
        locale,
        place=place,
        role=ROLES[locale][offer.role],
        days=str(invitations.LASTS.days),
        link=_link("invitation", token),
    )
    return Addressed(offer.email, text)


def _copy(
    s: Session, letter: Letter, person_id: int, agreement_id: int, locale: str
) -> Addressed | None:
    """The words as he was shown them: their hash is the one of his signature."""
    person, agreement = queries.person(s, person_id), s.get(Agreement, agreement_id)
    if person is None or person.left_at is not None or agreement is None:
        return None
    signed = queries.signature(s, person_id, agreement)
    if signed is None:
        return None
    if agreement.organisation_id is not None:
        place = s.get_one(Organisation, agreement.organisation_id).name
    else:
        found = queries.place_of(s, agreement.project_id or 0)
        place = found.name if found else ""
    words = agreements.words(agreement, locale)
    text = write(
        letter,
        locale,
        name=person.name,
        title=words.split("\n", 1)[0],
        place=place,
        signed_at=f"{signed.signed_at.astimezone(SEOUL):%Y-%m-%d %H:%M} (KST)",
        version=str(agreement.version),
        sha256=signed.body_sha256,
        link=f"{settings().address}/agreements/{agreement.id}",
        words=words,
    )
    return Addressed(person.email, text)


def _guardian(s: Session, person_id: int, agreement_id: int) -> Addressed | None:
    made = guardians.new_link(s, person_id, agreement_id)
    person = queries.person(s, person_id)
    if made is None or person is None or person.left_at is not None:
        return None
    guardian, token = made
    place = queries.place_of(s, guardian.project_id)
    text = write(
        Letter.GUARDIAN,
        person.locale,
        name=guardian.name,
        participant=person.name,
        project=place.name if place else "",
        relation=guardian.relation,
        days=str(guardians.LASTS.days),
        link=_link("guardian", token),
    )
    return Addressed(guardian.email, text)


@chore("withdraw", attempts=20)
def withdraw(run: Run) -> dict[str, Any]:
    """Destroy what somebody gave to a project who takes his consent back."""
    return dict(Withdrawing(run, run.args["project_id"], run.args["withdrawal_id"]).run())


@every(seconds=3600)
def forget_ended() -> None:
    """Delete sessions and links of mails that ended by their time."""
    with transaction() as s:
        s.execute(delete(Login).where(Login.expires_at < func.now()))
        s.execute(delete(MailToken).where(MailToken.expires_at < func.now()))
        s.execute(delete(Proving).where(Proving.expires_at < func.now()))
