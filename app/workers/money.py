"""What the clock does with money beside prices: bonuses, top-ups, budgets that come to an end."""

from app.queue.registry import every
from app.workflow import alert, bonus, top_up


@every(seconds=60)
def bonuses_reached() -> int:
    """Pay the bonuses that people have reached. Answers how many."""
    return bonus.grant_all()


@every(seconds=300)
def bonuses_over() -> int:
    """Close bonuses that nobody can reach any more. Answers how many."""
    return bonus.close_over()


@every(seconds=300)
def days_below_the_floor() -> int:
    """Hold the days that have ended against the floor wage. Answers how many people's."""
    return top_up.look_at_days()


@every(seconds=60)
def top_ups_due() -> int:
    """Pay the top-ups that are due, where budgets have them. Answers how many."""
    return top_up.pay_waiting()


@every(seconds=600)
def budgets_watched() -> int:
    """Tell managers of budgets that come to their end. Answers how much was told."""
    return alert.watch()
