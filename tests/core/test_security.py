"""What is kept under seal."""

import pytest

from app.core.security import seal, unseal

KEY = b"k" * 32


@pytest.mark.parametrize("text", ["", "a", "열쇠 🔑", "x" * 31, "x" * 32, "x" * 33, "y" * 5000])
def test_a_seal_opens_with_its_key(text: str) -> None:
    sealed = seal(KEY, "one", text)
    assert unseal(KEY, "one", sealed) == text
    seals = {seal(KEY, "one", text) for _ in range(20)}
    assert len(seals | {sealed}) == 21, "the same text again looks different"
    # One letter is in one of nine random runs of this length: in 15 of 20 only if it is not hidden.
    shown = sum(text.encode() in one for one in seals)
    assert not text or shown <= (14 if len(text) == 1 else 0)


def test_and_with_nothing_else() -> None:
    sealed = seal(KEY, "one", "open sesame")
    assert unseal(b"other", "one", sealed) is None
    assert unseal(KEY, "two", sealed) is None
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        assert unseal(KEY, "one", bytes(changed)) is None
    assert unseal(KEY, "one", sealed[:-1]) is None
    assert unseal(KEY, "one", b"") is None
