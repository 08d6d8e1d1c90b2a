"""What is paid by the object, the second, the character or the page: how many there are, what they
cost at worst, and what each of those pays who worked on them."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import owner_engine, transaction
from app.core.money import amount, amount_sql
from app.core.states import BatchState, ItemState
from app.labels import CaptureFacts, Part, PromptFacts, parse_answer, parse_schema
from app.labels.units import characters, counted, has, objects, seconds
from app.ledger.queries import balance
from app.models import Asset, Batch, Item, PriceCard, Stage
from app.models.project import Unit
from app.tasks.pace import count_pace
from app.workflow.design import open_stage, set_prices, write_schema
from app.workflow.fund import amounts, task_price, task_times
from app.workflow.lease import give_back, save_draft
from app.workflow.opening import BudgetShort, NotReady, open_chunk, quote
from app.workflow.pricing import BelowFloor, MostUnfit, UnitUnfit
from tests.factories import Place, boxes
from tests.priced import PRICED
from tests.workflow.lines import further

pytestmark = pytest.mark.usefixtures("database")

SOUND = {
    "modality": "sound",
    "labels": [
        {"kind": "segment", "name": "says", "classes": [{"id": "speech"}],
         "texts": [{"name": "said", "required": False}]},
    ],
}  # fmt: skip
TEXT = {
    "modality": "text",
    "labels": [{"kind": "span", "name": "names", "classes": [{"id": "PS"}]}],
}
DOCUMENT = {
    "modality": "document",
    "labels": [{"kind": "class", "name": "type", "classes": [{"id": "letter"}], "required": False}],
}
NOTHING: dict[str, dict[str, Any]] = {
    modality: {"modality": modality, "annotations": []}
    for modality in ("picture", "sound", "text", "document")
}


def sound(milliseconds: float) -> dict[str, Any]:
    return {"facts": {"modality": "sound", "length": milliseconds, "channels": 1, "rate": 16000}}


def story(*parts: str) -> dict[str, Any]:
    return {
        "document": {
            "parts": [{"id": f"p{at}", "role": None, "text": text} for at, text in enumerate(parts)]
        }
    }


def pages(count: int) -> dict[str, Any]:
    page = {"width": 100, "height": 100, "length": 0}
    return {"facts": {"modality": "document", "pages": [page] * count}}


def priced(place: Place, *levels: int, **card: Any) -> int:
    level0, level1, level2 = (*levels, 0, 0)[:3]
    with transaction() as s:
        return set_prices(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            level0=level0,
            level1=level1,
            level2=level2,
            **PRICED | card,
        )


def ready(place: Place, *assets: dict[str, Any]) -> None:
    """Items with these assets, that lie ready."""
    with transaction() as s:
        batch = Batch(
            project_id=place.project_id, stage_id=place.stage_id, name="묶음", format="folder",
            source="test", state=BatchState.IMPORTED, taken=len(assets),
        )  # fmt: skip
        s.add(batch)
        s.flush()
        for number, values in enumerate(assets):
            asset = Asset(
                project_id=place.project_id, sha256=f"{place.stage_id:032x}{number:032x}",
                media_type="application/octet-stream", **values,
            )  # fmt: skip
            s.add(asset)
            s.flush()
            s.add(Item(
                project_id=place.project_id, stage_id=place.stage_id, batch_id=batch.id,
                asset_id=asset.id, name=str(number), state=ItemState.READY,
            ))  # fmt: skip


def opened(place: Place) -> int:
    return open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager)


def tasks(place: Place) -> list[tuple[int, int]]:
    """Units and what is set aside, in order."""
    return [
        tuple(row)
        for row in place.rows(
            f"SELECT units, reserved FROM task WHERE project_id = :p"
            f" AND stage_id = {place.stage_id} ORDER BY id"
        )
    ]


def cards(place: Place) -> int:
    (found,) = place.rows(f"SELECT count(*) FROM price_card WHERE stage_id = {place.stage_id}")
    return int(found[0])


def aside(place: Place) -> int:
    with transaction() as s:
        return balance(s, s.get_one(Stage, (place.project_id, place.stage_id)).reserve_account_id)


def stage(
    place: Place, schema: dict[str, Any], *levels: int, inspect1: str = "none", **card: Any
) -> Place:
    made = further(place, "공정", schema=schema, prices=None, opened=False, inspect1=inspect1)
    priced(made, *levels, **card)
    with transaction() as s:
        open_stage(s, by=made.manager, project_id=made.project_id, stage_id=made.stage_id)
    return made


@pytest.fixture
def home() -> Place:
    """An open project that has money."""
    return Place.make(items=0)


@pytest.mark.parametrize(
    ("price", "units", "per", "won"),
    [
        (250, 1, 1, 250),
        (3, 100, 10, 30),
        (3, 101, 10, 31),
        (1, 1, 99, 1),
        (5, 0, 1, 1),
        (0, 9, 1, 0),
    ],
)
def test_what_units_pay(price: int, units: int, per: int, won: int) -> None:
    """Rounded up; a won at least where the price is one; the same in SQL as in Python."""
    assert amount(price, units, per) == won
    with transaction() as s:
        statement = f"SELECT {amount_sql('%(a)s::bigint', '%(b)s::bigint', '%(c)s::bigint')}"
        values = {"a": price, "b": units, "c": per}
        assert s.connection().exec_driver_sql(statement, values).scalar_one() == won


@pytest.mark.parametrize(
    ("schema", "unit", "per", "assets", "units"),
    [
        (SOUND, Unit.SECOND, 10, [sound(12_000), sound(12_001), sound(1)], [12, 13, 1]),
        (TEXT, Unit.CHARACTER, 100, [story("철수가 왔다."), story("가", "나다😀")], [7, 4]),
        (DOCUMENT, Unit.PAGE, 1, [pages(3), pages(1)], [3, 1]),
    ],
    ids=["second", "character", "page"],
)
def test_what_is_there_before_is_counted_when_it_opens(
    home: Place, schema: Any, unit: Unit, per: int, assets: Any, units: list[int]
) -> None:
    place = stage(home, schema, 300, 90, 60, inspect1="all", unit=unit, per=per)
    ready(place, *assets)
    with transaction() as s:
        asked = quote(s, place.project_id, place.stage_id, None)
    assert opened(place) == len(units)
    with transaction() as s:
        row = s.get_one(Stage, (place.project_id, place.stage_id))
        card = s.get_one(PriceCard, (place.project_id, place.stage_id, row.price_version))
        worst = [task_price(row, card, one) for one in units]
        assert [
            sum(n * pays for n, pays in zip(task_times(row), amounts(card, one), strict=True))
            for one in units
        ] == worst
    assert tasks(place) == list(zip(units, worst, strict=True))
    assert (asked.total, asked.each, aside(place)) == (sum(worst), max(worst), sum(worst))
    worker, looker = place.person("worker"), place.person("primary_inspector")
    for number in units:
        (lease,) = place.claim(worker)
        pays = amount(300, number, per)
        assert (place.assignment(lease).units, place.assignment(lease).price) == (number, pays)
        place.submit(worker, lease, NOTHING[schema["modality"]])
        (look,) = place.claim(looker, 1)
        assert place.assignment(look).price == amount(90, number, per)
        place.decide(looker, look, "approve")
    assert place.owed(worker) == sum(amount(300, one, per) for one in units)
    assert place.owed(looker) == sum(amount(90, one, per) for one in units)
    assert aside(place) == 0


def test_what_is_marked_is_counted_at_hand_in(home: Place) -> None:
    """The most is set aside and shown at the claim; what is handed in is what is paid, in rework,
    too; the inspector is paid by the same, for every verdict, and a fix changes nobody's pay."""
    place = Place.make(items=3, prices=(100, 30, 20), inspect1="all", opened=False)
    priced(place, 10, 3, unit=Unit.OBJECT, most=5)
    opened(place)
    each = (10 * 5 + 3 * (3 * 5)) * 2
    assert tasks(place) == [(5, each)] * 3
    worker, looker = place.person("worker"), place.person("primary_inspector")
    first, second, third = place.claim(worker, count=3)
    assert place.assignment(first).price == 50
    assert place.submit(worker, first, boxes(1.0, 2.0, 3.0)).price == 30
    assert place.submit(worker, second, boxes(*map(float, range(1, 9)))).price == 50
    assert place.submit(worker, third, NOTHING["picture"]).price == 1
    looks = place.claim(looker, 1, count=3)
    assert [place.assignment(look).price for look in looks] == [9, 15, 1]
    place.decide(looker, looks[0], "return")
    assert place.submit(worker, first, boxes(1.0, 2.0, 3.0, 4.0)).price == 40
    (again,) = place.claim(looker, 1)
    assert again == looks[0]
    place.decide(looker, again, "approve")
    place.decide(looker, looks[1], "fix", boxes(1.0))
    place.decide(looker, looks[2], "approve")
    assert place.owed(worker) == 40 + 50 + 1
    assert place.owed(looker) == 9 + 12 + 15 + 1
    assert aside(place) == 0


