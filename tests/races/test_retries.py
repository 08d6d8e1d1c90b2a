"""Every call may be repeated: by itself later, and by itself at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories import Place
from tests.races import checks
from tests.races.calls import Call, claim, draft, judge, open_all, submit, work
from tests.races.crew import Crew

TABS = 4
Gather = Callable[[Place, list[int]], Crew]


def without_request(answer: Any) -> Any:
    """What does not differ from one request to the next: a refusal names the one that it is of."""
    refused = isinstance(answer, dict) and "request_id" in answer
    return answer | {"request_id": ""} if refused else answer


class Cast:
    """People with some tabs each, all of which send the same call at once, and again."""

    def __init__(self, gather: Gather, place: Place, **people: int) -> None:
        self.place = place
        self.first = {name: n * TABS for n, name in enumerate(people)}
        self.crew = gather(place, [who for who in people.values() for _ in range(TABS)])
        self.sent: list[tuple[str, Call, int, Any]] = []

    def all_tabs(self, name: str, call: Call, status: int) -> Any:
        """The answer, which all of them got."""
        begin = self.first[name]
        log = self.crew.volley({begin + tab: [call, call] for tab in range(TABS)})
        answers = [without_request(row.answer) for row in log]
        assert len(answers) == 2 * TABS
        assert {row.status for row in log} == {status}, answers
        assert all(answer == answers[0] for answer in answers), answers
        self.sent.append((name, call, status, answers[0]))
        return answers[0]

    def once_more(self, *verbs: str) -> None:
        """Repeat, long after and at once, what was done: the answers name the same things."""
        for name, call, status, before in self.sent:
            if call["path"].split("?")[0].rsplit("/", 1)[1] in verbs:
                row, other = self.crew.volley({self.first[name] + tab: [call] for tab in range(2)})
                assert row.status == other.status == status, row.answer
                assert identity(row.answer) == identity(other.answer) == identity(before)


def identity(answer: dict[str, Any]) -> Any:
    """What of an answer does not change with what has happened since."""
    if "leases" in answer:
        return [(lease["id"], lease["task_id"], lease["price"]) for lease in answer["leases"]]
    if "submission_id" in answer:
        following = answer["next"]["id"] if answer["next"] else None
        return {**answer, "next": following}
    return answer


def test_every_call_is_answered_as_the_first_time(gather: Gather) -> None:
    funds = 1_000_000
    place = Place.make(items=3, inspect1="all", inspect2="all", funds=funds, holds=2)
    people = {
        "author": place.person("worker"),
        "other": place.person("worker"),
        "one": place.person("primary_inspector"),
        "two": place.person("secondary_inspector"),
        "arbiter": place.arbiter(),
        "manager": place.manager,
    }
    cast = Cast(gather, place, **people)

    # The author claims, saves, takes his time, gives back, takes up again, hands in.
    (lease,) = cast.all_tabs("author", claim(place, "claim-one"), 201)["leases"]
    me = lease["id"]
    assert cast.all_tabs("author", draft(place, me, 0, 1.0), 200) == {"revision": 1}
    assert cast.all_tabs("author", draft(place, me, 1, 2.0), 200) == {"revision": 2}
    cast.all_tabs("author", work(place, me, "extend"), 200)
    left = checks.one(
        place,
        """SELECT extract(epoch FROM due_at - reserved_at) FROM assignment
           WHERE project_id = %(p)s AND id = %(id)s""",
        id=me,
    )
    assert left == 2 * 3600, "extended once"
    assert cast.all_tabs("author", work(place, me, "return", {"why": "점심"}), 200)["state"] == (
        "returned"
    )
    assert cast.all_tabs("author", work(place, me, "resume"), 200)["state"] == "reserved"
    call = submit(place, me, "hand-in-one", 11.0, follow=True)
    first = cast.all_tabs("author", call, 201)
    assert first["state"] == "submitted"
    second = first["next"]["id"]

    # Level 1 wants it back, level 2 agrees, the author mends, level 2 rejects.
    (look,) = cast.all_tabs("one", claim(place, "look-one", level=1), 201)["leases"]
    call = judge(place, look["id"], "verdict-one", "return", follow=True)
    assert cast.all_tabs("one", call, 201)["next"] is None
    (last,) = cast.all_tabs("two", claim(place, "look-two", level=2), 201)["leases"]
    cast.all_tabs("two", judge(place, last["id"], "verdict-two", "return"), 201)
    call = submit(place, me, "hand-in-two", 12.0)
    assert cast.all_tabs("author", call, 201)["attempt"] == 2
    (again,) = cast.all_tabs("two", claim(place, "look-three", level=2), 201)["leases"]
    assert again["id"] == last["id"], "whoever returned it checks the rework"
    cast.all_tabs("two", judge(place, last["id"], "verdict-three", "reject"), 201)

    # The author appeals, the arbiter decides for him.
    appeal = work(place, me, "appeal", {"text": "맞게 했어요."})
    assert cast.all_tabs("author", appeal, 201)["state"] == "appealed"
    decision = {
        "method": "POST",
        "path": f"/api/v1/projects/{place.project_id}/appeals/{me}/decision",
        "body": {"won": True, "reply": "맞습니다."},
    }
    assert cast.all_tabs("arbiter", decision, 200)["won"] is True

    # Money comes in once for each key.
    for key, amount in (("fund-first", 5_000), ("fund-second", 7_000)):
        funding = {
            "method": "POST",
            "path": f"/api/v1/projects/{place.project_id}/funding",
            "body": {"amount": amount},
            "key": key,
        }
        cast.all_tabs("manager", funding, 201)
    paid_in = funds + 12_000
    assert checks.balance(place, "sponsor") == -paid_in

    # A fix at level 1, approved at level 2.
    cast.all_tabs("author", submit(place, second, "hand-in-three", 13.0), 201)
    (look,) = cast.all_tabs("one", claim(place, "look-four", level=1), 201)["leases"]
    cast.all_tabs("one", judge(place, look["id"], "verdict-four", "fix"), 201)
    (last,) = cast.all_tabs("two", claim(place, "look-five", level=2), 201)["leases"]
    done = cast.all_tabs(
        "two", judge(place, last["id"], "verdict-five", "approve", follow=True), 201
    )
    assert done["next"] is None

    # Long after, everything is still answered by what was done then; only the claim that first
    # leased what was leased again for the re-check has given its place to the second one's key.
    cast.sent = [sent for sent in cast.sent if sent[1].get("key") != "look-two"]
    cast.once_more("claims", "submission", "decision")
    assert checks.answers_kept(place, cast.crew.rows()) == 8
    assert checks.earned(place) == {
        people["author"]: 2 * 100,
        people["one"]: 2 * 30,
        people["two"]: 3 * 20,
    }
    checks.places_hold(place)
    checks.money_holds(place, paid_in)
    entries = checks.rows(
        place,
        """SELECT subject_id, source, target, count(*) FROM event
           WHERE project_id = %(p)s AND subject = 'assignment' AND target = 'accepted'
             AND source = 'submitted' GROUP BY 1, 2, 3 HAVING count(*) > 1""",
    )
    assert entries == []


def test_a_hand_in_that_found_nothing_next_says_so_again(gather: Gather) -> None:
    """New work has come between a hand-in and its retry: the retry does not take it."""
    place = Place.make(items=1, inspect1="none", holds=5)
    cast = Cast(gather, place, author=place.person("worker"))
    (lease,) = cast.all_tabs("author", claim(place, "claim-one"), 201)["leases"]
    call = submit(place, lease["id"], "hand-in-one", 11.0, follow=True)
    assert cast.all_tabs("author", call, 201)["next"] is None
    place.add_items(3)
    open_all(place)
    assert cast.all_tabs("author", call, 201)["next"] is None
    assert checks.one(place, "SELECT count(*) FROM assignment WHERE project_id = %(p)s") == 1


def test_a_retry_of_long_ago_changes_nothing(gather: Gather) -> None:
    """Repeating a return, an extension or a draft after the work went on does not undo it."""
    place = Place.make(items=2, inspect1="none", holds=5)
    cast = Cast(gather, place, author=place.person("worker"))
    (lease,) = cast.all_tabs("author", claim(place, "claim-one"), 201)["leases"]
    cast.all_tabs("author", submit(place, lease["id"], "hand-in-one", 11.0), 201)
    for call in (
        work(place, lease["id"], "extend"),
        work(place, lease["id"], "return", {"why": ""}),
        work(place, lease["id"], "resume"),
        draft(place, lease["id"], 0, 1.0),
    ):
        answer = cast.all_tabs("author", call, 409)
        assert answer["code"] in ("wrong_state", "place_taken")
    assert place.assignment(lease["id"]).state.value == "accepted"
    checks.places_hold(place)
