"""Questions on an item: asked with the work in hand, answered once for all who ask the same."""

from __future__ import annotations

import pytest

from app.core.database import transaction
from app.core.errors import NotFound, WrongState
from app.questions import queries
from app.questions.schemas import InquiryAnswerIn
from app.tasks.reclaiming import reclaim
from app.workflow import inquire
from tests.factories import Place

pytestmark = pytest.mark.usefixtures("shared_database")


def ask(place: Place, who: int, lease: int, words: str = "하나인가요?") -> int:
    with transaction() as s:
        here = {"project_id": place.project_id, "assignment_id": lease}
        return inquire.ask(s, me=who, words=words, **here)


def answer(place: Place, inquiry: int, **more: object) -> None:
    said = InquiryAnswerIn.model_validate({"answer": "따로따로요."} | more)
    with transaction() as s:
        here = {"project_id": place.project_id, "inquiry_id": inquiry}
        inquire.answer(s, by=place.manager, said=said, **here)


def swept(place: Place) -> int:
    with transaction() as s:
        return reclaim(s, project_id=place.project_id)


def test_a_lease_waits_for_the_first_answer_and_then_has_its_whole_term() -> None:
    place = Place.make(items=2)
    worker = place.person("worker")
    waits, other = place.claim(worker, count=2)
    inquiry = ask(place, worker, waits)
    place.age(hours=71)
    assert swept(place) == 1
    assert place.assignment(waits).state == "reserved"
    assert place.assignment(other).state == "expired"
    answer(place, inquiry)
    left = place.rows(
        f"""SELECT extract(epoch FROM a.due_at - now()) - g.lease_seconds
            FROM assignment a JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id
            WHERE a.project_id = :p AND a.id = {waits}"""
    )[0][0]
    assert -60 < left <= 0
    ask(place, worker, waits, "또 있어요.")  # it waits once, not for ever
    place.age(hours=71)
    assert swept(place) == 1


def test_one_answer_goes_to_all_who_ask_the_same_and_beside_the_guideline() -> None:
    place = Place.make(items=3)
    people = [place.person("worker") for _ in range(3)]
    asked = [ask(place, who, place.claim(who)[0]) for who in people]
    here = {"by": place.manager, "project_id": place.project_id}
    with transaction() as s:
        inquire.join(s, inquiry_id=asked[2], same_as=asked[1], **here)
        inquire.join(s, inquiry_id=asked[1], same_as=asked[0], **here)
    with pytest.raises(inquire.NotTheSame):
        answer(place, asked[1])
    with transaction() as s:
        shown = queries.one(s, place.project_id, asked[0])
        assert shown is not None
        assert (shown["same"], shown["waiting"]) == (2, True)
    answer(place, asked[0], for_all=True, question="겹치면 하나인가요?")
    for who in people:
        with transaction() as s:
            (mine,) = queries.mine(s, who, after=0, limit=9)
        assert (mine["state"], mine["answer"]) == ("answered", "따로따로요.")
        told = place.rows(
            f"SELECT kind FROM notification WHERE person_id = {who} AND kind = 'inquiry_answered'"
        )
        assert len(told) == 1
    with transaction() as s:
        entries = queries.entries(s, place.project_id, place.stage_id)
        assert [one["question"] for one in entries] == ["겹치면 하나인가요?"]
        inquire.remove_entry(s, stage_id=place.stage_id, entry_id=entries[0]["id"], **here)
        assert queries.entries(s, place.project_id, place.stage_id) == []
    with pytest.raises(WrongState):
        answer(place, asked[0])


def test_nobody_asks_about_the_work_of_another_and_nobody_without_end() -> None:
    place = Place.make(items=1)
    worker, other = place.person("worker"), place.person("worker")
    (lease,) = place.claim(worker)
    with pytest.raises(NotFound):
        ask(place, other, lease)
    for _ in range(inquire.MOST):
        ask(place, worker, lease)
    with pytest.raises(inquire.AskedEnough):
        ask(place, worker, lease)
