"""What a browser is called, and whether a person has signed in with it before. What it is called
is pure: nothing of what it says of itself gets into a mail but names that stand here."""

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.security import hash_token, new_token
from app.models.factor import Browser
from app.people import queries
from app.people.letters import Letter
from app.people.mail import post

MOST = 30
"""Browsers of one person that are kept in mind; the longest unseen is forgotten."""

# The first that its own description holds is meant: each also names those that it is made after.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Whale/": "Whale",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def called(user_agent: str | None) -> str:
    """`Chrome · Windows`; `?` for what is not known."""
    said = user_agent or ""
    known = (
        next((name for sign, name in names.items() if sign in said), None)
        for names in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in known if name) or "?"


def knows(s: Session, person_id: int, token: str | None) -> bool:
    """Has he signed in with the browser of this cookie before?"""
    if token is None:
        return False
    row = exists().where(Browser.person_id == person_id, Browser.token_hash == hash_token(token))
    return bool(s.scalar(select(row)))


def known_at(s: Session, email: str, token: str | None) -> bool:
    """Has who owns this address signed in with the browser of this cookie before?"""
    if token is None:
        return False
    person = queries.person_by_email(s, email)
    return person is not None and knows(s, person.id, token)


def meet(s: Session, person_id: int, token: str | None, user_agent: str | None) -> str:
    """Keep in mind that he signed in with this browser; what its cookie is to hold. Where he knew
    others and not this one he is told by mail."""
    if token is not None and knows(s, person_id, token):
        _seen(s, person_id, token)
        return token
    others = s.scalar(select(exists().where(Browser.person_id == person_id)))
    if others:
        post(s, Letter.NEW_BROWSER, person_id=person_id, browser=called(user_agent))
    mine = token or new_token()
    _seen(s, person_id, mine)
    oldest = (
        select(Browser.token_hash)
        .where(Browser.person_id == person_id)
        .order_by(Browser.seen_at.desc())
        .offset(MOST)
    )
    s.execute(delete(Browser).where(Browser.person_id == person_id, Browser.token_hash.in_(oldest)))
    return mine


def _seen(s: Session, person_id: int, token: str) -> None:
    row = insert(Browser).values(person_id=person_id, token_hash=hash_token(token))
    s.execute(
        row.on_conflict_do_update(
            index_elements=[Browser.person_id, Browser.token_hash], set_={"seen_at": func.now()}
        )
    )
