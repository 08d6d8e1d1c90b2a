"""Templates that are ready made, after the families of Korea's public sets of AI training data.

Dialect speech, the fourth family, is a format of its own (`app/formats/dialect`): it has words
beside words, which is more than a mapping.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.formats.template.mapping import Template, parse_template

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT, _FILLED = {"type": "string"}, {"type": "string", "minLength": 1}
_COUNT, _NUMBER = {"type": "integer", "minimum": 0}, {"type": "number"}
_SIDE = {"type": "integer", "minimum": 1}
_SHAPES = ["box", "rotated_box", "polygon", "polyline", "point", "keypoints", "mask", "cuboid"]


@dataclass(frozen=True, slots=True)
class Family:
    """A ready-made template: for which items, and what it says."""

    name: str
    takes: tuple[str, ...]
    template: Template


def _object(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _row(to: str, source: str, **more: Any) -> dict[str, Any]:
    return {"to": to, "from": source, **more}


_BOX = {
    "type": "array",
    "prefixItems": [_NUMBER, _NUMBER, {**_NUMBER, "minimum": 0}, {**_NUMBER, "minimum": 0}],
    "minItems": 4,
    "maxItems": 4,
}

_TRIO = {
    "per": "item",
    "lists": [
        {"at": "learning_data_info.annotation", "of": "annotations", "kinds": _SHAPES},
        {
            "at": "learning_data_info.class_info_list",
            "of": "choices",
            "kinds": ["class"],
            "optional": True,
        },
    ],
    "rows": [
        _row("raw_data_info.filename", "item.file_name"),
        _row("raw_data_info.resolution_width", "item.width"),
        _row("raw_data_info.resolution_height", "item.height"),
        _row("raw_data_info.copyrighter", "item.meta.copyrighter", default=""),
        _row("raw_data_info.date", "item.meta.date", default=""),
        _row("source_data_info.source_data_ID", "item.stem"),
        _row("source_data_info.file_extension", "item.extension"),
        _row("learning_data_info.path", "item.folder"),
        _row("learning_data_info.json_data_ID", "item.stem"),
        _row("learning_data_info.version", "release.version", default=""),
        _row("learning_data_info.annotation[].instance_id", "annotation.number"),
        _row("learning_data_info.annotation[].class_id", "annotation.class"),
        _row("learning_data_info.annotation[].type", "annotation.kind"),
        _row("learning_data_info.annotation[].bounding_box", "annotation.box"),
        _row("learning_data_info.annotation[].segmentation", "annotation.segmentation"),
        _row("learning_data_info.class_info_list[].Type", "annotation.label"),
        _row("learning_data_info.class_info_list[].Type_value", "annotation.class"),
        _row("learning_data_info.class_info_list[].text_description", "annotation.class_ko"),
    ],
    "schema": {
        "$schema": _DRAFT,
        **_object(
            {
                "raw_data_info": _object(
                    {
                        "filename": _FILLED,
                        "resolution_width": _SIDE,
                        "resolution_height": _SIDE,
                        "copyrighter": _TEXT,
                        "date": _TEXT,
                    }
                ),
                "source_data_info": _object({"source_data_ID": _FILLED, "file_extension": _FILLED}),
                "learning_data_info": _object(
                    {
                        "path": _TEXT,
                        "json_data_ID": _FILLED,
                        "version": _TEXT,
                        "annotation": {
                            "type": "array",
                            "items": _object(
                                {
                                    "instance_id": {"type": "integer", "minimum": 1},
                                    "class_id": _FILLED,
                                    "type": {"enum": _SHAPES},
                                    "bounding_box": _BOX,
                                    "segmentation": {"type": ["array", "object"]},
                                }
                            ),
                        },
                    },
                    class_info_list={
                        "type": "array",
                        "items": _object(
                            {"Type": _FILLED, "Type_value": _FILLED, "text_description": _TEXT}
                        ),
                    },
                ),
            }
        ),
    },
}

_SPEECH = {
    "per": "item",
    "rows": [
        _row("발화정보.stt", "item.said", default=""),
        _row("발화정보.scriptId", "item.stem"),
        _row("발화정보.fileNm", "item.file_name"),
        _row("발화정보.recrdTime", "item.seconds"),
        _row("발화정보.recrdDt", "item.meta.recorded_at", default=""),
        _row("대화정보.recrdEnvrn", "item.meta.environment", default=""),
        _row("대화정보.colctUnitCode", "item.meta.unit", default=""),
        _row("대화정보.cityCode", "speaker.current_residence", default=""),
        _row("대화정보.recrdUnit", "item.meta.profile.device", default=""),
        _row("대화정보.convrsThema", "item.meta.topic", default=""),
        _row("녹음자정보.gender", "speaker.sex", default=""),
        _row("녹음자정보.recorderId", "speaker.id", default=""),
        _row("녹음자정보.age", "speaker.age", default=""),
    ],
    "schema": {
        "$schema": _DRAFT,
        **_object(
            {
                "발화정보": _object(
                    {
                        "stt": _TEXT,
                        "scriptId": _FILLED,
                        "fileNm": _FILLED,
                        "recrdTime": {"type": "number", "exclusiveMinimum": 0},
                        "recrdDt": _TEXT,
                    }
                ),
                "대화정보": _object(
                    dict.fromkeys(
                        ("recrdEnvrn", "colctUnitCode", "cityCode", "recrdUnit", "convrsThema"),
                        _TEXT,
                    )
                ),
                "녹음자정보": _object(dict.fromkeys(("gender", "recorderId", "age"), _TEXT)),
            }
        ),
    },
}

_COCO_OBJECT = {
    "per": "annotation",
    "rows": [
        _row("image.id", "item.number"),
        _row("image.file_name", "item.file_name"),
        _row("image.width", "item.width"),
        _row("image.height", "item.height"),
        _row("annotation.id", "annotation.number", optional=True),
        _row("annotation.bbox", "annotation.box", optional=True),
        _row("annotation.segmentation", "annotation.segmentation", optional=True),
        _row("annotation.area", "annotation.area", optional=True),
        _row("annotation.attributes", "annotation.attributes", optional=True),
        _row("category.id", "annotation.class_number", optional=True),
        _row("category.name", "annotation.class", optional=True),
        _row("category.supercategory", "annotation.label", optional=True),
    ],
    "schema": {
        "$schema": _DRAFT,
        **_object(
            {
                "image": _object(
                    {"id": _COUNT, "file_name": _FILLED, "width": _SIDE, "height": _SIDE}
                )
            },
            annotation=_object(
                {
                    "id": {"type": "integer", "minimum": 1},
                    "segmentation": {"type": ["array", "object"]},
                    "attributes": {"type": "object"},
                },
                bbox=_BOX,
                area={**_NUMBER, "minimum": 0},
            ),
            category=_object(
                {"id": {"type": "integer", "minimum": 1}, "name": _FILLED, "supercategory": _FILLED}
            ),
        ),
        "dependentRequired": {"annotation": ["category"], "category": ["annotation"]},
    },
}

FAMILIES: Mapping[str, Family] = {
    name: Family(name, takes, parse_template(said))
    for name, takes, said in (
        ("trio", ("picture",), _TRIO),
        ("speech", ("sound",), _SPEECH),
        ("coco_object", ("picture",), _COCO_OBJECT),
    )
}
"""By name."""
