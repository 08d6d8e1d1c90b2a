"""What participants say of themselves, and how they stand to a project that collects."""

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.core.regions import NAMES
from app.people import guardians, participants, queries, withdrawals
from app.people.agreement_schemas import AgreementHead
from app.people.collecting import (
    GuardianOut,
    ParticipantIn,
    ParticipantOut,
    ParticipationOut,
    RegionOut,
    WithdrawalAsked,
)
from app.people.permits import May
from app.workflow import admit, gate

router = Router(tags=["participants"])


@router.get("/regions")
def list_regions(door: Way) -> list[RegionOut]:
    """Where one may have grown up, or live."""
    with door.enter():
        return [RegionOut(code=code, ko=ko, en=en) for code, (ko, en) in NAMES.items()]


@router.get("/me/participant")
def read_participant(door: Way) -> ParticipantOut:
    """What you have said of yourself for collect stages."""
    with door.enter() as (s, me):
        return ParticipantOut.model_validate(participants.shown(s, me.id))


@router.put("/me/participant")
def save_participant(asked: ParticipantIn, door: Way) -> ParticipantOut:
    """Say who you are. Projects in which you take part already keep what you said before."""
    with door.enter() as (s, me):
        by_hand(me)
        participants.save(s, me.id, asked.model_dump(mode="json"))
        admit.look_again(s, me.id)
        return ParticipantOut.model_validate(participants.shown(s, me.id))


@router.get("/projects/{project_id}/participation")
def read_participation(project_id: Key, door: Way) -> ParticipationOut:
    """What stands between you and taking part in the project's collect stages."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        at = participants.standing(s, project_id, me.id)
        agreement = queries.project_agreement(s, project_id)
        signed = agreement and queries.signature(s, me.id, agreement)
        guardian = guardians.current(s, project_id, me.id)
        withdrawal = withdrawals.holding(s, project_id, me.id)
        return ParticipationOut(
            agreement=AgreementHead.model_validate(agreement) if agreement else None,
            signed_at=signed.signed_at if signed else None,
            body_sha256=signed.body_sha256 if signed else None,
            minor=None if at.born is None else participants.minor(at.born, at.year),
            profile=at.values,
            guardian=GuardianOut.model_validate(guardian) if guardian else None,
            withdrawal=WithdrawalAsked.model_validate(withdrawal) if withdrawal else None,
            stages=gate.stages(s, project_id, me.id, at),
        )
