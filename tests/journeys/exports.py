"""Exports, read back by what others use: pycocotools, ElementTree, a JSON reader line by line."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

from PIL import Image
from pycocotools.coco import COCO

from tests.journeys.truth import Box, Picture, said, same

Pictures = Mapping[str, Picture]


def must_equal(found: Mapping[str, list[Box]], pictures: Pictures) -> None:
    """Every picture is there, the empty ones too, and every box equals the truth."""
    assert found.keys() == pictures.keys()
    wrong = [name for name, picture in pictures.items() if not same(found[name], picture.boxes)]
    assert not wrong, (len(wrong), wrong[0], found[wrong[0]], pictures[wrong[0]].boxes)


def from_coco(content: bytes, pictures: Pictures) -> dict[str, list[Box]]:
    """What pycocotools reads; sizes and areas are looked at as well."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(content)
        file.flush()
        with contextlib.redirect_stdout(io.StringIO()):
            coco = COCO(file.name)
    names = {one["id"]: one["name"] for one in coco.loadCats(coco.getCatIds())}
    found = {}
    for image in coco.loadImgs(coco.getImgIds()):
        picture = pictures[image["file_name"]]
        assert (image["width"], image["height"]) == (picture.width, picture.height)
        boxes = []
        for one in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]])):
            x, y, width, height = one["bbox"]
            assert abs(one["area"] - width * height) < 0.01
            assert one["iscrowd"] == 0
            boxes.append(Box(names[one["category_id"]], x, y, width, height))
        found[image["file_name"]] = boxes
    return found


def from_voc(content: bytes, pictures: Pictures) -> dict[str, list[Box]]:
    """What the label files of the archive say, found by their pictures' names."""
    by_stem = {name.rsplit(".", 1)[0]: name for name in pictures}
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            root = ElementTree.fromstring(archive.read(name))
            stem = name.removeprefix("Annotations/").removesuffix(".xml")
            found[by_stem[stem]] = voc_boxes(root)
    return found


def voc_boxes(root: ElementTree.Element) -> list[Box]:
    """The boxes of one VOC file, those without area included."""
    boxes = []
    for thing in root.iter("object"):
        left, top, right, bottom = (
            float(thing.findtext(f"bndbox/{side}") or "nan")
            for side in ("xmin", "ymin", "xmax", "ymax")
        )
        boxes.append(Box(thing.findtext("name") or "", left, top, right - left, bottom - top))
    return boxes


def from_jsonl(content: bytes) -> dict[str, list[Box]]:
    """What each line says; work that nobody found anything in has a label that says so."""
    lines = [json.loads(line) for line in content.splitlines()]
    return {line["name"]: said(line["labels"]) for line in lines}


def must_hold_pictures(content: bytes, pictures: Pictures) -> None:
    """“With images” really holds the images, under the names that the labels use."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        (labels,) = (name for name in archive.namelist() if name.endswith("annotations.json"))
        folder = labels.removesuffix("annotations.json")
        files = {one["file_name"] for one in json.loads(archive.read(labels))["images"]}
        assert len(files) == len(pictures)
        for name in files:
            with Image.open(io.BytesIO(archive.read(folder + name))) as shown:
                shown.load()
