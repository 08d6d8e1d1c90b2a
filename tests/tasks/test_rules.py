"""What stands between a person and a claim."""

from __future__ import annotations

from dataclasses import replace

from app.tasks.rules import Need, Standing, needs

FREE = Standing(
    too_young=False,
    unsigned_terms=[],
    member=True,
    unsigned_agreement=None,
    held=0,
    holds=5,
    waiting=3,
    others_waiting=False,
)


def test_nothing_stands_in_the_way() -> None:
    assert needs(FREE) == []


def test_each_need_by_itself() -> None:
    for at, need in (
        (replace(FREE, too_young=True), {"code": Need.TOO_YOUNG}),
        (
            replace(FREE, unsigned_terms=[1, 2]),
            {"code": Need.SIGN_TERMS, "agreement_ids": [1, 2]},
        ),
        (replace(FREE, member=False), {"code": Need.JOIN}),
        (replace(FREE, unsigned_agreement=7), {"code": Need.SIGN_PROJECT, "agreement_id": 7}),
        (replace(FREE, held=5), {"code": Need.FULL_HANDS, "held": 5, "holds": 5}),
        (replace(FREE, waiting=0), {"code": Need.NOTHING_WAITING}),
        (replace(FREE, waiting=0, others_waiting=True), {"code": Need.ALL_DONE}),
    ):
        assert needs(at) == [need]


def test_what_one_can_do_oneself_comes_first() -> None:
    at = replace(FREE, unsigned_terms=[1], member=False, unsigned_agreement=7, waiting=0)
    assert [need["code"] for need in needs(at)] == [
        Need.SIGN_TERMS,
        Need.JOIN,
        Need.SIGN_PROJECT,
        Need.NOTHING_WAITING,
    ]
