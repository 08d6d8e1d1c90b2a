"""What Label Studio and CVAT ask, as schemas that the label types take."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.configs import BadConfig, cvat_labels, label_studio_config
from app.labels import parse_schema

PICTURE = """
<View>
  <Header value="Look"/>
  <Image name="image" value="$image" zoom="true"/>
  <RectangleLabels name="things" toName="image" canRotate="false">
    <Label value="Car" background="#ff0000" hotkey="1"/>
    <Label value="사람" background="red" maxUsages="3"/>
    <Label value="Car"/>
  </RectangleLabels>
  <RectangleLabels name="turned" toName="image" canRotate="true">
    <Label value="Ship"/>
  </RectangleLabels>
  <PolygonLabels name="areas" toName="image"><Label value="Field"/></PolygonLabels>
  <KeyPointLabels name="points" toName="image"><Label value="Nose"/></KeyPointLabels>
  <BrushLabels name="strokes" toName="image"><Label value="Road"/></BrushLabels>
  <EllipseLabels name="round" toName="image"><Label value="Wheel"/></EllipseLabels>
  <Choices name="light" toName="image" choice="single" required="true">
    <Choice value="day"/><Choice value="night"/>
  </Choices>
  <Choices name="colour" toName="image" perRegion="true" choice="multiple" required="true">
    <Choice value="red"/><Choice value="blue"/>
  </Choices>
  <Number name="age" toName="image" perRegion="true" min="0" max="9"/>
  <TextArea name="caption" toName="image" maxSubmissions="1"/>
  <Rating name="quality" toName="image" maxRating="7"/>
  <Relations><Relation value="holds"/></Relations>
</View>
"""


def test_a_label_studio_configuration_of_pictures() -> None:
    schema, notes = label_studio_config(PICTURE)
    parse_schema(schema)
    labels = {label["name"]: label for label in schema["labels"]}
    assert {name: label["kind"] for name, label in labels.items()} == {
        "things": "box",
        "turned": "rotated_box",
        "areas": "polygon",
        "points": "point",
        "strokes": "mask",
        "light": "class",
        "caption": "writing",
        "quality": "rating",
        "relation": "relation",
    }
    assert labels["things"]["classes"] == [
        {"id": "Car", "colour": "#ff0000"},
        {"id": "사람"},
    ]
    assert (labels["light"]["many"], labels["light"]["required"]) == (False, True)
    assert (labels["quality"]["min"], labels["quality"]["max"]) == (1, 7)
    assert [one["name"] for one in labels["strokes"]["attributes"]] == ["colour", "age"]
    assert labels["strokes"]["attributes"][0]["kind"] == "many"
    said = " ".join(note.detail for note in notes)
    assert all(word in said for word in ("hotkey", "EllipseLabels", "“Car” is there twice"))


TEXT = """
<View>
  <Text name="a" value="$a"/><Text name="b" value="$b"/>
  <Labels name="ner" toName="a"><Label value="PER"/><Label value="ORG"/></Labels>
  <Taxonomy name="topic" toName="a">
    <Choice value="News"><Choice value="Sports"><Choice value="Ball"/></Choice></Choice>
    <Choice value="Ads"/>
  </Taxonomy>
  <Pairwise name="better" toName="a,b"/>
  <Ranker name="order" toName="a"/>
  <TextArea name="summary" toName="a" required="true"/>
  <Number name="score" toName="a" min="0" max="10" step="3"/>
  <Choices name="mood" toName="a" visibleWhen="region-selected"><Choice value="x"/></Choices>
  <Magic name="m" toName="a"/>
  <DateTime name="d" value="x"/>
</View>
"""


def test_a_label_studio_configuration_of_texts() -> None:
    schema, notes = label_studio_config(TEXT)
    parse_schema(schema)
    labels = {label["name"]: label for label in schema["labels"]}
    assert schema["modality"] == "text"
    assert [label["kind"] for label in schema["labels"]] == [
        "span",
        "class",
        "comparison",
        "ranking",
        "writing",
        "rating",
        "class",
    ]
    assert labels["topic"]["classes"] == [
        {"id": "News"},
        {"id": "Sports", "parent": "News"},
        {"id": "Ball", "parent": "Sports"},
        {"id": "Ads"},
    ]
    said = " ".join(note.detail for note in notes)
    assert all(word in said for word in ("<Magic>", "<DateTime>", "steps of “score”", "always"))


SPEECH = """
<View>
  <Audio name="audio" value="$audio" zoom="true"/>
  <Labels name="speaker" toName="audio">
    <Label value="손님" background="#00aaff"/><Label value="점원" maxUsages="20"/>
  </Labels>
  <TextArea name="words" toName="audio" perRegion="true" required="true"/>
  <TextArea name="words" toName="audio" perRegion="true"/>
  <Choices name="mood" toName="audio" perRegion="true"><Choice value="calm"/></Choices>
  <Choices name="noise" toName="audio"><Choice value="quiet"/><Choice value="loud"/></Choices>
  <TextArea name="summary" toName="audio"/>
  <RectangleLabels name="r" toName="audio"><Label value="x"/></RectangleLabels>
  <Relations><Relation value="answers"/></Relations>
