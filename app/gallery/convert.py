"""Labeling configurations of other programs, as label schemas."""

import json
from collections.abc import Callable
from typing import Any

from app.core.errors import Invalid
from app.formats.configs import BadConfig, Note, Schema, cvat_labels, label_studio_config
from app.gallery.schemas import ConfigFormat, ConfigNote, ConvertedOut
from app.labels import parse_schema, schema_json


class ConfigRefused(Invalid):
    """The configuration is none, or asks nothing that can be asked here."""

    code, title = "config_refused", "Configuration refused"


def _cvat(text: str, video: bool) -> tuple[Schema, list[Note]]:
    try:
        given: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise BadConfig("The configuration is not JSON; copy CVAT's labels again.") from None
    return cvat_labels(given, video)


_READ: dict[ConfigFormat, Callable[[str, bool], tuple[Schema, list[Note]]]] = {
    ConfigFormat.LABEL_STUDIO: lambda text, _: label_studio_config(text),
    ConfigFormat.CVAT: _cvat,
}


def convert(form: ConfigFormat, text: str, video: bool = False) -> ConvertedOut:
    """The label schema of a configuration, and what could not be kept. `video`: whether CVAT's
    labels are of one. Raises `ConfigRefused`.
    """
    try:
        schema, notes = _READ[form](text, video)
    except BadConfig as refused:
        raise ConfigRefused(str(refused)) from None
    return ConvertedOut(
        definition=schema_json(parse_schema(schema)),
        notes=[ConfigNote.model_validate(note) for note in notes],
    )