def test_what_was_claimed_keeps_its_card(home: Place) -> None:
    """Another unit counts anew what is open, sets aside what may come dearer, and leaves who has
    claimed his price; an inspection pays by what the task has in the new unit."""
    place = stage(home, SOUND, 100, 30, 20, inspect1="all")
    ready(place, sound(5_000), sound(60_000))
    opened(place)
    before = aside(place)
    worker, looker = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    version = priced(place, 7, 2, 1, unit=Unit.SECOND, accept_top_ups=True)
    (short, short_aside), (long, long_aside) = tasks(place)
    assert (short, long) == (5, 60)
    # 7 x 5 is less than 100, and 7 x 60 is 320 more; so with the looks, three hand-ins, two places.
    assert long_aside - before // 2 == 2 * (320 + 3 * (120 - 30 + 60 - 20))
    assert short_aside == before // 2
    assert aside(place) == short_aside + long_aside
    place.submit(worker, lease, NOTHING["sound"])
    (look,) = place.claim(looker, 1)
    assert (place.assignment(look).price, place.assignment(look).price_version) == (10, version)
    place.decide(looker, look, "approve")
    (other,) = place.claim(worker)
    assert place.assignment(other).price == 420
    place.submit(worker, other, NOTHING["sound"])
    (look,) = place.claim(looker, 1)
    place.decide(looker, look, "approve")
    assert (place.owed(worker), place.owed(looker)) == (100 + 420, 10 + 120)
    assert aside(place) == 0


