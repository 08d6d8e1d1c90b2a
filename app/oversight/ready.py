"""What an API process needs before it may be sent requests."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import transaction
from app.core.settings import ROOT, settings
from app.storage import Missing, storage


@cache
def _revisions() -> list[str]:
    """The migrations that this program has, the newest last; a file's name begins with its own."""
    return sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def database() -> str | None:
    """Why the database cannot be worked with. One that a newer program has migrated can be: the
    older one works on beside it until it is replaced."""
    try:
        with transaction() as s:
            current = s.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return f"The database does not answer: {said}"
    known = _revisions()
    if current in known[:-1] or current is None:
        return f"The tables are at {current}, not yet at {known[-1]}: run dure migrate."
    return None


def files() -> str | None:
    """Why stored files cannot be reached."""
    address = urlsplit(settings().storage)
    try:
        kept = storage()
        if address.scheme == "file" and not Path(unquote(address.path)).is_dir():
            return "The folder of stored files is not there."
        kept.stat("0" * 64)  # nobody's content: the answer is that there is none
    except Missing:
        return None
    except Exception as error:  # whatever a store's client raises is the finding
        return f"Stored files cannot be reached: {str(error).strip().split(chr(10))[0]}"
    return None


CHECKS: dict[str, Callable[[], str | None]] = {"database": database, "storage": files}
"""What is amiss, by name; None where nothing is."""
