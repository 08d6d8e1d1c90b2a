"""The world of the permission table: everybody, and work in every state that a row needs."""

from __future__ import annotations

import warnings
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from httpx import Response
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from app.api import limits, streams
from app.api.deps import COOKIE, CSRF_HEADER
from app.assets import guides, uploads
from app.assets.pyramid import MEDIA_TYPE, build
from app.consensus.queries import keep as keep_consensus
from app.consortia import service as consortia
from app.core import database as core_database
from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.core.settings import configure, settings
from app.core.states import CaptureState, LotState, ReleaseState
from app.desk.schemas import FilterIn, Scope
from app.desk.service import keep_filter
from app.formats.template import parse_template
from app.hooks import service as hooks
from app.hooks.queries import Home
from app.learning import certificates, courses
from app.ledger.queries import account_of
from app.ledger.rules import Entry
from app.ledger.service import post
from app.main import create_app
from app.models import (
    Account,
    AccountKind,
    Agreement,
    AgreementKind,
    Asset,
    Assignment,
    Batch,
    EntryKind,
    Item,
    LedgerEntry,
    MailTokenKind,
    Person,
    Project,
    ProjectRoleName,
    Release,
    ReleaseItem,
    Stage,
    StageKind,
    Submission,
    Task,
)
from app.models.bonus import BonusKind
from app.models.catalogue import Dataset, DatasetVersion
from app.models.collect import Capture
from app.models.defect import Defect
from app.models.desk import ActKind
from app.models.factor import Passkey
from app.models.fairness import HeldRejection, Suspension, SuspensionEvidence
from app.models.learn import Attempt, Certificate, Course, QuestionUse
from app.models.person import Login, OrganisationRoleName
from app.models.privacy import DataCopy
from app.models.quality import (
    ConsensusState,
    Gold,
    GoldSource,
    Lot,
    LotItem,
    Rule,
    RuleHit,
    Trust,
)
from app.models.report import BlindSample, Examiner, QualityReport, SampleItem, Validity
from app.models.routing import Announcement, Invited
from app.models.source import Connection, ConnectionMode
from app.noticing.reporting import report
from app.people import (
    agreements,
    guardians,
    invitations,
    mail_tokens,
    organisations,
    sessions,
    signings,
    tokens,
)
from app.people.collecting import GuardianIn
from app.people.passwords import hash_password
from app.people.signing_schemas import SigningIn
from app.people.team import join_project
from app.people.telling import service as telling
from app.people.telling.schemas import PushIn
from app.questions.schemas import FrequentIn
from app.queue.service import enqueue
from app.releases import templates
from app.statements import books
from app.statements.schemas import HireIn, PaperKind
from app.statements.service import hire
from app.storage import LINK_TTL, forget_storage, storage
from app.storage.links import PATH
from app.suggestions import loop
from app.suggestions.loop_schemas import PredictionIn
from app.tasks.groups import make_group
from app.workflow import act, bonus, bulletin, clone, design, inquire, pay_out
from app.workflow.found import add_stage
from app.workflow.lease import give_back
from tests.assets.drawn import drawing, encoded
from tests.conftest import fresh_database
from tests.factories import Place, add_person, boxes, payable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have httpx2, and works as well with httpx
    from starlette.testclient import TestClient

PASSWORD = "a long way home"

# Who may ask. The place is one project of one organisation; its sister is another project of the
# same organisation; abroad is a project of another one.
TEAM = {
    "w": "worker",
    "x": "worker",
    "p": "primary_inspector",
    "s": "secondary_inspector",
    "m": "manager",
    "c": "custodian",
}
HOUSE = {"a": "administrator", "f": "finance", "r": "arbiter"}
SISTER = {"w2": "worker", "p2": "primary_inspector", "s2": "secondary_inspector", "m2": "manager"}
ABROAD = {"w3": "worker", "p3": "primary_inspector", "s3": "secondary_inspector", "m3": "manager"}
ABROAD_HOUSE = {"a3": "administrator", "f3": "finance", "r3": "arbiter"}
SIGNED_IN = [*TEAM, *HOUSE, *SISTER, *ABROAD, *ABROAD_HOUSE, "o", "n"]


def name_of(caller: str) -> str:
    """What he is called outside of projects."""
    return f"성명/{caller}/"


