"""Which errors are a person's to solve, and what he is told instead of a traceback."""

import psycopg
from obstore.exceptions import BaseError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app.backup.place import BackupRefused
from app.core.errors import Problem
from app.core.programs import CannotStart
from app.core.settings import NotConfigured
from dure.client.errors import DureError


def sentence(error: Exception) -> str | None:
    """What to print for `error`; None for one that is our own mistake."""
    if isinstance(error, Problem):
        return error.detail
    if isinstance(error, BackupRefused | CannotStart | NotConfigured | DureError):
        return str(error)
    if isinstance(error, OperationalError):
        return f"The database cannot be used: {str(error.orig).strip()}"
    if isinstance(error, psycopg.OperationalError):
        return f"The database cannot be used: {str(error).strip()}"
    if isinstance(error, BaseError):
        return f"The bucket cannot be used: {str(error).strip().splitlines()[0]}"
    if isinstance(error, ValidationError) and error.title == "Settings":
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        return f"DURE_{name.removeprefix('DURE_')} is not usable: {first['msg']}."
    return None
