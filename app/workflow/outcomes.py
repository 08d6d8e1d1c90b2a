"""What becomes of work: accepted, sent back, rejected, replaced, paid. Pure rules over `Facts`.

Each function says one thing that DESIGN's lifecycles say, and adds it to `Changes`; the workflow
files compose them. No SQL, no clock, no chance but what the facts hold.
"""

from app.core.policy import NOTHING, InspectShares
from app.core.risk import HandIn
from app.core.states import AssignmentState, StageState, TaskState
from app.inspection.rules import MAX_RETURNS, Known, Look, looks, looks_by_risk, roll
from app.ledger.rules import Entry, earn, give_back
from app.models.ledger import EntryKind
from app.models.project import Inspect, StageKind
from app.models.quality import Why
from app.people.notifications import Told
from app.tasks.facts import Claim, Facts, StagePolicy, TrustNow
from app.workflow.asking import measure_draft
from app.workflow.changes import Changes, Draw, Notice, Seats

APPEAL_SECONDS = 7 * 24 * 3600  # in which a rejection can be appealed
SETTLE_SECONDS = 9 * 24 * 3600  # in which an appeal is settled; silence accepts
RESUME_SECONDS = 24 * 3600  # in which one can take up again what one gave back

LIVE = frozenset(
    {
        AssignmentState.RESERVED,
        AssignmentState.SUBMITTED,
        AssignmentState.REWORK,
        AssignmentState.APPEALED,
    }
)


UNFINISHED = frozenset({TaskState.OPEN, TaskState.AGGREGATING, TaskState.ESCALATED})

URGENT = 1_000
"""How far a hand-in that is surely wrong comes before one that is surely right."""


def drawn(c: Changes, level: int) -> Look | None:
    """Why this level looks at the root's present hand-in; None: it does not."""
    facts = c.facts
    if facts.closing:
        return None
    inspect, rate = facts.stage.inspect[level]
    rolled = roll(facts.stage.salt, facts.root.id, facts.root.attempt, level)
    whose = facts.trust if level == 1 else facts.own_trust
    watched = whose.watched and inspect is not Inspect.NONE
    dry = facts.dry and inspect is not Inspect.NONE
    if inspect is not Inspect.RISK:
        look = looks(inspect, rate, rolled)
        if watched and inspect is not Inspect.ALL:
            return Look(Why.RULE)
        return Look(Why.GOLD_DRY) if dry and look is None else look
    shares = facts.stage.quality.inspect or InspectShares()
    risky = facts.stage.order.among(risk(c), shares.risky)
    look = looks_by_risk(shares, level, rolled, _known(whose), risky=risky or watched or dry)
    # What chance alone wanted stays a fair sample of everybody's work.
    if look is None or look.why is Why.RANDOM:
        return look
    if watched:
        return Look(Why.RULE)
    return Look(Why.GOLD_DRY) if dry and look.why is Why.RISK and not risky else look


def _known(whose: TrustNow) -> Known:
    return Known(whose.answers, 1.0 if whose.mean is None else whose.below)


def risk(c: Changes) -> float:
    """The chance that the root's hand-in is wrong: of one that was looked at before, as it was
    guessed then."""
    facts = c.facts
    if facts.own.level > 0 and facts.risk is not None:
        return facts.risk
    said = c.submission if facts.own.level == 0 and c.submission else {}
    answer, seconds = said.get("answer") or {}, said.get("active_seconds")
    return facts.stage.order.risk(
        HandIn(
            trust=facts.trust.mean,
            answers=facts.trust.answers,
            marks=len(answer.get("annotations", ())),
            seconds=facts.had_seconds if seconds is None else seconds,
            attempt=facts.root.attempt,
        )
    )


def pay(c: Changes, claim: Claim, cause: str) -> None:
    """Owe `claim`'s pinned price to its worker."""
    c.entries += earn(c.facts.stage.reserve_account_id, claim.account_id, claim.price, cause)
    c.facts.task.spent += claim.price


def pay_draft(c: Changes, claim: Claim) -> None:
    """Pay for what was begun and cannot be handed in any more: by what is in the draft, where
    units are counted."""
    measure_draft(c.facts)
    pay(c, claim, f"assignment:{claim.id}")


def top_up(c: Changes) -> None:
    """What was set aside for a look at something that is done pays for it; where prices have risen
    since, the rest comes from the budget."""
    task, stage = c.facts.task, c.facts.stage
    short = task.spent + task.held - task.reserved
    if short > 0:
        source, target = stage.budget_account_id, stage.reserve_account_id
        cause = f"look:{c.facts.submission_id}"
        c.entries.append(Entry(source, target, short, EntryKind.RESERVE, cause))
        task.reserved += short


