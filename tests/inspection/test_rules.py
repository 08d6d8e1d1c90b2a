"""Which work is looked at, and what a verdict means."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.policy import InspectShares
from app.core.risk import HandIn, Order, order_of, steps_of
from app.inspection.rules import (
    Known,
    looks,
    looks_by_risk,
    misplaced,
    passes,
    roll,
    upheld,
)
from app.labels.base import (
    AssetFacts,
    DocumentFacts,
    Page,
    Part,
    PictureFacts,
    SeriesFacts,
    SoundFacts,
    TextFacts,
    VideoFacts,
)
from app.models.project import Inspect
from app.models.quality import Why
from app.models.task import Verdict

APPROVE, FIX, RETURN, REJECT = Verdict


@pytest.mark.parametrize(
    ("inspect", "rate", "chance", "drawn"),
    [
        (Inspect.ALL, "0", 0.999, True),
        (Inspect.NONE, "1", 0.0, False),
        (Inspect.SAMPLE, "0", 0.0, False),
        (Inspect.SAMPLE, "1", 0.999999, True),
        (Inspect.SAMPLE, "0.2", 0.199999, True),
        (Inspect.SAMPLE, "0.2", 0.2, False),
        (Inspect.SAMPLE, "0.0001", 0.00005, True),
    ],
)
def test_draws(inspect: Inspect, rate: str, chance: float, drawn: bool) -> None:
    assert (looks(inspect, Decimal(rate), chance) is not None) is drawn


def test_a_roll_can_be_repeated_and_hangs_on_everything_it_is_for() -> None:
    first = roll("salt", 17, 1, 1)
    assert first == roll("salt", 17, 1, 1)
    others = {roll("other", 17, 1, 1), roll("salt", 18, 1, 1), roll("salt", 17, 2, 1)}
    others.add(roll("salt", 17, 1, 2))
    assert len(others | {first}) == 5
    # The parts are kept apart: root 1, attempt 12 is not root 11, attempt 2.
    assert roll("s", 1, 12, 1) != roll("s", 11, 2, 1)


@pytest.mark.parametrize("rate", ["0.05", "0.2", "0.5", "0.9"])
@pytest.mark.parametrize("level", [1, 2])
def test_a_sample_is_as_large_as_its_rate(rate: str, level: int) -> None:
    rolls = [roll("f00d", root, 1, level) for root in range(20_000)]
    assert all(0 <= chance < 1 for chance in rolls)
    share = sum(looks(Inspect.SAMPLE, Decimal(rate), chance) is not None for chance in rolls) / len(
        rolls
    )
    # Four standard deviations of a fair draw.
    spread = (float(rate) * (1 - float(rate)) / len(rolls)) ** 0.5
    assert abs(share - float(rate)) < 4 * spread


def test_the_levels_draw_independently() -> None:
    both = sum(
        roll("f00d", root, 1, 1) < 0.5 and roll("f00d", root, 1, 2) < 0.5 for root in range(20_000)
    )
    assert abs(both / 20_000 - 0.25) < 0.013


@pytest.mark.parametrize(
    ("verdict", "stands"), [(APPROVE, True), (FIX, True), (RETURN, False), (REJECT, False)]
)
def test_passes(verdict: Verdict, stands: bool) -> None:
    assert passes(verdict) is stands


@pytest.mark.parametrize(
    ("primary", "agrees"),
    [
        (APPROVE, {APPROVE}),
        (FIX, {APPROVE, FIX}),
        (RETURN, {RETURN, REJECT}),
        (REJECT, {RETURN, REJECT}),
    ],
)
@pytest.mark.parametrize("secondary", list(Verdict))
def test_upheld(primary: Verdict, agrees: set[Verdict], secondary: Verdict) -> None:
    assert upheld(primary, secondary) is (secondary in agrees)


PICTURE = PictureFacts(40, 30)
SOUND = SoundFacts(1000)
VIDEO = VideoFacts(100, 40, 30)
SERIES = SeriesFacts(1000, ("a",))
PAPER = DocumentFacts((Page(40, 30, 5),))
TEXT = TextFacts((Part("t1", "user", 5), Part("t2", "assistant", 0)))


@pytest.mark.parametrize(
    ("asset", "pin", "wrong"),
    [
        (PICTURE, {"x": 1, "y": 2}, None),
        (None, {"x": 1, "y": 2}, None),
        (PICTURE, {"annotation": "a1"}, None),
        (TEXT, {"annotation": "gone"}, None),
        (TEXT, {"note": "of the whole"}, None),
        (TEXT, {"part": "t1", "start": 0, "end": 5}, None),
        (TEXT, {"part": "t1", "start": 0, "end": 6}, "has 5 code points"),
        (TEXT, {"part": "t2", "start": 0, "end": 1}, "has 0 code points"),
        (TEXT, {"part": "t3", "start": 0, "end": 1}, "does not have"),
        (TEXT, {"x": 1, "y": 2}, "is a text"),
        (PICTURE, {"part": "t1", "start": 0, "end": 1}, "is a picture"),
        (None, {"part": "t1", "start": 0, "end": 1}, "is a picture"),
        (PICTURE, {"at": 3}, "is a picture"),
        (TEXT, {"at": 3}, "is a text"),
        (SOUND, {"at": 1000}, None),
        (SOUND, {"at": 1000.5}, "it ends at 1000"),
        (SOUND, {"x": 1, "y": 2}, "is a sound"),
        (SERIES, {"at": 0.25}, None),
        (VIDEO, {"at": 99}, None),
        (VIDEO, {"at": 100}, "it ends at 100"),
        (VIDEO, {"at": 1.5}, "has nothing"),
        (VIDEO, {"x": 1, "y": 2, "at": 7}, None),
        (VIDEO, {"x": 1, "y": 2}, "say at which frame"),
        (PAPER, {"part": "p1", "start": 0, "end": 5}, None),
        (PAPER, {"part": "p1", "start": 0, "end": 6}, "has 5 code points"),
        (PAPER, {"part": "p1", "x": 1, "y": 2}, None),
        (PAPER, {"part": "p2", "x": 1, "y": 2}, "does not have"),
        (PAPER, {"x": 1, "y": 2}, "say on which page"),
    ],
)
def test_a_pin_is_somewhere_on_its_item(
    asset: AssetFacts | None, pin: dict[str, Any], wrong: str | None
) -> None:
    told = misplaced([{"annotation": "a1"}, pin], asset)
    if wrong is None:
        assert told is None
    else:
        assert told is not None
        assert told.startswith("Pin 2 ")
        assert wrong in told


TRUSTED, NEW = Known(answers=400, doubt=0.0), Known(answers=3, doubt=1.0)
CHANCES = st.floats(0, 1, exclude_max=True)
SHARES = st.builds(
    InspectShares,
    newcomer=st.integers(0, 100),
    trusted=st.floats(0, 1),
    risky=st.floats(0, 1),
    random=st.floats(0.01, 1),
    twice=st.floats(0, 1),
)


def test_by_risk_newcomers_are_seen_in_full_the_trusted_by_sample_and_the_risky_first() -> None:
    shares = InspectShares(risky=0.1, random=0.03, twice=0.1)

    def why(rolled: float, whose: Known, *, risky: bool = False, level: int = 1) -> Why | None:
        look = looks_by_risk(shares, level, rolled, whose, risky=risky)
        return None if look is None else look.why

    assert why(0.99, NEW) is Why.NEWCOMER
    assert why(0.99, TRUSTED) is None
    assert why(0.99, TRUSTED, risky=True) is Why.RISK
    assert why(0.05, TRUSTED) is Why.TRUST
    assert why(0.99, Known(400, doubt=1.0)) is Why.TRUST, "whose work is surely bad is seen in full"
    assert why(0.05, TRUSTED, level=2) is Why.TWICE
    # The part by chance alone is taken out of everybody's work, or it would speak for nobody.
    for whose in (NEW, TRUSTED):
        for risky in (True, False):
            assert why(0.0299, whose, risky=risky) is Why.RANDOM
            assert why(0.03, whose, risky=risky) is not Why.RANDOM


@given(SHARES, st.integers(1, 2), CHANCES, st.integers(0, 200), st.floats(0, 1), st.booleans())
def test_chance_alone_never_asks_whose_work_it_is(
    shares: InspectShares, level: int, rolled: float, answers: int, doubt: float, risky: bool
) -> None:
    look = looks_by_risk(shares, level, rolled, Known(answers, doubt), risky=risky)
    assert (look is not None and look.why is Why.RANDOM) == (rolled < shares.random)
    if look is not None:
        assert 0 < look.chance <= 1
        assert 0 <= look.besides <= 1
        assert look.besides == 0 or look.why is Why.RANDOM
    if answers < shares.newcomer or risky:
        assert look is not None


@settings(max_examples=25, deadline=None)
@given(SHARES, st.integers(1, 2), st.floats(0, 1))
def test_shares_hold(shares: InspectShares, level: int, doubt: float) -> None:
    many, whose = 4_000, Known(answers=1_000, doubt=doubt)
    found = [
        looks_by_risk(shares, level, roll("salt", root, 1, level), whose, risky=False)
        for root in range(many)
    ]
    least = shares.trusted if level == 1 else shares.twice
    rate = least + (1 - least) * doubt

    def near(share: float, wanted: float, of: int) -> bool:
        return abs(share - wanted) <= 4.5 * (max(wanted * (1 - wanted), 1e-9) / of) ** 0.5 + 1e-2

    by_chance = sum(look is not None and look.why is Why.RANDOM for look in found)
    assert near(by_chance / many, shares.random, many)
    others = many - by_chance
    sampled = sum(look is not None and look.why is not Why.RANDOM for look in found)
    assert others < 50 or near(sampled / others, rate, others)


@given(st.lists(st.floats(0, 1), min_size=50, max_size=300, unique=True), st.floats(0, 0.99))
def test_the_riskiest_are_about_the_share(risks: list[float], share: float) -> None:
    order = Order(steps=steps_of(risks))
    among = sum(order.among(risk, share) for risk in risks)
    assert among <= share * len(risks) + 1
    assert among >= share * len(risks) - 0.02 * len(risks) - 1


def test_without_a_model_the_least_trusted_are_the_riskiest_and_an_order_is_kept() -> None:
    good, bad, new = (HandIn(trust, 60, 3, 20.0, 1) for trust in (0.98, 0.4, None))
    order = Order()
    assert order.risk(bad) == 0.6
    assert order.risk(good) == 0.02
    assert order.risk(new) == 0.5
    assert not order.among(1.0, 0.5), "nothing is known of how risks lie yet"
    learned = Order((0.0,) * 5, (1.0,) * 5, (-1.0, 0.0, 0.0, 0.0, 0.0, 0.0), steps_of([0.1, 0.9]))
    assert learned.risk(bad) > learned.risk(new) == 0.5 > learned.risk(good)
    assert order_of(learned.stored()) == learned
    assert order_of(None) == order_of({}) == Order()
