"""CoNLL: a token a line with its tag, a blank line after each text; spans and nothing else.

Tokens are what stands between white space (`token -X- _ B-PER`, as CoNLL-2003), or single
characters (`character<TAB>tag`, as KLUE). Tags are BIO or IOBES. Comments before the tokens hold
what the form has no place for: `# id`, `# part`, `# role`, and `# text` (`# text_json` where it has
line ends), by which offsets are told exactly. Offsets are code points.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

import orjson

from app.formats.lines import bounded
from app.formats.plain import BadText, in_parts
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name
from app.formats.source import Source, is_junk, suffix
from app.formats.writing import Asked, Notes

Scheme: TypeAlias = Literal["bio", "iobes"]

HOLDS = frozenset({"span"})
BENDS: frozenset[str] = frozenset()
SUFFIXES = frozenset({".conll", ".conll2003", ".bio", ".iob", ".iob2", ".iobes", ".tsv"})
MAX_LINE = 1 << 20
MAX_TOKENS = 200_000

_TOKEN = re.compile(r"\S+")
_TAG = re.compile(r"O|[BIESLUM]-.+")
_COMMENT = re.compile(r"#\s*(id|newdoc id|sent_id|part|role|text|text_json)\s*=\s?(.*)", re.DOTALL)
_SPACE = re.compile(r"\s")


# --- writing ---------------------------------------------------------------------------------


def write(
    records: Iterable[Record],
    asked: Asked,
    notes: Notes,
    *,
    scheme: Scheme = "bio",
    characters: bool = False,
) -> Iterator[bytes]:
    """The file, a text at a time."""
    writer = _Writer(asked, notes, scheme, characters)
    for record in records:
        yield writer.of(record).encode(errors="replace")


class _Writer:
    def __init__(self, asked: Asked, notes: Notes, scheme: Scheme, characters: bool) -> None:
        self._titles = asked.titles(HOLDS)
        self._notes = notes
        self._scheme = scheme
        self._characters = characters

    def of(self, record: Record) -> str:
        """The lines of one record."""
        spans: dict[str, list[Annotation]] = {}
        for one in record.annotations or ():
            if one["kind"] == "span":
                self._notes.extras(one, "CoNLL", "attributes", "group")
                spans.setdefault(one["part"], []).append(one)
            else:
                self._notes.left_out(one, "CoNLL")
        parts = (record.document or {"parts": ()})["parts"]
        lines: list[str] = []
        for part in parts:
            lines.append(f"# id = {record.name}")
            if len(parts) > 1 or part["id"] != "text":
                lines.append(f"# part = {part['id']}")
            if part["role"]:
                lines.append(f"# role = {part['role']}")
            lines += self._part(part["text"], spans.get(part["id"], ()))
            lines.append("")
        return "\n".join([*lines, ""]) if lines else ""

    def _part(self, text: str, spans: Sequence[Annotation]) -> Iterator[str]:
        plain = text.isprintable() and text == text.strip()
        yield f"# text = {text}" if plain else f"# text_json = {orjson.dumps(text).decode()}"
        tokens = (
            [(at, at + 1) for at in range(len(text))]
            if self._characters
            else [match.span() for match in _TOKEN.finditer(text)]
        )
        tags = self._tags(tokens, spans)
        for (start, end), tag in zip(tokens, tags, strict=True):
            if self._characters:
                character = text[start]
                yield f"{' ' if character.isspace() else character}\t{tag}"
            else:
                yield f"{text[start:end]} -X- _ {tag}"

    def _tags(
        self, tokens: Sequence[tuple[int, int]], spans: Sequence[Annotation]
    ) -> Sequence[str]:
        tags = ["O"] * len(tokens)
        for one in sorted(spans, key=lambda one: (one["start"], -one["end"])):
            start, end = one["start"], one["end"]
            met = [at for at, (a, b) in enumerate(tokens) if a < end and b > start]
            if not met:
                self._note("only_space", one, "spans of white space alone were left out")
                continue
            if any(tags[at] != "O" for at in met):
                self._note("overlap", one, "one tag a token: spans across others were left out")
                continue
            if not self._characters and (tokens[met[0]][0], tokens[met[-1]][1]) != (start, end):
                self._note(
                    "widened",
                    one,
                    "spans that begin or end within a word take the whole word; the form by "
                    "characters keeps them",
                )
            title = self._titles.get((one.get("name", ""), one["class"])) or str(one["class"])
            if _SPACE.search(title):
                self._note("renamed", one, "spaces in names of classes became “_”")
                title = _SPACE.sub("_", title)
            for at, prefix in zip(met, _prefixes(len(met), self._scheme), strict=True):
                tags[at] = f"{prefix}-{title}"
        return tags

    def _note(self, code: str, one: Annotation, what: str) -> None:
        self._notes.add(code, str(one.get("name") or "span"), f"CoNLL: {what}.")


def _prefixes(count: int, scheme: Scheme) -> str:
    if scheme == "bio":
        return "B" + "I" * (count - 1)
    return "S" if count == 1 else "B" + "I" * (count - 2) + "E"


# --- reading ---------------------------------------------------------------------------------


def files(names: Iterable[str]) -> list[str]:
    """The files that may be CoNLL."""
    return [name for name in names if suffix(name) in SUFFIXES and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether a line of the file's beginning ends in a tag."""
    with source.open(name) as stream:
        head = stream.read(1 << 16).decode("utf-8", errors="replace")
    return any(_token(line) is not None for line in head.split("\n")[:-1])


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every text; parts of one id that follow each other are one."""
    yield from source.refused()
    for file in files(source.names()):
        characters = _by_character(source, file)
        waiting: list[_Block] = []
        with source.open(file) as stream:
            for block in _blocks(bounded(stream, MAX_LINE)):
                if waiting and not (block.id is not None and block.id == waiting[0].id):
                    yield from _record(waiting, file, characters)
                    waiting = []
                waiting.append(block)
        if waiting:
            yield from _record(waiting, file, characters)


@dataclass(slots=True)
class _Block:
    """One text: its comments and its (token, tag) pairs."""

    line: int
    number: int
    id: str | None = None
    part: str | None = None
    role: str | None = None
    text: str | None = None
    tokens: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was said of a text."""
        return not self.tokens and not self.faults and self.text is None


