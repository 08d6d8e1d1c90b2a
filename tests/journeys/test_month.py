"""A month of forty people in five projects of two organisations: three price cards, returns, fixes,
rejections, appeals, bonuses, top-ups, a project that ends, a transfer that fails. At the end work ×
price = ledger = statements = bank files + what was withheld, to the won."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.models import ProjectRoleName
from app.workflow import bonus, top_up
from tests.conftest import Database, Server
from tests.journeys.month import Month
from tests.ledger.worked import WITHHELD

VERSIONS = ((250, 90, 60), (310, 110, 70), (280, 100, 65))
"""The prices of the first project, as they change in the month."""

# What happens to a piece of work: verdicts in the order in which they are given, each by its level;
# behind them, for a rejection, how its appeal ends.
STORIES: tuple[tuple[tuple[tuple[int, str], ...], bool | None], ...] = (
    (((1, "approve"),), None),
    (((1, "fix"),), None),
    (((1, "return"), (1, "approve")), None),
    (((1, "return"), (1, "return"), (1, "fix")), None),
    (((1, "reject"), (2, "approve")), None),
    (((1, "reject"), (2, "reject")), True),
    (((1, "reject"), (2, "reject")), False),
    (((1, "reject"), (2, "return"), (2, "approve")), None),
)


@pytest.fixture
def month(server: Server, worker: Callable[[], int], database: Database) -> Iterator[Month]:
    made = Month(server.url, worker, database)
    yield made
    made.close()


@pytest.mark.timeout(300)
def test_a_month(month: Month) -> None:
    month.project("세포", "한빛", items=30, inspect1="all", inspect2="none", prices=VERSIONS[0])
    month.project("세기", "한빛", items=12, prices=(500, 0, 0), inspect1="none")
    month.project("끊김", "한빛", items=8, prices=(700, 0, 0), inspect1="all", inspect2="none")
    month.project("방언", "다온", funds=50_000_000, items=8, prices=(10_000, 0, 0), inspect1="none")
    month.project("그림", "다온", items=10, prices=(300, 0, 0), inspect1="none")

    worker, first, second = (
        ProjectRoleName.WORKER,
        ProjectRoleName.PRIMARY_INSPECTOR,
        ProjectRoleName.SECONDARY_INSPECTOR,
    )
    authors = [
        month.join(f"작업{number:02}", worker, "세포", "세기", "끊김", "그림")
        for number in range(1, 25)
    ]
    primaries = [month.join(f"일차{number}", first, "세포", "끊김") for number in range(1, 6)]
    secondaries = [month.join(f"이차{number}", second, "세포", "끊김") for number in range(1, 4)]
    speakers = [month.join(f"화자{number}", worker, "방언") for number in range(1, 9)]
    assert len(month.people) == 40

    # Three price cards; who has claimed keeps his.
    kept = month.claim(authors[23], "세포", VERSIONS[0][0])["id"]
    for version, prices in enumerate(VERSIONS):
        if version:
            month.price("세포", *prices)
        for number, (verdicts, appeal) in enumerate(STORIES):
            inspectors = {1: primaries[number % 5], 2: secondaries[number % 3]}
            author = authors[(version * 8 + number) % 24]
            if author is authors[23]:
                author = authors[22]
            month.story("세포", author, inspectors, prices, verdicts, appeal)
    month.answer(authors[23], "세포", kept)
    month.judge(primaries[0], "세포", 1, "approve", VERSIONS[2])
    month.owe(authors[23], "세포", VERSIONS[0][0], "work")

    # A price a piece, where nobody looks: each speaker earns one of the worked numbers.
    for speaker, (_, gross, *_) in zip(speakers, WITHHELD, strict=True):
        month.price("방언", gross)
        month.answer(speaker, "방언", month.claim(speaker, "방언", gross)["id"])
        month.owe(speaker, "방언", gross, "work")

    # So many pieces have a bonus; what takes four minutes pays less than the floor.
    month.promise("세기", kind="volume", amount=2_000, most=10, pieces=3)
    for number in range(12):
        author = authors[number % 4]
        month.answer(author, "세기", month.claim(author, "세기", 500)["id"], seconds=240)
        month.owe(author, "세기", 500, "work")
    assert bonus.grant_all() == 4
    assert bonus.grant_all() == 0
    for author in authors[:4]:
        month.owe(author, "세기", 2_000, "bonus")

    # So many won an object, of which ten are paid at most.
    month.price("그림", 40, unit="object", most=10)
    for number, count in enumerate((3, 1, 10, 12, 7)):
        author = authors[8 + number]
        month.answer(author, "그림", month.claim(author, "그림", 400)["id"], count)
        month.owe(author, "그림", 40 * min(count, 10), "work")

    # A project that ends: what was handed in is paid, what is held may still be handed in, and what
    # was begun is paid in full; what was given back untouched is not.
    handed, held, given, begun = authors[4:8]
    month.answer(handed, "끊김", month.claim(handed, "끊김", 700)["id"])
    late = month.claim(held, "끊김", 700)["id"]
    dropped = month.claim(given, "끊김", 700)["id"]
    half = month.claim(begun, "끊김", 700)["id"]
    draft = {"revision": 0, "body": {"annotations": []}}
    begun.send("PUT", f"{month.path('끊김')}/assignments/{half}/draft", draft)
    month.bosses["끊김"].post(
        f"{month.stage('끊김')}/cancel", {"why": "협약이 끝났어요."}, status=200
    )
    month.chores()
    month.answer(held, "끊김", late)
    given.post(f"{month.path('끊김')}/assignments/{dropped}/return", {"why": "바빠요"}, status=200)
    month.bosses["끊김"].post(
        f"{month.path('끊김')}/assignments/{half}/release", {"why": "끝났어요."}, status=200
    )
    for author in (handed, held, begun):
        month.owe(author, "끊김", 700, "work")

    month.must_be_owed()
    month.must_add_up()

    # Days are over. 240 s at 10,320 won an hour are 688, and 500 was paid.
    month.days_pass()
    assert top_up.look_at_days() == 4
    for _ in range(2):
        top_up.pay_waiting()
    for author in authors[:4]:
        month.owe(author, "세기", 3 * (688 - 500), "top-up")
    month.must_be_owed()

    # Who he is and where his money goes says everybody but one; one writes another name, one wants
    # more at once.
    silent, other, patient, moved = (authors[number].name for number in (1, 2, 3, 4))
    owed = month.still_owed()
    for name, who in month.people.items():
        if not owed[name]:
            early = {"legal_name": name, "number": "900101-1234567"}
            refused = who.send("PUT", "/me/identity", early, status=409)
            assert refused["code"] == "identity_not_needed"
        elif name != silent:
            month.papers(
                name,
                holder="김두레" if name == other else None,
                minimum=10**6 if name == patient else 0,
            )
    for speaker, (kind, *_) in zip(speakers, WITHHELD, strict=True):
        month.is_paid_as(speaker.name, "다온", kind)

    # The first payouts; one transfer fails, and the money is his again.
    held = {silent: "no_identity", other: "name_differs", patient: "below_minimum"}
    month.pay("한빛", held=held, fails=(moved,))
    month.pay("다온")
    (gone, *_) = month.people[moved].get("/me/payouts")["items"]
    assert (gone["state"], gone["failure"]) == ("payable", "해지된 계좌입니다")
    told = month.people[moved].get("/notifications")["items"]
    assert ("payout_failed", gone["net"]) in {
        (one["kind"], one["params"].get("net")) for one in told
    }
    month.must_add_up()

    # He has another account, finance has looked at the name: they are paid now.
    month.papers(moved)
    month.is_paid_as(other, "한빛", "business", confirmed=True)
    lines = month.pay("한빛", held={silent: "no_identity", patient: "below_minimum"})
    assert lines[moved]["retry_of"] == gone["id"]

    # Who waited asks for it.
    month.papers(patient)
    asks = {"organisation_id": month.houses["한빛"].id}
    month.people[patient].send("POST", "/me/payouts", asks, status=204)
    month.pay("한빛", only=(patient,))

    month.must_add_up()
    month.must_be_stated()
    month.must_be_on_paper()
    assert [person for person, amount in month.still_owed().items() if amount] == [silent]
