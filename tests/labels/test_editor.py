"""The editor and the server find the same faults: both are held to the same recorded cases."""

import json
from pathlib import Path

from app.labels import (
    CaptureFacts,
    Part,
    PictureFacts,
    PromptFacts,
    TextFacts,
    check,
    facts_from,
    parse_answer,
    parse_schema,
)

CASES = Path(__file__).parents[2] / "frontend" / "tests" / "unit"


def test_the_recorded_pictures_are_what_the_server_finds() -> None:
    recorded = json.loads((CASES / "annotate" / "validity-cases.json").read_text())
    facts = PictureFacts(**recorded["picture"])
    labels = {label["name"]: label for label in recorded["labels"]}
    for case in recorded["cases"]:
        schema = parse_schema(
            {"modality": "picture", "labels": [labels[name] for name in case["labels"]]}
        )
        answer = parse_answer({"modality": "picture", "annotations": case["annotations"]})
        found = [[fault.code, fault.annotation] for fault in check(schema, facts, answer)]
        assert found == case["faults"], case


def test_the_recorded_texts_are_what_the_server_finds() -> None:
    for case in json.loads((CASES / "annotate-text" / "validity-cases.json").read_text()):
        parts = (Part(one["id"], one["role"], len(one["text"])) for one in case["facts"]["parts"])
        schema, answer = parse_schema(case["schema"]), parse_answer(case["answer"])
        found = [
            {"code": fault.code, "annotation": fault.annotation}
            for fault in check(schema, TextFacts(tuple(parts)), answer)
        ]
        assert found == case["faults"], case


def test_the_recorded_segments_and_events_are_what_the_server_finds() -> None:
    for case in json.loads((CASES / "annotate-clock" / "validity-cases.json").read_text()):
        facts = facts_from(width=None, height=None, media=case["facts"])
        schema, answer = parse_schema(case["schema"]), parse_answer(case["answer"])
        assert facts is not None
        found = [
            {"code": fault.code, "annotation": fault.annotation}
            for fault in check(schema, facts, answer)
        ]
        assert found == case["faults"], case


def test_the_recorded_prompts_are_what_the_server_finds() -> None:
    for case in json.loads((CASES / "annotate-prompt" / "validity-cases.json").read_text()):
        facts = case["facts"]
        parts = (Part(one["id"], one["role"], len(one["text"])) for one in facts["parts"])
        takes = {one["id"]: CaptureFacts(one["label"], "passed") for one in facts["captures"]}
        schema, answer = parse_schema(case["schema"]), parse_answer(case["answer"])
        found = [
            {"code": fault.code, "annotation": fault.annotation}
            for fault in check(schema, PromptFacts(tuple(parts), takes), answer)
        ]
        assert found == case["faults"], case["name"]
