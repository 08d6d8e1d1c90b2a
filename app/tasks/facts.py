"""What the engine knows of one piece of work when it decides, read under the task's lock."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.core.money import amount
from app.core.policy import NOTHING, Quality
from app.core.risk import NO_ORDER, Order
from app.core.states import AssignmentState, ItemState, StageState, TaskState
from app.labels import AssetFacts
from app.models.project import Inspect, StageKind, Unit
from app.models.task import Verdict


@dataclass(slots=True)
class Claim:
    """An assignment, as the row says; a decision changes it and `settle` writes it."""

    id: int
    level: int
    worker_id: int
    account_id: int
    state: AssignmentState
    price: int
    units: int
    attempt: int
    returns: int
    recheck: bool
    judged: bool
    surplus: bool
    upheld: bool | None
    answer_id: int | None
    extended: bool


@dataclass(slots=True)
class TaskNow:
    """A task, as the row says; amounts in minor units."""

    id: int
    item_id: int
    queue_id: int
    priority: int
    state: TaskState
    overlap: int
    accepted: int
    places: int
    wanted: int
    reserved: int
    spent: int
    held: int
    units: int = 1
    item_ids: list[int] | None = None  # of a bundle: all that it is about, `item_id` the first

    @property
    def items(self) -> list[int]:
        """The items that it is about: one, but of a bundle."""
        return self.item_ids or [self.item_id]


@dataclass(frozen=True, slots=True)
class Card:
    """The price card that a claim has pinned, where it pays by something else than the task."""

    unit: Unit
    per: int
    most: int | None  # of one task, where they are counted in the answer
    prices: tuple[int, int, int]  # by level, for `per` units

    def amount(self, level: int, units: int) -> int:
        """What so many units pay at a level, in minor units of the currency."""
        return amount(self.prices[level], units, self.per)


@dataclass(frozen=True, slots=True)
class StagePolicy:
    """What the stage says at this moment."""

    id: int
    state: StageState
    inspect: dict[int, tuple[Inspect, Decimal]]
    salt: str
    lease_seconds: int
    rework_seconds: int
    recheck_seconds: int
    auto_accept_seconds: int
    budget_account_id: int
    reserve_account_id: int
    queues: dict[tuple[int, bool], int]  # (level, held) -> queue
    kind: StageKind = StageKind.LABEL
    onward: bool = False  # what it accepts is taken up: by flows, or to be refined first
    quality: Quality = NOTHING
    known_queues: dict[int, int] = field(default_factory=dict)  # level -> queue of known answers
    order: Order = NO_ORDER  # by what its hand-ins are put in order of risk


@dataclass(frozen=True, slots=True)
class TrustNow:
    """What is known of a person at a level of the stage; the chances are 0 to 1."""

    answers: int = 0
    gold: int = 0
    gold_right: int = 0
    verdicts: int = 0
    verdicts_right: int = 0
    mean: float | None = None  # None: nothing is known yet
    below: float = 0.0
    paused: bool = False
    watched: bool = False  # a rule has noticed him: all of it is looked at
    peers: int = 0
    peers_right: float = 0.0
    cleared: bool = False  # was paused by it, and somebody let him go on
    bar: float | None = None  # of the level: below it one is a bad worker; None: not counted yet


@dataclass(frozen=True, slots=True)
class GoldNow:
    """The known answer that the assignment is about."""

    id: int
    level: int
    answer: dict[str, Any]
    shown: dict[str, Any] | None
    verdict: Verdict | None
    note: str
    retired: bool = False  # it tells nothing of anybody any more


UNKNOWN = TrustNow()


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """The newest verdict on the root."""

    assignment_id: int
    level: int
    verdict: Verdict
    inspector_id: int


@dataclass(slots=True)
class Facts:
    """One assignment, the work it is about, and all that a decision needs."""

    project_id: int
    currency: str
    own: Claim
    root: Claim  # at level 0 the same object as `own`
    task: TaskNow
    stage: StagePolicy
    item_state: ItemState  # of a bundle: excluded once all of them are
    asset: AssetFacts | None  # of the task's cut, else the item's; None: its size is not known
    schema_version: int
    schema_text: str
    submission_id: int  # the key that the next submission will have
    draft: bool  # saved since the last hand-in
    last: LastVerdict | None
    ended_seconds: float | None = None  # since the assignment came to its present end
    had_seconds: int = 0  # since it came into this person's hands, the last time
    overdue: bool = False  # `due_at` has passed
    limited: bool = True  # the state has a `due_at`: a rejection's is taken away when it ends
    stored: dict[str, Any] | None = field(default=None)  # the hand-in with the same client key
    # Who speaks on the root's recording beside its author, and stands where he stands; each with
    # the key that a hand-in of his has.
    mates: list[tuple[Claim, int]] = field(default_factory=list)
    follows: int | None = None  # the assignment of who records, for one of these
    gold: GoldNow | None = None  # then nothing of it is part of the data set
    trust: TrustNow = UNKNOWN  # of the root's author; asked for where the stage's quality is set
    own_trust: TrustNow = UNKNOWN  # of the inspector, at levels above 0
    risk: float | None = None  # that the root's hand-in is wrong, as guessed when it was drawn
    card: Card | None = None  # None: it pays for the task as one
    units_now: int | None = None  # of an inspection: how many the root has, as `card` counts
    draft_answer: dict[str, Any] | None = None  # of a draft that may be paid as far as it is
    dry: bool = False  # a known answer was due at the claim, and there was none
    held: bool = False  # its rejection is beyond the ceiling, and waits for an administrator

    @property
    def hidden(self) -> bool:
        """Whether all of the task is there for its known answer."""
        return self.gold is not None and self.gold.level == 0

    @property
    def party(self) -> list[Claim]:
        """The root, and all who speak on it: what becomes of it becomes of them."""
        return [self.root, *(mate for mate, _ in self.mates)]

    @property
    def closing(self) -> bool:
        """Whether no new work may come of this: its stage was cancelled, its item taken out."""
        return (
            self.stage.state is StageState.CANCELLED
            or self.item_state is ItemState.EXCLUDED
            or self.task.state is TaskState.CANCELLED
        )
