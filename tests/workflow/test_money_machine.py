"""The whole life of money: earned at any level, promised, put into a payout, approved, sent, paid
or come back, tried again; and any step of it may break off between any two of its statements.

A stage's machine goes on as it is (`test_machine.py`), with another project of its organisation and
finance beside it. What must hold of money is asked after each step by SQL of the test's own. The
default run is short and always the same; `--long` goes more than twenty thousand steps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.clock import day_of, utcnow
from app.core.database import engine, owner_engine, transaction
from app.core.errors import Problem, WrongState
from app.core.states import PAYOUT_LINE, PayoutLineState
from app.models import ProjectRoleName
from app.models.bonus import BonusKind
from app.models.money import Income
from app.payouts.templates import PRESETS
from app.people.team import join_project
from app.workflow import bonus, pay_out, payee
from app.workflow.cancel import wind_down_item, wind_down_stage
from app.workflow.opening import BudgetShort, open_chunk
from app.workflow.settle_payout import take_result
from tests.factories import Place, add_person, payable
from tests.workflow.test_machine import DEEDS, DRAWS, NOTHING, POLICIES, Draw, Stage, pick

MORE = (
    *("moonlight", "pay_day") * 5,
    *("prepare", "approve", "settle", "grant") * 2,
    *("promise", "prepare_again", "send_back", "send", "settle_again"),
    *("another_kind", "papers", "ask"),
)


def breaks_off(act: Callable[[], None], after: int | None) -> bool:
    """Act, where the connection is gone before the statement, or the commit, that comes after so
    many; answers whether it came so far."""
    left = after

    def count(connection: Connection, *_: Any) -> None:
        nonlocal left
        if left is None:
            return
        left -= 1
        if left < 0:
            left = None
            driver: Any = connection.connection.driver_connection
            driver.close()

    listening = (("before_cursor_execute", count), ("commit", count))
    for name, heard in listening:
        event.listen(engine(), name, heard)
    try:
        act()
    except SQLAlchemyError:
        if after is None or left is not None:
            raise
        return True
    finally:
        for name, heard in listening:
            event.remove(engine(), name, heard)
    return False


class Money(Stage):
    """A stage, its people, its finance, and everything that can happen to what is earned."""

    taken: ClassVar[int] = 0  # steps of all runs
    seen: ClassVar[Counter[str]] = Counter()  # what became of lines in all runs

    @initialize(
        items=st.integers(1, 3),
        overlap=st.integers(1, 2),
        first=st.sampled_from(POLICIES),
        second=st.sampled_from(POLICIES),
        holds=st.just(20),
        spare=st.just(1_000_000),
    )
    def begin(self, **stage: Any) -> None:
        """Everybody can be paid, but for one; two of finance can prepare, and approve."""
        super().begin(**stage)
        self.house = self.place.organisation_id
        self.aside = Place.make(
            organisation_id=self.house, items=1, inspect1="none", prices=(33_337, 0, 0), funds=10**8
        )
        for who in self.cast:
            with transaction() as s:
                join_project(s, self.aside.project_id, who, ProjectRoleName.WORKER, by=None)
        for who in self.cast[1:]:
            payable(who)
        self.payable = set(self.cast[1:])
        self.finance = [add_person("경리"), add_person("재무")]
        # By key: the payout, who prepared it, whether on demand, and through which day.
        self.prepared: dict[str, tuple[int, int, bool, date]] = {}
        self.results: dict[int, list[bytes]] = defaultdict(list)  # payout -> what the bank sent

    @rule(
        deed=st.one_of(st.sampled_from(DEEDS), st.sampled_from(MORE)),
        draw=DRAWS,
        crash=st.one_of(st.none(), st.none(), st.none(), st.integers(0, 25)),
    )
    def step(self, deed: str, draw: Draw, crash: int | None) -> None:
        Money.taken += 1
        if breaks_off(partial(self.do, deed, draw), crash):
            self.come_again()

    def come_again(self) -> None:
        """What is done in the background is taken up after it broke off."""
        ((state,),) = self.place.rows("SELECT state FROM stage WHERE project_id = :p")
        self.cancelled, self.paused = state == "cancelled", state == "paused"
        while self.cancelled and wind_down_stage(**self.here):
            pass
        for (item,) in self.place.rows(
            "SELECT id FROM item WHERE project_id = :p AND state = 'excluded'"
        ):
            wind_down_item(self.place.project_id, item)

    # --- earning beside the stage ---

    def moonlight(self, draw: Draw) -> None:
        """One piece of the other project, accepted as it comes."""
        self.aside.add_items(1)
        at = {"project_id": self.aside.project_id, "stage_id": self.aside.stage_id}
        open_chunk(**at, batch_id=None, priority=0, by=self.aside.manager)
        who = self.cast[draw.person]
        for lease in self.aside.claim(who):
            self.aside.submit(who, lease)

    def promise(self, draw: Draw) -> object:
        """A bonus for one piece, or two, as often as there is money for."""
        if self.cancelled:
            return NOTHING
        values = {
            "kind": BonusKind.VOLUME,
            "amount": 77,
            "most": draw.count,
            "pieces": 1 + draw.yes,
            "share": None,
            "until": None,
        }
        key = self.place.key()
        try:
            for _ in range(2):
                with transaction() as s:
                    bonus.make(s, by=self.place.manager, key=key, values=values, **self.here)
        except (BudgetShort, bonus.TooManyBonuses):
            pass
        return None

    def grant(self, draw: Draw) -> object:
        """What was reached is paid; again there is nothing."""
        at = self.place.project_id
        found = self.place.rows(
            "SELECT id FROM bonus WHERE project_id = :p AND closed_at IS NULL ORDER BY id"
        )
        if not found:
            return NOTHING
        for (bonus_id,) in found:
            bonus.grant(at, bonus_id)
        before = self.money()
        assert [bonus.grant(at, bonus_id) for (bonus_id,) in found] == [0] * len(found)
        assert self.money() == before
        return None

    # --- finance ---

    def money(self) -> Any:
        """Everything that stands of money, to see that a step changed nothing."""
        with transaction() as s:
            return s.execute(text(MONEY), {"house": self.house, "cast": self.cast}).one()

    def owed(self, asked: bool = False) -> dict[int, int]:
        """What the house owes to whom, and is on its way to nobody; with `asked` to whom asked."""
        with transaction() as s:
            values = {"house": self.house, "today": day_of(utcnow()), "asked": asked}
            rows = s.execute(text(OWED), values)
            return {row.person_id: row.amount for row in rows}

    def payouts(self, *states: str) -> list[Any]:
        """Those in these states."""
        with transaction() as s:
            found = s.execute(
                text("SELECT * FROM payout WHERE organisation_id = :house ORDER BY id"),
                {"house": self.house},
            )
            return [row for row in found if row.state in states]

    def prepare(self, draw: Draw) -> None:
        """Everybody who is owed something, or who asked, is in it with all of it."""
        key, by = self.place.key(), self.finance[draw.yes]
        on_demand, today = draw.count == 1, day_of(utcnow())
        owed = self.owed(on_demand)
        try:
            payout_id = self.prepare_by(key, by, on_demand, today)
        except pay_out.NobodyPayable:
            assert owed == {}
            return
        self.prepared[key] = (payout_id, by, on_demand, today)
        with transaction() as s:
            lines = s.execute(
                text("SELECT person_id, gross, held FROM payout_line WHERE payout_id = :id"),
                {"id": payout_id},
            ).all()
        assert {line.person_id: line.gross for line in lines} == owed
        held = {line.person_id for line in lines if line.held == "no_identity"}
        assert held == owed.keys() - self.payable

    def pay_day(self, draw: Draw) -> None:
        """From what is owed to what the bank says of it, as far as it comes."""
        self.prepare(draw)
        self.approve(draw)
        self.settle(draw)

    def prepare_by(self, key: str, by: int, on_demand: bool, through: date) -> int:
        with transaction() as s:
            about = {"organisation_id": self.house, "by": by, "key": key}
            return pay_out.prepare(s, through=through, on_demand=on_demand, **about).id

    def prepare_again(self, draw: Draw) -> object:
        """The same key finds the same payout, whatever became of it."""
        if not self.prepared:
            return NOTHING
        key, (payout_id, by, on_demand, through) = pick(list(self.prepared.items()), draw)
        before = self.money()
        assert self.prepare_by(key, by, on_demand, through) == payout_id
        assert self.money() == before
        return None

    def approve(self, draw: Draw) -> object:
        """By another than who prepared it; twice is once."""
        if not (found := self.payouts("prepared")):
            return NOTHING
        chosen = pick(found, draw)
        about = {"organisation_id": self.house, "payout_id": chosen.id}
        before = self.money()
        with pytest.raises(pay_out.SamePerson), transaction() as s:
            pay_out.approve(s, by=chosen.prepared_by, **about)
        assert self.money() == before
        other = next(one for one in self.finance if one != chosen.prepared_by)
        for _ in range(2):
            with transaction() as s:
                pay_out.approve(s, by=other, **about)
        return None

    def ask(self, draw: Draw) -> None:
        """Somebody would be paid now; asked twice is asked once."""
        who = self.cast[draw.person]
        for _ in range(2):
            try:
                with transaction() as s:
                    payee.ask(s, me=who, organisation_id=self.house)
            except (payee.NothingOwed, payee.OnItsWay, payee.PapersMissing):
                return

    def send_back(self, draw: Draw) -> object:
        if not (found := self.payouts("prepared")):
            return NOTHING
        about = {"organisation_id": self.house, "payout_id": pick(found, draw).id}
        with transaction() as s:
            pay_out.give_back(s, by=self.finance[draw.yes], why="한 사람이 빠졌어요.", **about)
        with pytest.raises(Problem), transaction() as s:
            pay_out.approve(s, by=self.finance[draw.yes], **about)
        return None

    def send(self, draw: Draw) -> object:
        if not (found := self.payouts("approved")):
            return NOTHING
        about = {"organisation_id": self.house, "payout_id": pick(found, draw).id}
        for _ in range(2):
            with transaction() as s:
                pay_out.mark_sent(s, by=self.finance[draw.yes], **about)
        return None

    def settle(self, draw: Draw) -> object:
        """The bank answers, perhaps in parts; some transfers fail."""
        if not (found := self.payouts("approved", "sent")):
            return NOTHING
        payout_id = pick(found, draw).id
        with transaction() as s:
            lines = s.execute(
                text(
                    "SELECT id, gross - tax - local AS net FROM payout_line"
                    " WHERE payout_id = :id AND state = 'approved' ORDER BY id"
                ),
                {"id": payout_id},
            ).all()
        said = ["reference,amount,status,reason"]
        for nth, line in enumerate(lines[: None if draw.yes else draw.count]):
            status = "failed,계좌 해지" if (nth + draw.number) % 3 == 0 else "paid,"
            said.append(f"D{line.id},{line.net},{status}")
        result = "\r\n".join(said).encode()
        self.results[payout_id].append(result)  # the bank has sent it, whatever becomes of it here
        self.import_result(payout_id, result)
        return None

    def settle_again(self, draw: Draw) -> object:
        """The same result again, or what it says turned round: no money moves."""
        sent = [(one, result) for one, results in self.results.items() for result in results]
        if not sent:
            return NOTHING
        payout_id, result = pick(sent, draw)
        self.import_result(payout_id, result)  # where it broke off before, it is done now
        before = self.money()
        self.import_result(payout_id, result)
        turned = result.replace(b",paid,", b",-,").replace(b",failed,", b",paid,")
        self.import_result(payout_id, turned.replace(b",-,", b",failed,"))
        assert self.money() == before
        return None

    def import_result(self, payout_id: int, result: bytes) -> None:
        with transaction() as s:
            take_result(
                s,
                organisation_id=self.house,
                payout_id=payout_id,
                by=self.finance[0],
                content=result,
                template=PRESETS["generic"],
            )

    def another_kind(self, draw: Draw) -> None:
        """What somebody is paid is another kind of income from now on."""
        kind = list(Income)[draw.number % 3]
        about = {"organisation_id": self.house, "person_id": self.cast[draw.person]}
        try:
            with transaction() as s:
                payee.set_payee(s, by=self.finance[0], income=kind, confirm=draw.yes, **about)
        except WrongState:
            assert about["person_id"] not in self.owed(), "he is being paid just now"

    def papers(self, draw: Draw) -> None:
        """Who had no account has one, or changes it."""
        who = self.cast[draw.person if draw.yes else 0]
        payable(who, account=f"1002{draw.number:06}")
        self.payable.add(who)

    # --- what must hold ---

    def teardown(self) -> None:
        """What has happened is counted: a machine that pays nobody shows nothing."""
        if hasattr(self, "finance"):
            with owner_engine().connect() as s:
                Money.seen.update(s.execute(text(SEEN), {"house": self.house}).scalars())

    @invariant()
    def money_holds(self) -> None:
        if not hasattr(self, "finance"):
            return
        with owner_engine().connect() as s:
            broken = s.execute(text(RULES), {"house": self.house}).all()
            assert not broken, "\n".join(f"{name}: {what}" for name, what in broken)
            told = s.execute(text(LINES_TOLD), {"house": self.house})
            for line_id, state, path in told:
                here = None
                for source, target in path:
                    if source is None or here is None:
                        assert source in (None, "payable"), (line_id, path)
                    else:
                        assert source == here, (line_id, path)
                    if source is not None:
                        moves = PAYOUT_LINE[PayoutLineState(source)]
                        assert PayoutLineState(target) in moves, (line_id, path)
                    here = target
                assert state == (here or "payable"), (line_id, state, path)


MONEY = """
WITH p AS MATERIALIZED (SELECT id FROM project WHERE organisation_id = :house)
SELECT (SELECT array_agg(e ORDER BY e.id)::text FROM ledger_entry e JOIN p ON p.id = e.project_id),
  (SELECT array_agg((y.id, y.state) ORDER BY y.id)::text FROM payout y
   WHERE y.organisation_id = :house),
  (SELECT array_agg((l.id, l.state, l.failure) ORDER BY l.id)::text FROM payout_line l
   WHERE l.organisation_id = :house),
  (SELECT count(*) FROM payout_line l JOIN event e ON e.project_id = 0
     AND e.subject = 'payout_line' AND e.subject_id = l.id WHERE l.organisation_id = :house),
  (SELECT count(*) FROM notification n WHERE n.person_id = ANY(:cast))
