"""Secrets: tokens that nobody can guess, their hashes, and signatures.

A token is shown once and only its SHA-256 is kept: with 256 bits of chance in it, a fast hash is
enough (passwords, which people choose, take a slow one: `people.passwords`).
"""

import base64
import hashlib
import hmac
import secrets

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


def same(secret: str, given: str) -> bool:
    """Whether two texts are equal, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(
        secret.encode(errors="surrogatepass"), given.encode(errors="surrogatepass")
    )