@dataclass
class World:
    """What the requests are about, and how each caller proves himself."""

    http: TestClient
    forgetful: Engine
    ids: dict[str, int] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    objects: dict[str, int] = field(default_factory=dict)  # "assignment_id:w's": its id
    foreign: dict[str, int | str] = field(default_factory=dict)  # "stage_id": the sister's
    keys: dict[str, dict[str, str]] = field(default_factory=lambda: {"out": {}})
    links: dict[str, str] = field(default_factory=dict)  # ids and tokens that are texts
    spools: dict[Path, bytes] = field(default_factory=dict)  # what uploads have brought so far
    bearers: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Response:
        """Send a request, and undo what it did."""
        limits.forget()
        known = core_database.engine
        core_database.engine = cache(lambda: self.forgetful)
        for spool, content in self.spools.items():
            if not spool.exists():
                spool.write_bytes(content)
        sent: dict[str, Any] = {"content" if isinstance(body, bytes) else "json": body}
        sent["headers"] = {"idempotency-key": "one-of-its-own", **headers}
        try:
            answer: Response = self.http.request(method, path, **sent)
        finally:
            core_database.engine = known
        self.http.cookies.clear()
        return answer

    def bearer(self, caller: str, *scopes: str) -> dict[str, str]:
        """A program of the caller's, with these scopes."""
        if (caller, *scopes) not in self.bearers:
            with transaction() as s:
                _, token = tokens.make(s, self.ids[caller], "program", scopes, 1)
            self.bearers[caller, *scopes] = {"authorization": f"Bearer {token}"}
        return self.bearers[caller, *scopes]


def forgetful_engine() -> Engine:
    """The application's engine, but nothing is ever committed: what a request did is rolled back
    as soon as its connection goes back to the pool."""
    config = settings()
    made = core_database.make_engine(config.app_database_url(), pool_size=1)
    made.dialect.do_commit = lambda connection: None  # type: ignore[method-assign]
    return made


@contextmanager
def made_world(servers: Any, template: str, folder: Path) -> Iterator[World]:
    """One database for the whole table."""
    with fresh_database(servers, template, folder):
        configure(redis_url=None)
        limits.forget()
        forget_storage()
        forgetful = forgetful_engine()
        lasts, streams.LASTS = streams.LASTS, 0.0  # one reading is enough
        http = TestClient(create_app(), raise_server_exceptions=False)
        w = World(http, forgetful)
        here = Place.make(items=12, inspect1="all", inspect2="all")
        sister, abroad = Place.make(items=2), Place.make(items=2)
        with transaction() as s:
            move_to = {"organisation_id": here.organisation_id}
            s.execute(update(Project).where(Project.id == sister.project_id).values(move_to))
        add_people(w, here, sister, abroad)
        add_factors(w)
        add_papers(w, here, sister)
        add_work(w, here, sister)
        for place, found, who in ((here, w.objects, "w"), (sister, w.foreign, "w2")):
            work = int(found["assignment_id:w's" if place is here else "assignment_id"])
            add_desk(w, place, found, w.ids[who], work)
        add_files(w, here, sister)
        add_samples(w, here, sister)
        add_templates(w, here, sister, abroad)
        add_school(w, here, sister)
        add_rules(w, here, sister)
        add_fairness(w, here, sister)
        add_signings(w, here, abroad)
        add_catalogue(w, here, sister)
        with http:
            yield w
        forgetful.dispose()
        streams.LASTS = lasts
        limits.forget()
        forget_storage()


def add_people(w: World, here: Place, sister: Place, abroad: Place) -> None:
    """Everybody, signed in."""
    kept = hash_password(PASSWORD)
    for caller in SIGNED_IN:
        w.ids[caller] = add_person(name_of(caller))
        with transaction() as s:
            person = s.get_one(Person, w.ids[caller])
            person.password_hash = kept
            person.operator = caller == "o"
            w.emails[caller] = person.email
            opened = sessions.open_session(s, person.id, user_agent=None)
            mine = update(Login).where(Login.person_id == person.id)
            s.execute(mine.values(proved_at=func.now() + timedelta(days=1)))
        w.keys[caller] = {"cookie": f"{COOKIE}={opened.token}", CSRF_HEADER: opened.csrf}
    with transaction() as s:
        for place, team in ((here, TEAM), (sister, SISTER), (abroad, ABROAD)):
            for caller, role in team.items():
                join_project(s, place.project_id, w.ids[caller], ProjectRoleName(role), by=None)
        for place, house in ((here, HOUSE), (abroad, ABROAD_HOUSE)):
            for caller, office in house.items():
                organisations.grant(
                    s,
                    place.organisation_id,
                    w.ids[caller],
                    OrganisationRoleName(office),
                    by=None,
                )
    w.objects["organisation_id"] = here.organisation_id
    w.objects["project_id"] = here.project_id
    w.objects["stage_id"] = here.stage_id
    w.objects["version"] = 1  # of the stage's guideline
    w.objects["stage_id:at level 1"] = w.objects["stage_id:at level 2"] = here.stage_id
    w.foreign["project_id"] = sister.project_id
    w.foreign["stage_id"] = sister.stage_id
    w.foreign["person_id"] = w.ids["w3"]
    with transaction() as s:
        w.foreign["entry_id"] = s.scalars(
            select(LedgerEntry.id).where(LedgerEntry.project_id == abroad.project_id).limit(1)
        ).one()
    add_books(w, here, abroad)
    add_payouts(w, here, abroad)
    add_hooks(w, here, sister)
    add_consortia(w, here, sister, abroad)
    for place, found in ((here, w.objects), (sister, w.foreign)):
        found["announcement_id"] = add_announcement(place)
        found["bulletin_id"] = add_bulletin(place)
    w.objects["copy_id:n's"], w.foreign["copy_id"] = (add_copy(w.ids[who]) for who in ("n", "w3"))
    with transaction() as s:
        where = {"project_id": here.project_id, "stage_id": here.stage_id}
        s.add(Invited(**where, level=0, person_id=w.ids["w"], invited_by=w.ids["m"]))


