"""Guardians: asked by a minor, they consent by the link of a mail. They have no account."""

from typing import Annotated

from fastapi import Path

from app.api import limits
from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.people import guardians
from app.people.collecting import GuardianIn, GuardianOut, GuardianSign, GuardianView
from app.people.permits import May

router = Router(tags=["participants"])
Token = Annotated[str, Path(min_length=1, max_length=200, description="From the mail's link.")]


@router.post("/projects/{project_id}/guardian", status_code=202)
def ask_guardian(project_id: Key, asked: GuardianIn, door: Way) -> GuardianOut:
    """Ask your guardian by mail to consent to your taking part. Again sends another mail, whose
    link takes the place of the one before."""
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        by_hand(me)
        limits.spend(limits.MAIL, door.client, f"guardian of {me.id}")
        return GuardianOut.model_validate(guardians.ask(s, project_id, me.id, asked))


@router.get("/guardians/{token}")
def look_at_consent(token: Token, door: Way) -> GuardianView:
    """What a guardian is asked to consent to. Public: the link is the key."""
    with door.open() as s:
        return guardians.look(s, token)


@router.post("/guardians/{token}")
def consent(token: Token, asked: GuardianSign, door: Way) -> GuardianView:
    """Consent as a guardian. May be retried."""
    with door.open() as s:
        return guardians.sign(s, token, asked.locale)
