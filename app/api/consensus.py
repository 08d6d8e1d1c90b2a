"""What overlapping answers come to: side by side for who decides, and what buying them costs."""

from dataclasses import asdict

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.consensus import queries
from app.consensus.cost import Habits, Looks, cost
from app.consensus.merging import agreement
from app.consensus.schemas import (
    AnswersOut,
    CostOut,
    LetteredAnswer,
    QualityQuoteIn,
    QualityQuoteOut,
)
from app.core.errors import NotFound
from app.core.policy import quality_of
from app.labels import parse_answer
from app.people.permits import May
from app.tasks import views
from app.workflow.asking import schema_for, schema_from
from app.workflow.choose import letters
from app.workflow.fund import amounts
from app.workflow.opening import complete

router = Router(prefix="/projects/{project_id}", tags=["consensus"])

ENOUGH = 30
"""Tasks with a consensus, from which on what a stage needs is measured and not guessed."""


@router.get("/assignments/{assignment_id}/answers")
def list_answers(project_id: Key, assignment_id: Key, door: Way) -> AnswersOut:
    """The answers that your inspection decides between, by letters that tell nothing of their
    authors; 404 for any other work."""
    with door.enter(project=project_id) as (s, me):
        whose = views.whose(s, project_id, assignment_id)
        seat = queries.seat(s, project_id, assignment_id)
        if whose is None or seat is None or (whose[0] != me.id and May.ITEM_READ not in me.may):
            raise NotFound("There are no answers to decide between here.")
        found = queries.of_task(s, project_id, seat.task_id)
        assert found is not None
        answers = queries.counted(s, project_id, seat.task_id)
        schema = (
            schema_from(seat.schema)
            if seat.members is None
            else schema_for(seat.schema, seat.members)
        )
        given = [parse_answer(one.answer) for one in answers]
        return AnswersOut(
            proposal=found.answer,
            state=found.state,
            answers=[
                LetteredAnswer(letter=letter, answer=one.answer)
                for letter, one in letters(seat.salt, answers).items()
            ],
            agree=round(agreement(schema, parse_answer(found.answer), given), 4),
        )


@router.post("/stages/{stage_id}/quality/quote")
def quote_quality(
    project_id: Key, stage_id: Key, body: QualityQuoteIn, door: Way
) -> QualityQuoteOut:
    """What settings would cost to a hundred items, on the mean, beside those that hold now."""
    with door.enter(May.BUDGET_READ, project=project_id) as (s, _):
        stage, card = complete(s, project_id, stage_id)
        bought = queries.bought(s, project_id, stage_id)
        known = bought.tasks >= ENOUGH
        habits = Habits(bought.answers, bought.undecided) if known else Habits()
        looks = Looks(stage.inspect1, float(stage.rate1)), Looks(stage.inspect2, float(stage.rate2))
        prices = amounts(card, queries.mean_units(s, project_id, stage_id))
        now, then = (
            CostOut(**asdict(cost(settings, stage.overlap, looks, prices, habits)))
            for settings in (quality_of(stage.quality), body.quality)
        )
        return QualityQuoteOut(now=now, then=then, note="measured" if known else "estimated")
