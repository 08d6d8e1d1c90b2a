"""XML in pieces: written without loss, read element by element without entities or DTDs."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

MAX_ELEMENT = 64 << 20
"""Bytes of one element that is read whole; a picture with 10,000 outlines is far below it."""

# What XML 1.0 cannot hold even escaped.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadXml(ValueError):
    """XML that is not read; the sentence says why."""


def text(value: str) -> str:
    """Text between tags."""
    return escape(_NOT_XML.sub("\ufffd", value))


def quoted(value: object) -> str:
    """The value of an attribute, in quotes."""
    return quoteattr(_NOT_XML.sub("\ufffd", str(value)))


def number(value: float) -> str:
    """Without loss, and whole numbers as such: many readers call int()."""
    return str(int(value)) if value == int(value) else repr(float(value))


def said(value: object) -> str:
    """An attribute's value: numbers without loss, true and false."""
    if isinstance(value, bool):
        return str(value).lower()
    return number(value) if isinstance(value, int | float) else str(value)


class _Bounded:
    """A stream that ends in BadXml where one element is too large."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        if self.since > MAX_ELEMENT:
            raise BadXml(f"An element of the file is over {MAX_ELEMENT >> 20} MB; split it.")
        piece = self._stream.read(min(size, 1 << 16) if size >= 0 else 1 << 16)
        self.since += len(piece)
        return piece


def parts(stream: BinaryIO, root: str) -> Iterator[Element]:
    """Each element directly under the root, whole, forgotten when the next one is asked for.

    Raises BadXml: not XML, a root of another name, declared entities or a DTD, too large.
    """
    bounded = _Bounded(stream)
    depth = 0
    top: Element | None = None
    try:
        for event, element in iterparse(bounded, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                depth += 1
                if top is None:
                    top = element
                    if element.tag != root:
                        raise BadXml(f"The file begins with <{element.tag[:50]}>; leave it out.")
                continue
            depth -= 1
            if depth == 1:
                yield element
                assert top is not None
                top.clear()
                bounded.since = 0
    except DefusedXmlException:
        raise BadXml("The XML file declares entities or a DTD; export it without.") from None
    except (ParseError, UnicodeError, LookupError, ValueError) as wrong:
        if isinstance(wrong, BadXml):
            raise
        raise BadXml(f"The XML file cannot be read: {wrong}. Export it again.") from None
