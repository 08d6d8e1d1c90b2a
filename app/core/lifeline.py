"""A child's tie to the process that started it: when that one dies, so does the child.

The parent holds the writing end of a pipe and never writes; the child reads. A death of any kind
closes the pipe, and the child ends itself as if told to stop.
"""

import os
import signal
import threading

VARIABLE = "DURE_LIFELINE"


def hold() -> None:
    """In a child: end this process when its parent does. Nothing where there is no parent to be
    tied to."""
    number = os.environ.pop(VARIABLE, None)
    if number is None:
        return

    def wait() -> None:
        os.read(int(number), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
