"""Which work is looked at, and what a verdict means."""

from decimal import Decimal
from typing import Any

import pytest

from app.inspection.rules import draws, misplaced, passes, roll, upheld
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
    assert draws(inspect, Decimal(rate), chance) is drawn


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
    share = sum(draws(Inspect.SAMPLE, Decimal(rate), chance) for chance in rolls) / len(rolls)
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
