"""Parquet as it comes: from `datasets`, from here, and from who means no good."""

import io
import json
import random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.formats import Format, Grade, detect, parquet
from app.formats.parquet import reading
from tests.formats.made import picture
from tests.formats.sources import Files, split

PNG = picture(60, 40)
NAMES = {"names": ["car", "dog"], "_type": "ClassLabel"}


def table(columns: dict[str, Any], features: dict[str, Any] | None = None, **how: Any) -> bytes:
    made = pa.table(columns)
    if features is not None:
        told = json.dumps({"info": {"features": features}})
        made = made.replace_schema_metadata({"huggingface": told})
    out = io.BytesIO()
    pq.write_table(made, out, **how)
    return out.getvalue()


def read(content: bytes, **others: bytes) -> tuple[list[Any], list[Any]]:
    files = {"data/train-0.parquet": content} | others
    assert detect(Files(files)) is Format.PARQUET
    return split(parquet.read(Files(files)))


def test_pictures_in_the_table_with_boxes() -> None:
    objects = {"feature": {"bbox": {}, "category": NAMES}, "_type": "Sequence"}
    content = table(
        {
            "image": [{"bytes": PNG, "path": "a.png"}, {"bytes": PNG, "path": None}],
            "objects": [
                {"bbox": [[1.0, 2.0, 30.0, 4.0], [0, 0, 0, 0]], "category": [1, 0]},
                {"bbox": [], "category": []},
            ],
            "city": ["서울", None],
        },
        {"image": {"_type": "Image"}, "objects": objects},
    )
    (first, second), refused = read(content)
    assert (first.name, first.content, first.meta) == ("a.png", PNG, {"city": "서울"})
    assert first.annotations == [
        {"kind": "box", "x": 1, "y": 2, "width": 30, "height": 4, "class": "dog"}
    ]
    # an unlabelled picture is kept; one without a name is called by its place
    assert (second.name, second.annotations) == ("train-0/0000002.png", [])
    assert [(one.code, one.grade) for one in refused] == [("zero_area", Grade.ANNOTATION)]


def test_boxes_as_a_list_of_structs_and_files_beside_the_table() -> None:
    content = table(
        {
            "file_name": ["in/a.png", "none.png"],
            "image": [{"bytes": None, "path": "in/a.png"}, {"bytes": None, "path": "none.png"}],
            "objects": [[{"bbox": [1, 2, 3, 4], "category": "car"}], []],
        }
    )
    files = {"t.parquet": content, "in/a.png": PNG, "in/b.png": PNG}
    records, refused = split(parquet.read(Files(files)))
    assert [(one.name, one.media) for one in records] == [
        ("in/a.png", "in/a.png"),
        ("in/b.png", "in/b.png"),
    ]
    assert records[0].annotations[0]["class"] == "car"
    assert [one.code for one in refused] == ["no_media"]


def test_texts_with_a_class_and_tokens_with_tags() -> None:
    (one, none), _ = read(
        table({"text": ["좋아요 😀", "모름"], "label": [1, -1]}, {"label": NAMES})
    )
    assert one.document["parts"][0]["text"] == "좋아요 😀"
    assert (one.annotations, none.annotations) == ([{"kind": "class", "classes": ["dog"]}], [])
    tags = {"feature": {"names": ["O", "B-PER", "I-PER", "B-LOC"], "_type": "ClassLabel"}}
    (record,), _ = read(
        table({"tokens": [["김", "철수", "서울"]], "ner_tags": [[1, 2, 3]]}, {"ner_tags": tags})
    )
    assert record.document["parts"][0]["text"] == "김 철수 서울"
    assert [(m["class"], m["start"], m["end"]) for m in record.annotations] == [
        ("PER", 0, 4),
        ("LOC", 5, 7),
    ]


def test_columns_of_our_own_lines() -> None:
    answer = {"modality": "picture", "annotations": [{"kind": "class", "classes": ["a"]}]}
    content = table(
        {
            "name": ["a.png", "b"],
            "url": ["https://x.test/a.png", None],
            "width": [10, None],
            "height": [5, None],
            "text": [None, "글"],
            "labels": [json.dumps(answer), None],
            "meta": ['{"city": "서울"}', None],
        }
    )
    (a, b), refused = read(content)
    assert refused == []
    assert (a.url, a.width, a.annotations, a.meta) == (
        "https://x.test/a.png",
        10,
        answer["annotations"],
        {"city": "서울"},
    )
    assert b.document["parts"][0]["text"] == "글"


def test_what_is_no_table_is_refused_in_words() -> None:
    good = table({"text": ["a"] * 1_000, "label": list(range(1_000))}, row_group_size=10)
    for content in (b"", b"PAR1", good[:-5], b"PAR1" + b"\xff" * 200 + b"PAR1", good[200:]):
        records, refused = read(content)
        assert records == []
        assert [one.code for one in refused] == ["not_parquet"]
    # damaged in the middle: what stands before it is there
    broken = bytearray(good)
    broken[len(good) // 2 : len(good) // 2 + 40] = b"\xff" * 40
    records, refused = read(bytes(broken))
    assert len(records) + sum(one.code == "not_parquet" for one in refused) >= 1


def test_a_foot_that_contradicts_itself_does_not_end_the_process() -> None:
    """Bit after bit of what the file says of itself; pyarrow aborts on some where it is asked for
    single columns, which no handler sees."""
    good = table({"text": ["가", "b"] * 20, "label": [1, 0] * 20})
    foot = int.from_bytes(good[-8:-4], "little") + 8
    for at in range(len(good) - foot, len(good) - 8):
        for bit in (1, 4):
            bad = bytearray(good)
            bad[at] ^= bit
            read(bytes(bad))
    assert len(read(good)[0]) == 40


def test_a_table_without_anything_to_label() -> None:
    records, (refused,) = read(table({"price": [1, 2]}))
    assert (records, refused.code) == ([], "no_content")


def test_a_table_that_says_it_is_larger_than_it_could_be(monkeypatch: pytest.MonkeyPatch) -> None:
    content = table({"text": ["x" * 200_000] * 500}, compression="zstd", use_dictionary=False)
    monkeypatch.setattr(reading, "_RATIO_FROM", 1 << 20)
    monkeypatch.setattr(reading, "MAX_RATIO", 50)
    records, (refused,) = read(content)
    assert (records, refused.code) == ([], "not_parquet")
    assert "more than is sensible" in refused.sentence


def test_a_small_bomb_in_a_large_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rest of the file is packed to excuses none of its row groups."""
    monkeypatch.setattr(reading, "_RATIO_FROM", 1 << 20)
    monkeypatch.setattr(reading, "MAX_RATIO", 50)
    texts = [random.Random(n).randbytes(2_000).hex() for n in range(500)] + ["x" * 4_000] * 500
    content = table({"text": texts}, compression="zstd", use_dictionary=False, row_group_size=500)
    assert len(content) > 1_000_000
    _, refused = read(content)
    assert "more than is sensible" in refused[-1].sentence


def test_one_long_word_repeated_a_million_times_fills_no_memory() -> None:
    """A dictionary has it once; it is only written out row by row."""
    import tracemalloc

    word = "x" * 100_000
    made = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), [word])
    out = io.BytesIO()
    pq.write_table(pa.table({"text": made}), out)
    tracemalloc.start()
    before = pa.total_allocated_bytes()
    found = parquet.read(Files({"t.parquet": out.getvalue()}))
    for _ in range(1_000):
        next(found)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 << 20
    assert pa.total_allocated_bytes() - before < 20 << 20
