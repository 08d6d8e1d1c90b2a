"""News: wakes the event streams of all API processes when something has been committed.

Whoever writes names a topic in its transaction; after the commit a crier of this process says all
topics that have come up within a moment, once each, over Redis. It says that one may look, never
what there is to see: that is in the database, and passes the door. Without Redis nothing is said,
and streams look once a second; a word that is lost costs its hearer some seconds.
"""

import threading
from collections.abc import Iterable

import structlog
from redis import RedisError
from sqlalchemy.orm import Session

from app.core.database import after_commit
from app.queue import bell

CHANNEL = "dure:news"  # of Redis; a message is topics, apart by spaces
EVERYBODY = "people"  # the topic of whoever listens to his own affairs
GATHER = 0.1  # seconds in which what comes up is said together

log = structlog.get_logger(__name__)


def project(project_id: int | None) -> str:
    """The topic of a project's work and figures; without a project, of the installation's."""
    return f"project:{project_id or 0}"


def person(person_id: int) -> str:
    """The topic of what concerns one person."""
    return f"person:{person_id}"


def signing(agreement_id: int) -> str:
    """The topic of an agreement that people are signing."""
    return f"signing:{agreement_id}"


def tell(s: Session, *topics: str) -> None:
    """Say that these have changed, once this transaction is committed."""
    if bell.redis() is not None:
        after_commit(s, lambda: cry(topics))


def cry(topics: Iterable[str]) -> None:
    """Say now that these have changed. Never waits, and never fails."""
    if bell.redis() is not None:
        _crier.add(topics)


class _Crier:
    """One thread of this process, from the first word on."""

    def __init__(self) -> None:
        self._topics: set[str] = set()
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, topics: Iterable[str]) -> None:
        with self._lock:
            self._topics.update(topics)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="crier", daemon=True)
                self._thread.start()
        self._some.set()

    def _run(self) -> None:
        quiet = threading.Event()  # nobody sets it: a rest
        while True:
            self._some.wait()
            quiet.wait(GATHER)
            self._some.clear()
            with self._lock:
                topics, self._topics = self._topics, set()
            connection = bell.redis()
            if connection is None or not topics:
                continue
            try:
                connection.publish(CHANNEL, " ".join(topics))
            except RedisError as error:
                log.info("news.unheard", topics=len(topics), error=str(error))


_crier = _Crier()
