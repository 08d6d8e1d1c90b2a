"""Where bytes lie: a local folder or S3-compatible storage, under the hash of what they are.

A key is the SHA-256 of the content, in hex: putting the same bytes twice is one file, so retries
and duplicates are free. Only keys are kept in the database. Whoever deletes must know that nothing
else refers to the key.
"""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.core.settings import NotConfigured, Settings, settings
from app.storage.base import SHOWN, Missing, Pieces, Storage, Stored, TooLong, pieces
from app.storage.links import Link, sign_link, verify_link
from app.storage.local import LocalStorage
from app.storage.s3 import S3Storage

__all__ = [
    "LINK_TTL",
    "SHOWN",
    "Link",
    "LocalStorage",
    "Missing",
    "Pieces",
    "S3Storage",
    "Storage",
    "Stored",
    "TooLong",
    "forget_storage",
    "make_storage",
    "pieces",
    "sign_link",
    "storage",
    "verify_link",
]

LINK_TTL = timedelta(minutes=15)
"""How long a link to media lives: long enough to load a page on a slow phone, and no longer."""


def make_storage(config: Settings) -> Storage:
    """The storage at `config.storage` (`file:///folder` or `s3://bucket/prefix`)."""
    address = urlsplit(config.storage)
    if address.scheme == "file":
        return LocalStorage(Path(unquote(address.path)), config.signing_key())
    if address.scheme == "s3":
        secret = config.s3_secret_key
        return S3Storage(
            address.netloc,
            prefix=address.path.strip("/"),
            endpoint=config.s3_endpoint,
            region=config.s3_region,
            access_key=config.s3_access_key,
            secret_key=secret.get_secret_value() if secret else None,
        )
    raise NotConfigured("DURE_STORAGE_URL must begin with file:/// or s3://.")


@lru_cache(maxsize=1)
def storage() -> Storage:
    """The storage of this process, made once."""
    return make_storage(settings())


def forget_storage() -> None:
    """Read the configuration again at the next use."""
    storage.cache_clear()
