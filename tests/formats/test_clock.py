"""Formats of sounds, videos and time series: segments and events come back as they were, and are
read by what others use.
"""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pysubs2
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st
from praatio import textgrid as praat

from app.formats import Format, Record, detect, jsonl, reader, subtitles, table, textgrid
from app.formats.clock import frame_at, milliseconds, seconds, settled, whole_milliseconds
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Category, Notes
from app.labels import Adopter, facts_from, parse_schema
from tests.formats.made import bare
from tests.formats.sources import Files, split

GOLDEN = Path(__file__).parent / "golden" / "clock"
FEW = settings(max_examples=60, deadline=None)
SOUND = {"modality": "sound", "length": 60_000, "channels": 1, "rate": 16_000}
VIDEO = {
    "modality": "video",
    "length": 1_800,
    "width": 640,
    "height": 360,
    "duration": 60_060,
    "rate": [30_000, 1_001],
    "sound": True,
}
SERIES = {
    "modality": "series",
    "length": 30_000.125,
    "points": 9_000,
    "channels": [{"name": "EEG@1", "unit": "µV"}, {"name": "EOG", "unit": None}],
    "period": 4,
    "start": None,
}
LABELS: list[dict[str, Any]] = [
    {
        "kind": "segment",
        "name": "말/차례",
        "classes": [{"id": "발화", "en": "speech"}, {"id": "웃음"}],
        "speakers": [{"id": "S1", "ko": "할머니"}, {"id": "S#2"}],
        "texts": [{"name": "방언", "required": False}, {"name": "표준", "required": False}],
    },
    {"kind": "segment", "name": "scene", "classes": [{"id": "in"}, {"id": "out"}]},
    {"kind": "event", "name": "bang", "classes": [{"id": "loud"}, {"id": '"low"'}]},
]
ASKED = Asked([Category(1, "발화", "말/차례", "segment")], LABELS)


def segment(start: float, end: float, **more: Any) -> dict[str, Any]:
    return {"kind": "segment", "name": "scene", "class": "in", "start": start, "end": end} | more


def spoken(start: float, end: float, speaker: str = "S1", **texts: str) -> dict[str, Any]:
    said = {"name": "말/차례", "class": "발화", "speaker": speaker, "texts": texts}
    return segment(start, end) | said


def event(at: float, **more: Any) -> dict[str, Any]:
    return {"kind": "event", "name": "bang", "class": "loud", "at": at} | more


SAID = [
    spoken(0, 1_250, 방언="밥 묵었나? <웃음>", 표준="밥 먹었니?\n\n응"),
    spoken(1_250, 2_001, "S#2", 방언='"머라꼬" & --> 뭐'),
    spoken(1_900, 3_000, 표준="뒤에서"),
    segment(0, 60_000, **{"class": "out"}),
    segment(500, 900),
    event(1_250, **{"class": '"low"'}),
    event(1_250),
]
# praatio leaves quotes in the marks of points doubled.
PLAIN = [one | {"class": "soft"} if one["class"] == '"low"' else one for one in SAID]


def record(marks: list[Any], facts: dict[str, Any], end: str = ".wav") -> Record:
    name = f"녹음/a{end}"
    who = {"by": "P-1", "at": "2026-01-01T00:00:00Z", "accepted_at": "2026-01-02T00:00:00Z"}
    told = {"item": 1, "answers": [who]}
    return Record(
        name, media=f"media/{name}", annotations=marks, number=1, facts=facts, provenance=told
    )


def written(format: str, given: Record, asked: Asked = ASKED) -> tuple[dict[str, bytes], Notes]:
    writer, notes = WRITERS[format], Notes()
    if writer.many is not None:
        return {one.name: one.whole() for one in writer.many([given], asked, notes)}, notes
    assert writer.one is not None
    return {f"annotations.{writer.suffix}": b"".join(writer.one([given], asked, notes))}, notes