"""

# What is neither on its way nor with people; of who is employed by the day, whole days.
OWED = """
SELECT a.person_id, sum(m.amount)::bigint AS amount FROM account a
JOIN project p ON p.id = a.project_id AND p.organisation_id = :house
LEFT JOIN payee y ON y.organisation_id = :house AND y.person_id = a.person_id
JOIN (SELECT credit AS account, amount, at FROM ledger_entry WHERE kind <> 'reverse'
      UNION ALL SELECT credit, amount, NULL FROM ledger_entry WHERE kind = 'reverse'
      UNION ALL SELECT debit, -amount, NULL FROM ledger_entry) m ON m.account = a.id
WHERE a.kind = 'person' AND NOT (coalesce(y.income, '') = 'daily' AND m.at IS NOT NULL
    AND (m.at AT TIME ZONE 'Asia/Seoul')::date >= :today)
  AND NOT EXISTS (SELECT FROM payout_line l WHERE l.organisation_id = :house
    AND l.person_id = a.person_id AND l.state IN ('batched', 'approved'))
  AND (NOT :asked OR y.asked_at IS NOT NULL)
GROUP BY 1 HAVING sum(m.amount) > 0 ORDER BY 1
"""

SEEN = """
SELECT CASE WHEN l.held IS NOT NULL THEN 'held' WHEN l.failed_at IS NOT NULL THEN 'failed'
  WHEN l.state = 'paid' AND l.retry_of IS NOT NULL THEN 'paid later' ELSE l.state END