def offer_inspection(
    c: Changes, level: int, *, look: Look | None = None, held: bool = False
) -> None:
    """Open a seat for an inspection of the root; a held one waits for who returned it. Why it is
    looked at is noted, with `look`, and where the level goes by risk the riskiest come first."""
    facts = c.facts
    stage = facts.stage
    ahead = None
    if stage.inspect[level][0] is Inspect.RISK and facts.gold is None:
        ahead = risk(c)
    if look is not None and (stage.quality != NOTHING or look.why not in (Why.ALL, Why.SAMPLE)):
        c.draws.append(
            Draw(
                facts.root.id, facts.root.attempt, level, look.why, look.chance, look.besides, ahead
            )
        )
    c.seats.append(
        Seats(
            queue_id=stage.queues[level, held] if facts.gold is None else stage.known_queues[level],
            priority=facts.task.priority - (0 if ahead is None else round(URGENT * ahead)),
            task_id=facts.task.id,
            root_id=facts.root.id,
            opens_in=facts.stage.recheck_seconds if held else None,
        )
    )


def offer_place(c: Changes) -> None:
    """Put a level-0 place back on offer: one that is paid for already."""
    task = c.facts.task
    if not c.facts.closing:
        c.offer(Seats(task.queue_id, task.priority, task.id, 0))


def replace(c: Changes) -> None:
    """Open one more place. The first is set aside when the task opens; more of them wait until
    the budget has been asked (`workflow.fund`)."""
    task = c.facts.task
    if c.facts.closing:
        return
    if task.places <= task.overlap:
        task.places += 1
        offer_place(c)
    else:
        task.wanted += 1


def accept(c: Changes, *, judged: bool) -> None:
    """The root is accepted and paid, once. Unjudged work counts only after a verdict."""
    for claim in c.facts.party:
        c.move(claim, AssignmentState.ACCEPTED)
        pay(c, claim, f"assignment:{claim.id}")
        claim.judged = judged
    if judged:
        count(c)


def confirm(c: Changes) -> None:
    """A verdict lets through what silence had accepted and paid already."""
    for claim in c.facts.party:
        c.touch(claim)
        claim.judged = True
    count(c)


def count(c: Changes) -> None:
    """One more answer that stands, of each who speaks on it; the task is done when it has as many
    as it needs."""
    for claim in c.facts.party:
        _count(c, claim)


def _count(c: Changes, claim: Claim) -> None:
    task = c.facts.task
    if task.accepted >= task.overlap or task.state is not TaskState.OPEN:
        claim.surplus = True
        return
    task.accepted += 1
    if c.facts.stage.onward and c.facts.stage.kind is StageKind.COLLECT:
        c.flows = c.facts.root.answer_id  # each answer goes on by itself
    if task.accepted == task.overlap:
        c.move_task(TaskState.AGGREGATING)
        if not weighs(c.facts.stage):
            c.move_task(TaskState.DONE)
            finish(c)


def weighs(stage: StagePolicy) -> bool:
    """Whether what answers come to is weighed (`workflow.aggregate`) before a task is done. What
    people record is different by intent."""
    return stage.quality.overlap is not None and stage.kind is not StageKind.COLLECT


def finish(c: Changes) -> None:
    """Nothing more is bought for this task: what was set aside goes back to the budget, but for
    the pay of rejections that can still be appealed."""
    facts, task = c.facts, c.facts.task
    rest = task.reserved - task.spent - task.held
    stage = facts.stage
    c.entries += give_back(
        stage.reserve_account_id, stage.budget_account_id, rest, f"task:{task.id}"
    )
    task.reserved -= rest
    task.wanted = 0
    c.task_done = True


def wind_down(c: Changes, others: int) -> None:
    """Cancel a closing task when nothing on it can be handed in or decided any more; `others`
    counts the live claims besides those that are changed here."""
    facts = c.facts
    if not facts.closing or others or facts.task.state not in UNFINISHED:
        return
    if facts.own.state in LIVE or facts.root.state in LIVE:
        return
    c.move_task(TaskState.CANCELLED)
    finish(c)


def hold_for_appeal(c: Changes, claim: Claim) -> None:
    """Keep a rejected answer's pay aside while it can be appealed."""
    c.facts.task.held += claim.price


