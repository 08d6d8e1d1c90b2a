"""Events at which many sign: called, watched while they do, and reminded who has not."""

from datetime import datetime, timedelta

import orjson
from sqlalchemy import RowMapping, func, insert, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.models.person import Agreement, Signing
from app.models.transition import record
from app.people import queries
from app.people.notifications import Told
from app.people.queries import signings as asked
from app.people.queries.signings import Pact
from app.people.signing_schemas import SigningChange, SigningIn, SigningOut, SigningStanding
from app.queue import news

LONGEST = timedelta(days=31)
REST = timedelta(hours=1)
"""Between two reminders of one event."""


class SigningOver(Conflict):
    """An event that has ended is not changed any more, and nobody is reminded of it."""

    code, title = "signing_over", "The event is over"


class RemindedLately(Conflict):
    """Who has not signed was reminded less than an hour ago."""

    code, title = "reminded_lately", "Reminded just now"


def pact_of(row: RowMapping) -> Pact:
    """What an event is about; signatures count until it closes."""
    house = None if row["project_id"] is not None else row["organisation_id"]
    return Pact(row["agreement_id"], house, row["project_id"], row["closes_at"])


def standing(s: Session, row: RowMapping) -> SigningStanding:
    """How an event stands; of some thousands of people it takes some tens of milliseconds."""
    pact = pact_of(row)
    last = asked.last_signed(s, pact)
    return SigningStanding.model_validate(
        {**asked.counts(s, pact), "last": [dict(one) for one in last]}
    )


def shown(s: Session, row: RowMapping) -> SigningOut:
    """An event and how it stands."""
    return SigningOut(**row, standing=standing(s, row))


def of_house(s: Session, organisation_id: int, signing_id: int) -> RowMapping:
    """An event of this organisation. Raises `NotFound`."""
    row = asked.signing(s, signing_id)
    if row is None or row["organisation_id"] != organisation_id:
        raise NotFound("There is no such event.")
    return row


def of_person(s: Session, person_id: int, signing_id: int) -> RowMapping:
    """An event that concerns him. Raises `NotFound`."""
    row = asked.signing(s, signing_id)
    if row is None or not asked.is_called(s, pact_of(row), person_id):
        raise NotFound("There is no such event.")
    return row


def make(s: Session, organisation_id: int, wanted: SigningIn, *, by: int) -> int:
    """Make an event and call everybody whom it concerns and who has not signed; its id.

    Raises `NotFound` for an agreement of somebody else, `Invalid` for an older version and for
    times that have passed or lie too far apart.
    """
    agreement = s.get(Agreement, wanted.agreement_id)
    if agreement is None or _house_of(s, agreement) != organisation_id:
        raise NotFound("There is no such agreement here.")
    if agreement.project_id is not None:
        newest = queries.project_agreement(s, agreement.project_id)
    else:
        newest = queries.house_agreement(s, organisation_id)
    if newest is None or newest.id != agreement.id:
        raise Invalid("A newer version of this agreement holds; have that one signed.")
    _must_fit(s, wanted.opens_at, wanted.closes_at)
    signing_id = s.execute(
        insert(Signing)
        .values(organisation_id=organisation_id, created_by=by, **wanted.model_dump())
        .returning(Signing.id)
    ).scalar_one()
    record(
        s,
        project_id=agreement.project_id or 0,
        subject="signing",
        subject_id=signing_id,
        by=by,
        target="called",
        data={"organisation": organisation_id, "agreement": agreement.id},
    )
    row = of_house(s, organisation_id, signing_id)
    _tell(s, row, Told.SIGNING_CALLED)
    return signing_id


def change(
    s: Session, organisation_id: int, signing_id: int, wanted: SigningChange, *, by: int
) -> None:
    """Change an event that has not ended; one that goes on and is to end at a time that has passed
    ends now. Raises `NotFound`, `SigningOver`, `Invalid`."""
    row = of_house(s, organisation_id, signing_id)
    _must_last(row)
    values = wanted.model_dump(exclude_none=True)
    if not values:
        return
    opens = values.get("opens_at", row["opens_at"])
    closes = values.get("closes_at", row["closes_at"])
    if row["opens_at"] < row["asked_at"] and opens < closes <= row["asked_at"]:
        values["closes_at"] = row["asked_at"]
    else:
        _must_fit(s, opens, closes)
    s.execute(update(Signing).where(Signing.id == signing_id).values(**values))
    news.tell(s, news.signing(row["agreement_id"]))
    record(
        s,
        project_id=row["project_id"] or 0,
        subject="signing",
        subject_id=signing_id,
        by=by,
        target="changed",
        data={"organisation": organisation_id, "changed": sorted(values)},
    )


def remind(s: Session, organisation_id: int, signing_id: int, *, by: int) -> int:
    """Remind everybody who has not signed; how many. At most once an hour.

    Raises `NotFound`, `SigningOver`, `RemindedLately`.
    """
    row = of_house(s, organisation_id, signing_id)
    _must_last(row)
    marked = s.execute(
        update(Signing)
        .where(
            Signing.id == signing_id,
            func.coalesce(Signing.reminded_at, Signing.created_at - REST) <= func.now() - REST,
        )
        .values(reminded_at=func.now())
        .returning(Signing.id)
    ).first()
    if marked is None:
        raise RemindedLately("They were reminded within the last hour; wait a little.")
    told = _tell(s, row, Told.SIGNING_REMINDED)
    news.tell(s, news.signing(row["agreement_id"]))
    record(
        s,
        project_id=row["project_id"] or 0,
        subject="signing",
        subject_id=signing_id,
        by=by,
        target="reminded",
        data={"organisation": organisation_id, "told": told},
    )
    return told


def _tell(s: Session, row: RowMapping, kind: Told) -> int:
    place = row["project"] or row["organisation"]
    params = {"signing_id": row["id"], "title": row["title"], "organisation": place}
    return asked.tell_unsigned(s, pact_of(row), kind.value, orjson.dumps(params).decode())


def _house_of(s: Session, agreement: Agreement) -> int | None:
    if agreement.project_id is None:
        return agreement.organisation_id
    place = queries.place_of(s, agreement.project_id)
    return place.organisation_id if place else None


def _must_last(row: RowMapping) -> None:
    if row["closes_at"] <= row["asked_at"]:
        raise SigningOver("This event has ended; make another one.")


def _must_fit(s: Session, opens: datetime, closes: datetime) -> None:
    if closes <= opens:
        raise Invalid("An event closes after it opens; mend the times.")
    if closes <= queries.now(s):
        raise Invalid("An event cannot end in the past; choose a later time.")
    if closes - opens > LONGEST:
        raise Invalid(f"An event lasts at most {LONGEST.days} days; choose an earlier end.")