FROM payout_line l WHERE l.organisation_id = :house
"""

LINES_TOLD = """
SELECT l.id, l.state, coalesce(
  (SELECT array_agg(ARRAY[e.source::text, e.target::text] ORDER BY e.id) FROM event e
   WHERE e.subject = 'payout_line' AND e.subject_id = l.id AND e.target IS NOT NULL),
  '{}'::text[])
FROM payout_line l WHERE l.organisation_id = :house
"""

# Each rule is a query that finds what breaks it.
BROKEN = {
    "money in is money somewhere": """
        SELECT format('project %s: %s <> %s', p.id, p.funded, p.kept) FROM (
          SELECT j.id, (SELECT coalesce(sum(amount), 0) FROM e
              WHERE e.project_id = j.id AND e.kind = 'fund') AS funded,
            (SELECT coalesce(sum(balance), 0) FROM a
              WHERE a.project_id = j.id AND a.kind <> 'sponsor') AS kept
          FROM project j WHERE j.organisation_id = :house) p
        WHERE p.funded <> p.kept""",
    "no account owes": """
        SELECT format('%s %s of project %s: %s', a.kind, a.id, a.project_id, a.balance) FROM a
        WHERE a.kind <> 'sponsor' AND a.balance < 0""",
    "a line is what its shares add up to": """
        SELECT l.id::text FROM l, LATERAL (SELECT sum(h.gross) AS gross, sum(h.tax) AS tax,
          sum(h.local) AS local FROM payout_share h WHERE h.line_id = l.id) h
        WHERE (l.gross, l.tax, l.local) IS DISTINCT FROM (h.gross, h.tax, h.local)""",
    "each share moved as far as its line": """
        SELECT format('line %s is %s, project %s: %s', l.id, l.state, h.project_id, m.moved)
        FROM l JOIN payout_share h ON h.line_id = l.id, LATERAL (
          SELECT coalesce(jsonb_object_agg(e.kind, e.amount), '{}') AS moved FROM e
          WHERE e.project_id = h.project_id AND e.cause = 'payout:' || l.id) m
        WHERE m.moved <> CASE
          WHEN l.state = 'approved' THEN jsonb_build_object('payout', h.gross)
          WHEN l.state = 'paid' THEN jsonb_strip_nulls(jsonb_build_object('payout', h.gross,
            'paid', nullif(h.gross - h.tax - h.local, 0), 'withhold', nullif(h.tax, 0),
            'withhold_local', nullif(h.local, 0)))
          WHEN l.failed_at IS NOT NULL
            THEN jsonb_build_object('payout', h.gross, 'reverse', h.gross)
          ELSE '{}' END""",
    "what left a person is named by a line": """
        SELECT e.cause FROM e JOIN a ON a.id IN (e.debit, e.credit) AND a.kind = 'transit'
        WHERE NOT EXISTS (SELECT FROM l JOIN payout_share h ON h.line_id = l.id
          WHERE e.cause = 'payout:' || l.id AND h.project_id = e.project_id)
        UNION ALL SELECT e.cause FROM e JOIN a ON a.id = e.debit AND a.kind = 'person'
        WHERE e.kind <> 'payout'""",
    "what was reversed was paid out": """
        SELECT r.cause FROM e r LEFT JOIN e ON e.project_id = r.project_id AND e.id = r.reverses
        WHERE r.kind = 'reverse' AND (e.kind, e.cause, e.amount, e.debit, e.credit)
          IS DISTINCT FROM ('payout', r.cause, r.amount, r.credit, r.debit)""",
    "nobody is in two payouts at once": """
        SELECT l.person_id::text FROM l WHERE l.state IN ('batched', 'approved')
        GROUP BY l.person_id HAVING count(*) > 1""",
    "nothing is tried once it was paid": """
        SELECT l.id::text FROM l JOIN l r ON r.id = l.retry_of
        WHERE r.failed_at IS NULL OR r.person_id <> l.person_id OR r.state <> 'payable'""",
    "a payout is as far as its lines": """
        SELECT format('payout %s is %s, with %s lines of %s', y.id, y.state, n.lines, n.states)
        FROM payout y, LATERAL (SELECT count(*) AS lines,
            array_agg(DISTINCT l.state::text) AS states,
            coalesce(sum(l.gross), 0) AS gross, coalesce(sum(l.tax), 0) AS tax,
            coalesce(sum(l.local), 0) AS local
          FROM l WHERE l.payout_id = y.id AND l.held IS NULL) n
        WHERE y.organisation_id = :house AND (
          (y.gross, y.tax, y.local, y.people) <> (n.gross, n.tax, n.local, n.lines)
          OR NOT coalesce(n.states, '{}') <@ CASE y.state WHEN 'prepared' THEN '{batched}'
            WHEN 'returned' THEN '{payable}' WHEN 'approved' THEN '{approved}'
            WHEN 'settled' THEN '{paid,payable}'
            ELSE '{approved,paid,payable}' END::text[])""",
    "another approves": """
        SELECT y.id::text FROM payout y WHERE y.organisation_id = :house
          AND (y.state IN ('prepared', 'returned')) <> (y.approved_by IS NULL)
        UNION ALL SELECT y.id::text FROM payout y WHERE y.approved_by = y.prepared_by""",
    "of business income three in a hundred, and a tenth of it, are withheld": """
        SELECT format('line %s: %s of %s, %s', l.id, l.tax, l.gross, l.local) FROM l
        WHERE l.income = 'business' AND l.held IS NULL
          AND (l.tax, l.local) <> (l.gross * 3 / 1000 * 10, l.gross * 3 / 1000 * 10 / 100 * 10)""",
    "a pot holds what is promised": """
        SELECT format('pot %s: %s, promised %s', a.id, a.balance, b.promised) FROM a,
          LATERAL (SELECT coalesce(sum((b.most - b.awarded) * b.amount), 0) AS promised
            FROM bonus b WHERE b.pot_account_id = a.id AND b.closed_at IS NULL) b
        WHERE a.kind = 'bonus' AND a.balance <> b.promised""",
}

RULES = """
WITH e AS MATERIALIZED (
  SELECT e.* FROM ledger_entry e JOIN project p ON p.id = e.project_id
  WHERE p.organisation_id = :house),
