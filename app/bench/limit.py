"""The limit: pgbench driving the same statements as one loop, without HTTP, Python or rules.

The statements are the application's own texts; where the application binds what its rules decided,
the script binds an expression with the same values.
"""

import re
import subprocess
import tempfile
from pathlib import Path

import orjson
from sqlalchemy import make_url, text

from app.api.deps import STATEMENTS
from app.bench.ground import ANSWER, Ground
from app.core.database import owner_engine
from app.core.postgres import postgres_bin
from app.core.settings import settings
from app.models.project import Inspect
from app.tasks.claiming import claim_statement
from app.tasks.hints import HEAD
from app.tasks.queries import FACTS
from app.tasks.terms import TERMS
from app.tasks.views import LEASES
from app.workflow.changes import SETTLE

KEY = "lpad(to_hex(:chance::bigint), 32, '0')::uuid"
DIGEST = "0" * 64


def pgbench(ground: Ground, *, inspect: Inspect, clients: int, seconds: int) -> dict[str, float]:
    """Loops a second and milliseconds a loop, with `clients` connections."""
    with owner_engine().begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS bench_client"))
        connection.execute(
            text(
                """CREATE TABLE bench_client AS
                   SELECT row_number() OVER (ORDER BY l.person_id) - 1 AS client,
                     l.person_id AS me, l.token_hash AS hash
                   FROM login l WHERE l.person_id = ANY (:people)"""
            ),
            {"people": [person.id for person in ground.people]},
        )
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(loop(ground, inspect))
        script.flush()
        return _run(Path(script.name), clients, seconds)


def loop(ground: Ground, inspect: Inspect) -> str:
    """One hand-in with the next lease, as a pgbench script."""
    project, stage = str(ground.project_id), str(ground.stage_id)
    first = "\n".join(
        (
            "\\if :lease = 0",
            "SELECT me, hash FROM bench_client WHERE client = :client_id \\gset",
            "\\set chance random(1, 9000000000000000000)",
            *_next(project, stage),
            "\\set lease :c_id",
            "\\endif",
        )
    )
    again = "\n".join(
        (
            "\\set chance random(1, 9000000000000000000)",
            "BEGIN;",
            bound(
                STATEMENTS[False, True, True],
                hash=":hash::bytea",
                project=project,
                organisation="NULL",
                demanded="'none'",
            )
            + ";",
            bound(FACTS, project=project, id=":lease", key=_text(":chance")) + " \\gset f_",
            bound(SETTLE, **_settled(project, drawn=inspect is Inspect.ALL)) + ";",
            *_next(project, stage),
            bound(LEASES, project=project, ids="ARRAY[:c_id]::bigint[]") + ";",
            "COMMIT;",
            "\\set lease :c_id",
        )
    )
    return f"{first}\n{again}\n"


def bound(statement: str, **expressions: str) -> str:
    """`statement` on one line without its comments, each %(name)s replaced by an expression."""
    filled = re.sub(r"%\((\w+)\)s", lambda found: expressions[found.group(1)], statement)
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", filled)).strip()


def _next(project: str, stage: str) -> tuple[str, str]:
    return (
        bound(TERMS, project=project, stage=stage, level="0", me=":me::bigint", key=KEY, since="0")
        + " \\gset t_",
        bound(
            claim_statement(1),
            project=project,
            stage=stage,
            queue=":t_queue_id::bigint",
            level="0",
            me=":me::bigint",
            key=KEY,
            side="'author'",
            guideline="NULL",
            schema=":t_schema_version::bigint",
            price=":t_price::bigint",
            per=":t_per::bigint",
            unit="'task'",
            price_version=":t_price_version::bigint",
            lease=":t_lease_seconds::int",
            after_priority=":c_priority::int",
            after_task=":c_task_id::bigint",
            known="false",
        )
        + " \\gset c_",
    )


def _text(variable: str) -> str:
    return f"{variable}::bigint::text"


def _json(**fields: str) -> str:
    pairs = ", ".join(f"'{name}', {value}" for name, value in fields.items())
    return f"jsonb_build_object({pairs})"


