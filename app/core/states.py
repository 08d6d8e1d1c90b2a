"""Every lifecycle on one page.

A lifecycle is a `StrEnum` and a table of allowed moves. `models.transition.move()` and the hot
statements of `tasks.queries` take their source states from here; nothing else changes a state.
"""

from collections.abc import Mapping
from enum import StrEnum


class ItemState(StrEnum):
    """One thing that the data set is made of."""

    DRAFT = "draft"  # being imported, not to be seen yet
    READY = "ready"  # imported, no work opened on it
    IN_WORK = "in_work"  # tasks are open on it
    ACCEPTED = "accepted"  # every task of it is done
    RELEASED = "released"  # part of a release
    REOPENED = "reopened"  # a defect was found after release
    EXCLUDED = "excluded"  # taken out, with a coded reason


class TaskState(StrEnum):
    """The smallest payable unit."""

    BLOCKED = "blocked"  # waits for an earlier stage, or for money
    OPEN = "open"  # places are on offer or being worked on
    AGGREGATING = "aggregating"  # all answers are in; the result is being drawn from them
    ESCALATED = "escalated"  # the answers do not agree; a person decides
    DONE = "done"
    CANCELLED = "cancelled"


class AssignmentState(StrEnum):
    """One person's claim on a place, and what became of it."""

    RESERVED = "reserved"  # leased to the person
    SUBMITTED = "submitted"  # handed in, not decided
    REWORK = "rework"  # returned by an inspector, back with the person
    ACCEPTED = "accepted"  # decided for, and paid
    REJECTED = "rejected"  # decided against; may be appealed
    APPEALED = "appealed"  # an arbiter looks at it
    REJECTED_FINAL = "rejected_final"  # decided against for good
    RETURNED = "returned"  # given back by the person, no penalty
    EXPIRED = "expired"  # the lease ran out
    REWORK_EXPIRED = "rework_expired"  # the time for the rework ran out
    RELEASED = "released"  # taken back by a manager


class StageState(StrEnum):
    """One step of a project's pipeline."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class ProjectState(StrEnum):
    """A commissioned data set."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class BatchState(StrEnum):
    """Items that came together."""

    PENDING = "pending"  # waits for the importer
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ReleaseState(StrEnum):
    """A frozen data set. Its content never changes; only its availability does."""

    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    CLOSED = "closed"  # shut to download until it is patched


class DatasetState(StrEnum):
    """Whether the public sees a data set."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class DefectState(StrEnum):
    """What becomes of somebody's finding against a release."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DUPLICATE = "duplicate"  # of another one, whose answer is its own
    IN_WORK = "in_work"  # its items are being done anew
    FIXED = "fixed"  # they are accepted, and in no release yet
    ANSWERED = "answered"  # a release has what was put right


class CaptureState(StrEnum):
    """A take: what somebody recorded or photographed for a prompt."""

    CHECKING = "checking"  # it has arrived, and is being looked over
    PASSED = "passed"
    REFUSED = "refused"  # it does not pass; it can be taken again
    DROPPED = "dropped"  # the person took it away, or took another one
    DESTROYED = "destroyed"  # its bytes are gone: the person has withdrawn


class CourseState(StrEnum):
    """What people learn before they work."""

    DRAFT = "draft"  # being written, for its managers alone
    OPEN = "open"
    RETIRED = "retired"  # nobody begins it; what it earned stands


class LotState(StrEnum):
    """Items that are to be delivered together."""

    OPEN = "open"  # its sample is being looked at
    ACCEPTED = "accepted"
    REFUSED = "refused"  # all of it is looked at again, the riskiest first


class SampleState(StrEnum):
    """Items of a release that are looked at blind."""

    DRAWING = "drawing"
    OPEN = "open"  # being looked at
    CLOSED = "closed"  # its result stands


class ConsortiumState(StrEnum):
    """Whether an organisation takes part in another's project."""

    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"  # it said no, or the lead took the invitation back
    LEFT = "left"  # it takes part no longer; what its people did counts for it


class RuleState(StrEnum):
    """Whether a rule notices."""

    OFF = "off"  # being written, or tried on history
    ON = "on"


class PayoutState(StrEnum):
    """What people are paid at once."""

    PREPARED = "prepared"  # waits for somebody else to approve it
    APPROVED = "approved"  # its money is on its way
    SENT = "sent"  # its file is with the bank
    SETTLED = "settled"  # the bank has answered for all of it
    RETURNED = "returned"  # was not approved


class PayoutLineState(StrEnum):
    """What one person is paid in one payout."""

    PAYABLE = "payable"  # not on its way: held out of its batch, or come back
    BATCHED = "batched"  # in a batch that waits for its approval
    APPROVED = "approved"  # on its way to the bank
    PAID = "paid"
    FAILED = "failed"  # the bank did not take it


class SuspensionState(StrEnum):
    """Whether somebody gets no more work in a project."""

    PROPOSED = "proposed"  # he has been told, and may reply
    IN_FORCE = "in_force"  # an arbiter has said so
    DROPPED = "dropped"  # he said no, or nobody said anything in time
    LIFTED = "lifted"  # it was in force, and is over


class HookState(StrEnum):
    """Whether a program elsewhere is told what happens."""

    ON = "on"
    OFF = "off"  # somebody has switched it off
    RESTING = "resting"  # it did not answer for days, or said that it is gone


