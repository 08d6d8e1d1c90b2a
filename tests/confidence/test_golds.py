"""Known answers through HTTP: made by hand, gathered, seeded with errors, retired; what is set
aside for them, and that it comes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.confidence.golds import ROLES
from app.core.database import transaction
from app.learning import courses
from app.models.learn import QuestionUse
from app.models.project import Stage
from app.models.quality import Gold
from app.workflow.aggregate import aggregate
from app.workflow.design import set_prices
from app.workflow.expire import sweep
from app.workflow.gild import FREE, GoldThere, clear, gild, unclear
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.factories import Place, boxes
from tests.priced import PRICED
from tests.races.checks import money_holds
from tests.workflow.lines import further, work
from tests.workflow.test_pieces import STORY, TEXTS, opened, spans, texts

GOLD: dict[str, Any] = {"gold": {"first": 1.0, "then": 0.2, "later": 0.03}}
FUNDS = 10_000_000


class Desk:
    """A manager at the known answers of one stage: `items` of its items are accepted, at `levels`
    levels of inspection, and there is other work at each level."""

    def __init__(
        self, web: Web, items: int = 3, levels: int = 0, people: int = 4, **more: Any
    ) -> None:
        looks = {f"inspect{level}": "all" if level <= levels else "none" for level in (1, 2)}
        self.place = Place.make(items=items + 20, holds=100, **looks, **more)
        self.author = self.place.person("worker")
        more = 1 if levels else 0
        self.roots = self.place.claim(self.author, count=items + more)
        for nth, lease in enumerate(self.roots):
            self.place.submit(self.author, lease, boxes(10.0 + 30 * nth, 300.0))
        for level in range(1, levels + 1):
            looker = self.place.person(ROLES[level])
            count = items if level == levels else items + more
            for lease in self.place.claim(looker, level, count=count):
                self.place.decide(looker, lease, "approve")
        with transaction() as s:
            s.get_one(Stage, (self.place.project_id, self.place.stage_id)).quality = GOLD
        self.people = [self.place.person("worker") for _ in range(people)]
        self.http = signed_in(web, self.place.manager).http
        self.home = f"/projects/{self.place.project_id}"
        self.golds = f"{self.home}/stages/{self.place.stage_id}/golds"
        self.items = [self.item(root) for root in self.roots]

    def known(self, who: int, level: int = 0) -> list[int]:
        """What he gets that has a known answer, of all that he gets; the rest he gives back."""
        taken = self.place.claim(who, level)
        return [one for one in taken if self.place.assignment(one).gold_id is not None]

    def item(self, root: int) -> int:
        task = self.place.assignment(root).task_id
        return int(self.place.rows(f"SELECT item_id FROM task WHERE id = {task}")[0][0])

    def priced(self, level0: int, level1: int = 30) -> None:
        with transaction() as s:
            set_prices(
                s,
                by=self.place.manager,
                project_id=self.place.project_id,
                stage_id=self.place.stage_id,
                level0=level0,
                level1=level1,
                level2=20,
                **PRICED,
            )

    def make(self, **body: Any) -> Any:
        return self.http.post(self.golds, json={"level": 0, "item_id": self.items[0]} | body)

    def retire(self, gold_id: int) -> Any:
        return self.http.post(f"{self.home}/golds/{gold_id}/retire")

    def free(self) -> int:
        return int(
            self.place.rows(
                """SELECT coalesce(sum(x.slots_left), 0) FROM seat x
                   JOIN queue q ON q.project_id = x.project_id AND q.id = x.queue_id AND q.gold
                   WHERE x.project_id = :p"""
            )[0][0]
        )

    def budget(self) -> int:
        return int(
            self.place.rows(
                """SELECT coalesce(sum(CASE WHEN e.credit = g.budget_account_id THEN e.amount
                     WHEN e.debit = g.budget_account_id THEN -e.amount END), 0)
                   FROM stage g JOIN ledger_entry e ON e.project_id = g.project_id
                   WHERE g.project_id = :p"""
            )[0][0]
        )

    def holds(self) -> None:
        money_holds(self.place, FUNDS)


def test_a_known_answer_by_hand_is_hidden_in_the_work_and_comes_once(web: Web) -> None:
    desk = Desk(web)
    before = desk.budget()
    made = desk.make(note="겹친 곳을 봐요")
    assert made.status_code == 201, made.text
    gold = made.json()
    assert gold["answer"] == boxes(10.0, 300.0), "what was accepted"
    assert (gold["source"], gold["free"], gold["given"]) == ("hand", 4, 0)
    assert gold["item"]["id"] == desk.items[0]
    assert before - desk.budget() == 4 * 100
    desk.holds()
    again = desk.make()
    assert (again.status_code, again.json()["code"]) == (409, "gold_there")
    assert desk.http.get(desk.golds, params={"level": 0}).json()["items"] == [gold]

    # Nobody who had a part in the item gets it; everybody else gets it once.
    assert desk.known(desk.author) == []
    *others, last = desk.people
    for who in others:
        (lease,) = desk.known(who)
        assert desk.place.assignment(lease).gold_id == gold["id"]
        desk.place.submit(who, lease, boxes(10.0, 300.0))
        assert desk.known(who) == []
    (lease,) = desk.known(last)
    desk.holds()
    now = desk.http.get(desk.golds).json()["items"][0]
    assert (now["given"], now["right"], now["free"]) == (3, 3, 0)
    # A place that comes back is for nobody of them either.
    desk.place.age(days=1)
    while sweep():
        pass
    assert desk.free() == 1
    for who in (desk.author, *others):
        assert desk.known(who) == []
    desk.holds()


def test_what_is_not_accepted_or_does_not_fit_makes_none(web: Web) -> None:
    desk = Desk(web)
    ready = desk.place.add_items(1)[0]
    refused = desk.make(item_id=ready, answer=boxes(1.0))
    assert (refused.status_code, refused.json()["code"]) == (409, "item_not_accepted")
    for body, code in (
        ({"answer": boxes(9999.0)}, "answer_faulty"),
        ({"answer": {"modality": "picture"}}, "answer_refused"),
        ({"verdict": "approve"}, "gold_unfit"),
        ({"shown": boxes(1.0)}, "gold_unfit"),
        ({"root_id": desk.roots[1]}, "gold_unfit"),
        ({"level": 1, "verdict": "fix"}, "gold_not_wrong"),
        ({"level": 1, "verdict": "approve", "shown": boxes(200.0)}, "gold_not_wrong"),
    ):
        said = desk.make(**body)
        assert (said.status_code, said.json()["code"]) == (422, code), body
    assert desk.make(item_id=999_999_999).status_code == 404
    assert desk.http.get(desk.golds).json()["items"] == []
    assert desk.free() == 0
    desk.holds()


@pytest.mark.parametrize("level", [1, 2])
def test_an_inspector_is_shown_an_error_and_paid_from_what_was_set_aside(
    web: Web, level: int
) -> None:
    desk = Desk(web, items=2, levels=level)
    lookers = [desk.place.person(ROLES[level]) for _ in range(3)]
    before = desk.budget()
    price = (100, 30, 20)[level]
    made = desk.make(level=level, shown=boxes(10.0), verdict="fix", root_id=desk.roots[0])
    assert made.status_code == 201, made.text
    gold = made.json()
    assert (gold["root_id"], gold["free"]) == (desk.roots[0], 3)
    assert before - desk.budget() == 3 * price
    desk.holds()
    root = desk.place.assignment(desk.roots[0])
    (lease,) = desk.known(lookers[0], level)
    assert desk.place.assignment(lease).gold_id == gold["id"]
    desk.place.decide(lookers[0], lease, "fix", boxes(10.0, 300.0))
    assert desk.place.owed(lookers[0]) == price
    now = desk.http.get(desk.golds).json()["items"][0]
    assert (now["given"], now["right"], now["free"]) == (1, 1, 2)
    after = desk.place.assignment(desk.roots[0])
    assert (after.state, after.answer_id) == (root.state, root.answer_id)
    desk.holds()

    # It is retired while one has it: what is free goes back, he is paid, and it tells nothing.
    (held,) = desk.known(lookers[1], level)
    gone = desk.retire(gold["id"]).json()
    assert gone["retired_at"] is not None
    assert gone["free"] == 0
    assert before - desk.budget() == 2 * price
    desk.holds()
    desk.place.decide(lookers[1], held, "approve")
    assert desk.place.owed(lookers[1]) == price
    assert desk.http.get(desk.golds).json()["items"][0]["given"] == 1
    desk.holds()
    assert desk.known(lookers[2], level) == []


def test_retiring_gives_back_every_won(web: Web) -> None:
    desk = Desk(web)
    before = desk.budget()
    gold = desk.make().json()
    (lease,) = desk.known(desk.people[0])
    (left,) = desk.known(desk.people[1])
    assert desk.retire(gold["id"]).status_code == 200
    assert desk.retire(gold["id"]).status_code == 200, "twice is once"
    assert before - desk.budget() == 2 * 100
    desk.holds()
    # One hands in and is paid; the other's runs out and comes back: its money too.
    desk.place.submit(desk.people[0], lease, boxes(10.0, 300.0))
    desk.place.age(days=10)
    while sweep():
        pass
    assert desk.place.assignment(left).state == "expired"
    while found := unclear_here(desk):
        for gold_id in found:
            with transaction() as s:
                clear(s, s.get_one(Gold, (desk.place.project_id, gold_id)))
    assert before - desk.budget() == 100
    assert desk.free() == 0
    desk.holds()
    task = desk.place.rows("SELECT state FROM task WHERE project_id = :p AND gold_id IS NOT NULL")
    assert task == [("cancelled",)]
    # And made anew it goes to none of those who had it.
    anew = desk.make(answer=boxes(10.0, 300.0))
    assert anew.status_code == 201, anew.text
    assert (anew.json()["id"], anew.json()["free"]) == (gold["id"], 2)
    assert desk.known(desk.people[0]) == []
    desk.holds()


@pytest.mark.parametrize("level", [0, 1])
def test_one_that_somebody_has_is_made_anew_and_tells_by_what_is_right_now(
    web: Web, level: int
) -> None:
    desk = Desk(web, levels=level, prices=(100, 0, 0))
    who = desk.people[0] if level == 0 else desk.place.person(ROLES[level])
    shown: dict[str, Any] = {"shown": boxes(10.0), "verdict": "fix"} if level else {}
    gold = desk.make(level=level, **shown).json()
    (lease,) = desk.known(who, level)
    assert desk.retire(gold["id"]).status_code == 200
    anew = desk.make(level=level, answer=boxes(200.0), **shown)
    assert anew.status_code == 201, anew.text
    assert anew.json()["id"] == gold["id"]
    if level == 0:
        desk.place.submit(who, lease, boxes(200.0))
    else:
        desk.place.decide(who, lease, "fix", boxes(200.0))
    now = desk.http.get(desk.golds).json()["items"][0]
    assert (now["given"], now["right"]) == (1, 1)
    tasks = desk.place.rows("SELECT count(*), count(gold_id) FROM task WHERE project_id = :p")
    assert tasks == [(23, 0)] if level else tasks == [(24, 1)], "it is the task that he had"
    assert desk.known(who, level) == []
    assert desk.place.rows("SELECT count(*) FROM gold_given WHERE project_id = :p") == [(1,)]


def unclear_here(desk: Desk) -> list[int]:
    with transaction() as s:
        return [gold for project, gold in unclear(s) if project == desk.place.project_id]


def test_where_there_is_no_money_nothing_is_made(web: Web) -> None:
    desk = Desk(web)
    desk.priced(230_000)
    counted = "SELECT count(*) FROM task WHERE project_id = :p"
    before, tasks = desk.budget(), desk.place.rows(counted)
    said = desk.make()
    assert (said.status_code, said.json()["code"]) == (409, "budget_short")
    assert (said.json()["needed"], said.json()["budget"]) == (920_000, before)
    assert desk.http.get(desk.golds).json()["items"] == []
    assert desk.place.rows("SELECT 1 FROM task WHERE project_id = :p AND gold_id IS NOT NULL") == []
    assert desk.place.rows(counted) == tasks
    assert desk.budget() == before
    assert desk.free() == 0
    desk.holds()


def celled(kind: str, x: float) -> dict[str, Any]:
    return {
        "modality": "picture",
        "annotations": [one | {"class": kind} for one in boxes(x)["annotations"]],
    }


class Agreed(Desk):
    """Three people answered each of eight pictures; of all but the last they say the same: seven in
    ten are red."""

    def __init__(self, web: Web, others: int = 20) -> None:
        self.place = Place.make(
            items=8 + others,
            holds=100,
            inspect1="none",
            quality={"overlap": {"least": 3, "most": 3, "sure": 0.9}},
        )
        self.authors = [self.place.person("worker") for _ in range(3)]
        self.wbc, self.disputed = {5, 6}, 7
        self.items = []
        for at, who in enumerate(self.authors):
            for nth, lease in enumerate(self.place.claim(who, count=8)):
                kind = "WBC" if nth in self.wbc else "RBC"
                x = 10.0 + 200 * at if nth == self.disputed else 10.0 + 20 * nth
                self.place.submit(who, lease, celled(kind, x))
                if at == 0:
                    self.items.append(self.item(lease))
        aggregate()
        with transaction() as s:
            stage = s.get_one(Stage, (self.place.project_id, self.place.stage_id))
            stage.quality = (stage.quality or {}) | GOLD
        self.people = [self.place.person("worker") for _ in range(2)]
        self.http = signed_in(web, self.place.manager).http
        self.home = f"/projects/{self.place.project_id}"
        self.golds = f"{self.home}/stages/{self.place.stage_id}/golds"


def test_what_three_agree_on_becomes_known_spread_over_the_classes(web: Web) -> None:
    desk = Agreed(web)
    found = desk.http.get(f"{desk.golds}/candidates").json()["items"]
    assert [one["item_id"] for one in found] == desk.items[:7], "not what is disputed"
    assert {one["source"] for one in found} == {"consensus"}
    assert {one["answers"] for one in found} == {3}
    first = desk.http.get(f"{desk.golds}/candidates", params={"limit": 3}).json()
    rest = desk.http.get(f"{desk.golds}/candidates", params={"after": first["next"]}).json()
    assert first["items"] + rest["items"] == found

    made = desk.http.post(f"{desk.golds}/gather", json={"source": "consensus", "count": 4})
    assert made.json() == {"made": 4, "short": None}, made.text
    golds = desk.http.get(desk.golds).json()["items"]
    kinds = [one["answer"]["annotations"][0]["class"] for one in golds]
    assert sorted(kinds) == ["RBC", "RBC", "WBC", "WBC"], "as many of what is rare"
    assert {one["source"] for one in golds} == {"consensus"}
    assert {one["free"] for one in golds} == {2}
    desk.holds()
    assert len(desk.http.get(f"{desk.golds}/candidates").json()["items"]) == 3
    more = desk.http.post(f"{desk.golds}/gather", json={"source": "consensus", "count": 50})
    assert more.json() == {"made": 3, "short": "candidates"}
    none = desk.http.post(f"{desk.golds}/gather", json={"source": "inspection", "count": 5})
    assert none.json() == {"made": 0, "short": "candidates"}
    desk.holds()


def test_for_inspectors_half_are_wrong_and_told_in_words(web: Web) -> None:
    desk = Desk(web, items=12, levels=2)
    looker = desk.place.person(ROLES[2])
    made = desk.http.post(
        f"{desk.golds}/gather", json={"source": "inspection", "level": 2, "count": 50}
    )
    assert made.json() == {"made": 12, "short": "candidates"}, made.text
    golds = desk.http.get(desk.golds, params={"level": 2}).json()["items"]
    wrong = [one for one in golds if one["verdict"] != "approve"]
    assert len(wrong) == 6
    for one in golds:
        differs = one["shown"] != one["answer"]
        assert differs == (one in wrong)
        assert bool(one["note"]) == differs
        assert one["root_id"] is not None
        assert one["source"] == "inspection"
    assert desk.http.get(desk.golds, params={"level": 0}).json()["items"] == []
    desk.holds()
    (lease,) = desk.known(looker, 2)
    assert desk.place.assignment(lease).root_id in {one["root_id"] for one in golds}
    for one in golds:
        assert desk.retire(one["id"]).status_code == 200
    desk.holds()
    assert desk.http.get(desk.golds, params={"state": "open"}).json()["items"] == []
    assert len(desk.http.get(desk.golds, params={"state": "retired"}).json()["items"]) == 12


def test_a_draft_with_an_error_can_be_taken_as_it_is(web: Web) -> None:
    desk = Desk(web, items=2, levels=1)
    desk.place.person(ROLES[1])
    drafts = []
    for _ in range(8):
        said = desk.http.post(f"{desk.golds}/seed", json={"level": 1, "root_id": desk.roots[1]})
        assert said.status_code == 200, said.text
        drafts.append(said.json())
    draft = drafts[0]
    assert draft["item"]["id"] == desk.items[1]
    assert draft["answer"] == boxes(40.0, 300.0)
    assert draft["shown"] != draft["answer"]
    assert draft["slips"]
    assert len({str(one["shown"]) for one in drafts}) > 1, "each time another"
    assert desk.http.get(desk.golds).json()["items"] == [], "nothing is kept of a draft"
    body = {key: draft[key] for key in ("level", "root_id", "answer", "shown", "verdict", "note")}
    made = desk.make(item_id=draft["item"]["id"], **body)
    assert made.status_code == 201, made.text
    assert {key: made.json()[key] for key in body} == body
    desk.holds()
    # Without a root one is chosen that is not known yet.
    other = desk.http.post(f"{desk.golds}/seed", json={"level": 1}).json()
    assert other["root_id"] == desk.roots[0]
    assert desk.http.post(f"{desk.golds}/seed", json={"level": 0}).status_code == 422
    # What was not judged yet stands for nothing.
    open_ = desk.http.post(f"{desk.golds}/seed", json={"level": 1, "root_id": desk.roots[2]})
    assert (open_.status_code, open_.json()["code"]) == (422, "gold_unfit")


def test_how_far_known_answers_reach(web: Web) -> None:
    desk = Desk(web, people=2)

    def level(n: int) -> Any:
        return desk.http.get(f"{desk.golds}/pool").json()[n]

    # 15 of the first, a fifth up to 50, three of a hundred after that.
    assert level(0) == {
        "level": 0,
        "open": 0,
        "people_left": 0,
        "wanted": 36,
        "dry_since": None,
    }
    assert desk.make().status_code == 201
    assert (level(0)["open"], level(0)["people_left"]) == (1, 2), "not who made its answer"
    assert (level(1)["open"], level(2)["open"]) == (0, 0)
    (lease,) = desk.known(desk.people[0])
    desk.place.submit(desk.people[0], lease, boxes(10.0, 300.0))
    assert level(0)["people_left"] == 1
    desk.known(desk.people[1])
    assert level(0)["people_left"] == 0


def test_gathering_goes_as_far_as_the_money(web: Web) -> None:
    desk = Agreed(web, others=0)
    desk.priced(desk.budget() // 6)  # two people each: three of them
    said = desk.http.post(f"{desk.golds}/gather", json={"source": "consensus", "count": 7})
    assert said.json() == {"made": 3, "short": "budget"}
    assert len(desk.http.get(desk.golds).json()["items"]) == 3
    desk.holds()
    none = desk.http.post(f"{desk.golds}/gather", json={"source": "consensus", "count": 7})
    assert (none.status_code, none.json()["code"]) == (409, "budget_short")
    assert len(desk.http.get(desk.golds).json()["items"]) == 3
    desk.holds()


def test_where_prices_rise_who_has_it_is_paid_and_the_rest_comes_back(web: Web) -> None:
    desk = Desk(web, items=2, levels=1)
    lookers = [desk.place.person(ROLES[1]) for _ in range(3)]
    work = desk.make().json()
    look = desk.make(level=1, item_id=desk.items[1]).json()
    assert (work["free"], look["free"], look["verdict"]) == (4, 3, "approve")
    # All three looks cost more than was set aside for them, then.
    desk.priced(250, 70)
    desk.holds()
    for who in lookers:
        (lease,) = desk.known(who, 1)
        desk.place.decide(who, lease, "approve")
        assert desk.place.owed(who) == 70
        desk.holds()
    (lease,) = desk.known(desk.people[0])
    desk.place.submit(desk.people[0], lease, boxes(10.0, 300.0))
    for gold in (work, look):
        assert desk.retire(gold["id"]).status_code == 200
        desk.holds()
    assert desk.free() == 0
    while sweep():
        pass
    desk.place.age(days=10)
    while sweep():
        pass
    assert desk.place.owed(desk.people[0]) == 250
    desk.holds()
    left = desk.place.rows(
        """SELECT DISTINCT t.reserved - t.spent - t.held FROM task t
           JOIN gold g ON g.project_id = t.project_id AND g.task_id = t.id
           WHERE t.project_id = :p"""
    )
    assert left == [(0,)]


def test_what_a_course_asks_is_not_known_to_nobody(web: Web) -> None:
    desk = Desk(web)
    with transaction() as s:
        at: dict[str, Any] = {"by": desk.place.manager, "project_id": desk.place.project_id}
        values = {"stage_id": desk.place.stage_id, "title": "세포"}
        course_id = courses.make(s, values=values, **at)
        courses.add_question(
            s,
            **at,
            course_id=course_id,
            use=QuestionUse.PRACTICE,
            item_id=desk.items[0],
            answer=None,
            from_accepted=True,
            note="",
            shown=None,
            verdict=None,
        )
    found = desk.http.get(f"{desk.golds}/candidates").json()["items"]
    assert [one["item_id"] for one in found] == desk.items[1:]
    said = desk.make(answer=boxes(10.0, 300.0))
    assert (said.status_code, said.json()["code"]) == (422, "gold_unfit")


def test_two_levels_know_one_answer_and_each_has_its_own_money(web: Web) -> None:
    desk = Desk(web, items=1, levels=2)
    desk.place.person(ROLES[1])
    looker = desk.place.person(ROLES[2])
    before = desk.budget()
    first, second = (desk.make(level=level).json() for level in (1, 2))
    # Who inspected it knows it: of each level one is left who may get it.
    assert (first["free"], second["free"]) == (1, 1)
    assert before - desk.budget() == 30 + 20
    assert desk.retire(first["id"]).status_code == 200
    assert before - desk.budget() == 20
    (lease,) = desk.known(looker, 2)
    desk.place.decide(looker, lease, "approve")
    assert desk.place.owed(looker) == 20
    assert before - desk.budget() == 20
    desk.holds()


def test_of_an_item_in_pieces_one_piece_is_known(web: Web) -> None:
    change = {"split": {"by": "sentence", "count": 1}}
    place = further(Place.make(items=0), "문장", schema=TEXTS, change=change)
    (item_id, *_) = texts(place, STORY, "하나. 둘.")
    opened(place)
    author, other = place.person("worker"), place.person("worker")
    work(place, author, 3, spans((0, 2)))
    with transaction() as s:
        s.get_one(Stage, (place.project_id, place.stage_id)).quality = GOLD
    golds = f"/projects/{place.project_id}/stages/{place.stage_id}/golds"
    http = signed_in(web, place.manager).http
    made = http.post(golds, json={"level": 0, "item_id": item_id})
    assert made.status_code == 201, made.text
    pieces = place.rows(
        f"""SELECT part, asset_id, gold_id IS NOT NULL FROM task
            WHERE project_id = :p AND item_id = {item_id} ORDER BY id"""
    )
    assert [row[2] for row in pieces] == [False, False, False, True]
    assert pieces[3][:2] == pieces[0][:2], "it looks like any piece"
    (lease,) = place.claim(other)
    assert place.assignment(lease).gold_id == made.json()["id"]
    place.submit(other, lease, spans((0, 2)))
    assert place.rows('SELECT given, "right" FROM gold WHERE project_id = :p') == [(1, 1)]
    too_long = http.post(golds, json={"level": 0, "item_id": item_id, "answer": spans((0, 20))})
    assert too_long.json()["code"] in ("gold_there", "answer_faulty")
    money_holds(place, FUNDS)
    # Items that are asked together have none.
    with transaction() as s:
        s.get_one(Stage, (place.project_id, place.stage_id)).split = {"by": "bundle", "count": 2}
    bundled = http.post(golds, json={"level": 1, "item_id": item_id})
    assert (bundled.status_code, bundled.json()["code"]) == (422, "gold_unfit")


def test_many_at_once_make_one_and_taking_it_off_loses_nothing(web: Web) -> None:
    desk = Desk(web, people=12)
    place = desk.place

    def made(_: int) -> str:
        try:
            with transaction() as s:
                gild(
                    s,
                    by=place.manager,
                    project_id=place.project_id,
                    stage_id=place.stage_id,
                    level=0,
                    item_id=desk.items[0],
                )
        except GoldThere as there:
            return there.code
        return "made"

    with ThreadPoolExecutor(6) as crew:
        assert sorted(crew.map(made, range(6))) == ["gold_there"] * 5 + ["made"]
    desk.holds()
    (gold,) = desk.http.get(desk.golds).json()["items"]
    assert gold["free"] == FREE

    # Who is quick has it and is paid; for the rest there is other work.
    with ThreadPoolExecutor(8) as crew:
        taken = [crew.submit(place.claim, who) for who in desk.people]
        gone = crew.submit(desk.retire, gold["id"])
        leases = [one.result()[0] for one in taken]
    assert gone.result().status_code == 200
    known = [one for one in leases if place.assignment(one).gold_id is not None]
    assert len(known) <= FREE
    assert desk.free() == 0
    task = place.rows("SELECT overlap, places FROM task WHERE project_id = :p AND gold_id > 0")
    assert task == [(len(known), len(known))]
    desk.holds()
    for who, lease in zip(desk.people, leases, strict=True):
        place.submit(who, lease, boxes(10.0, 300.0))
    desk.holds()