def _settled(project: str, *, drawn: bool) -> dict[str, str]:
    """What `Changes.settle` binds for a first hand-in that is drawn, or accepted at once."""
    ident, task = ":lease::bigint", ":f_task_id::bigint"
    price, reserved = ":f_a_price::bigint", ":f_reserved::bigint"
    end = "submitted" if drawn else "accepted"
    claim = _json(
        id=ident,
        source="'reserved'",
        target=f"'{end}'",
        due_in="604800" if drawn else "NULL",
        keep_due="false",
        decided="false" if drawn else "true",
        price=price,
        units=":f_a_units::bigint",
        attempt="1",
        returns="0",
        recheck="false",
        judged="false" if drawn else "true",
        surplus="false",
        answer_id=":f_submission_id::bigint",
        extended="false",
    )
    answer = orjson.dumps(ANSWER).decode().replace(":", ": ")
    submission = _json(
        id=":f_submission_id::bigint",
        assignment_id=ident,
        worker_id=":me::bigint",
        stage_id=":f_stage_id::bigint",
        level="0",
        attempt="1",
        client_key=_text(":chance"),
        body_hash=f"'{DIGEST}'",
        schema_version=":f_schema_version::bigint",
        answer=f"'{answer}'::jsonb",
        outcome=f"'{end}'",
    )
    moves = [("assignment", ident, "reserved", "submitted")]
    seats, entries = "jsonb_build_array()", "jsonb_build_array()"
    if drawn:
        queue = (
            "(SELECT (one->>3)::bigint FROM jsonb_array_elements(:f_queues::jsonb) one"
            " WHERE (one->0)::int = 1 AND NOT (one->1)::boolean AND NOT (one->2)::boolean)"
        )
        seat = _json(
            queue_id=queue, priority="0", task_id=task, root_id=ident, slots="1", opens_in="NULL"
        )
        seats = f"jsonb_build_array({seat})"
    else:
        moves += [
            ("assignment", ident, "submitted", "accepted"),
            ("task", task, "open", "aggregating"),
            ("task", task, "aggregating", "done"),
        ]
        reserve, budget = ":f_reserve_account_id::bigint", ":f_budget_account_id::bigint"
        pay = _json(
            debit=reserve,
            credit=":f_a_account_id::bigint",
            amount=price,
            kind="'earn'",
            cause=f"'assignment:' || {ident}",
        )
        rest = _json(
            debit=reserve,
            credit=budget,
            amount=f"{reserved} - {price}",
            kind="'give_back'",
            cause=f"'task:' || {task}",
        )
        entries = f"jsonb_build_array({pay}, {rest})"
    events = ", ".join(
        _json(
            subject=f"'{subject}'",
            subject_id=which,
            source=f"'{source}'",
            target=f"'{target}'",
            why="'hand-in'",
        )
        for subject, which, source, target in moves
    )
    return {
        "project": project,
        "by": ":me::bigint",
        "claims": f"jsonb_build_array({claim})",
        "submissions": f"jsonb_build_array({submission})",
        "stage": ":f_stage_id::bigint",
        "task": task,
        "task_from": "'open'",
        "task_state": "'open'" if drawn else "'done'",
        "overlap": ":f_overlap::int",
        "accepted": "0" if drawn else "1",
        "places": ":f_places::int",
        "wanted": "0",
        "reserved": reserved if drawn else price,
        "spent": "0" if drawn else price,
        "held": "0",
        "item": ":f_item_id::bigint",
        "items": "ARRAY[:f_item_id::bigint]",
        "closing": "false",
        "flows": "NULL",
        "onward": "false",
        "task_done": "false" if drawn else "true",
        "cancelled": "false",
        "seats": seats,
        "currency": "'KRW'",
        "entries": entries,
        "events": f"jsonb_build_array({events})",
        "notices": "jsonb_build_array()",
        "draws": "jsonb_build_array()",
        "given": "jsonb_build_array()",
        "newcomer": "NULL",
        "judged_id": "NULL",
        "upheld": "NULL",
        "recheck_id": "NULL",
    }


def _run(script: Path, clients: int, seconds: int) -> dict[str, float]:
    url = make_url(settings().owner_url())
    host = url.query.get("host") or url.host or "localhost"
    done = subprocess.run(
        [
            str(postgres_bin() / "pgbench"),
            *("-n", "-M", "prepared", "-f", str(script), "-c", str(clients), "-j", "2"),
            *("-T", str(seconds), "-D", "lease=0", "-D", f"c_priority={HEAD[0]}"),
            *("-D", f"c_task_id={HEAD[1]}", "-h", str(host), "-U", str(url.username)),
            str(url.database),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PGPASSWORD": url.password or "", "PATH": "/usr/bin:/bin"},
    )
    tps = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    latency = re.search(r"^latency average = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or tps is None or latency is None:
        raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]} {done.stdout[-500:]}")
    return {"loops_per_s": float(tps[1]), "mean_ms": float(latency[1])}
