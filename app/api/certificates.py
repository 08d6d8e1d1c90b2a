"""Certificates: one's own, what anybody can check, and taken back."""

from typing import Annotated

from fastapi import Path

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.limits import GUESS, spend
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.learning import certificates, queries
from app.learning.schemas import (
    CertificateCheck,
    CertificateOut,
    CertificatePatch,
    RevokeIn,
)
from app.people.permits import May
from app.workflow.learn import revoke

router = Router(tags=["learning"])

Code = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9-]+$")]


@router.get("/certificates")
def list_my_certificates(door: Way, after: After = 0, limit: Limit = 50) -> Page[CertificateOut]:
    """Your certificates, the newest first."""
    with door.enter() as (s, me):
        rows = queries.certificates(s, me.id, after, limit + 1)
        return page([CertificateOut.model_validate(row) for row in rows], limit)


@router.patch("/certificates/{certificate_id}")
def show_certificate(certificate_id: Key, body: CertificatePatch, door: Way) -> CertificateOut:
    """Show a certificate of yours to other projects, and your name to whoever checks it; or no
    longer."""
    with door.enter() as (s, me):
        by_hand(me)
        certificates.show(s, certificate_id, me.id, body.shown)
        return CertificateOut.model_validate(queries.certificate(s, certificate_id))


@router.get("/certificates/check/{certificate_code}")
def check_certificate(certificate_code: Code, door: Way) -> CertificateCheck:
    """Whether a certificate is real and holds, for anybody who was given its code. Whose it is, he
    decides."""
    spend(GUESS, door.client, certificate_code.upper())
    with door.open() as s:
        found = queries.certificate_by_code(s, certificate_code.upper())
        if found is None:
            raise NotFound("There is no certificate with this code; look at it again.")
        return CertificateCheck(
            title=found["title"],
            project=found["project"],
            level=found["level"],
            earned_at=found["earned_at"],
            expires_at=found["expires_at"],
            revoked=found["revoked_at"] is not None,
            valid=found["valid"],
            name=found["name"] if found["shown"] else None,
        )


@router.post("/projects/{project_id}/certificates/{certificate_id}/revoke")
def revoke_certificate(
    project_id: Key, certificate_id: Key, body: RevokeIn, door: Way
) -> CertificateOut:
    """Take a certificate of the project back; the person is told, and reads why."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        revoke(s, by=me.id, project_id=project_id, certificate_id=certificate_id, why=body.why)
        return CertificateOut.model_validate(queries.certificate(s, certificate_id))
