"""The walk ahead of the workers: in the order in which they will get items, batch by batch.

A chore asks for some seconds and leaves the rest to another, so that a slow model keeps nobody's
import waiting. What it knows stands in rows: an attempt after a broken one, or a second worker,
asks only about what has no suggestion yet.
"""

from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import func, select

from app.core.errors import Problem
from app.models.suggestion import StageModel
from app.queue.run import Run
from app.suggestions import queries, service
from app.suggestions.exchange import Wanted
from app.suggestions.queries import HEAD, Place
from app.suggestions.rules import PAUSE, RUN_SECONDS, ModelFailed, wait
from app.suggestions.service import Asking


class Walk:
    """One chore's part of a walk through a stage's work."""

    def __init__(self, run: Run, seconds: float = RUN_SECONDS) -> None:
        self._run = run
        self._key = (run.args["project_id"], run.args["stage_id"])
        self._until = monotonic() + seconds
        self._began: datetime | None = None  # by the database's clock
        self._after = HEAD
        walk = run.args.get("walk")
        if walk is not None:
            self._began = datetime.fromisoformat(walk["began"])
            self._after = Place(*walk["after"])

    def run(self) -> dict[str, Any]:
        """Ask until the work is walked through, the time is over, or the model fails."""
        done = 0
        while True:
            found = self._next(done)
            if found is None:
                return {"asked": done}
            asking, batch = found
            items = [item for _, item in batch]
            try:
                made, never = asking(items)
            except ModelFailed as failure:
                self._failed(asking, items, failure)
                return {"asked": done, "failed": failure.reason}
            except Problem as refused:  # the operator no longer allows the host
                told = ModelFailed(refused.code, refused.detail, **refused.extra)
                self._failed(asking, [], told)
                return {"asked": done, "failed": refused.code}
            with self._run.transaction() as s:
                if queries.still(s, asking.model):
                    queries.pass_over(s, asking.model, asking.schema_version, never)
                    if made:
                        queries.keep(s, asking.model, asking.schema_version, made)
            self._after = batch[len(made) + len(never) - 1][0]
            done += len(made)
            self._run.progress(done)

    def _next(self, asked: int) -> tuple[Asking, list[tuple[Place, Wanted]]] | None:
        """What to ask next, and how; None where this chore, with so many items `asked`, has done
        its part."""
        while True:
            with self._run.transaction() as s:
                model = s.get(StageModel, self._key)
                if model is None or not model.active or model.chore_id != self._run.id:
                    return None
                asking = service.how_to_ask(s, model)
                if asking is None:
                    return None
                if asked and self._began is not None and monotonic() >= self._until:
                    walk = {"began": self._began.isoformat(), "after": list(self._after)}
                    service.start(s, *self._key, walk=walk)
                    return None
                if self._began is None or queries.stirred(s, *self._key, self._began):
                    # Also for work that was put at the head meanwhile.
                    self._began, self._after = s.execute(select(func.now())).scalar_one(), HEAD
                # After a failure one item alone: it may be what the model stumbles over.
                limit = 1 if model.failures else model.batch
                version = asking.schema_version
                batch, end = queries.ahead(s, model, version, self._after, limit)
                if end is None:
                    model.walked_at, model.again_at = self._began, func.now() + PAUSE
                    return None
            if batch:
                return asking, batch
            self._after = end
            self._run.progress(asked)

    def _failed(self, asking: Asking, items: list[Wanted], failure: ModelFailed) -> None:
        """Note it. An item that was alone and may be the reason is passed over."""
        model = asking.model
        with self._run.transaction() as s:
            if not queries.still(s, model):
                return
            queries.failed(s, model, failure.as_json(), wait(model.failures + 1))
            if failure.of_items and len(items) == 1:
                queries.pass_over(s, model, asking.schema_version, items)
