"""What goes on, while it goes on: server-sent events for a browser's EventSource.

Each connection reads what has changed, off the event loop, so that it makes no difference which API
process it hangs on or which worker did the work. It reads when news of its topic comes by Redis,
and besides every some seconds; where no news comes, once a second. Every reading passes the door:
who loses his session or his role hears nothing more. A stream ends after some minutes and the
browser comes back; nothing is lost, since a stream begins with how things stand.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import random
from secrets import token_hex
from typing import Any

import orjson
import structlog
from anyio import CapacityLimiter, move_on_after, sleep, to_thread
from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy import RowMapping
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.api import ear
from app.api.deps import Door, Me, Way
from app.api.drain import draining
from app.api.ids import Key
from app.api.router import Router
from app.core.errors import Problem, TooManyRequests, Unavailable
from app.core.watch_meters import Meters
from app.figures import queries as figures
from app.figures.schemas import CountsOut
from app.figures.service import counts
from app.people import signings
from app.people.permits import May
from app.people.queries.signings import newest_signature
from app.queue import news
from app.queue.queries import latest
from app.queue.schemas import ChoreOut
from app.routing import announcements
from app.tasks.routed import Coming
from app.workflow import announce

router = Router(tags=["streams"])
log = structlog.get_logger(__name__)

EVERY = 1.0  # seconds between readings where no news comes
SELDOM = 7.0  # … where it does: what nobody has told is seen then
LOOK = 1.0  # seconds at most until it is seen that one of both ends is going
GAP = 0.3  # seconds at least between two readings
COUNTED = 2.0  # seconds at least between two countings of a project
REST = 10  # times as long as the last counting took, it rests after it
PING = 15.0  # seconds of silence after which a proxy could think the connection dead
LASTS = 300.0  # seconds until a stream ends by itself, and up to a fifth more
EACH = 6  # streams of one person on one process
ALL = 300  # streams of one process
READERS = 4  # readings at once
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events, each with its data as JSON; `ping` says nothing.",
        "content": {"text/event-stream": {}},
    }
}

Entered = AbstractContextManager[tuple[Session, Me]]
Enter = Callable[[], Entered]
Read = Callable[[Session, Me, "Heard"], list[bytes]]
"""What has changed since a connection was told last."""

_slots: dict[str, tuple[int, float]] = {}  # key: (person, when it is over at the latest)
_lock = threading.Lock()
_readers: CapacityLimiter | None = None
_stood: dict[int, tuple[Any, float, bytes]] = {}  # signing: by what, until when, how it stood


class TooManyStreams(TooManyRequests):
    """One person, or everybody together, listens in more windows than we serve."""

    code, title = "too_many_streams", "Too many open windows"


def tell(m: Meters) -> None:
    """Tell how many streams are open and whether news comes, at a pulse."""
    m.streams.set(len(_slots))
    m.hearing.set(ear.hears())


@dataclass
class Heard:
    """What a connection has been told already."""

    chores: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    event: int = -1
    rests: float = 0.0  # until when nothing is counted
    owes: bool = False  # whether there is something to count after that
    counts: dict[str, Any] | None = None
    signs: Any = None  # by which one sees that something has happened to a person
    coming: list[str] | None = None


@router.get("/projects/{project_id}/stream", response_class=StreamingResponse, responses=STREAM)
def watch_project(project_id: Key, door: Way, request: Request) -> StreamingResponse:
    """The project's background work and its counts, as they change.

    `event: chore` brings a chore as `GET …/chores/{chore_id}` shows it, `event: project` the counts
    of items, tasks and free places (up to 1,000 a level), `event: ping` nothing.
    """

    def enter() -> Entered:
        return door.enter(May.CHORE_READ, project=project_id)

    with enter() as (_, me):
        slot = _take_slot(me.id)
    return _response(request, enter, _news_of(project_id), slot, news.project(project_id))


@router.get("/me/stream", response_class=StreamingResponse, responses=STREAM)
def watch_mine(door: Way, request: Request) -> StreamingResponse:
    """What happens to you, as it does.

    `event: told` brings `unread` and `newest`, your newest notification's id, `event: coming` what
    will open for you as `GET /announcements` shows it (up to 200), `event: ping` nothing.
    """

    def read(s: Session, me: Me, heard: Heard) -> list[bytes]:
        return _own_news(s, me, heard, door)

    with door.enter() as (_, me):
        slot = _take_slot(me.id)
    return _response(request, door.enter, read, slot, news.person(me.id), news.EVERYBODY)


@router.get(
    "/organisations/{organisation_id}/signings/{signing_id}/stream",
    response_class=StreamingResponse,
    responses=STREAM,
)
def watch_signing(
    organisation_id: Key, signing_id: Key, door: Way, request: Request
) -> StreamingResponse:
    """How an event stands, while people sign; for the organisation's officers.

    `event: signing` brings it as `GET …/signings/{signing_id}` shows it, `event: ping` nothing.
    """

    def enter() -> Entered:
        return door.enter(May.MEMBER_READ, organisation=organisation_id)

    def read(s: Session, _: Me, heard: Heard) -> list[bytes]:
        return _signing_news(s, signings.of_house(s, organisation_id, signing_id), heard)

    with enter() as (s, me):
        topic = news.signing(signings.of_house(s, organisation_id, signing_id)["agreement_id"])
        slot = _take_slot(me.id)
    return _response(request, enter, read, slot, topic)


@router.get("/me/signings/{signing_id}/stream", response_class=StreamingResponse, responses=STREAM)
def watch_my_signing(signing_id: Key, door: Way, request: Request) -> StreamingResponse:
    """How an event that concerns one stands, while people sign: as the officers hear it."""

    def read(s: Session, me: Me, heard: Heard) -> list[bytes]:
        return _signing_news(s, signings.of_person(s, me.id, signing_id), heard)

    with door.enter() as (s, me):
        topic = news.signing(signings.of_person(s, me.id, signing_id)["agreement_id"])
        slot = _take_slot(me.id)
    return _response(request, door.enter, read, slot, topic)


@router.get("/stream", response_class=StreamingResponse, responses=STREAM)
def watch_all(door: Way, request: Request) -> StreamingResponse:
    """All background work of this installation, as it changes; for its operator."""

    def enter() -> Entered:
        return door.enter(May.SYSTEM_OPERATE)

    with enter() as (_, me):
        slot = _take_slot(me.id)
    return _response(request, enter, _news_of(None), slot, news.project(None))


def _take_slot(person_id: int) -> str:
    """Count a stream of this person. Raises `TooManyStreams`, and `Unavailable` for all."""
    now = time.monotonic()
    with _lock:
        for key in [key for key, (_, over) in _slots.items() if over < now]:
            del _slots[key]
        if sum(one == person_id for one, _ in _slots.values()) >= EACH:
            raise TooManyStreams(
                f"You have this open in {EACH} windows already; close one, or load the page again."
            )
        if len(_slots) >= ALL:
            raise Unavailable("Too many people listen just now; the page still loads by hand.")
        slot = token_hex(8)
        _slots[slot] = (person_id, now + LASTS * 1.2 + 2 * PING)
        return slot


def _free_slot(slot: str) -> None:
    with _lock:
        _slots.pop(slot, None)


def _response(
    request: Request, enter: Enter, read: Read, slot: str, *topics: str
) -> StreamingResponse:
    told = _tell(request, enter, read, slot, topics)
    return StreamingResponse(told, media_type="text/event-stream", headers=HEADERS)


async def _tell(
    request: Request, enter: Enter, read: Read, slot: str, topics: tuple[str, ...]
) -> AsyncIterator[bytes]:
    """The stream of one connection."""
    global _readers
    if _readers is None:
        _readers = CapacityLimiter(READERS)
    heard = Heard()
    began = time.monotonic()
    ends = began + LASTS * (1 + 0.2 * random())  # noqa: S311 - spreads who comes back
    spoke = began
    try:
        yield b"retry: 3000\n\n"
        with ear.listening(topics) as woken:
            while not draining.is_set():
                woken.clear()
                frames = await to_thread.run_sync(_read, enter, read, heard, limiter=_readers)
                now = time.monotonic()
                if frames:
                    yield b"".join(frames)
                    spoke = now
                elif now - spoke > PING:
                    yield b"event: ping\ndata: {}\n\n"
                    spoke = now
                if now >= ends or await request.is_disconnected():
                    return
                await sleep(GAP)
                await _news(request, woken, heard)
    except (Problem, SQLAlchemyError) as error:
        # The browser comes back, and is told at the door what is the matter.
        log.info("stream.ended", why=type(error).__name__)
    finally:
        _free_slot(slot)


async def _news(request: Request, woken: asyncio.Event, heard: Heard) -> None:
    """Wait until there may be something to read, or nobody to read it for."""
    now = time.monotonic()
    until = now + (SELDOM if ear.hears() else EVERY) - GAP
    if heard.owes:
        until = min(until, max(now, heard.rests))
    while not woken.is_set() and (left := until - time.monotonic()) > 0:
        with move_on_after(min(LOOK, left)):
            await woken.wait()
        if draining.is_set() or await request.is_disconnected():
            return


def _read(enter: Enter, read: Read, heard: Heard) -> list[bytes]:
    with enter() as (s, me):
        return read(s, me, heard)


def _news_of(project_id: int | None) -> Read:
    """Background work and counts of a project; without one, all background work."""

    def read(s: Session, _: Me, heard: Heard) -> list[bytes]:
        frames = []
        unfinished = [id for id, known in heard.chores.items() if known[-1] is None]
        for row in latest(s, project_id=project_id, also=unfinished):
            seen = (row.state, row.attempts, row.done, row.total, row.error, row.finished_at)
            if heard.chores.get(row.id) != seen:
                heard.chores[row.id] = seen
                frames.append(_frame("chore", ChoreOut.model_validate(row).model_dump_json()))
        began = time.monotonic()
        if project_id is not None:
            event = figures.last_event(s, project_id)
            heard.owes = event != heard.event and began < heard.rests
            if event != heard.event and not heard.owes:
                heard.event = event
                found = CountsOut.model_validate(counts(s, project_id)).model_dump()
                now = time.monotonic()
                heard.rests = now + max(COUNTED, REST * (now - began))
                if found != heard.counts:
                    heard.counts = found
                    frames.append(_frame("project", orjson.dumps(found).decode()))
        return frames

    return read


def _own_news(s: Session, me: Me, heard: Heard, door: Door) -> list[bytes]:
    """One person's notifications, and what will open for him. One statement where nothing is
    new."""
    newest, unread, announced = signs = announcements.signs(s, me.id)
    if signs == heard.signs:
        return []
    heard.signs = signs
    told = {"newest": newest, "unread": unread}
    frames = [_frame("told", orjson.dumps(told).decode())]
    rows = announce.coming(s, me.id, door.device) if announced else []
    found = [Coming.model_validate(row).model_dump_json() for row in rows]
    if found != heard.coming:
        heard.coming = found
        frames.append(_frame("coming", f"[{','.join(found)}]"))
    return frames


def _signing_news(s: Session, row: RowMapping, heard: Heard) -> list[bytes]:
    """How an event stands, where that has changed. All connections of a process share a counting,
    which rests the longer the more people it had to count."""
    signs = (
        newest_signature(s, row["agreement_id"]),
        *(row[name] for name in ("title", "opens_at", "closes_at", "reminded_at", "current")),
    )
    heard.owes = False
    if signs == heard.signs:
        return []
    known = _stood.get(row["id"])
    now = time.monotonic()
    if known is None or (known[0] != signs and now >= known[1]):
        frame = _frame("signing", signings.shown(s, row).model_dump_json())
        took = time.monotonic() - now
        _stood[row["id"]] = known = (signs, now + took + max(EVERY / 2, REST * took), frame)
        if len(_stood) > ALL:
            del _stood[next(iter(_stood))]
    heard.owes, heard.rests = known[0] != signs, known[1]
    if known[0] == heard.signs:
        return []
    heard.signs = known[0]
    return [known[2]]


def _frame(event: str, data: str) -> bytes:
    return f"event: {event}\ndata: {data}\n\n".encode()