a AS MATERIALIZED (
  SELECT c.id, c.kind, c.project_id,
    (SELECT coalesce(sum(e.amount), 0) FROM e WHERE e.credit = c.id)
    - (SELECT coalesce(sum(e.amount), 0) FROM e WHERE e.debit = c.id) AS balance
  FROM account c JOIN project p ON p.id = c.project_id WHERE p.organisation_id = :house),
l AS MATERIALIZED (SELECT * FROM payout_line WHERE organisation_id = :house)
""" + "\nUNION ALL\n".join(
    f"SELECT '{name}' AS rule, broken.* FROM ({query}) broken (what)"
    for name, query in BROKEN.items()
)


LONG = [pytest.param(115, 100, id=f"long-{half}", marks=pytest.mark.long) for half in (1, 2)]


@pytest.mark.usefixtures("database")
@pytest.mark.timeout(0)
@pytest.mark.parametrize(("runs", "steps"), [(8, 50), *LONG])
def test_no_won_is_lost_or_made(runs: int, steps: int) -> None:
    Money.taken, Money.seen = 0, Counter()
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            derandomize=runs < 100,
            database=None,
            deadline=None,
            print_blob=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Money.taken > 0.9 * runs * steps
    assert {"held", "failed", "paid", "paid later"} <= Money.seen.keys(), Money.seen
