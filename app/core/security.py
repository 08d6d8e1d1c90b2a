"""Secrets: tokens that nobody can guess, their hashes, signatures, and what is kept under seal.

A token is shown once and only its SHA-256 is kept: with 256 bits of chance in it, a fast hash is
enough (passwords, which people choose, take a slow one: `people.passwords`).
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12

API_TOKEN = "dure_"  # noqa: S105
"""What an API token begins with, so that scanners of leaked keys can know it."""


def new_token(prefix: str = "") -> str:
    """An unguessable text for a cookie, a link or a header: `prefix` and 43 characters."""
    return prefix + secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """The 32 bytes of a token that the database keeps. Any text has one."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


def sign(key: bytes, purpose: str, message: str) -> str:
    """A signature of `message`, 43 characters safe in an address.

    `purpose` keeps a signature that was made for one thing from being good for another.
    """
    made = hmac.digest(key, f"{purpose}\0{message}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def signed(key: bytes, purpose: str, message: str, signature: str) -> bool:
    """Whether `signature` is `sign(key, purpose, message)`, compared in constant time."""
    return same(sign(key, purpose, message), signature)


def seal(key: bytes, purpose: str, text: str) -> bytes:
    """`text` so that the database can keep it and only who has `key` can read or change it: for a
    secret that must be said again, as a password to somebody else's server. AES-256-GCM.
    """
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key, purpose).encrypt(nonce, text.encode(), None)


def unseal(key: bytes, purpose: str, sealed: bytes) -> str | None:
    """What `seal` was given; None where it was sealed with another key or has been changed."""
    try:
        opened = _cipher(key, purpose).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    return opened.decode()


def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(hmac.digest(key, f"seal\0{purpose}".encode(), "sha256"))


def same(secret: str, given: str) -> bool:
    """Whether two texts are equal, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(
        secret.encode(errors="surrogatepass"), given.encode(errors="surrogatepass")
    )