def lift_hold(c: Changes, claim: Claim) -> None:
    """A rejection stands for good: what was kept aside is free again."""
    facts, task = c.facts, c.facts.task
    amount = claim.price
    task.held -= amount
    if task.state in (TaskState.DONE, TaskState.CANCELLED):
        stage = facts.stage
        cause = f"assignment:{claim.id}"
        c.entries += give_back(stage.reserve_account_id, stage.budget_account_id, amount, cause)
        task.reserved -= amount


def return_for_rework(c: Changes, params: dict[str, object]) -> None:
    """The root goes back to its author, with his time and the reason."""
    root = c.facts.root
    for claim in c.facts.party:  # who records does it again for all, in his time
        due_in = c.facts.stage.rework_seconds if claim is root else None
        c.move(claim, AssignmentState.REWORK, due_in=due_in)
        claim.returns += 1
        claim.extended = False
    c.notices.append(Notice(root.worker_id, Told.WORK_RETURNED, params))


def reject(c: Changes, params: dict[str, object]) -> None:
    """The root is rejected: its author may appeal, and another place opens."""
    for claim in c.facts.party:
        c.move(claim, AssignmentState.REJECTED, due_in=APPEAL_SECONDS)
        hold_for_appeal(c, claim)
        replace(c)
        about = params | {"assignment_id": claim.id}
        c.notices.append(Notice(claim.worker_id, Told.WORK_REJECTED, about))


def hold_rejection(c: Changes, params: dict[str, object]) -> None:
    """A rejection beyond the ceiling of the root's author: nothing moves, and the clock that will
    accept it runs on, until an administrator has looked."""
    c.held = True
    for claim in c.facts.party:
        about = params | {"assignment_id": claim.id}
        c.notices.append(Notice(claim.worker_id, Told.REJECTION_WAITS, about))


def let_pass(c: Changes) -> None:
    """Nobody judged the root in time, or nobody may any more: it is accepted and paid. What a
    verdict has stopped stays out of the data, as where silence had accepted it before."""
    accept(c, judged=False)
    if c.facts.held:
        discard(c)


def refuse_rejection(c: Changes, params: dict[str, object]) -> None:
    """An administrator does not confirm a rejection: the root is paid, kept outside the overlap."""
    let_pass(c)
    for claim in c.facts.party:
        about = params | {"assignment_id": claim.id}
        c.notices.append(Notice(claim.worker_id, Told.REJECTION_REFUSED, about))


def discard(c: Changes) -> None:
    """A verdict stops what silence had accepted: it stays paid, leaves the data, is replaced."""
    for claim in c.facts.party:
        c.touch(claim)
        claim.judged = True
        claim.surplus = True
        replace(c)


def win_appeal(c: Changes, params: dict[str, object]) -> None:
    """The author was right, or nobody said otherwise in time: paid, kept outside the overlap."""
    for claim in c.facts.party:
        c.move(claim, AssignmentState.ACCEPTED)
        c.facts.task.held -= claim.price
        pay(c, claim, f"assignment:{claim.id}")
        claim.judged = True
        claim.surplus = True
        about = params | {"assignment_id": claim.id}
        c.notices.append(Notice(claim.worker_id, Told.APPEAL_WON, about))


def lose_appeal(c: Changes, params: dict[str, object]) -> None:
    """The rejection stands for good."""
    for claim in c.facts.party:
        c.move(claim, AssignmentState.REJECTED_FINAL)
        lift_hold(c, claim)
        about = params | {"assignment_id": claim.id}
        c.notices.append(Notice(claim.worker_id, Told.APPEAL_LOST, about))


def give_up(c: Changes, to: AssignmentState) -> None:
    """A lease ends without a hand-in: its place is free again. In a closing stage a draft is
    paid in full, because the person cannot be asked to finish it."""
    facts, own = c.facts, c.facts.own
    if own.level == 0:
        for claim in facts.party:  # without who records nobody goes on
            c.move(claim, to)
            if facts.closing and facts.draft:
                pay_draft(c, claim)
            offer_place(c)
        return
    c.move(own, to)
    own.recheck = False
    if not facts.closing:
        offer_inspection(c, own.level)


def may_return(facts: Facts) -> bool:
    """Whether the root can be sent back once more."""
    return facts.root.returns < MAX_RETURNS and facts.root.state is AssignmentState.SUBMITTED


def open_for_work(facts: Facts) -> bool:
    """Whether the stage hands out work."""
    return facts.stage.state is StageState.OPEN
