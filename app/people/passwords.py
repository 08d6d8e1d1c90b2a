"""Passwords: kept as Argon2id hashes, checked in a time that tells nothing."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second profile: 19 MiB, two passes, one lane. About 20 ms here; a sign-in must not make
# the machine that serves everybody else run out of memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters in it."""
    return _HASHER.hash(password.encode(errors="surrogatepass"))


@cache
def _nobodys() -> str:
    return hash_password("the password of nobody")


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one whose hash was `kept`.

    Where none is kept (no such person, or he has left) it works as long, and says no.
    """
    try:
        _HASHER.verify(kept or _nobodys(), password.encode(errors="surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's, and should be made again."""
    return _HASHER.check_needs_rehash(kept)