def add_copy(person_id: int) -> int:
    """A copy of somebody's data that is there."""
    with transaction() as s:
        row = DataCopy(person_id=person_id, storage_key="0" * 64, ready_at=utcnow())
        row.asked_at = utcnow() - timedelta(days=2)
        s.add(row)
        s.flush()
        return row.id


def add_bulletin(place: Place) -> int:
    """Some words to everybody of the project; the guideline's first version beside."""
    values = {"title": "안내", "body": "가", "roles": None}
    with transaction() as s:
        here = {"by": place.manager, "project_id": place.project_id}
        design.write_guideline(s, stage_id=place.stage_id, body="가", **here)
        return bulletin.say(s, values=values, **here)


def add_desk(w: World, place: Place, found: dict[str, Any], who: int, work: int) -> None:
    """A filter of m's, an act that is counted, two questions, and an entry beside a guideline."""
    here = {"project_id": place.project_id}
    with transaction() as s:
        by = {"by": w.ids["m"], **here}
        asked = FilterIn(name="반려", asked={"verdict": "return"})
        for name in ("filter_id", "filter_id:m's"):
            found[name] = keep_filter(s, me=w.ids["m"], body=asked, **here)
        found["act_id"] = act.make(s, kind=ActKind.INCLUDE, scope=Scope(ids=[1]), params={}, **by)
        for name in ("inquiry_id", "inquiry_id:other"):
            found[name] = inquire.ask(s, me=who, assignment_id=work, words="하나인가요?", **here)
        entry = FrequentIn(question="하나인가요?", answer="네.")
        found["guideline_entry_id"] = inquire.add_entry(
            s, stage_id=place.stage_id, entry=entry, **by
        )


def push_keys() -> dict[str, str]:
    """What a browser sends that lets itself be pushed to."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    made = {"p256dh": raw, "auth": b"0123456789abcdef"}
    return {name: urlsafe_b64encode(one).rstrip(b"=").decode() for name, one in made.items()}


def add_factors(w: World) -> None:
    """A passkey of n's, and somebody's session."""
    with transaction() as s:
        key = Passkey(
            person_id=w.ids["n"],
            credential_id=b"n",
            public_key=b"",
            sign_count=0,
            transports=[],
            name="X",
        )
        s.add(key)
        s.flush()
        w.objects["passkey_id:n's"] = key.id
        w.objects["login_id"] = s.scalars(select(Login.id).limit(1)).one()


def add_signings(w: World, here: Place, abroad: Place) -> None:
    """What organisations agree on with those who work for them, events, a browser of n's."""
    words = {"title_ko": "가", "title_en": "a", "body_ko": "가", "body_en": "a"}
    opens = datetime(2100, 1, 1, tzinfo=UTC)
    with transaction() as s:
        for place, found in ((here, w.objects), (abroad, w.foreign)):
            house, boss = place.organisation_id, place.manager
            pact = agreements.publish(
                s, AgreementKind.WIN_WIN, None, words, by=boss, organisation_id=house
            )
            found["agreement_id:house's"] = pact
            wanted = SigningIn(
                agreement_id=pact,
                title="협약식",
                opens_at=opens,
                closes_at=opens + timedelta(hours=1),
            )
            found["signing_id"] = signings.make(s, house, wanted, by=boss)
        login = select(Login.token_hash).where(Login.person_id == w.ids["n"]).limit(1)
        given = {"endpoint": "https://fcm.googleapis.com/n", "keys": push_keys()}
        w.objects["subscription_id:n's"] = telling.let_in(
            s, w.ids["n"], s.scalars(login).one(), PushIn.model_validate(given)
        )