</View>
"""


def test_a_label_studio_configuration_of_sounds() -> None:
    schema, notes = label_studio_config(SPEECH)
    parse_schema(schema)
    assert schema["modality"] == "sound"
    segments, *others = schema["labels"]
    assert segments["kind"] == "segment"
    assert segments["classes"] == [
        {"id": "손님", "colour": "#00aaff"},
        {"id": "점원", "max": 20},
    ]
    assert segments["texts"] == [{"name": "words", "required": True}]
    assert [one["name"] for one in segments["attributes"]] == ["mood"]
    assert [(one["kind"], one["name"]) for one in others] == [
        ("class", "noise"),
        ("writing", "summary"),
        ("relation", "relation"),
    ]
    assert [(note.code, note.told) for note in notes] == [
        ("control_left_out", {"tag": "RectangleLabels", "name": "r"}),
        ("asked_twice", {"name": "words"}),
    ]


FILM = """
<View>
  <Video name="video" value="$video" sync="audio"/>
  <Audio name="audio" value="$video" sync="video"/>
  <Text name="hint" value="$hint"/>
  <VideoRectangle name="box" toName="video"/>
  <Labels name="objects" toName="video"><Label value="Car"/><Label value="Bus"/></Labels>
  <TextArea name="plate" toName="video" perRegion="true"/>
  <Labels name="speech" toName="audio"><Label value="Talk"/></Labels>
  <TimelineLabels name="scenes" toName="video"><Label value="Night"/></TimelineLabels>
