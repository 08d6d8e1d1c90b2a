"""What is under seal: sealed anew when the key changed, deleted when its time is over."""

from app.core.database import transaction
from app.queue.registry import every
from app.vault import sealing
from app.workflow import payee


@every(seconds=3600)
def delete_due() -> int:
    """Delete numbers that no law asks to be kept any more; how many."""
    with transaction() as s:
        return payee.delete_due(s)


@every(seconds=600)
def seal_anew() -> int:
    """Seal with the newest key what an older one sealed; how many."""
    done = 0
    while True:
        with transaction() as s:
            count = sealing.seal_anew(s)
        if not count:
            return done
        done += count
