"""The editor and the server find the same faults: both are held to the same recorded cases."""

import json
from pathlib import Path

from app.labels import PictureFacts, check, parse_answer, parse_schema

CASES = Path(__file__).parents[2] / "frontend/tests/unit/annotate/validity-cases.json"


def test_the_recorded_cases_are_what_the_server_finds() -> None:
    recorded = json.loads(CASES.read_text())
    facts = PictureFacts(**recorded["picture"])
    labels = {label["name"]: label for label in recorded["labels"]}
    for case in recorded["cases"]:
        schema = parse_schema(
            {"modality": "picture", "labels": [labels[name] for name in case["labels"]]}
        )
        answer = parse_answer({"modality": "picture", "annotations": case["annotations"]})
        found = [[fault.code, fault.annotation] for fault in check(schema, facts, answer)]
        assert found == case["faults"], case
