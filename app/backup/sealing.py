"""The keys of an installation, under a passphrase: scrypt, then AES-256-GCM.

What is sealed is bound to the rest of the manifest, so that who has the passphrase also knows that
nobody has put another dump or another list beside it.
"""

import base64
import hashlib
import secrets
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict

from app.backup.place import BackupRefused
from app.core.settings import Settings

LEAST = 12  # characters of a passphrase
_N, _R, _P = 2**15, 8, 1  # 32 MB and about a tenth of a second a guess
_ROOM = 64 << 20


class Kept(BaseModel):
    """What signs and seals here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: str
    seal_keys: list[str]
    push_key: str | None  # PEM; None where nothing was pushed yet


def push_key_file(config: Settings) -> Path:
    """Where the key that signs pushes lies, once there is one."""
    return (config.push_key or config.folder / "push.pem").expanduser()


def passphrase(config: Settings) -> str:
    """The configured one. Raises BackupRefused where there is none, or a short one."""
    given = config.backup_passphrase
    if given is None:
        raise BackupRefused(
            "The keys are kept under a passphrase: set DURE_BACKUP_PASSPHRASE, or "
            "DURE_BACKUP_PASSPHRASE_FILE, and keep it elsewhere than the backups."
        )
    found = given.get_secret_value()
    if len(found) < LEAST:
        raise BackupRefused(f"The passphrase of backups needs at least {LEAST} characters.")
    return found


def seal_keys(kept: Kept, phrase: str, bound: bytes) -> bytes:
    """`kept` as a file that opens with `phrase` beside `bound` alone."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_key(phrase, salt)).encrypt(nonce, kept.model_dump_json().encode(), bound)
    parts = {"salt": salt, "nonce": nonce, "sealed": sealed}
    return orjson.dumps({name: base64.b64encode(one).decode() for name, one in parts.items()})


def open_keys(file: bytes, phrase: str, bound: bytes) -> Kept:
    """What was sealed. Raises BackupRefused for another passphrase, and for a manifest that is not
    the one that it was sealed with."""
    try:
        parts = {name: base64.b64decode(one) for name, one in orjson.loads(file).items()}
        key = _key(phrase, parts["salt"])
        opened = AESGCM(key).decrypt(parts["nonce"], parts["sealed"], bound)
        return Kept.model_validate_json(opened)
    except (InvalidTag, ValueError, KeyError, AttributeError):
        raise BackupRefused(
            "The keys do not open: the passphrase is another, or the backup was changed."
        ) from None


def _key(phrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(phrase.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_ROOM, dklen=32)
