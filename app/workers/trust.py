"""People are trusted by what is known of their work."""

from app.queue.registry import every
from app.workflow.weigh import weigh


@every(seconds=20)
def the_trust() -> int:
    """Count again how far people are trusted, where something new is known. Answers of how many."""
    return weigh()
