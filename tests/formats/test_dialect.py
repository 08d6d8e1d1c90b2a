"""Dialect speech: a JSON a recording, word by word, with those who speak."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.formats import Format, Record, detect, dialect
from app.formats.clock import settled
from app.formats.dialect.eojeol import pairs
from app.formats.writing import Asked, Notes
from app.labels import Adopter, facts_from, parse_schema
from tests.formats.sources import Files, split

GOLDEN = Path(__file__).parent / "golden" / "dialect"
SOUND = {"modality": "sound", "length": 61_250, "channels": 1, "rate": 16_000}
LABEL: dict[str, Any] = {
    "kind": "segment",
    "name": "발화",
    "classes": [{"id": "speech"}],
    "texts": [
        {"name": "note", "required": False},
        {"name": "standard_form", "required": False},
        {"name": "dialect_form", "required": False},
    ],
}
PLAIN = LABEL | {"texts": [{"name": "들린 대로"}, {"name": "뜻", "required": False}]}
PROFILE = {
    "age": "60",
    "sex": "female",
    "grew_up": "jeju",
    "lives": "busan",
    "lives_years": 12,
    "language": "ko",
    "device": "phone",
}
META = {"prompt": "할머니 1", "text": "명절", "speaker": "P-7KQ", "profile": PROFILE}


def said(start: float, end: float, **more: Any) -> dict[str, Any]:
    kind = {"kind": "segment", "name": "발화", "class": "speech"}
    return kind | {"start": start, "end": end} | more


def spoken(start: float, end: float, one: str, other: str, **more: str) -> dict[str, Any]:
    texts = {"dialect_form": one, "standard_form": other}
    texts |= {"note": more.pop("note")} if "note" in more else {}
    return said(start, end, texts=texts, **more)


SAID = [
    spoken(1_250, 2_001.5, "혼저 옵서 예", "어서 오세요"),
    said(
        0, 1_250, texts={"dialect_form": "밥 먹언?", "standard_form": "밥 먹었니?", "note": "웃음"}
    ),
    spoken(3_000, 4_000, "게메", "그러게 말이야"),
    said(5_000, 6_000, texts={"dialect_form": "예"}),
    {"kind": "event", "name": "쿵", "class": "loud", "at": 5},
]


def record(marks: list[Any], meta: dict[str, Any], name: str = "제주/할머니 1.wav") -> Record:
    return Record(
        name,
        media=f"{dialect.SOURCE}/{name}",
        annotations=marks,
        facts=SOUND,
        number=1,
        meta=meta,
    )


def written(given: Record, *labels: dict[str, Any]) -> tuple[dict[str, bytes], Notes]:
    notes = Notes()
    asked = Asked(labels=labels or (LABEL,), info={"version": "1.0"})
    return {one.name: one.whole() for one in dialect.write([given], asked, notes)}, notes


def told(given: Record, *labels: dict[str, Any]) -> dict[str, Any]:
    files, _ = written(given, *labels)
    (content,) = files.values()
    return dict(json.loads(content))


def test_golden() -> None:
    files, notes = written(record(SAID, META))
    assert list(files) == ["라벨링데이터/제주/할머니 1.json"]
    (content,) = files.values()
    assert content.decode() == (GOLDEN / "할머니 1.json").read_text(encoding="utf-8")
    assert {(row["code"], row["about"], row["count"]) for row in notes.rows()} == {
        ("other_shape", "발화", 4),
        ("left_out", "쿵", 1),
    }


def test_what_is_not_known_is_null() -> None:
    (speaker,) = told(record([], META))["speaker"]
    assert speaker == {
        "id": "P-7KQ",
        "age": "60대",
        "sex": "여성",
        "occupation": None,
        "birthplace": None,
        "principal_residence": "제주",
        "current_residence": "부산",
        "education": None,
    }
    assert told(record([], {}))["speaker"] == []


def test_names_are_composed() -> None:
    name = unicodedata.normalize("NFD", "제주/할머니.wav")
    (path,) = written(record([], META, name))[0]
    assert path == unicodedata.normalize("NFC", "라벨링데이터/제주/할머니.json")


def test_a_label_without_those_names_has_the_dialect_first() -> None:
    mark = said(0, 10, texts={"들린 대로": "하영 먹읍서", "뜻": "많이 먹으세요"})
    (one,) = told(record([mark], META), PLAIN)["utterance"]
    assert (one["dialect_form"], one["standard_form"]) == ("하영 먹읍서", "많이 먹으세요")


def test_several_speakers_are_those_of_the_label_by_their_order() -> None:
    meta = {"speakers": [{"speaker": "P-1", "profile": PROFILE}, {"speaker": "P-2"}]}
    label = LABEL | {"speakers": [{"id": "가"}, {"id": "나"}, {"id": "다"}]}
    marks = [spoken(at, at + 1, "예", "네", speaker=who) for at, who in enumerate("나가다")]
    found = told(record(marks, meta), label)
    assert [one["speaker_id"] for one in found["utterance"]] == ["P-2", "P-1", "다"]
    assert [one["id"] for one in found["speaker"]] == ["P-1", "P-2", "다"]
    assert [one["age"] for one in found["speaker"]] == ["60대", None, None]


def test_further_lines_are_said_to_be_left_out() -> None:
    label = LABEL | {"texts": [*LABEL["texts"], {"name": "발음"}]}
    mark = said(0, 10, texts={"dialect_form": "예", "발음": "예:"}, attributes={"loud": True})
    _, notes = written(record([mark], META), label)
    assert {row["code"] for row in notes.rows()} == {
        "other_shape",
        "lines_left_out",
        "attributes_left_out",
    }


WORDS = st.lists(st.text(st.sampled_from("가나다혼저옵서"), min_size=1, max_size=4), max_size=6)


@given(WORDS, WORDS)
def test_no_word_is_lost(dialect: list[str], standard: list[str]) -> None:
    found = pairs(" ".join(dialect), " ".join(standard))
    assert " ".join(word for word, _ in found).split() == dialect
    if dialect:
        assert " ".join(form for _, form in found).split() == standard
    if len(dialect) == len(standard):
        assert found == list(zip(dialect, standard, strict=True))


# --- and back --------------------------------------------------------------------------------


def back(given: Record, *labels: dict[str, Any]) -> Record:
    files, _ = written(given, *labels)
    source = Files(
        {given.media or "": b""} | {name: b"\xef\xbb\xbf" + f for name, f in files.items()}
    )
    assert detect(source) is Format.DIALECT
    (one,), refused = split(dialect.read(source))
    assert refused == []
    assert one.media == given.media
    return one


FORMS = st.lists(
    st.tuples(
        st.integers(0, 60_000),
        st.integers(1, 1_000),
        st.text(st.sampled_from("가나다 옛"), min_size=1, max_size=9).filter(str.strip),
        st.text(st.sampled_from("라마바 ."), min_size=1, max_size=9).filter(str.strip),
    ),
    max_size=6,
    unique=True,
)


@given(FORMS)
def test_both_forms_and_their_times_come_back(drawn: list[tuple[int, int, str, str]]) -> None:
    marks = [
        said(at, at + long, texts={"들린 대로": one, "뜻": other}) for at, long, one, other in drawn
    ]
    found = back(record(marks, META), PLAIN)
    facts = facts_from(width=None, height=None, media=SOUND)
    assert facts is not None
    loose, _ = settled(found.annotations or (), SOUND)
    adopted = Adopter(parse_schema({"modality": "sound", "labels": [PLAIN]}))(facts, loose)
    assert adopted.faults == ()
    told = [one.model_dump(mode="json", by_alias=True) for one in adopted.answer.annotations]
    assert sorted(
        (one["start"], one["end"], one["texts"]["들린 대로"], one["texts"]["뜻"]) for one in told
    ) == sorted(
        (at, at + long, " ".join(one.split()), " ".join(other.split()))
        for at, long, one, other in drawn
    )


def test_speakers_come_back() -> None:
    known = {key: PROFILE[key] for key in ("age", "sex", "grew_up", "lives")}
    assert back(record(SAID, META)).meta == {"speaker": "P-7KQ", "profile": known}
    old = {"age": "80", "grew_up": "평양"}
    assert back(record([], {"speaker": "P-1", "profile": old})).meta["profile"] == old
    meta = {"speakers": [{"speaker": "P-1", "profile": known}, {"speaker": "P-2", "profile": {}}]}
    label = LABEL | {"speakers": [{"id": "가"}, {"id": "나"}]}
    found = back(record([spoken(0, 1, "예", "네", speaker="나")], meta), label)
    assert found.meta == meta
    assert [one["speaker"] for one in found.annotations or ()] == ["P-2"]


def test_what_cannot_be_read_is_said() -> None:
    good = {"utterance": [{"dialect_form": "예", "start": 0, "end": "x"}, 7]}
    bad = b'{"utterance": "dialect_form"}'
    files = {"a.wav": b"", "a.json": json.dumps(good).encode(), "b.json": bad}
    (one, *_), refused = split(dialect.read(Files(files)))
    assert (one.name, one.annotations) == ("a.wav", [])
    assert [row.code for row in refused] == ["not_a_number", "not_a_number", "not_dialect"]