def add_catalogue(w: World, here: Place, sister: Place) -> None:
    """What is in the catalogue, what is about to be, and what n found wrong with it."""
    words = dict.fromkeys(("title_ko", "title_en", "about_ko", "about_en"), "가")
    words |= {"terms_ko": "가", "terms_en": "a", "licence": "MIT", "words": "가"}
    for place, found in ((here, w.objects), (sister, w.foreign)):
        at: dict[str, Any] = {"project_id": place.project_id}
        with transaction() as s:
            project = s.get_one(Project, place.project_id)
            values = {"name": "새 공정", "kind": StageKind.LABEL}
            fresh = add_stage(s, by=place.manager, project=project, values=values)
            found["stage_id:fresh"] = fresh
            for which, stage_id in (("", place.stage_id), (":draft", found["stage_id:collecting"])):
                dataset = Dataset(
                    **at,
                    **words,
                    stage_id=stage_id,
                    state="draft" if which else "published",
                    domain="other",
                    modality="picture",
                    keywords=[],
                    creators=["가"],
                    created_by=place.manager,
                    published_at=None if which else utcnow(),
                )
                s.add(dataset)
                s.flush()
                found[f"dataset_id{which}"] = dataset.id
                s.add(
                    DatasetVersion(
                        **at,
                        dataset_id=dataset.id,
                        release_id=found["release_id"],
                        notes_ko="",
                        notes_en="",
                    )
                )
            gone = found["release_id:destroyed"]
            item = select(ReleaseItem.item_id).where(
                ReleaseItem.project_id == place.project_id, ReleaseItem.release_id == gone
            )
            found["item_id:delivered"] = s.scalars(item.limit(1)).one()
            for which in ("n's", "other"):
                defect = Defect(
                    **at,
                    stage_id=place.stage_id,
                    release_id=gone,
                    label="cells",
                    class_="RBC",
                    kind="wrong",
                    body="가",
                    reporter_id=w.ids["n"],
                    client_key=which,
                )
                s.add(defect)
                s.flush()
                found[f"defect_id:{which}"] = defect.id
            found["defect_id"] = found["defect_id:n's"]


def add_books(w: World, here: Place, abroad: Place) -> None:
    """Papers of organisations: a hire, a workbook in the making."""
    w.links |= {"month": "2026-11", "year": "2026", "paper": "roster"}
    said = HireIn(hired_on=date(2026, 3, 2), post="검수 담당")
    with transaction() as s:
        for place, found in ((here, w.objects), (abroad, w.foreign)):
            house = place.organisation_id
            found["hire_id"] = hire(s, house, said, by=place.manager).id
            found["workbook_id"] = books.ask(
                s, house, PaperKind.ROSTER, "2026-11", "ko", by=place.manager
            )


def add_consortia(w: World, here: Place, sister: Place, abroad: Place) -> None:
    """The organisation abroad takes part in both projects here, and ours in the one abroad; a third
    one could be invited."""
    with transaction() as s:
        organisations.found(s, "셋째 기관", here.manager)
        for place, house, found, which in (
            (here, abroad, w.objects, ""),
            (abroad, here, w.objects, ":house's"),
            (sister, abroad, w.foreign, ""),
        ):
            at = {"by": place.manager, "project_id": place.project_id}
            member = consortia.invite(
                s,
                by=place.manager,
                project=s.get_one(Project, place.project_id),
                organisation_id=house.organisation_id,
                roles=["worker"],
            )
            consortia.answer(s, **at, member_id=member, accept=True)
            found[f"member_id{which}"] = member
        w.objects["invitation_id:partner's"] = invitations.invite(
            s,
            here.organisation_id,
            abroad.project_id,
            ProjectRoleName.WORKER,
            "q@example.com",
            here.manager,
        )


def add_hooks(w: World, here: Place, sister: Place) -> None:
    """Webhooks with a message each: of both projects, and of the organisation. And what a model
    has predicted."""
    homes = (
        (Home(here.project_id), w.objects, ""),
        (Home(0, here.organisation_id), w.objects, ":house's"),
        (Home(sister.project_id), w.foreign, ""),
    )
    for home, found, which in homes:
        kinds = ["item.accepted"] if home.project_id else ["payout.sent"]
        address = "https://hooks.example.org/"
        with transaction() as s:
            hook, _ = hooks.make(s, home, by=here.manager, name="x", address=address, kinds=kinds)
            found[f"hook_id{which}"] = hook.id
            found[f"delivery_id{which}"] = hooks.test(s, hook).id
    with transaction() as s:
        item = select(Item.id).where(Item.project_id == here.project_id).order_by(Item.id).limit(1)
        said = [PredictionIn(item_id=s.execute(item).scalar_one(), annotations=[], score=0.5)]
        at = (here.project_id, here.stage_id)
        loop.predict(s, *at, by=here.manager, model="cells-2", given=said)


def add_payouts(w: World, here: Place, abroad: Place) -> None:
    """A payout that waits for its approval, of somebody who has said how he is paid."""
    for place, who, found in ((here, "w", w.objects), (abroad, "w3", w.foreign)):
        payable(w.ids[who])
        with transaction() as s:
            home = {"project_id": place.project_id}
            budget = account_of(s, AccountKind.BUDGET, **home)
            owed = account_of(s, AccountKind.PERSON, person_id=w.ids[who], **home)
            earned = Entry(budget.id, owed.id, 10_000, EntryKind.EARN, "assignment:9000")
            post(s, place.project_id, "KRW", [earned])
        with transaction() as s:
            made = pay_out.prepare(
                s,
                organisation_id=place.organisation_id,
                by=place.manager,
                through=day_of(utcnow()),
                on_demand=False,
                key="a-payout",
            )
            found["payout_id"] = made.id


