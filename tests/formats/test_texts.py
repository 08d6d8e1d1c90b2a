"""Every format of texts: what it holds comes back, what it does not is said."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import Format, Record, conll, detect, labelstudio, reader
from app.formats.utf16 import Offsets
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Notes
from tests.formats.made import bare, categories, definitions, text
from tests.formats.sources import Files, split

KINDS = ("span", "class", "relation", "rating", "writing", "comparison", "ranking")
LABELS = definitions(*KINDS)
ASKED = Asked(categories(LABELS), LABELS)
GOLDEN = Path(__file__).parent / "golden" / "texts"
KLUE = Path(__file__).parents[3] / "shared/data/text/klue/klue-ner-v1.1_dev.tsv"
FEW = settings(max_examples=60, deadline=None)
# What a template has a place for, it says itself: see test_templates.
TEXTS = [one for one in WRITERS if "text" in WRITERS[one].takes and one != "template"]


def about(*kinds: str) -> Asked:
    labels = [label for label in LABELS if label["kind"] in kinds]
    return Asked(categories(labels), labels)


def document(*texts: str, roles: bool = False) -> dict[str, Any]:
    if len(texts) == 1:
        return {"parts": [{"id": "text", "role": None, "text": texts[0]}]}
    return {
        "parts": [
            {"id": f"t{at}", "role": "user" if roles else None, "text": one}
            for at, one in enumerate(texts, 1)
        ]
    }


def mark(kind: str, at: int, **said: Any) -> dict[str, Any]:
    return {"id": f"m{at}", "name": kind, "kind": kind, **said}


@st.composite
def spans(draw: st.DrawFn, apart: bool = False) -> Record:
    """A text with spans; `apart`: none across another one, none of white space alone."""
    whole = draw(text)
    found: list[dict[str, Any]] = []
    taken: set[int] = set()
    for at in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(whole) - 1))
        end = draw(st.integers(start + 1, len(whole)))
        if apart and taken & set(range(start, end)):
            continue
        taken |= set(range(start, end))
        chosen = f"span {draw(st.sampled_from('ab'))}" if not apart else "span a"
        found.append(mark("span", at, **{"class": chosen}, part="text", start=start, end=end))
    return Record("말/1", document=document(whole), annotations=found, number=4)


def written(format: str, records: list[Record], asked: Asked) -> tuple[bytes, list[dict[str, Any]]]:
    writer, notes = WRITERS[format], Notes()
    assert writer.one is not None
    return b"".join(writer.one(records, asked, notes)), notes.rows()


def back(format: str, record: Record, asked: Asked) -> tuple[Record, list[dict[str, Any]]]:
    """The record as it comes back, and the notes."""
    content, notes = written(format, [record], asked)
    source = Files({f"a.{WRITERS[format].suffix}": content})
    kind = detect(source)
    (found,), refused = split(reader(kind)(source))
    assert refused == []
    return found, notes


def places(record: Record) -> list[tuple[Any, ...]]:
    """The spans of a record in their order in the text."""
    return sorted(
        (one["class"].replace("_", " "), one["part"], one["start"], one["end"])
        for one in record.annotations or ()
        if one["kind"] == "span"
    )


@pytest.mark.parametrize("format", ["jsonl", "csv", "label_studio", "doccano"])
@FEW
@given(record=spans())
def test_spans_come_back(format: str, record: Record) -> None:
    found, notes = back(format, record, about("span"))
    assert notes == []
    assert found.name == "말/1"
    assert found.document == record.document
    assert places(found) == places(record)


@pytest.mark.parametrize("format", ["conll_characters"])
@FEW
@given(record=spans(apart=True))
def test_spans_by_characters_come_back(format: str, record: Record) -> None:
    found, _ = back(format, record, about("span"))
    assert found.document == record.document
    assert places(found) == places(record)


@pytest.mark.parametrize("format", ["conll", "conll_iobes"])
@FEW
@given(record=spans())
def test_spans_by_words_take_whole_words_and_say_so(format: str, record: Record) -> None:
    found, notes = back(format, record, about("span"))
    assert found.document == record.document
    told = {row["code"]: row["count"] for row in notes}
    kept = places(found)
    lost = told.get("overlap", 0) + told.get("only_space", 0)
    assert len(kept) == len(places(record)) - lost
    whole = record.document["parts"][0]["text"] if record.document else ""
    for _, _, start, end in kept:
        assert not whole[start:end][0].isspace()
        assert start == 0 or whole[start - 1].isspace()
        assert end == len(whole) or whole[end].isspace()
    if not told.keys() - {"renamed"}:
        assert kept == places(record)


EVERYTHING = [
    mark("class", 1, classes=["class a"], part=None),
    mark("rating", 2, value=4, part=None),
    mark("writing", 3, text="=1+1 번역 😀", part=None),
    mark("comparison", 4, better="t2"),
    mark("ranking", 5, order=["t2", "t1"]),
    mark("class", 6, classes=["class a", "class c:d"], part="t1"),
    mark("span", 7, **{"class": "span a"}, part="t1", start=0, end=2),
    mark("span", 8, **{"class": "span a"}, part="t2", start=1, end=2),
    mark("relation", 9, **{"class": "relation a", "from": "m7", "to": "m8"}),
]


@pytest.mark.parametrize("format", ["jsonl", "csv", "label_studio"])
def test_all_kinds_come_back(format: str) -> None:
    record = Record("a", document=document("가😀나", "다라"), annotations=EVERYTHING, number=1)
    found, notes = back(format, record, ASKED)
    assert notes == []
    assert found.document == record.document
    ours = [bare(one, "part") for one in EVERYTHING]
    theirs = [bare(one, "part") for one in found.annotations or ()]
    assert theirs == ours


def repr_of(one: dict[str, Any]) -> str:
    return str(sorted(one.items(), key=str))


def test_one_row_per_item() -> None:
    marks = [one for one in EVERYTHING if one["kind"] not in ("span", "relation")]
    marks = [one for one in marks if one["id"] != "m6"]
    record = Record("a", document=document("가", "나"), annotations=marks, number=1)
    found, notes = back("csv_items", record, ASKED)
    assert notes == []
    theirs = [bare(one, "part") for one in found.annotations or ()]
    ours = [bare(one, "part") for one in marks]
    assert sorted(theirs, key=repr_of) == sorted(ours, key=repr_of)
    per_part = [mark("rating", at, value=at, part=f"t{at}") for at in (1, 2)]
    found, _ = back(
        "csv_items", Record("a", document=document("가", "나"), annotations=per_part), ASKED
    )
    assert [(one["value"], one["part"]) for one in found.annotations or ()] == [
        (1, "t1"),
        (2, "t2"),
    ]


@pytest.mark.parametrize("format", TEXTS)
def test_nothing_is_lost_in_silence(format: str) -> None:
    record = Record("a", document=document("가😀나", "다라"), annotations=EVERYTHING, number=1)
    _, notes = written(format, [record], ASKED)
    told = {row["about"] for row in notes if row["code"] in ("left_out", "other_shape")}
    writer = WRITERS[format]
    assert told >= {kind for kind in KINDS if kind not in writer.holds}
    assert not told & (writer.holds - {"writing", "relation"})


def test_doccano_of_relations_and_of_free_answers() -> None:
    related = [EVERYTHING[6], EVERYTHING[8] | {"to": "m8"}, EVERYTHING[7] | {"part": "t1"}]
    marks = [one | ({"part": "text"} if "part" in one else {}) for one in related]
    record = Record("a", document=document("가나다"), annotations=marks)
    found, notes = back("doccano", record, about("span", "relation"))
    assert notes == []
    first, second, relation = found.annotations or ()
    assert (relation["from"], relation["to"]) == (first["id"], second["id"])
    answer = Record("a", document=document("가나다"), annotations=[EVERYTHING[2]])
    found, notes = back("doccano", answer, about("writing"))
    assert notes == []
    (one,) = found.annotations or ()
    assert one["fallback"] == {"kind": "writing", "text": "=1+1 번역 😀", "part": None}


def test_doccano_joins_parts_and_says_so() -> None:
    record = Record("a", document=document("가😀나", "다라"), annotations=EVERYTHING[6:8])
    found, notes = back("doccano", record, about("span"))
    assert [row["code"] for row in notes] == ["parts_joined"]
    assert found.document == document("가😀나\n다라")
    assert places(found) == [("span a", "text", 0, 2), ("span a", "text", 5, 6)]


@pytest.mark.parametrize("format", ["csv", "csv_items"])
def test_no_cell_is_a_formula(format: str) -> None:
    evil = '=HYPERLINK("http://x")'
    record = Record("a", document=document(evil), annotations=[mark("writing", 1, text=evil)])
    content, _ = written(format, [record], about("writing"))
    import csv
    import io

    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)
    found, _ = back(format, record, about("writing"))
    assert found.document == record.document
    assert [one["text"] for one in found.annotations or ()] == [evil]


@given(st.text())
def test_offsets_as_javascript_counts(whole: str) -> None:
    offsets = Offsets(whole)
    for point in range(len(whole) + 1):
        units = len(whole[:point].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.units(point) == units
        assert offsets.points(units) == point


def test_label_studio_turns_of_a_conversation() -> None:
    task = {
        "id": 3,
        "data": {
            "dialogue": [{"author": "A", "text": "안녕 😀 너"}, {"author": "B", "text": "응"}]
        },
        "annotations": [
            {
                "result": [
                    {
                        "id": "x",
                        "from_name": "ner",
                        "to_name": "dialogue",
                        "type": "paragraphlabels",
                        "value": {
                            "start": "0",
                            "end": "0",
                            "startOffset": 3,
                            "endOffset": 5,
                            "paragraphlabels": ["emoji"],
                        },
                    }
                ]
            }
        ],
    }
    source = Files({"a.json": json.dumps([task]).encode()})
    assert detect(source) is Format.LABEL_STUDIO
    (record,), refused = split(labelstudio.read(source))
    assert refused == []
    assert [part["role"] for part in (record.document or {})["parts"]] == ["A", "B"]
    assert record.annotations == [
        {
            "id": "x",
            "hint": "ner",
            "class": "emoji",
            "kind": "span",
            "part": "t1",
            "start": 3,
            "end": 4,
        }
    ]


@pytest.mark.parametrize(
    "name", ["conll.txt", "characters.tsv", "doccano.jsonl", "label_studio.json"]
)
def test_golden_files(name: str) -> None:
    format = {
        "conll.txt": "conll_iobes",
        "characters.tsv": "conll_characters",
        "doccano.jsonl": "doccano",
        "label_studio.json": "label_studio",
    }[name]
    content, _ = written(format, RECORDS, about("span", "relation"))
    assert content.decode() == (GOLDEN / name).read_text("utf-8")


RECORDS = [
    Record(
        "말/1",
        document=document("삼성전자가 서울 😀 강남에\n있다"),
        number=1,
        annotations=[
            mark("span", 1, **{"class": "span a"}, part="text", start=0, end=4),
            mark("span", 2, **{"class": "span a"}, part="text", start=6, end=13),
            mark("relation", 3, **{"class": "relation a", "from": "m1", "to": "m2"}),
        ],
    ),
    Record("말/2", document=document("안녕", "# 응", roles=True), annotations=[], number=2),
]


# --- CoNLL as others write it ----------------------------------------------------------------

CONLL_2003 = """-DOCSTART- -X- -X- O

