"""`dure bench ledger`: a person's statement in a long ledger, and a payout of everybody."""

import csv
import io
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.bench.ground import Ground, prepare, scratch
from app.bench.imports import Watch
from app.core.clock import day_of, utcnow
from app.core.database import owner_engine, transaction
from app.core.log import start_logging
from app.models.person import OrganisationRoleName
from app.models.project import Inspect
from app.models.vault import Sealed, Secret
from app.payouts.templates import PRESETS
from app.people.organisations import grant
from app.statements.service import statement
from app.vault.keys import keys
from app.vault.rules import masked_account, masked_number
from app.workflow import pay_out, payee
from app.workflow.fund import pay_in
from app.workflow.settle_payout import take_result

PROJECTS = 5
READ = 200  # statements
PRICE = 130
TEMPLATE = PRESETS["generic"]


def measure(*, entries: int, people: int, say: Any = lambda _: None) -> dict[str, Any]:
    """Milliseconds for one person's statement of this month, where everybody's work of the month is
    in the ledger; seconds to prepare a payout of all of them, to have it approved, to write its
    bank file and to take the bank's result, of which every hundredth transfer failed.
    """
    start_logging("bench")
    with scratch():
        pieces = -(-entries // (people * PROJECTS))  # of one person in one project
        say(f"Writing {people * pieces * PROJECTS} entries of {people} people …")
        grounds = [
            prepare(name=f"ledger-{n}", tasks=pieces, people=2, inspect=Inspect.NONE)
            for n in range(PROJECTS)
        ]
        organisation_id = _one_house(grounds)
        _load(grounds, people)
        _details()
        _analyze()
        say("Reading statements …")
        read = _statements()
        seconds: dict[str, float] = {}
        with Watch() as watch:
            _pay(organisation_id, grounds, seconds, say)
    return {
        "entries": people * pieces * PROJECTS,
        "people": people,
        "statement_p50_ms": round(statistics.median(read), 2),
        "statement_p95_ms": round(statistics.quantiles(read, n=20)[18], 2),
        "statement_max_ms": round(max(read), 2),
        **{f"{step}_seconds": round(took, 2) for step, took in seconds.items()},
        "memory_peak_mb": round(watch.peak),
    }


def _one_house(grounds: list[Ground]) -> int:
    """All projects belong to one organisation with two officers; its id."""
    ids = [ground.project_id for ground in grounds]
    with transaction() as s:
        house = s.execute(
            text("SELECT organisation_id FROM project WHERE id = :p"), {"p": ids[0]}
        ).scalar_one()
        s.execute(
            text("UPDATE project SET organisation_id = :o WHERE id = ANY(:ids)"),
            {"o": house, "ids": ids},
        )
        for officer in grounds[0].people[:2]:
            grant(s, house, officer.id, OrganisationRoleName.FINANCE, by=None)
        for ground in grounds:
            by = ground.people[0].id
            pay_in(s, by=by, project_id=ground.project_id, amount=10**10, key="bench-payout")
    return int(house)


_PEOPLE = """
INSERT INTO person (email, name, birth_year, verified_at)
SELECT 'payee-' || n || '@bench.test', '홍길동', 1990, now() FROM generate_series(1, :people) n
"""
_WORK = """
CREATE TEMP TABLE payee_of ON COMMIT DROP AS
  SELECT id FROM person WHERE email LIKE 'payee-%@bench.test';
INSERT INTO account (kind, currency, project_id, person_id)
  SELECT 'person', 'KRW', :project, id FROM payee_of ORDER BY id;
INSERT INTO project_member (project_id, person_id, pseudonym, account_id)
  SELECT :project, a.person_id, 'p' || a.person_id, a.id FROM account a
  JOIN payee_of p ON p.id = a.person_id WHERE a.kind = 'person' AND a.project_id = :project;
INSERT INTO task_role (project_id, task_id, worker_id, side)
  SELECT :project, t.id, p.id, 'author' FROM task t, payee_of p WHERE t.project_id = :project;
WITH made AS (
  INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
    claim_key, schema_version, price, price_version, units, judged)
  SELECT :project, n.id, n.stage_id, n.task_id, n.id, 0, n.worker_id, 'accepted',
    gen_random_uuid(), 1, :price, 1, 1, true
  FROM (
    SELECT nextval(pg_get_serial_sequence('assignment', 'id')) AS id, t.stage_id,
      t.id AS task_id, p.id AS worker_id
    FROM payee_of p, task t WHERE t.project_id = :project) n
  RETURNING id, worker_id
)
INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause, at)
  SELECT :project, s.budget_account_id, m.account_id, 'KRW', :price, 'earn',
    'assignment:' || w.id, now() - random() * interval '20 days'
  FROM made w
  JOIN project_member m ON m.project_id = :project AND m.person_id = w.worker_id
  JOIN stage s ON s.project_id = :project AND s.id = :stage
"""


def _load(grounds: list[Ground], people: int) -> None:
    """As if everybody had done every task of every project. Written by the database: what is
    measured is what comes of it."""
    with owner_engine().begin() as connection:
        connection.execute(text(_PEOPLE), {"people": people})
    for ground in grounds:
        values = {"project": ground.project_id, "stage": ground.stage_id, "price": PRICE}
        with owner_engine().begin() as connection:
            for one in _WORK.split(";"):
                connection.execute(text(one), values)


def _details() -> None:
    """Everybody has said who he is and where his money goes."""
    held = keys()
    with transaction() as s:
        people = s.execute(text("SELECT id FROM person WHERE email LIKE 'payee-%' ORDER BY id"))
        ids = list(people.scalars())
        for what, number, masked in (
            (Secret.IDENTITY, "9001011234567", masked_number("9001011234567")),
            (Secret.ACCOUNT, "110123456789", masked_account("110123456789")),
        ):
            rows = [
                {
                    "person_id": one,
                    "what": what,
                    "key": held.newest,
                    "sealed": held.seal(one, what, number),
                    "masked": masked,
                }
                for one in ids
            ]
            s.execute(insert(Sealed), rows)
        s.execute(
            text(
                """INSERT INTO pay_details
                  (person_id, legal_name, identity_id, bank, holder, account_id)
                SELECT i.person_id, '홍길동', i.id, '004', '홍길동', a.id
                FROM vault.sealed i JOIN vault.sealed a USING (person_id)
                WHERE i.what = 'identity' AND a.what = 'account'"""
            )
        )


def _analyze() -> None:
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text(
                "VACUUM ANALYZE account, assignment, ledger_entry, pay_details, person,"
                " project_member, vault.sealed"
            )
        )