def add_announcement(place: Place) -> int:
    """Work that will open some day."""
    with transaction() as s:
        row = Announcement(
            project_id=place.project_id,
            stage_id=place.stage_id,
            opens_at=datetime(2100, 1, 1, tzinfo=UTC),
            share_seconds=60,
            created_by=place.manager,
        )
        s.add(row)
        s.flush()
        return row.id


def add_papers(w: World, here: Place, sister: Place) -> None:
    """Links of mails, tokens, agreements, invitations, chores."""
    boss, role = w.ids["m"], ProjectRoleName.WORKER
    words = {"title_ko": "가", "title_en": "a", "body_ko": "가", "body_en": "a"}
    with transaction() as s:
        w.links["verify"] = mail_tokens.issue(s, w.ids["n"], MailTokenKind.VERIFY)
        w.links["reset"] = mail_tokens.issue(s, w.ids["n"], MailTokenKind.RESET)
        w.objects["token_id:n's"], _ = tokens.make(s, w.ids["n"], "x", ["read"], 1)
        w.objects["agreement_id"] = 1
        pact = agreements.publish(s, AgreementKind.PROJECT, here.project_id, words, by=boss)
        w.objects["agreement_id:project's"] = pact
        for who in TEAM:
            agreements.sign(s, w.ids[who], [s.get_one(Agreement, pact)], "ko")
        offer = invitations.invite(
            s, here.organisation_id, here.project_id, role, w.emails["n"], boss
        )
        w.objects["invitation_id"] = offer
        w.links["offer"] = invitations.new_link(s, offer) or ""
        w.objects["invitation_id:office's"] = invitations.invite(
            s, here.organisation_id, None, OrganisationRoleName.FINANCE, "f@example.com", boss
        )
        w.foreign["invitation_id"] = invitations.invite(
            s, here.organisation_id, sister.project_id, role, "w@example.com", boss
        )
        asked = GuardianIn(name="가", email="guardian@example.com", relation="어머니")
        guardians.ask(s, here.project_id, w.ids["w"], asked)
        link = guardians.new_link(s, w.ids["w"], pact)
        assert link is not None
        w.links["token:consent"] = link[1]
        for place, found in ((here, w.objects), (sister, w.foreign)):
            collecting = {"name": "녹음", "kind": StageKind.COLLECT}
            project = s.get_one(Project, place.project_id)
            found["stage_id:collecting"] = add_stage(s, by=boss, project=project, values=collecting)
        w.objects["chore_id"] = enqueue(s, "mail", {}, project_id=here.project_id)
        w.foreign["chore_id"] = enqueue(s, "mail", {}, project_id=sister.project_id)


def add_work(w: World, here: Place, sister: Place) -> None:
    """Leases, a return, a rejection, an appeal."""
    worker, other, first, second = (w.ids[name] for name in "wxps")
    lease, returned, rejected, appealed = here.claim(worker, count=4)
    others = here.claim(other, count=2)
    for work in (rejected, appealed):
        here.submit(worker, work)
        for inspector, level in ((first, 1), (second, 2)):
            (inspection,) = here.claim(inspector, level)
            here.decide(inspector, inspection, "reject")
    here.appeal(worker, appealed)
    for work in others:
        here.submit(other, work)
    judged, judging = here.claim(first, 1, count=2)
    here.decide(first, judged, "approve")
    (overseeing,) = here.claim(second, 2)
    with transaction() as s:
        give_back(s, me=worker, project_id=here.project_id, assignment_id=returned, why="")
    for name, work in {
        "w's": lease,
        "returned": returned,
        "rejected": rejected,
        "appealed": appealed,
        "x's": others[1],
        "p's": judging,
        "s's": overseeing,
    }.items():
        w.objects[f"assignment_id:{name}"] = work
    (w.foreign["assignment_id"],) = sister.claim(w.ids["w2"])
    with transaction() as s:
        seat = s.get_one(Assignment, (here.project_id, judging))
        keep_consensus(
            s,
            project_id=here.project_id,
            task_id=seat.task_id,
            stage_id=here.stage_id,
            root_id=seat.root_id,
            state=ConsensusState.UNDECIDED,
            answer=boxes(10.0),
            answers=1,
            sure=0.5,
            confidence=None,
        )
    w.objects["capture_id"] = add_take(here, lease)
    with transaction() as s:
        make_group(s, here.project_id, lease, "WORLD2")
    w.foreign["capture_id"] = add_take(sister, int(w.foreign["assignment_id"]))


