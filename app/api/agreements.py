"""What people sign: the terms, the privacy notice, projects' own agreements, and what
organisations agree on with those who work for them."""

from fastapi import status

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.models.person import AgreementKind
from app.people import agreements, queries
from app.people.agreement_schemas import (
    AgreementHead,
    AgreementOut,
    AgreementView,
    Publish,
    PublishForAll,
    SignAgreement,
    SignedView,
    VersionsPage,
)
from app.people.permits import May

router = Router(tags=["agreements"])


@router.get("/agreements/current", response_model=list[AgreementView])
def current_agreements(door: Way) -> list[AgreementView]:
    """The terms and the privacy notice that hold today, in both languages. Public."""
    with door.open() as s:
        return [AgreementView.model_validate(one) for one in queries.current_agreements(s)]


@router.get("/me/agreements")
def my_agreements(door: Way, after: After = 0, limit: Limit = 50) -> Page[SignedView]:
    """What one has signed, the newest first; what waits to be signed is in `GET /me`."""
    with door.enter() as (s, me):
        rows = queries.signed_by(s, me.id, before=after, limit=limit)
        return page([SignedView.model_validate(row) for row in rows], limit)


@router.get("/me/agreements/{agreement_id}")
def read_my_agreement(agreement_id: Key, door: Way) -> AgreementOut:
    """One version of an agreement: of those for everybody, of one's projects and their
    organisations, or of a project that anybody may join."""
    with door.enter() as (s, me):
        found = queries.agreement_for(s, agreement_id, me.id)
        if found is None:
            raise NotFound("There is no such agreement.")
        agreement, signed_at, body_sha256, current = found
        shown = AgreementView.model_validate(agreement).model_dump()
        return AgreementOut(**shown, signed_at=signed_at, body_sha256=body_sha256, current=current)


@router.get("/me/agreements/{agreement_id}/versions")
def list_versions(
    agreement_id: Key, door: Way, after: After = 0, limit: Limit = 20
) -> VersionsPage:
    """All versions of the agreement that this is a version of, the newest first."""
    with door.enter() as (s, me):
        found = queries.agreement_for(s, agreement_id, me.id)
        if found is None:
            raise NotFound("There is no such agreement.")
        rows = queries.versions(s, found[0], before=after, limit=limit)
        shown = [AgreementHead.model_validate(row) for row in rows[:limit]]
        return VersionsPage(items=shown, next=shown[-1].version if len(rows) > limit else None)


@router.post("/agreements/{agreement_id}/sign", status_code=status.HTTP_204_NO_CONTENT)
def sign_agreement(agreement_id: Key, asked: SignAgreement, door: Way) -> None:
    """Sign a version that holds today; of a project's or an organisation's one is sent a copy.

    May be retried.
    """
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


@router.get("/organisations/{organisation_id}/agreement", response_model=AgreementView | None)
def house_agreement(organisation_id: Key, door: Way) -> AgreementView | None:
    """What the organisation agrees on with those who work for it, as it holds today; null where
    there is none yet."""
    with door.enter(May.MEMBER_READ, organisation=organisation_id) as (s, _):
        found = queries.house_agreement(s, organisation_id)
        return AgreementView.model_validate(found) if found else None


@router.post(
    "/organisations/{organisation_id}/agreement",
    status_code=status.HTTP_201_CREATED,
    response_model=AgreementView,
)
def publish_house_agreement(organisation_id: Key, asked: Publish, door: Way) -> AgreementView:
    """Publish its next version; all who work in the organisation's projects are asked to sign."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        agreements.publish(
            s,
            AgreementKind.WIN_WIN,
            None,
            asked.model_dump(),
            by=me.id,
            organisation_id=organisation_id,
        )
        return AgreementView.model_validate(queries.house_agreement(s, organisation_id))