def _statements() -> list[float]:
    """Milliseconds of each of some people's statements of this month."""
    today = day_of(utcnow())
    month = f"{today:%Y-%m}"
    with transaction() as s:
        found = s.execute(text("SELECT id FROM person WHERE email LIKE 'payee-%' ORDER BY id"))
        ids = list(found.scalars())
        chosen = random.Random(7).sample(ids, min(READ, len(ids)))  # noqa: S311
        statement(s, chosen[0], month, today)  # reads the catalogue
        times = []
        for one in chosen:
            start = perf_counter()
            statement(s, one, month, today)
            times.append((perf_counter() - start) * 1000)
        return times


def _pay(organisation_id: int, grounds: list[Ground], seconds: dict[str, float], say: Any) -> None:
    """A payout of everybody, through to what the bank says."""
    preparer, approver = (person.id for person in grounds[0].people[:2])
    house: dict[str, int] = {"organisation_id": organisation_id}

    @contextmanager
    def step(name: str) -> Iterator[Session]:
        say(f"{name.replace('_', ' ').capitalize()} …")
        start = perf_counter()
        with transaction() as s:
            yield s
        seconds[name] = perf_counter() - start

    with step("prepare") as s:
        payout = pay_out.prepare(
            s, **house, by=preparer, through=day_of(utcnow()), on_demand=False, key="bench-payout"
        )
    batch = {**house, "payout_id": payout.id}
    with step("approve") as s:
        pay_out.approve(s, **batch, by=approver)
    with step("bank_file") as s:
        sent = payee.bank_file(s, **batch, by=preparer, template=TEMPLATE)
    with step("result") as s:
        take_result(s, **batch, by=preparer, content=_answer(sent), template=TEMPLATE)


def _answer(sent: bytes) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["reference", "amount", "status", "reason"])
    for n, row in enumerate(csv.DictReader(io.StringIO(sent.decode()))):
        failed = n % 100 == 99
        said = ["failed", "no such account"] if failed else ["paid", ""]
        rows.writerow([row["reference"], row["amount"], *said])
    return out.getvalue().encode()
