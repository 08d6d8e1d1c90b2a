"""Answers of collect stages: held to the takes of who made them, and each goes on by itself."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import transaction
from app.models import AgreementKind, Asset, Capture, Organisation, Project, StageKind
from app.people.agreements import publish
from app.projects.queries import reasons, retire_reason
from app.releases.schemas import ReleaseFormat
from app.releases.service import OnlyCollected
from app.tasks.queries import facts_of
from app.workflow.design import write_schema
from app.workflow.found import add_stage, found_project
from app.workflow.look import pieces_of
from app.workflow.opening import open_chunk
from app.workflow.submit import AnswerFaulty
from tests.factories import PROFILE, WORDS, Place, add_person, numbers
from tests.workflow.lines import further, items, lead, run_chores, settle, work
from tests.workflow.test_pieces import TEXTS, released, reopen, spans, texts

ASKED = {
    "modality": "prompt",
    "labels": [
        {"kind": "recording", "name": "voice", "container": "wav", "rate": 16000, "channels": 1,
         "min_seconds": 1, "max_seconds": 60, "required": False},
        {"kind": "writing", "name": "words", "required": False},
    ],
}  # fmt: skip
SOUNDS = {
    "modality": "sound",
    "labels": [{"kind": "segment", "name": "said", "classes": [{"id": "speech"}]}],
}


@pytest.fixture
def place(database: object) -> Place:
    """A collect stage with two prompts, each for two people."""
    other = Place.make(items=0)
    with transaction() as s:
        publish(s, AgreementKind.PROJECT, other.project_id, WORDS, by=other.manager)
    found = further(other, "녹음", schema=ASKED, kind="collect", overlap=2)
    texts(found, "이 문장을 읽으세요.", "아침에 한 일을 말하세요.")
    assert open_chunk(found.project_id, found.stage_id, None, priority=0, by=None) == 2
    return found


def take(place: Place, who: int, lease: int, *, state: str = "passed", label: str = "voice") -> int:
    """A recording that this person has made for this lease."""
    with transaction() as s:
        asset = Asset(
            project_id=place.project_id, sha256=f"{next(numbers):064x}", media_type="audio/wav",
            facts={"modality": "sound", "length": 2000.0, "rate": 16000, "channels": 1},
        )  # fmt: skip
        s.add(asset)
        s.flush()
        capture = Capture(
            project_id=place.project_id, stage_id=place.stage_id, assignment_id=lease,
            person_id=who, label=label, upload_id=f"u{next(numbers)}", name="take.WAV", bytes=10,
            state=state, asset_id=asset.id if state == "passed" else None,
            measured={"length": 2000.0},
        )  # fmt: skip
        s.add(capture)
        s.flush()
        return capture.id


def said(capture: int | None = None, words: str | None = None) -> dict[str, Any]:
    marks: list[dict[str, Any]] = []
    if capture is not None:
        marks.append({"kind": "recording", "id": "r", "name": "voice", "capture": capture})
    if words is not None:
        marks.append({"kind": "writing", "id": "w", "name": "words", "text": words})
    return {"modality": "prompt", "annotations": marks}


def test_an_answer_names_takes_of_its_own_that_passed(place: Place) -> None:
    worker, other = place.participant(), place.participant()
    (lease,), (theirs,) = place.claim(worker), place.claim(other)
    good, refused = take(place, worker, lease), take(place, worker, lease, state="refused")
    foreign = take(place, other, theirs)
    for wrong in (refused, foreign, 10**9):
        with pytest.raises(AnswerFaulty):
            place.submit(worker, lease, said(wrong))
    place.submit(worker, lease, said(good))


def test_facts_know_the_takes_of_the_author(place: Place) -> None:
    """Whoever inspects is held to the same takes."""
    worker = place.participant()
    (lease,) = place.claim(worker)
    made = take(place, worker, lease)
    with transaction() as s:
        facts = facts_of(s, place.project_id, lease)
    assert facts is not None
    captures = getattr(facts.asset, "captures", None)
    assert captures is not None
    assert (captures[made].label, captures[made].state) == ("voice", "passed")
    assert (captures[made].modality, captures[made].length) == ("sound", 2000.0)


def test_each_take_goes_on_at_once_with_who_speaks_and_what_was_asked(place: Place) -> None:
    label = further(place, "전사", schema=SOUNDS)
    lead(place, (place, label))
    worker, other = place.participant(), place.participant()
    (lease,) = place.claim(worker)
    capture = take(place, worker, lease)
    place.submit(worker, lease, said(capture))
    run_chores()
    (made,) = items(label)
    (who,) = place.rows(
        f"SELECT pseudonym FROM project_member WHERE project_id = :p AND person_id = {worker}"
    )[0]
    assert made.name == f"글0/{who}-{capture}.wav"
    assert made.state == "in_work"
    assert made.meta == {
        "prompt": "글0.txt",
        "text": "이 문장을 읽으세요.",
        "label": "voice",
        "speaker": who,
        "profile": {"age": "30", **PROFILE},
    }
    assert [row.state for row in items(place)] == ["in_work", "in_work"], "one more is wanted"
    (lease,) = place.claim(other)
    place.submit(other, lease, said(take(place, other, lease)))
    settle(place)
    assert len(items(label)) == 2
    assert [row.state for row in items(place)] == ["accepted", "in_work"]


def test_an_answer_is_looked_at_with_its_takes_and_is_no_data_set_yet(
    place: Place,
) -> None:
    worker = place.participant()
    (lease,) = place.claim(worker)
    answer = said(take(place, worker, lease), words="아침에 밥을 먹었다.")
    place.submit(worker, lease, answer)
    other = place.participant()
    (theirs,) = place.claim(other)
    place.submit(other, theirs, said(words="네."))
    run_chores()
    item_id = items(place)[0].id
    with transaction() as s:
        looked = pieces_of(s, place.project_id, item_id)
    assert looked.merged is not None
    assert (looked.merged["answer"], looked.merged["faults"]) == (answer, [])
    for kind in ReleaseFormat:
        with pytest.raises(OnlyCollected):
            released(place, "1.0", kind)


def test_what_was_written_goes_on_as_a_text(place: Place) -> None:
    label, sounds = further(place, "글", schema=TEXTS), further(place, "전사", schema=SOUNDS)
    lead(place, (place, label), (place, sounds))
    worker = place.participant()
    (lease,) = place.claim(worker)
    place.submit(worker, lease, said(take(place, worker, lease), words="아침에 밥을 먹었다."))
    settle(place)
    (text_item,), (sound_item,) = items(label), items(sounds)
    assert text_item.name.endswith(".1.txt")
    assert sound_item.name.endswith(".wav")
    assert place.rows(
        f"""SELECT a.document #>> '{{parts,0,text}}' FROM item i JOIN asset a ON a.id = i.asset_id
            WHERE i.project_id = :p AND i.id = {text_item.id}"""
    ) == [("아침에 밥을 먹었다.",)]
    assert len(label.claim(worker)) == 1


def test_a_rejected_answer_goes_nowhere_and_a_judged_one_does(place: Place) -> None:
    looked_at = further(place, "검수", schema=ASKED, kind="collect", inspect1="all", inspect2="all")
    label = further(place, "전사", schema=SOUNDS)
    texts(looked_at, "읽으세요.")
    open_chunk(looked_at.project_id, looked_at.stage_id, None, priority=0, by=None)
    lead(place, (looked_at, label))
    worker, other = place.participant(), place.participant()
    first, second = place.person("primary_inspector"), place.person("secondary_inspector")
    for who, verdict in ((worker, "reject"), (other, "approve")):
        (lease,) = looked_at.claim(who)
        looked_at.submit(who, lease, said(take(looked_at, who, lease)))
        settle(place)
        assert not items(label)
        for inspector, level in ((first, 1), (second, 2)):
            (inspection,) = looked_at.claim(inspector, level)
            looked_at.decide(inspector, inspection, verdict)
        settle(place)
    assert len(items(label)) == 1


def test_a_reopened_prompt_supersedes_what_came_of_it(place: Place) -> None:
    label = further(place, "전사", schema=SOUNDS)
    lead(place, (place, label))
    people = [place.participant() for _ in range(3)]
    for who in people[:2]:
        (lease,) = place.claim(who)
        place.submit(who, lease, said(take(place, who, lease)))
    settle(place)
    old = {row.id for row in items(label)}
    assert len(old) == 2
    prompt = items(place)[0]
    assert prompt.state == "accepted"
    reopen(place, prompt.id)
    who = people[2]
    leases = place.claim(who, count=2)
    again = next(
        lease for lease in leases
        if place.rows(f"""SELECT t.item_id FROM assignment a JOIN task t ON t.id = a.task_id
                          WHERE a.project_id = :p AND a.id = {lease}""")[0][0] == prompt.id
    )  # fmt: skip
    place.submit(who, again, said(take(place, who, again)))
    settle(place)
    states = {row.id: row.state for row in items(label)}
    assert {states[id] for id in old} == {"excluded"}
    assert [state for id, state in states.items() if id not in old] == ["in_work"]


def test_a_text_may_be_a_prompt(place: Place) -> None:
    """Sentences that are written in one stage are read aloud in the next."""
    writing = further(place, "문장", schema=TEXTS)
    lead(place, (writing, place))
    texts(writing, "새로 쓴 문장.")
    open_chunk(writing.project_id, writing.stage_id, None, priority=0, by=None)
    work(writing, place.participant(), 1, spans())
    settle(place)
    assert len(items(place)) == 3


def test_inspectors_are_offered_reasons_that_fit_what_is_collected(database: object) -> None:
    with transaction() as s:
        founder = add_person()
        house = Organisation(name="기관")
        s.add(house)
        s.flush()
        project_id = found_project(s, by=founder, organisation_id=house.id, name="녹음", goal="")
        stage_id = add_stage(
            s,
            by=founder,
            project=s.get_one(Project, project_id),
            values={"name": "녹음", "kind": StageKind.COLLECT},
        )

        def offered(kind: str | None) -> set[str]:
            if kind is not None:
                definition = {"modality": "prompt", "labels": [{"kind": kind, "name": "a"}]}
                write_schema(
                    s, by=founder, project_id=project_id, stage_id=stage_id, definition=definition
                )
            return {one.code for one in reasons(s, project_id) if one.retired_at is None}

        anywhere = {"missing", "guideline", "careless"}
        assert offered(None) == anywhere
        assert offered("recording") == anywhere | {"private", "wording", "noise", "cut_off"}
        retire_reason(s, project_id, "noise")
        assert offered("film") == anywhere | {"private", "wording", "cut_off", "blurred", "scene"}
        assert {"off_topic", "wrong_file"} & offered("photograph") == set()
        assert {"off_topic", "wrong_file"} & offered("writing") == {"off_topic"}
        assert {"off_topic", "wrong_file"} & offered("file") == {"off_topic", "wrong_file"}
        assert not {"position", "class", "extra", "noise"} & offered(None)
