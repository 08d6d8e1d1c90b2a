"""Word by word: which words of an utterance are dialect, and what they are in standard Korean.

An eojeol is what stands between two spaces.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]
"""What was said, and its standard form. Either may be several words where they do not correspond
one to one, and the standard form is empty for what it leaves out.
"""


def pairs(dialect: str, standard: str) -> list[Pair]:
    """The words of both forms beside each other. Those of the dialect, one after the other, are all
    its words, and so are those of the standard form.
    """
    said, meant = dialect.split(), standard.split()
    if len(said) == len(meant):
        return list(zip(said, meant, strict=True))
    found: list[Pair] = []
    before: list[str] = []  # standard words that stand before the first one said
    for some, others in _stretches(said, meant):
        if some:
            found += [(some[0], " ".join([*before, others[0]]).strip()), *_rest(some, others)]
            before = []
        elif found:
            word, form = found[-1]
            found[-1] = (word, " ".join([form, *others]).strip())
        else:
            before += others
    return found


def _rest(some: list[str], others: list[str]) -> Iterator[Pair]:
    yield from zip(some[1:], others[1:], strict=True)


def _stretches(said: list[str], meant: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """(said, meant) with as many words on both sides, or nothing said."""
    matcher = SequenceMatcher(None, said, meant, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        some, others = said[a:b], meant[c:d]
        if some and len(some) != len(others):
            some, others = [" ".join(some)], [" ".join(others)]
        yield some, others
