"""What people sign: the terms, the privacy notice, and projects' own agreements."""

from fastapi import APIRouter, status

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.models.person import AgreementKind
from app.people import agreements, queries
from app.people.permits import May
from app.people.schemas import AgreementView, Publish, PublishForAll, SignAgreement

router = APIRouter(tags=["agreements"])


@router.get("/agreements/current", response_model=list[AgreementView])
def current_agreements(door: Way) -> list[AgreementView]:
    """The terms and the privacy notice that hold today, in both languages. Public."""
    with door.open() as s:
        return [AgreementView.model_validate(one) for one in queries.current_agreements(s)]


@router.post("/agreements/{agreement_id}/sign", status_code=status.HTTP_204_NO_CONTENT)
def sign_agreement(agreement_id: Key, asked: SignAgreement, door: Way) -> None:
    """Sign a version that holds today. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        agreements.sign_current(s, me.id, agreement_id, asked.locale)


@router.post("/agreements", status_code=status.HTTP_201_CREATED, response_model=list[AgreementView])
def publish_for_all(asked: PublishForAll, door: Way) -> list[AgreementView]:
    """Publish the next version of the terms or the privacy notice: everybody is asked to sign."""
    with door.enter(May.SYSTEM_OPERATE) as (s, me):
        texts = asked.model_dump(exclude={"kind"})
        agreements.publish(s, AgreementKind(asked.kind), None, texts, by=me.id)
        return [AgreementView.model_validate(one) for one in queries.current_agreements(s)]


@router.get("/projects/{project_id}/agreement", response_model=AgreementView | None)
def project_agreement(project_id: Key, door: Way) -> AgreementView | None:
    """The project's own agreement as it holds today; null where it has none."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        found = queries.project_agreement(s, project_id)
        return AgreementView.model_validate(found) if found else None


@router.post(
    "/projects/{project_id}/agreement",
    status_code=status.HTTP_201_CREATED,
    response_model=AgreementView,
)
def publish_agreement(project_id: Key, asked: Publish, door: Way) -> AgreementView:
    """Publish the next version of the project's own agreement; its members are asked to sign."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        agreements.publish(s, AgreementKind.PROJECT, project_id, asked.model_dump(), by=me.id)
        return AgreementView.model_validate(queries.project_agreement(s, project_id))
