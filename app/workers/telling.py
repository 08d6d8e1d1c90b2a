"""What people were told goes out by e-mail and by push, at most once by each."""

from collections.abc import Sequence
from smtplib import SMTPException

import structlog
from sqlalchemy import RowMapping

from app.core.database import transaction
from app.core.settings import settings
from app.models.person import Person
from app.models.telling import Channel
from app.people import queries as people
from app.people.letters import Letter, write
from app.people.mail import deliver
from app.people.telling import push, queries, service
from app.people.telling.sentences import sentence
from app.queue.registry import chore, every
from app.queue.run import Run

ATTEMPTS = 6
log = structlog.get_logger(__name__)


class NotReached(Exception):
    """Some were not reached; what is left is tried again."""


@every(seconds=5)
def hand_out() -> None:
    """Plan what is new, and give to chores what is due."""
    while True:
        with transaction() as s:
            planned = service.plan(s)
        if planned < service.AT_A_TIME:
            break
    while True:
        with transaction() as s:
            if service.give(s) == 0:
                break


@chore("tell", attempts=ATTEMPTS)
def tell(run: Run) -> None:
    """Send some people what they were told, by one channel.

    A word is marked before it is sent, and unmarked only where it is known not to have gone out:
    a crash between the two loses it rather than sending it twice.
    """
    channel = Channel(run.args["channel"])
    missed = 0
    for person_id, ids in run.args["people"]:
        run.progress()
        with run.transaction() as s:
            words = queries.take(s, channel, ids)
            person = people.person(s, person_id)
        if not words:
            continue
        taken = [word["id"] for word in words]
        outcome = "gone"
        if person is not None and person.left_at is None:
            try:
                outcome = _mail(person, words) if channel is Channel.MAIL else _push(person, words)
            except (OSError, SMTPException, push.PushFailed) as error:
                log.info("tell.missed", channel=channel.value, error=str(error)[:200])
                outcome = "failed" if run.attempt >= ATTEMPTS else ""
        with run.transaction() as s:
            if outcome:
                queries.end(s, channel, taken, outcome)
            else:
                queries.put_back(s, channel, taken)
                missed += 1
    if missed:
        raise NotReached(f"{missed} were not reached by {channel}")


def _said(person: Person, word: RowMapping) -> str:
    params = word["params"]
    place = word["project"] or params.get("project") or params.get("organisation") or ""
    return sentence(word["kind"], person.locale, params, str(place))


def _page(word: RowMapping) -> str:
    """The page that leads on to what a word is about, and marks it as read."""
    return f"/notifications?at={word['id']}"


def _mail(person: Person, words: Sequence[RowMapping]) -> str:
    """One letter with all of them."""
    home = settings().address
    said = [_said(person, word) for word in words]
    more = len(said) - 1
    also = f" 외 {more}건" if person.locale != "en" else f" and {more} more"
    lines = [f"- {says}\n  {home}{_page(word)}" for says, word in zip(said, words, strict=True)]
    text = write(
        Letter.NEWS,
        person.locale,
        name=person.name,
        title=said[0] + (also if more else ""),
        words="\n\n".join(lines),
        link=f"{home}/notifications/settings",
    )
    deliver(person.email, text)
    return "sent"


def _push(person: Person, words: Sequence[RowMapping]) -> str:
    """To each of his browsers, the newest word of all where there are many. Whoever is gone is
    forgotten; it is sent where one of them took it."""
    with transaction() as s:
        browsers = queries.subscriptions(s, person.id)
    last = words[-1]
    more = len(words) - 1
    title = str(last["project"] or last["params"].get("organisation") or "Dure")
    body = _said(person, last)
    if more:
        body += f" (+{more})"
    word = push.Word(title, body, _page(last), f"told-{last['id']}", person.locale)
    sent, failed = 0, None
    for browser in browsers:
        try:
            push.send(browser.endpoint, browser.p256dh, browser.auth, word)
            sent += 1
        except push.PushGone:
            with transaction() as s:
                queries.forget_subscription(s, browser.id, person.id)
        except push.PushFailed as error:
            failed = error
    if failed is not None and not sent:
        raise failed
    return "sent" if sent else "gone"
