"""Oneself: who is signed in, what waits for him, and leaving."""

from fastapi import Response, status
from sqlalchemy.orm import Session

from app.api import cookies, limits
from app.api.by_hand import by_hand
from app.api.deps import Me, Way
from app.api.router import Router
from app.people import queries, sessions
from app.people.agreement_schemas import AgreementHead
from app.people.schemas import ChangeMe, ChangePassword, Leave, MeView, OfficesView, TeamView
from app.workflow.leave import leave

router = Router(prefix="/me", tags=["me"])


def _view(s: Session, me: Me) -> MeView:
    person = queries.person(s, me.id)
    assert person is not None
    return MeView(
        id=person.id,
        email=person.email,
        name=person.name,
        locale="en" if person.locale == "en" else "ko",
        operator=person.operator,
        csrf=me.csrf,
        organisations=[
            OfficesView(**office._mapping) for office in queries.organisations_of(s, me.id)
        ],
        projects=[
            TeamView(**team._mapping)
            for team in queries.projects_of(s, me.id)
            if me.projects is None or team.id in me.projects
        ],
        to_sign=[AgreementHead.model_validate(one) for one in queries.unsigned(s, me.id)],
        unread=queries.unread_notifications(s, me.id),
        factor_needed=me.lacks,
    )


@router.get("", response_model=MeView)
def who_am_i(door: Way) -> MeView:
    """Who is signed in, his organisations and projects, and the agreements he has yet to sign."""
    with door.enter(limited=True, bare=True) as (s, me):
        return _view(s, me)


@router.patch("", response_model=MeView)
def change_me(asked: ChangeMe, door: Way) -> MeView:
    """Change one's name or language."""
    with door.enter(bare=True) as (s, me):
        by_hand(me)
        person = queries.locked_person(s, me.id)
        assert person is not None
        if asked.name is not None:
            person.name = asked.name
        if asked.locale is not None:
            person.locale = asked.locale
        s.flush()
        return _view(s, me)


@router.put("/password", status_code=status.HTTP_204_NO_CONTENT)
def change_password(asked: ChangePassword, door: Way) -> None:
    """Choose another password. One is signed out in other browsers; API tokens stay."""
    with door.enter() as (s, me):
        by_hand(me)
        limits.spend(limits.GUESS, door.client, f"person {me.id}")
        sessions.change_password(s, me.id, asked.old, asked.new, keep=door.cookie)


@router.post("/leave", status_code=status.HTTP_204_NO_CONTENT)
def leave_for_good(asked: Leave, door: Way, response: Response) -> None:
    """Close one's account. Name and address are erased; what one did, and is owed, stays."""
    # Alone: no other tab of his claims work meanwhile.
    with door.enter(alone=True) as (s, me):
        by_hand(me)
        limits.spend(limits.GUESS, door.client, f"person {me.id}")
        sessions.need_own_password(queries.person(s, me.id), asked.password)
        leave(s, me.id, by=me.id)
    cookies.forget(response)