EU NNP B-NP B-ORG
rejects VBZ B-VP O
German JJ B-NP I-MISC
call NN I-NP I-MISC

# -X- _ O
Peter NNP B-NP S-PER
Black NNP I-NP B-PER
Sea X X E-PER
"""


def test_conll_2003() -> None:
    source = Files({"train.conll": CONLL_2003.encode()})
    assert detect(source) is Format.CONLL
    (first, second), refused = split(conll.read(source))
    assert refused == []
    assert (first.document or {})["parts"][0]["text"] == "EU rejects German call"
    assert places(first) == [("MISC", "text", 11, 22), ("ORG", "text", 0, 2)]
    assert (second.document or {})["parts"][0]["text"] == "# Peter Black Sea"
    assert places(second) == [("PER", "text", 2, 7), ("PER", "text", 8, 17)]
    assert [first.name, second.name] == ["train/000001", "train/000002"]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (b"a b c\nd O\n", ["no_tag"]),
        (b"\xff\xfe O\nd O\n", ["not_utf8"]),
        (b"a O\n" + b"x" * 300 + b" O\n", ["line_too_long"]),
        (b"# id = ../../a\nd O\n", ["bad_name"]),
        (b"a O\n" * 30, ["too_long"]),
    ],
)
def test_bad_conll(lines: bytes, codes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conll, "MAX_LINE", 200)
    monkeypatch.setattr(conll, "MAX_TOKENS", 20)
    read, refused = split(conll.read(Files({"a.conll": lines})))
    assert [one.code for one in refused] == codes
    assert len(read) == (codes != ["bad_name"])


@pytest.mark.skipif(not KLUE.exists(), reason="the KLUE set is not beside the repository")
def test_klue() -> None:
    """5,000 sentences; each with the text and the entities that its comment line has too."""
    raw = KLUE.read_bytes()
    source = Files({"klue.tsv": raw})
    assert detect(source) is Format.CONLL
    read, refused = split(conll.read(source))
    assert refused == []
    assert len(read) == 5_000
    marked = [
        line.split("\t", 1)[1]
        for line in raw.decode().split("\n")
        if line.startswith("## klue-ner") and "\t" in line
    ]
    assert len(marked) == 5_000
    right = 0
    for record, line in zip(read, marked, strict=True):
        whole = (record.document or {})["parts"][0]["text"]
        shown, at = "", 0
        for label, _, start, end in sorted(places(record), key=lambda one: one[2]):
            shown += f"{whole[at:start]}<{whole[start:end]}:{label}>"
            at = end
        right += shown + whole[at:] == line
    # A few of the set's own comments differ from its tags.
    assert right >= 4_950
    content, _ = written("conll_characters", read, Asked())
    again, _ = split(conll.read(Files({"a.conll": content})))
    assert [places(one) for one in again] == [places(one) for one in read]
    assert [one.document for one in again] == [one.document for one in read]