def add_take(place: Place, lease: int) -> int:
    """A take that did not pass, whose bytes are still there."""
    with transaction() as s:
        who = select(Assignment.worker_id).where(Assignment.id == lease)
        person_id = s.execute(who).scalar_one()
        upload = uploads.create(
            s, place.project_id, person_id, name="a.wav", length=4, assignment_id=lease
        )
        uploads.spool_path(upload.id).write_bytes(b"wave")
        take = Capture(
            project_id=place.project_id,
            stage_id=place.stage_id,
            assignment_id=lease,
            person_id=person_id,
            label="speech",
            upload_id=upload.id,
            name="a.wav",
            bytes=4,
            state=CaptureState.REFUSED,
            measured={"media_type": "audio/wav"},
        )
        s.add(take)
        s.flush()
        return take.id


def add_school(w: World, here: Place, sister: Place) -> None:
    """A course with a lesson and two questions, whose exam somebody has begun."""
    for place, found, boss, who in (
        (here, w.objects, w.ids["m"], w.ids["w"]),
        (sister, w.foreign, w.ids["m2"], w.ids["w2"]),
    ):
        practice, exam = _shown_items(w, place)
        with transaction() as s:
            at: dict[str, Any] = {"by": boss, "project_id": place.project_id}
            values = {"stage_id": place.stage_id, "title": "세포", "drawn": 1}
            at["course_id"] = found["course_id"] = courses.make(s, values=values, **at)
            found["lesson_id"] = courses.add_lesson(s, title="가", body="가", **at).id
            given: dict[str, Any] = {"answer": boxes(10.0), "from_accepted": False, "note": ""}
            given |= {"shown": None, "verdict": None}
            for use, item_id in ((QuestionUse.PRACTICE, practice), (QuestionUse.EXAM, exam)):
                question = courses.add_question(s, use=use, item_id=item_id, **at, **given)
                found[f"question_id:{use.value}"] = found["question_id"] = question
            courses.publish(s, **at)
            course = s.get_one(Course, (place.project_id, at["course_id"]))
            begun = Attempt(
                project_id=place.project_id,
                course_id=course.id,
                person_id=who,
                nth=1,
                questions=[question],
                due_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
            s.add(begun)
            s.flush()
            found["attempt_id"] = begun.id
            found["certificate_id"] = certificates.give(s, course, who, None)
            if place is here:
                held = s.get_one(Certificate, found["certificate_id"])
                w.links["certificate_code"] = held.code


def add_fairness(w: World, here: Place, sister: Place) -> None:
    """A rejection that waits for an administrator, and a suspension that waits for an arbiter."""
    for place, found, who in ((here, w.objects, "w"), (sister, w.foreign, "w2")):
        work = w.objects["assignment_id:x's"] if place is here else found["assignment_id"]
        with transaction() as s:
            root = s.get_one(Assignment, (place.project_id, work))
            last = s.scalars(select(Submission.id).limit(1)).one()
            made = insert(HeldRejection).values(
                project_id=place.project_id,
                root_id=root.id,
                task_id=root.task_id,
                stage_id=root.stage_id,
                person_id=root.worker_id,
                submission_id=last,
                reason="position",
                rejected=4,
                decided=4,
                most=3,
            )
            found["held_id"] = s.execute(made.returning(HeldRejection.id)).scalar_one()
            asked = Suspension(
                project_id=place.project_id,
                person_id=w.ids[who],
                why="같은 답이에요.",
                proposed_by=place.manager,
                reply_by=datetime(2100, 1, 1, tzinfo=UTC),
                drop_at=datetime(2100, 1, 3, tzinfo=UTC),
            )
            s.add(asked)
            s.flush()
            found["suspension_id"] = asked.id
            for one in () if place is sister else (w.objects["assignment_id:rejected"],):
                at = {"project_id": place.project_id, "suspension_id": asked.id}
                s.execute(insert(SuspensionEvidence).values(**at, assignment_id=one))


def add_rules(w: World, here: Place, sister: Place) -> None:
    """A rule that somebody else made, whom it noticed, and how far people agree."""
    with transaction() as s:
        for place, found, who in ((here, w.objects, "w"), (sister, w.foreign, "w2")):
            at = {"project_id": place.project_id, "stage_id": place.stage_id}
            rule = Rule(
                **at,
                name="정답 문항",
                collector="gold",
                condition={"at_least": 8, "of_last": 20, "share": 0.6},
                action="notify",
                created_by=place.manager,
            )
            s.add(rule)
            s.flush()
            hit = RuleHit(
                **at,
                rule_id=rule.id,
                version=1,
                level=0,
                person_id=w.ids[who],
                action="notify",
                evidence={"seen": 8, "counted": 8, "work": []},
            )
            s.add(hit)
            s.flush()
            found["rule_id"], found["hit_id"] = rule.id, hit.id
            s.get_one(Stage, (place.project_id, place.stage_id)).quality = {}
            s.add(Trust(**at, level=0, person_id=w.ids[who], holds=1))
            # Of another item than those that are shown and asked about.
            task = s.scalars(
                select(Task)
                .where(
                    Task.project_id == place.project_id, Task.item_id != w.objects["item_id:w's"]
                )
                .limit(1)
            ).one()
            gold = Gold(
                **at,
                level=2,
                item_id=task.item_id,
                task_id=task.id,
                root_id=0,
                source=GoldSource.HAND,
                schema_version=1,
                answer=boxes(1.0),
                verdict="approve",
            )
            s.add(gold)
            s.flush()
            found["gold_id"] = gold.id
            report(s, place.project_id, place.stage_id)


def _shown_items(w: World, place: Place) -> tuple[int, int]:
    """Two items of the place that show a picture."""
    made = place.add_items(2)
    with transaction() as s:
        shown = select(Item.asset_id).where(Item.id == w.objects["item_id:w's"])
        key = s.execute(
            select(Asset.storage_key).where(Asset.id == shown.scalar_subquery())
        ).scalar_one()
        for item_id in made:
            asset = s.execute(select(Item.asset_id).where(Item.id == item_id)).scalar_one()
            s.execute(update(Asset).where(Asset.id == asset).values(storage_key=key))
    return made[0], made[1]


def held_in(s: Session, place: Place, release_id: int) -> ReleaseItem:
    """An item of a release, with an answer."""
    item_id, answer = s.execute(
        select(Task.item_id, Submission.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Submission, Submission.assignment_id == Assignment.id)
        .where(Task.project_id == place.project_id, Submission.answer.is_not(None))
        .limit(1)
    ).first() or (1, 0)
    return ReleaseItem(
        project_id=place.project_id,
        release_id=release_id,
        item_id=item_id,
        submission_ids=[answer],
    )


def add_templates(w: World, here: Place, sister: Place, abroad: Place) -> None:
    """How deliveries are laid out, and how projects are set up."""
    layout = parse_template({"rows": [{"to": "name", "from": "item.name"}]})
    boss = w.ids["m"]
    with transaction() as s:
        for place, found in ((here, w.objects), (sister, w.foreign)):
            found["template_id"] = templates.make(
                s, place.project_id, name="1차", definition=layout, by=boss
            ).id
        for place, found in ((here, w.objects), (abroad, w.foreign)):
            found["project_template_id"] = clone.save(
                s,
                by=boss,
                organisation_id=place.organisation_id,
                project_id=place.project_id,
                name="상자",
                about="",
            ).id


def add_samples(w: World, here: Place, sister: Place) -> None:
    """What was counted of releases, how far a model came, and samples: one that x looks at, one
    that is seen through, one that is held against the truth."""
    w.links["line"] = "plan"
    kept = storage().put([b"a workbook"])
    part = {"items": 1, "faulty_items": 0, "faults": 0, "share": 1.0, "by": []}
    content = {"items": 1, "marks": 0, "without_marks": 1, "seconds": 0}
    figures = {"stages": [], "facts": {}, "content": content, "shares": [], "quotas": []}
    for place, found, who in ((here, w.objects, "x"), (sister, w.foreign, "w2")):
        at = {"project_id": place.project_id}
        with transaction() as s:
            of = at | {"release_id": found["release_id"]}
            s.add(
                QualityReport(
                    **of,
                    figures=figures | {"syntactic": part},
                    faulty_key=kept.key,
                    faulty_name="a.xlsx",
                )
            )
            model = Validity(
                **of,
                model="R50",
                metric="mAP",
                target=1,
                reached=1,
                higher=True,
                split_sha256="0" * 64,
                card="",
                recorded_by=place.manager,
            )
            release = Release(
                **at,
                stage_id=place.stage_id,
                version="0.8",
                format="coco",
                state=ReleaseState.READY,
            )
            s.add_all([model, release])
            s.flush()
            found["validity_id"] = model.id
            held = held_in(s, place, release.id)
            s.add(held)
            for name, kind in (("", "judged"), (":seen", "judged"), (":truth", "truth")):
                truth = kind == "truth"
                sample = BlindSample(
                    **at,
                    release_id=release.id,
                    kind=kind,
                    state="open",
                    seed=1,
                    asked=1,
                    by="all",
                    target=1,
                    measure="likeness" if truth else None,
                    passes_from=1 if truth else None,
                    protocol={"rule": "", "strata": [{"name": "", "items": 1, "drawn": 1}]},
                    drawn_by=place.manager,
                )
                s.add(sample)
                s.flush()
                found[f"sample_id{name}"] = sample.id
                seen = {"passed": True, "judged_at": func.now()} if name == ":seen" else {}
                item = {"sample_id": sample.id, "item_id": held.item_id, "place": 1, "stratum": ""}
                s.add(SampleItem(**at, **item, examiner_id=w.ids[who], taken_at=func.now(), **seen))
                if not truth:
                    s.add(Examiner(**at, sample_id=sample.id, person_id=w.ids[who]))
            found["item_id:x's"] = held.item_id


def add_files(w: World, here: Place, sister: Place) -> None:
    """Uploads, an import, pictures that can be looked at."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.png", b"never opened here")
    boss = w.ids["m"]
    with transaction() as s:
        for name, place, content, length in (
            ("upload_id", here, b"", 4),
            ("zip", here, packed.getvalue(), len(packed.getvalue())),
            ("foreign", sister, b"", 4),
        ):
            upload = uploads.create(s, place.project_id, boss, name="a.zip", length=length)
            upload.received = len(content)
            w.links[name] = upload.id
            w.spools[uploads.spool_path(upload.id)] = content
            uploads.spool_path(upload.id).write_bytes(content)
        w.foreign["upload_id"] = w.links.pop("foreign")
        for place, found in ((here, w.objects), (sister, w.foreign)):
            # At a host that nobody has allowed: none is asked.
            cloud = Connection(
                project_id=place.project_id,
                name="원본",
                address="s3://bucket/a",
                endpoint="https://cloud.example.org",
                mode=ConnectionMode.REFERENCE,
                created_by=boss,
            )
            s.add(cloud)
            s.flush()
            found["connection_id"] = cloud.id
        w.foreign["account_id"] = s.scalars(
            select(Account.id).where(Account.project_id == sister.project_id).limit(1)
        ).one()
        w.objects["entry_id"] = s.scalars(
            select(LedgerEntry.id)
            .where(LedgerEntry.project_id == here.project_id, LedgerEntry.kind == "earn")
            .limit(1)
        ).one()
        kept = storage().put([b"a picture"])
        s.execute(update(Asset).values(storage_key=kept.key))
        w.links["token"] = storage().link(kept.key, LINK_TTL, media_type="image/png")[len(PATH) :]
        tiles = BytesIO()
        build(BytesIO(encoded("PNG", drawing(20, 10))), tiles)
        tiled = storage().put([tiles.getvalue()])
        w.links["token:tiled"] = storage().link(tiled.key, LINK_TTL, media_type=MEDIA_TYPE)[
            len(PATH) :
        ]
        w.links |= {"level": "0", "column": "0", "row": "0"}
        for place, found in ((here, w.objects), (sister, w.foreign)):
            shown = guides.opened(encoded("PNG", drawing(20, 10)), "a.png")
            found["picture_id"] = guides.keep(s, place.project_id, shown, by=boss).id
            release = Release(
                project_id=place.project_id,
                stage_id=place.stage_id,
                version="1.0",
                format="coco",
                state=ReleaseState.READY,
                storage_key=kept.key,
                items=1,
                bytes=kept.bytes,
            )
            s.add(release)
            s.flush()
            found["release_id"] = release.id
            gone = Release(
                project_id=place.project_id,
                stage_id=place.stage_id,
                version="0.9",
                format="coco",
                state=ReleaseState.CLOSED,
            )
            s.add(gone)
            s.flush()
            found["release_id:destroyed"] = gone.id
            lot = Lot(
                project_id=place.project_id,
                stage_id=place.stage_id,
                name="1차",
                state=LotState.ACCEPTED,
                limit=Decimal("2.5"),
                size=1,
                sample=1,
                accept=0,
                cost=0,
                created_by=boss,
            )
            s.add(lot)
            s.flush()
            found["lot_id"] = lot.id
            promised = bonus.make(
                s,
                by=boss,
                project_id=place.project_id,
                stage_id=place.stage_id,
                key="world-bonus",
                values={
                    "kind": BonusKind.VOLUME,
                    "amount": 100,
                    "most": 3,
                    "pieces": 10,
                    "share": None,
                    "until": None,
                },
            )
            found["bonus_id"] = promised.id
            item_id = s.scalars(
                select(Item.id).where(Item.project_id == place.project_id).limit(1)
            ).one()
            s.add(
                LotItem(
                    project_id=place.project_id,
                    lot_id=lot.id,
                    item_id=item_id,
                    root_id=0,
                    sampled=True,
                    faulty=False,
                )
            )
            s.add(held_in(s, place, gone.id))
            for name, table in (("batch_id", Batch), ("item_id", Item)):
                found[name] = s.scalars(
                    select(table.id).where(table.project_id == place.project_id).limit(1)
                ).one()
        for name in ("w's", "p's", "appealed"):
            w.objects[f"item_id:{name}"] = s.scalars(
                select(Task.item_id)
                .join(Assignment, Assignment.task_id == Task.id)
                .where(Assignment.id == w.objects[f"assignment_id:{name}"])
            ).one()