def test_a_draft_of_a_cancelled_stage_pays_for_what_is_in_it(home: Place) -> None:
    place = Place.make(items=1, inspect1="none", opened=False)
    priced(place, 10, unit=Unit.OBJECT, most=50)
    opened(place)
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    with transaction() as s:
        here = {"me": worker, "project_id": place.project_id, "assignment_id": lease}
        save_draft(s, **here, revision=0, body=boxes(1.0, 2.0, 3.0))
    place.cancel()
    with transaction() as s:
        give_back(s, me=worker, project_id=place.project_id, assignment_id=lease, why="끝")
    assert place.owed(worker) == 30
    assert aside(place) == 0


def test_what_cannot_be_afforded_is_not_opened(home: Place) -> None:
    place = stage(home, SOUND, 1_000, unit=Unit.SECOND)
    ready(place, sound(1_000_000), sound(9_000_000))
    with pytest.raises(BudgetShort) as refused:
        opened(place)
    assert refused.value.extra["needed"] == 2 * 1_000 * 10_000
    assert tasks(place) == []


@pytest.mark.parametrize(
    ("schema", "card", "refusal"),
    [
        (TEXT, {"unit": Unit.SECOND}, UnitUnfit),
        (TEXT, {"unit": Unit.PAGE}, UnitUnfit),
        (TEXT, {"unit": Unit.OBJECT}, MostUnfit),
        (TEXT, {"unit": Unit.CHARACTER, "most": 5}, MostUnfit),
        (SOUND, {"unit": Unit.CHARACTER}, MostUnfit),
        (DOCUMENT, {"unit": Unit.SECOND, "most": 9}, UnitUnfit),
        (None, {"unit": Unit.OBJECT, "most": 9}, NotReady),
    ],
)
def test_a_unit_goes_with_the_items(home: Place, schema: Any, card: Any, refusal: Any) -> None:
    place = further(home, "공정", schema=schema, prices=None, opened=False)
    with pytest.raises(refusal):
        priced(place, 100, **card)
    assert place.rows(
        "SELECT count(*) FROM price_card WHERE stage_id = " + str(place.stage_id)
    ) == [(0,)]


def test_a_schema_keeps_to_the_unit(home: Place) -> None:
    place = further(home, "공정", schema=SOUND, prices=None, opened=False)
    priced(place, 100, unit=Unit.SECOND)
    here = {"by": place.manager, "project_id": place.project_id, "stage_id": place.stage_id}
    with transaction() as s, pytest.raises(UnitUnfit):
        write_schema(s, definition=TEXT, **here)