def _by_character(source: Source, file: str) -> bool:
    """Whether white space has lines of its own, as only the form by characters has."""
    with source.open(file) as stream:
        head = stream.read(1 << 16)
    return re.search(rb"^ \t", head, re.MULTILINE) is not None


def _blocks(lines: Iterable[bytes | None]) -> Iterator[_Block]:
    block = _Block(1, 1)
    for at, raw in enumerate(lines, 1):
        if raw is None:
            block.faults.append((at, "line_too_long", "The line is over 1 MB; shorten it."))
            continue
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            block.faults.append((at, "not_utf8", "The line is not UTF-8; save the file as UTF-8."))
            continue
        if not line:
            if not block.empty:
                yield block
                block = _Block(at + 1, block.number + 1)
            continue
        _take(block, line, at)
    if not block.empty:
        yield block


def _take(block: _Block, line: str, at: int) -> None:
    if not block.tokens and line.startswith("#") and _about(block, line):
        return
    if line.startswith("-DOCSTART-"):
        return
    token = _token(line)
    if token is None:
        sentence = "The line does not end in a tag such as O or B-PER; mend or remove it."
        block.faults.append((at, "no_tag", sentence))
    elif len(block.tokens) < MAX_TOKENS:
        block.tokens.append(token)
    elif not block.faults:
        sentence = f"The text has over {MAX_TOKENS} tokens; put blank lines between texts."
        block.faults.append((at, "too_long", sentence))


def _about(block: _Block, line: str) -> bool:
    """Take a comment; whether it is one."""
    named = _COMMENT.fullmatch(line)
    if named is None:
        if line.startswith("##") and _token(line) is None:  # KLUE: `## id<TAB>the text with marks`
            block.id = line[2:].partition("\t")[0].strip() or None
            return True
        return _token(line) is None
    key, value = named.groups()
    if key in ("id", "newdoc id", "sent_id"):
        block.id = value.strip()
    elif key == "text_json":
        try:
            text = orjson.loads(value)
        except orjson.JSONDecodeError:
            text = None
        block.text = text if isinstance(text, str) else None
    elif key == "part":
        block.part = value.strip()
    elif key == "role":
        block.role = value.strip()
    else:
        block.text = value
    return True


def _token(line: str) -> tuple[str, str] | None:
    """(token, tag), or None where the line has none."""
    columns = line.split("\t" if "\t" in line else " ")
    tag = columns[-1].strip()
    if len(columns) < 2 or not columns[0] or _TAG.fullmatch(tag) is None:
        return None
    return columns[0], tag


def _record(blocks: Sequence[_Block], file: str, characters: bool) -> Iterator[Record | Refused]:
    first = blocks[0]
    row = f"{file}, line {first.line}"
    name = first.id or f"{PurePosixPath(file).stem}/{first.number:06}"
    try:
        name = clean_name(name)
        texts = [_aligned(block, characters) for block in blocks]
        ids = [
            block.part or ("text" if len(blocks) == 1 else f"t{n}")
            for n, block in enumerate(blocks, 1)
        ]
        document = in_parts(
            [
                {"id": id, "role": block.role, "text": text}
                for id, block, (text, _) in zip(ids, blocks, texts, strict=True)
            ]
        )
    except BadName as bad:
        yield Refused(row, name[:200], "bad_name", str(bad))
        return
    except BadText as wrong:
        yield Refused(row, name, wrong.code, str(wrong))
        return
    annotations: list[Annotation] = []
    for id, block, (_, places) in zip(ids, blocks, texts, strict=True):
        tags = [tag for _, tag in block.tokens]
        annotations += [
            {"kind": "span", "class": label, "part": id, "start": start, "end": end}
            for label, start, end in spans(tags, places)
        ]
    yield Record(name, row, annotations=annotations, document=document)
    for block in blocks:
        for at, code, sentence in block.faults:
            yield Refused(f"{file}, line {at}", name, code, sentence, Grade.ANNOTATION)


def _aligned(block: _Block, characters: bool) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where in it each token stands."""
    tokens = [token for token, _ in block.tokens]
    single = all(len(token) == 1 for token in tokens)
    text = block.text
    if single and (len(text) == len(tokens) if text is not None else characters):
        text = "".join(tokens) if text is None else text
        return text, [(at, at + 1) for at in range(len(tokens))]
    if text is not None:
        places = []
        at = 0
        for token in tokens:
            at = text.find(token, at)
            if at < 0:
                break
            places.append((at, at + len(token)))
            at += len(token)
        else:
            return text, places
    places = []
    at = 0
    for token in tokens:
        places.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(tokens), places


def spans(tags: Sequence[str], places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """(class, start, end) by BIO or IOBES; an I without a B before it begins a span."""
    label, start, end = "", 0, 0
    for tag, (begin, stop) in zip(tags, places, strict=True):
        prefix, _, name = tag.partition("-")
        if label and (prefix in "OBSU" or name != label):
            yield label, start, end
            label = ""
        if prefix == "O":
            continue
        if not label:
            label, start = name, begin
        end = stop
        if prefix in "ESLU":
            yield label, start, end
            label = ""
    if label:
        yield label, start, end