def back(format: str, given: Record, asked: Asked = ASKED) -> list[dict[str, Any]]:
    """The annotations as they come back, on the same item; nothing is refused."""
    files, _ = written(format, given, asked)
    source = Files(files | {given.media or "": b""})
    read = reader(detect(source))
    found, refused = split(read(source))
    assert refused == []
    (one,) = found
    assert one.media == given.media
    marks, notes = settled(one.annotations or (), given.facts or {})
    assert notes == []
    return marks


def plain(value: Any) -> Any:
    """Whole numbers as such: answers have floats."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return int(value) if isinstance(value, float) and value == int(value) else value


def key(one: Any) -> str:
    return json.dumps(plain(one), ensure_ascii=False, sort_keys=True)


def held(marks: Any, *also: str) -> list[str]:
    """What marks say, in an order of their own; `also` are fields that a format has as well."""
    return sorted(key({k: v for k, v in bare(one, *also).items() if v != {}}) for one in marks)


# --- golden files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "end"), [("textgrid", "TextGrid"), ("vtt", "vtt"), ("srt", "srt"), ("csv", "csv")]
)
def test_golden(format: str, end: str) -> None:
    files, _ = written(format, record(SAID, SOUND))
    (content,) = files.values()
    assert content == (GOLDEN / f"sound.{end}").read_bytes()


def test_golden_of_frames() -> None:
    given = record([segment(0, 30), event(1_799)], VIDEO, ".mp4")
    for format, end in (
        ("textgrid", "TextGrid"),
        ("vtt", "vtt"),
        ("csv", "csv"),
        ("jsonl", "jsonl"),
    ):
        files, _ = written(format, given)
        (content,) = files.values()
        assert content == (GOLDEN / f"video.{end}").read_bytes(), format


# --- there and back --------------------------------------------------------------------------

NAMES = st.sampled_from(["S1", "S#2"])
WORDS = st.text(st.sampled_from("가나 다\n\"'<>&-!ab.#@/\\{}c😀\u200d"), min_size=1, max_size=20)


@st.composite
def marks(draw: st.DrawFn, facts: dict[str, Any], *, events: bool = True) -> list[Any]:
    """Segments and events on a clock, no two the same."""
    video, series = facts["modality"] == "video", facts["modality"] == "series"
    length = int(facts["length"])
    found: dict[str, Any] = {}
    for _ in range(draw(st.integers(0, 8))):
        if events and draw(st.booleans()):
            at: float = draw(st.integers(0, length - 1))
            if series:
                at += draw(st.sampled_from([0, 0.5, 0.125]))
            one = event(at, **{"class": draw(st.sampled_from(["loud", '"low"']))})
        else:
            start: float = draw(st.integers(0, length - 2))
            end: float = draw(st.integers(int(start) + 1, length))
            if series:
                start += draw(st.sampled_from([0, 0.25]))
                end = facts["length"] if end == length else end
            if draw(st.booleans()) and not series:
                texts = draw(st.dictionaries(st.sampled_from(["방언", "표준"]), WORDS))
                one = spoken(start, end, draw(NAMES), **texts)
            else:
                one = segment(start, end, **{"class": draw(st.sampled_from(["in", "out"]))})
        if series:
            one["channel"] = draw(st.sampled_from(["EEG@1", "EOG"]))
        if not video and not series:
            assert all(isinstance(one.get(place, 0), int) for place in ("start", "end", "at"))
        place = key(
            [one.get(f) for f in ("kind", "name", "start", "end", "at", "channel", "speaker")]
        )
        found[place] = one
    return list(found.values())


@pytest.mark.parametrize("facts", [SOUND, VIDEO, SERIES], ids=["sound", "video", "series"])
@pytest.mark.parametrize("format", ["textgrid", "csv", "jsonl"])
@FEW
@given(data=st.data())
def test_what_is_held_comes_back(format: str, facts: dict[str, Any], data: Any) -> None:
    drawn = data.draw(marks(facts))
    found = back(format, record(drawn, facts, ".mp4" if facts is VIDEO else ".wav"))
    if format != "textgrid":
        assert held(found) == held(drawn)
        return
    # A class that stands alone in a tier may be what was said: the stage knows.
    for one in found:
        if "said" in one:
            one["class"] = one.pop("said")
    assert held(found) == held(drawn)


@pytest.mark.parametrize("facts", [SOUND, VIDEO], ids=["sound", "video"])
@FEW
@given(data=st.data())
def test_subtitles_come_back(facts: dict[str, Any], data: Any) -> None:
    drawn = data.draw(marks(facts, events=False))
    for one in drawn:
        one["attributes"] = {"loud": True, "note": "a --> b"}
        one["group"] = "g1"
    found = back("vtt", record(drawn, facts, ".mp4" if facts is VIDEO else ".wav"))
    assert held(found, "attributes", "group") == held(drawn, "attributes", "group")


def schema(modality: str, *names: str) -> Any:
    labels = [label for label in LABELS if label["name"] in names]
    return parse_schema({"modality": modality, "labels": labels})


def adopted(format: str, given: Record, taken: Any) -> list[dict[str, Any]]:
    facts = facts_from(width=None, height=None, media=given.facts)
    assert facts is not None
    answer = Adopter(taken)(facts, back(format, given))
    assert answer.faults == ()
    return [
        one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for one in answer.answer.annotations
    ]


@pytest.mark.parametrize("format", ["textgrid", "vtt", "csv", "jsonl"])
def test_a_stage_that_asks_the_same_takes_it_all(format: str) -> None:
    """Through the adopter: labels, classes and speakers are those that they were."""
    said = [one for one in SAID if format != "vtt" or one["kind"] == "segment"]
    found = adopted(format, record(said, SOUND), schema("sound", "말/차례", "scene", "bang"))
    assert held(found, "name") == held(said, "name")


@pytest.mark.parametrize("rate", [[30_000, 1_001], [25, 1], [24_000, 1_001], [120, 1], [500, 1]])
def test_frames_and_milliseconds(rate: list[int]) -> None:
    facts = VIDEO | {"rate": rate}
    for frame in [*range(2_000), 107_891, 1_000_003]:
        assert frame_at(whole_milliseconds(frame, facts), facts) == frame
        assert frame_at(1_000 * float(seconds(frame, facts)), facts) == frame
    assert float(milliseconds(30_000, VIDEO)) == 1_001_000


# --- read by others --------------------------------------------------------------------------


def test_praatio_reads_it(tmp_path: Path) -> None:
    files, notes = written("textgrid", record(PLAIN, SOUND))
    path = tmp_path / "a.TextGrid"
    path.write_bytes(files["media/녹음/a.TextGrid"])
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=False)
    assert grid.maxTimestamp == 60
    assert grid.tierNames == (
        "bang",
        "bang#2",
        "scene",
        "scene#2",
        "말\\/차례/S\\#2",
        "말\\/차례/S\\#2/방언",
        "말\\/차례/S\\#2/표준",
        "말\\/차례/S1",
        "말\\/차례/S1/방언",
        "말\\/차례/S1/표준",
    )
    assert [tuple(one) for one in grid.getTier("말\\/차례/S1").entries] == [
        (0.0, 1.25, "발화"),
        (1.9, 3.0, "발화"),
    ]
    assert [tuple(one) for one in grid.getTier("bang").entries] == [(1.25, "soft")]
    assert notes.rows() == []


@pytest.mark.parametrize("form", ["long_textgrid", "short_textgrid"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_praat_forms_are_read(form: Any, encoding: str, tmp_path: Path) -> None:
    """What praatio writes of it, in either form, says the same."""
    files, _ = written("textgrid", record(PLAIN, SOUND))
    path = tmp_path / "a.TextGrid"
    path.write_bytes(files["media/녹음/a.TextGrid"])
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=True, duplicateNamesMode="error")
    grid.save(str(path), form, includeBlankSpaces=True)
    text = path.read_text(encoding="utf-8")
    assert ("intervals" in text) == (form == "long_textgrid")
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    again = {"media/a.TextGrid": (mark + text).encode(encoding), "media/a.wav": b""}
    (found,), refused = split(textgrid.read(Files(again)))
    assert refused == []
    marks = [dict(one) for one in found.annotations or ()]
    for one in marks:
        one.pop("unit")
        if "said" in one:
            one["class"] = one.pop("said")
    assert held(marks) == held(PLAIN)


def test_webvtt_reads_it() -> None:
    files, notes = written("vtt", record(SAID, SOUND))
    cues = list(webvtt.from_buffer(io.StringIO(files["media/녹음/a.vtt"].decode())))
    assert [(one.start, one.end, one.voice) for one in cues] == [
        ("00:00:00.000", "00:00:01.250", "S1"),
        ("00:00:00.000", "00:01:00.000", None),
        ("00:00:00.500", "00:00:00.900", None),
        ("00:00:01.250", "00:00:02.001", "S#2"),
        ("00:00:01.900", "00:00:03.000", "S1"),
    ]
    assert cues[4].text == "뒤에서"
    assert [row["about"] for row in notes.rows()] == ["bang"]


def test_pysubs2_reads_both() -> None:
    for format in ("vtt", "srt"):
        files, _ = written(format, record(SAID, SOUND))
        read = pysubs2.SSAFile.from_string(files[f"media/녹음/a.{format}"].decode())
        assert sorted((one.start, one.end) for one in read) == [
            (0, 1_250),
            (0, 60_000),
            (500, 900),
            (1_250, 2_001),
            (1_900, 3_000),
        ]
    texts = {one.plaintext for one in read}
    assert {"밥 묵었나? <웃음>\n밥 먹었니?\n응", '"머라꼬" & --> 뭐', "out"} <= texts


def test_what_is_lost_is_said() -> None:
    for format, told in (
        ("srt", {("left_out", "bang"), ("text_and_times_only", "말/차례")}),
        ("vtt", {("left_out", "bang")}),
        ("textgrid", {("attributes_left_out", "말/차례")}),
    ):
        loud = SAID[0] | {"attributes": {"loud": True}}
        _, notes = written(format, record([loud, event(3)], SOUND))
        assert {(row["code"], row["about"]) for row in notes.rows()} == told
    _, notes = written("vtt", record([segment(0.5, 2)], SOUND))
    assert [row["code"] for row in notes.rows()] == ["rounded"]


# --- what others write -----------------------------------------------------------------------


def loosely(end: str, content: bytes, **more: Any) -> list[dict[str, Any]]:
    files = {f"a{end}": content, "a.wav": b""}
    (found,), refused = split(reader(detect(Files(files)))(Files(files)))
    assert refused == []
    marks, _ = settled(found.annotations or (), SOUND)
    label = LABELS[0] | {"classes": [{"id": "발화"}]} | more
    taken = parse_schema({"modality": "sound", "labels": [label]})
    facts = facts_from(width=None, height=None, media=SOUND)
    assert facts is not None
    answer = Adopter(taken)(facts, marks)
    assert answer.faults == ()
    return [
        one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for one in answer.answer.annotations
    ]


SRT = """\ufeff1
00:00:00,500 --> 00:00:01,25
<i>밥 묵었나?</i>