class ActState(StrEnum):
    """Something done to many things at once."""

    COUNTING = "counting"  # how many it is about is being looked at
    READY = "ready"  # counted, and waits for a word
    DOING = "doing"
    DONE = "done"
    STOPPED = "stopped"  # called off; what was done of it stands
    UNDOING = "undoing"
    UNDONE = "undone"


class InquiryState(StrEnum):
    """What somebody asks about an item."""

    OPEN = "open"
    JOINED = "joined"  # another one asks the same, and is answered for both
    ANSWERED = "answered"


class ChoreState(StrEnum):
    """Background work."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # will be tried again
    DEAD = "dead"  # will not be tried again unless somebody asks
    CANCELLED = "cancelled"


Moves = Mapping[StrEnum, frozenset[StrEnum]]


def _table(**moves: str) -> dict[str, frozenset[str]]:
    return {source: frozenset(targets.split()) for source, targets in moves.items()}


def _moves(kind: type[StrEnum], **moves: str) -> Moves:
    table = _table(**moves)
    return {
        state: frozenset(kind(target) for target in table.get(state.value, frozenset()))
        for state in kind
    }


ITEM = _moves(
    ItemState,
    draft="ready excluded",
    ready="in_work excluded",
    in_work="accepted ready excluded",
    accepted="released reopened excluded",
    released="reopened excluded",
    reopened="in_work excluded",
    excluded="ready accepted",  # accepted: as it was, where the act is undone
)

TASK = _moves(
    TaskState,
    blocked="open cancelled",
    open="aggregating cancelled",
    aggregating="open escalated done cancelled",
    escalated="done cancelled",
)

# Level 0: the work itself.
WORK = _moves(
    AssignmentState,
    reserved="submitted returned expired released",
    submitted="accepted rework rejected",
    rework="submitted rework_expired",
    rejected="appealed",
    appealed="accepted rejected_final",
    returned="reserved",
    expired="reserved",
    rework_expired="reserved",
    released="reserved",  # by the manager who had taken it back
)

# Levels 1 and 2: an inspection is accepted, and paid, at hand-in, whatever its verdict.
INSPECTION = _moves(
    AssignmentState,
    reserved="accepted returned expired released",
    accepted="reserved",
    returned="reserved",
    expired="reserved",
    released="reserved",
)

STAGE = _moves(
    StageState,
    draft="open cancelled",
    open="paused cancelled",
    paused="open cancelled",
)

PROJECT = _moves(
    ProjectState,
    draft="open closed",
    open="paused closed",
    paused="open closed",
)

BATCH = _moves(
    BatchState,
    pending="importing failed cancelled",
    importing="imported failed cancelled",
)

RELEASE = _moves(
    ReleaseState,
    building="ready failed",
    ready="closed",
    closed="ready",
)

DATASET = _moves(
    DatasetState,
    draft="published",
    published="withdrawn",
    withdrawn="published",
)

DEFECT = _moves(
    DefectState,
    reported="accepted declined duplicate",
    accepted="in_work",
    in_work="fixed",
    fixed="answered in_work",
)

CAPTURE = _moves(
    CaptureState,
    checking="passed refused dropped destroyed",
    passed="dropped destroyed",
    refused="dropped destroyed",
    dropped="destroyed",
)

COURSE = _moves(
    CourseState,
    draft="open retired",
    open="retired",
    retired="open",
)

LOT = _moves(
    LotState,
    open="accepted refused",
    refused="accepted",
)

SAMPLE = _moves(
    SampleState,
    drawing="open",
    open="closed",
)

CONSORTIUM = _moves(
    ConsortiumState,
    invited="joined declined",
    joined="left",
    declined="invited",
    left="invited",
)

RULE = _moves(
    RuleState,
    off="on",
    on="off",
)

PAYOUT = _moves(
    PayoutState,
    prepared="approved returned",
    approved="sent",
    sent="settled",
)

PAYOUT_LINE = _moves(
    PayoutLineState,
    payable="batched",
    batched="approved payable",
    approved="paid failed",
    failed="payable",
)

SUSPENSION = _moves(
    SuspensionState,
    proposed="in_force dropped",
    in_force="lifted",
)

HOOK = _moves(
    HookState,
    on="off resting",
    off="on",
    resting="on off",
)

ACT = _moves(
    ActState,
    counting="ready stopped",
    ready="doing stopped",
    doing="done stopped",
    done="undoing",
    stopped="undoing",
    undoing="undone stopped",
)

INQUIRY = _moves(
    InquiryState,
    open="answered joined",
    joined="answered open",
)

CHORE = _moves(
    ChoreState,
    queued="running cancelled",
    running="done failed dead queued cancelled",
    failed="running cancelled",
    dead="queued",
)


def assignment_moves(level: int) -> Moves:
    """The table for an assignment at `level` (0, 1 or 2)."""
    return WORK if level == 0 else INSPECTION


def sources(moves: Moves, to: StrEnum) -> frozenset[StrEnum]:
    """The states from which `to` can be reached in one move."""
    return frozenset(state for state, targets in moves.items() if to in targets)


def allowed(moves: Moves, source: StrEnum, to: StrEnum) -> bool:
    """Whether `to` can be reached from `source` in one move."""
    return to in moves[source]
