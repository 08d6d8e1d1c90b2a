"""JSON too large for memory, read one array element at a time."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

# One element of an array; a picture with 10,000 boxes is far below it.
MAX_VALUE = 32 << 20
_CHUNK = 1 << 20
_SPACE = " \t\n\r"


class Broken(ValueError):
    """Not JSON, or not an object; the sentence says what and where."""


def elements(stream: BinaryIO, wanted: frozenset[str]) -> Iterator[tuple[str, int, Any]]:
    """(key, position, element) for every element of the top-level arrays named in `wanted`.

    Other members are stepped over. Positions count from 0. A byte order mark is accepted. Raises
    Broken, after the elements that stand before the break.
    """
    text = _Text(stream)
    text.expect("{", "The file is not a JSON object")
    if text.peek() == "}":
        return
    while True:
        key = text.value()
        if not isinstance(key, str):
            raise text.broken("A name in quotes is missing")
        text.expect(":", "A colon is missing")
        if key in wanted and text.peek() == "[":
            for at, value in enumerate(_array(text)):
                yield key, at, value
        else:
            text.value()
        if text.peek() != ",":
            break
        text.expect(",", "")
    text.expect("}", "The object is not closed")


def rows(stream: BinaryIO) -> Iterator[Any]:
    """Every element of a JSON array. Raises Broken, after the elements before the break."""
    text = _Text(stream)
    if text.peek() != "[":
        raise text.broken("The file is not a JSON list")
    yield from _array(text)


def _array(text: "_Text") -> Iterator[Any]:
    text.expect("[", "")
    while text.peek() != "]":
        yield text.value()
        if text.peek() != ",":
            break
        text.expect(",", "")
    text.expect("]", "A list is not closed")


class _Text:
    """A window on decoded text that grows until a value fits and drops what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._scan = json.JSONDecoder(parse_constant=lambda _: None).raw_decode
        self._buffer = ""
        self._at = 0
        self._dropped = 0
        self._ended = False

    def broken(self, sentence: str) -> Broken:
        return Broken(f"{sentence}, at character {self._dropped + self._at}.")

    def peek(self) -> str:
        """The next character that is not a space; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _SPACE:
                    return self._buffer[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._more(_CHUNK)

    def expect(self, character: str, sentence: str) -> None:
        if self.peek() != character:
            raise self.broken(sentence)
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        step = _CHUNK
        while True:
            try:
                value, end = self._scan(self._buffer, self._at)
            except json.JSONDecodeError as wrong:
                if self._ended:
                    raise self.broken(f"The JSON is broken: {wrong.msg}") from None
            except RecursionError:
                raise self.broken("The JSON is nested too deeply") from None
            except ValueError as wrong:
                raise self.broken(f"The JSON is broken: {wrong}") from None
            else:
                # A number that ends with the window may go on behind it.
                if end < len(self._buffer) or self._ended:
                    self._at = end
                    return value
            if len(self._buffer) - self._at > MAX_VALUE:
                raise self.broken("One value is too large, or is never closed")
            self._more(step)
            step *= 2

    def _more(self, size: int) -> None:
        self._dropped += self._at
        self._buffer = self._buffer[self._at :]
        self._at = 0
        piece = self._stream.read(size)
        self._ended = not piece
        try:
            self._buffer += self._decoder.decode(piece, final=self._ended)
        except UnicodeDecodeError:
            raise self.broken("The file is not UTF-8; save it as UTF-8") from None