</View>
"""


def test_a_label_studio_configuration_of_videos() -> None:
    schema, notes = label_studio_config(FILM)
    parse_schema(schema)
    assert schema["modality"] == "video"
    assert [(one["kind"], one["name"]) for one in schema["labels"]] == [
        ("box_track", "objects"),
        ("segment", "speech"),
        ("segment", "scenes"),
    ]
    assert [note.code for note in notes] == ["texts_left_out"]
    bare = FILM.replace('<VideoRectangle name="box" toName="video"/>', "")
    assert {one["kind"] for one in label_studio_config(bare)[0]["labels"]} == {"segment"}


def test_label_studio_configurations_of_time_series_and_documents() -> None:
    series, notes = label_studio_config(
        "<View><TimeSeries name='t' value='$csv'><Channel column='ecg'/></TimeSeries>"
        "<TimeSeriesLabels name='rhythm' toName='t'><Label value='AF'/></TimeSeriesLabels>"
        "<Rating name='clean' toName='t'/></View>"
    )
    parse_schema(series)
    assert (series["modality"], notes) == ("series", [])
    assert [one["kind"] for one in series["labels"]] == ["segment", "rating"]
    document, notes = label_studio_config(
        "<View><Pdf name='p' value='$pdf'/><Image name='i'/>"
        "<Choices name='sort' toName='p'><Choice value='bill'/></Choices></View>"
    )
    assert document["modality"] == "picture"
    assert [note.code for note in notes] == ["one_modality"]
    document, notes = label_studio_config(
        "<View><Pdf name='p' value='$pdf'/>"
        "<Choices name='sort' toName='p'><Choice value='bill'/></Choices></View>"
    )
    parse_schema(document)
    assert (document["modality"], notes) == ("document", [])


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<View>",
        "<View/>",
        "<View><Audio name='a'/></View>",
        "<View><Chat name='a'/></View>",
        "<View><Video name='a'/><VideoRectangle name='r' toName='a'/></View>",
        "<View><Image name='a'/></View>",
        "<!DOCTYPE v [<!ENTITY a 'b'>]><View>&a;</View>",
        "<View><Image name='i'/><RectangleLabels name='x' toName='i' value='$v'/></View>",
        "x" * 2_000_000,
        "\ud800",
    ],
)
def test_what_asks_nothing_is_refused_in_words(xml: str) -> None:
    with pytest.raises(BadConfig, match=r"\.$"):
        label_studio_config(xml)


CVAT: list[Any] = [
    {
        "name": "car",
        "color": "#33ddff",
        "type": "rectangle",
        "attributes": [
            {
                "name": "colour",
                "input_type": "select",
                "mutable": True,
                "values": ["red", "blue"],
                "default_value": "red",
            },
            {"name": "parked", "input_type": "checkbox", "values": ["false"]},
            {"name": "doors", "input_type": "number", "values": ["1", "5", "2"]},
        ],
    },
    {"name": "bus", "type": "rectangle", "attributes": []},
    {"name": "tram", "type": "rectangle", "attributes": []},
    {"name": "anything", "attributes": []},
    {"name": "road", "type": "mask", "attributes": []},
    {"name": "dark", "type": "tag", "attributes": []},
    {"name": "egg", "type": "ellipse", "attributes": []},
    {
        "name": "person",
        "type": "skeleton",
        "attributes": [],
        "sublabels": [
            {"id": 4, "name": "head", "type": "points"},
            {"id": 5, "name": "hand", "type": "points"},
            {"id": 6, "name": "foot", "type": "points"},
        ],
        "svg": '<line x1="1" data-type="edge" data-node-from="1" data-node-to="2"></line>'
        '<circle r="1" cx="48.8" cy="10" data-type="element node" data-element-id="1" '
        'data-node-id="1" data-label-name="head"></circle>'
        '<circle cx="20" cy="50" data-node-id="2" data-label-id="5"></circle>',
    },
]


def test_labels_of_cvat() -> None:
    schema, notes = cvat_labels(CVAT)
    parse_schema(schema)
    labels = schema["labels"]
    assert [(one["kind"], one["name"], [c["id"] for c in one["classes"]]) for one in labels] == [
        ("box", "box", ["car"]),
        ("box", "box 2", ["bus", "tram", "anything"]),
        ("mask", "mask", ["road"]),
        ("class", "class", ["dark"]),
        ("keypoints", "person", ["person"]),
    ]
    assert labels[0]["classes"][0]["colour"] == "#33ddff"
    assert [one["kind"] for one in labels[0]["attributes"]] == ["choice", "flag", "number"]
    assert labels[0]["attributes"][2] == {
        "name": "doors",
        "kind": "number",
        "min": 1,
        "max": 5,
        "step": 2,
    }
    skeleton = labels[4]["skeleton"]
    assert skeleton["points"] == [
        {"id": "head", "x": 0.488, "y": 0.1},
        {"id": "hand", "x": 0.2, "y": 0.5},
        {"id": "foot"},
    ]
    assert skeleton["edges"] == [[0, 1]]
    said = " ".join(note.detail for note in notes)
    assert all(word in said for word in ("ellipse", "any shape", "mutable", "Default values"))
    assert ("type_left_out", {"type": "ellipse"}) in [(note.code, note.told) for note in notes]
    assert cvat_labels({"count": 1, "results": CVAT})[0] == schema


def test_labels_of_a_video_of_cvat() -> None:
    schema, notes = cvat_labels(CVAT, video=True)
    parse_schema(schema)
    assert schema["modality"] == "video"
    kinds = [(one["kind"], [c["id"] for c in one["classes"]]) for one in schema["labels"]]
    assert kinds == [
        ("box_track", ["car"]),
        ("box_track", ["bus", "tram", "anything"]),
        ("segment", ["dark"]),
    ]
    codes = [note.code for note in notes]
    assert {"mutable_once", "tag_segments", "type_left_out", "any_shape"} <= set(codes)
    assert "mutable" not in codes
    # A task or a job of a video says so itself.
    assert cvat_labels({"mode": "interpolation", "labels": CVAT})[0] == schema
    assert cvat_labels({"mode": "annotation", "labels": CVAT})[0]["modality"] == "picture"


@pytest.mark.parametrize("given", [None, 3, [], [3], [{}], [{"name": ""}], {"results": 1}])
def test_what_is_no_list_of_labels_is_refused_in_words(given: Any) -> None:
    with pytest.raises(BadConfig, match=r"\.$"):
        cvat_labels(given)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "type", "attributes", "values", "sublabels", "svg", "input_type"]
            ),
            inner
            | st.sampled_from(
                ["rectangle", "skeleton", "tag", "select", "number", "<circle>", "a"]
            ),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.lists(json, max_size=4), st.booleans())
def test_any_json_as_labels_of_cvat(given: Any, video: bool) -> None:
    try:
        schema, notes = cvat_labels(given, video)
    except BadConfig:
        return
    parse_schema(schema)
    assert all(note.detail.endswith(".") for note in notes)


SHOWN = ["Image", "Text", "Audio", "Video", "TimeSeries", "Pdf"]
tags = st.sampled_from(
    [
        *("RectangleLabels", "Labels", "Choices", "Taxonomy", "Number", "Rating", "TextArea"),
        *("Ranker", "VideoRectangle", "TimelineLabels", "TimeSeriesLabels"),
    ]
)
controls = st.builds(
    lambda tag, name, ends, values, own: (
        f"<{tag} name='{name}' toName='o' min='{ends[0]}' max='{ends[1]}' step='{ends[2]}' "
        f"maxRating='{ends[1]}' perRegion='{own}'>"
        + "".join(f"<Label value='{one}'/><Choice value='{one}'/>" for one in values)
        + f"</{tag}>"
    ),
    tags,
    st.text("ab ", max_size=3),
    st.lists(st.sampled_from(["", "0", "1", "-3", "1e400", "x", "0.3"]), min_size=3, max_size=3),
    st.lists(st.text("ab ", max_size=2), max_size=4),
    st.sampled_from(["true", "false"]),
)


@given(st.lists(controls, max_size=5), st.sampled_from(SHOWN))
def test_any_controls_of_label_studio(given: list[str], shown: str) -> None:
    try:
        schema, notes = label_studio_config(f"<View><{shown} name='o'/>{''.join(given)}</View>")
    except BadConfig:
        return
    parse_schema(schema)
    assert all(note.detail.endswith(".") for note in notes)