2
00:00:02,000 --> 00:00:03,000 X1:40
{\\an8}하나
둘

"""


def test_subtitles_of_others() -> None:
    one, two = loosely(".srt", SRT.replace("\n", "\r\n").encode(), speakers=None)
    assert (one["start"], one["end"], one["texts"]) == (500, 1_250, {"방언": "밥 묵었나?"})
    assert two["texts"] == {"방언": "하나", "표준": "둘"}
    korean = loosely(".srt", SRT.removeprefix("\ufeff").encode("cp949"), speakers=None)
    assert korean[0]["texts"] == one["texts"]


def test_subtitles_may_say_their_language() -> None:
    files = {"말/a.ko.srt": SRT.encode(), "말/a.mp4": b"", "말/b.mp4": b""}
    found, refused = split(subtitles.read_srt(Files(files)))
    assert refused == []
    assert {one.media: one.annotations is None for one in found} == {
        "말/a.mp4": False,
        "말/b.mp4": True,
    }
    files["말/a.en.srt"] = SRT.encode()
    _, refused = split(subtitles.read_srt(Files(files)))
    assert [one.code for one in refused] == ["second_row"]


def test_voices_of_others() -> None:
    content = (
        "WEBVTT - 제목\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.000 align:start\n"
        "<v.loud 할머니>밥 &lt;먹었니?\n<v S#2>응\n"
    )
    one, two = loosely(".vtt", content.encode())
    assert (one["speaker"], one["texts"]) == ("S1", {"방언": "밥 <먹었니?"})
    assert (two["speaker"], two["texts"]) == ("S#2", {"방언": "응"})


def test_a_cue_that_was_changed_by_hand_comes_back_changed() -> None:
    files, _ = written("vtt", record(SAID[:1], SOUND))
    changed = (
        files["media/녹음/a.vtt"]
        .decode()
        .replace("묵었나", "묵나")
        .replace("먹었니?\n", "먹니?\n또\n")
    )
    (found,), _ = split(
        subtitles.read_vtt(Files({"media/a.vtt": changed.encode(), "media/a.wav": b""}))
    )
    (one,) = found.annotations or ()
    assert one["texts"]["방언"] == "밥 묵나? <웃음>"
    assert one["texts"]["표준"].startswith("밥 먹니?\n또")


GRID = """File type = "ooTextFile"
Object class = "TextGrid"