@pytest.mark.parametrize(
    ("estimate", "price", "short"), [(60, 171, 1), (60, 172, 0), (20, 57, 1), (180, 516, 0)]
)
def test_a_price_below_the_minimum_wage_is_accepted_with_top_ups_only(
    home: Place, estimate: int, price: int, short: int
) -> None:
    """The worked figures of 2026: 20 s → 58, 60 s → 172, 180 s → 516 won."""
    place = further(home, "공정", prices=None, opened=False)
    if not short:
        priced(place, price, estimate_seconds=estimate)
        return
    with pytest.raises(BelowFloor) as refused:
        priced(place, price, estimate_seconds=estimate)
    (found,) = refused.value.extra["floors"]
    assert (found["short"], found["floor"], found["measured"]) == (1, price + 1, False)
    priced(place, price, estimate_seconds=estimate, accept_top_ups=True)


def test_what_was_measured_counts_more_than_what_was_thought(
    home: Place,
) -> None:
    """By the unit: five recordings of 10, 20 … seconds, each done in its own length."""
    place = stage(home, SOUND, 3, unit=Unit.SECOND)
    ready(place, *[sound(1_000 * n) for n in range(10, 60, 10)])
    opened(place)
    worker = place.person("worker")
    leases = place.claim(worker, count=5)
    with owner_engine().begin() as owner:
        owner.exec_driver_sql("UPDATE assignment SET reserved_at = now() - interval '1 hour'")
    for number, lease in enumerate(leases, 1):
        place.submit(worker, lease, NOTHING["sound"], active_seconds=20 * number)
    with transaction() as s:
        count_pace(s)
    assert place.rows(
        f"SELECT median_seconds, unit_seconds FROM pace WHERE stage_id = {place.stage_id}"
    ) == [(60, 2.0)]
    with pytest.raises(BelowFloor) as refused:
        priced(place, 5, unit=Unit.SECOND, estimate_seconds=1)
    (found,) = refused.value.extra["floors"]
    assert (found["seconds"], found["floor"], found["measured"]) == (2.0, 6, True)
    assert found["hourly"] == 9000
    priced(place, 60, unit=Unit.SECOND, per=10, estimate_seconds=1)
    # What was measured says nothing of another unit, but how long a whole one takes.
    pace = f"SELECT unit_seconds FROM pace WHERE stage_id = {place.stage_id}"
    priced(place, 5, unit=Unit.OBJECT, most=9, estimate_seconds=1)
    assert place.rows(pace) == [(None,)]
    priced(place, 300, estimate_seconds=1)
    assert place.rows(pace) == [(60.0,)]


def test_what_is_written_is_counted() -> None:
    schema = parse_schema(
        {
            "modality": "picture",
            "labels": [
                {"kind": "box", "name": "signs", "classes": [{"id": "sign"}],
                 "attributes": [{"name": "reads", "kind": "text"},
                   {"name": "side", "kind": "choice", "options": [{"id": "left"}]}]},
                {"kind": "writing", "name": "caption"},
            ],
        }
    )  # fmt: skip
    answer = parse_answer(
        {
            "modality": "picture",
            "annotations": [
                {"kind": "box", "id": "b1", "name": "signs", "class": "sign", "x": 0, "y": 0,
                 "width": 5, "height": 5, "attributes": {"reads": "멈춤", "side": "left"}},
                {"kind": "writing", "id": "w1", "name": "caption", "text": "표지판이에요"},
            ],
        }
    )  # fmt: skip
    assert (objects(answer), characters(schema, answer)) == (1, 2 + 6)


def test_what_is_spoken_is_counted() -> None:
    takes = {7: CaptureFacts("say", "passed", "sound", 3_400.0), 8: CaptureFacts("say", "failed")}
    facts = PromptFacts((Part("p", None, 3),), takes)
    answer = parse_answer(
        {
            "modality": "prompt",
            "annotations": [
                {"kind": "recording", "id": "r", "name": "say", "capture": 7},
                {"kind": "recording", "id": "s", "name": "say", "capture": 99},
            ],
        }
    )
    assert (seconds(facts, answer), objects(answer)) == (4, 2)
    assert counted("prompt", "second")
    assert not counted("sound", "second")
    assert not has("picture", "second")