0
2.5 ! seconds
<exists>
3
"IntervalTier"
"할머니"
0
2.5
3
0
0.5
""
0.5
1.2345
"밥 ""묵었나"" ! 3"
1.2345
2.5
" "
"TextTier"
"beep"
0
2.5
1
2
"loud"
"IntervalTier"
"말/차례/x/y/z"
0
2.5
0
"""


def test_textgrids_of_others() -> None:
    (found,), refused = split(textgrid.read(Files({"a.TextGrid": GRID.encode(), "b/a.wav": b""})))
    assert refused == []
    said, beep = found.annotations or ()
    assert (said["said"], said["start"], said["end"]) == ('밥 "묵었나" ! 3', 500, 1_234.5)
    assert (beep["kind"], beep["class"], beep["at"]) == ("event", "loud", 2_000)
    without = GRID.replace('"TextTier"\n"beep"\n0\n2.5\n1\n2\n"loud"\n', "").replace(
        "\n3\n", "\n2\n", 1
    )
    (one,) = loosely(".TextGrid", without.encode())
    assert (one["class"], one["speaker"], one["texts"]["방언"]) == ("발화", "S1", '밥 "묵었나" ! 3')


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.TextGrid", b'"ooTextFile" "Spectrum"', "not_textgrid"),
        ("a.TextGrid", b"ooBinaryFile\x08TextGrid", "not_textgrid"),
        ("a.TextGrid", GRID.encode()[:120], "not_textgrid"),
        ("a.TextGrid", GRID.replace('"TextTier"', '"Pitch"').encode(), "not_textgrid"),
        ("a.TextGrid", GRID.replace("2.5 !", "1e99 !").encode(), "not_textgrid"),
        ("a.TextGrid", b"\xff\xfe\x00", "not_textgrid"),
        ("b.TextGrid", GRID.encode(), "no_media"),
        ("a.vtt", b"1\n00:01.000 --> 00:02.000\nx\n", "not_subtitles"),
        ("a.srt", b"\xff\xfe\x00", "not_utf8"),
        ("b.srt", SRT.encode(), "no_media"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, content: bytes, code: str) -> None:
    read = {"TextGrid": Format.TEXTGRID, "vtt": Format.VTT, "srt": Format.SRT}[name.split(".")[1]]
    found, refused = split(reader(read)(Files({name: content, "a.wav": b""})))
    assert [one.code for one in refused] == [code]
    assert all(one.annotations is None for one in found)


def test_a_segment_that_holds_nothing_is_left_out_and_said() -> None:
    content = b"1\n00:00:02,000 --> 00:00:02,000\nx\n\n2\n00:00:03,000 --> 00:00:04,000\ny\n"
    (found,), refused = split(subtitles.read_srt(Files({"a.srt": content, "a.mp4": b""})))
    assert [one["start"] for one in found.annotations or ()] == [3_000]
    assert [(one.code, one.row) for one in refused] == [("empty_segment", "a.srt, line 2")]


def test_what_passes_the_end_is_cut_and_said() -> None:
    marks, notes = settled([segment(59_000, 60_040) | {"unit": "ms"}], SOUND)
    assert (marks[0]["end"], [code for code, _ in notes]) == (60_000, ["cut_at_end"])
    marks, notes = settled([segment(1_001, 2_002) | {"unit": "ms"}], VIDEO)
    assert (marks[0]["start"], marks[0]["end"], notes) == (30, 60, [])


# --- tables ----------------------------------------------------------------------------------


def test_columns_of_a_table_of_segments() -> None:
    given = record([spoken(30.0, 60.0, 방언="=1+1"), event(15)], VIDEO, ".mp4")
    files, _ = written("csv", given)
    header, first, second, *_ = files["annotations.csv"].decode("utf-8-sig").split("\r\n")
    one = dict(zip(header.split(","), first.split(","), strict=True))
    assert (one["start"], one["end"], one["start_ms"], one["end_ms"]) == (
        "30",
        "60",
        "1001",
        "2002",
    )
    assert (one["speaker"], one["text [방언]"], one["by"]) == ("S1", "'=1+1", "P-1")
    assert one["accepted_at"] == "2026-01-02T00:00:00Z"
    assert dict(zip(header.split(","), second.split(","), strict=True))["at_ms"] == "500.5"


def test_a_table_in_milliseconds_is_read() -> None:
    content = (
        "path,kind,class,start_ms,end_ms,speaker,text [방언]\na.mp4,segment,발화,1001,2002,S1,응\n"
    )
    (found,), refused = split(table.read(Files({"t.csv": content.encode(), "a.mp4": b""})))
    assert refused == []
    marks, _ = settled(found.annotations or (), VIDEO)
    (one,) = marks
    assert (one["start"], one["end"], one["texts"]) == (30, 60, {"방언": "응"})


def test_series_beside_a_table_are_items() -> None:
    given = replace(record([segment(0, 9, channel="EOG")], SERIES, ".csv"))
    for format in ("csv", "jsonl"):
        files, _ = written(format, given)
        files |= {"media/녹음/a.csv": b"t,EOG\n0,1\n", "media/b.csv": b"t,EOG\n0,1\n"}
        found, refused = split(reader(detect(Files(files)))(Files(files)))
        assert refused == []
        assert {one.media: one.annotations is None for one in found} == {
            "media/녹음/a.csv": False,
            "media/b.csv": True,
        }


def test_jsonl_says_what_is_known_of_the_item() -> None:
    files, _ = written("jsonl", record(SAID, SOUND))
    line = json.loads(files["annotations.jsonl"])
    assert line["facts"] == SOUND
    assert line["labels"] == {"modality": "sound", "annotations": SAID}
    (found,), refused = split(jsonl.read(Files(files | {"media/녹음/a.wav": b""})))
    assert refused == []
    assert list(found.annotations or ()) == SAID
