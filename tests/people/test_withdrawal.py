"""Who takes his consent back: everything that he gave is destroyed, and nothing else is."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.assets import uploads
from app.core.database import owner_engine, transaction
from app.core.states import CaptureState
from app.models import Asset, Release, ReleaseItem
from app.models.collect import Capture
from app.models.project import Stage
from app.models.suggestion import Prediction, Suggestion
from app.people import withdrawals
from app.storage import storage
from app.storage.base import Missing
from app.workflow import group
from app.workflow.design import write_schema
from app.workflow.gild import gild
from app.workflow.withdraw import Withdrawing
from tests.api.conftest import Caller, Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.factories import Place, numbers
from tests.people.collecting import add_prompts, scalar, site, words
from tests.workflow.lines import further, items, lead, settle

SPEECH = {"modality": "prompt", "labels": [{"kind": "recording", "name": "speech"}]}
SOUND = {
    "modality": "sound",
    "labels": [{"kind": "class", "name": "dialect", "classes": [{"id": "yes"}, {"id": "no"}]}],
}
SAYS = {
    "modality": "sound",
    "annotations": [{"kind": "class", "id": "a1", "name": "dialect", "classes": ["yes"]}],
}


class Studio:
    """Prompts are spoken, and what was spoken is labeled."""

    def __init__(
        self,
        web: Web,
        prompts: int = 2,
        people: int = 2,
        collect: dict[str, Any] | None = None,
        **label: Any,
    ) -> None:
        self.web = web
        self.place = site(prompts=0, overlap=people, inspect1="none", collect=collect)
        with transaction() as s:
            write_schema(
                s,
                by=self.place.manager,
                project_id=self.place.project_id,
                stage_id=self.place.stage_id,
                definition=SPEECH,
            )
        add_prompts(self.place, prompts)
        self.label = further(self.place, "라벨", schema=SOUND, **label)
        lead(self.place, (self.place, self.label))
        self.manager: Any = signed_in(web, self.place.manager)
        self.home = f"/projects/{self.place.project_id}"

    def take(self, who: int, lease: int, content: bytes = b"") -> int:
        """A take that passed; its capture's id."""
        number = next(numbers)
        content = content or f"take {number}".encode()
        with transaction() as s:
            asset = Asset(
                project_id=self.place.project_id,
                sha256=hashlib.sha256(content).hexdigest(),
                media_type="audio/wav",
                bytes=len(content),
                storage_key=storage().put([content]).key,
                prepared={"peaks": {"key": storage().put([b"peaks of " + content]).key}},
                facts={"modality": "sound", "length": 4000},
            )
            s.add(asset)
            s.flush()
            capture = Capture(
                project_id=self.place.project_id,
                stage_id=self.place.stage_id,
                assignment_id=lease,
                person_id=who,
                label="speech",
                upload_id=f"upload-{number}",
                name="내 목소리.wav",
                bytes=len(content),
                state=CaptureState.PASSED,
                asset_id=asset.id,
                measured={"length": 4000},
            )
            s.add(capture)
            s.flush()
            return capture.id

    def speak(self, who: int, count: int = 1) -> list[int]:
        """Claim so many prompts, speak, hand in; the leases."""
        leases = self.place.claim(who, count=count)
        for lease in leases:
            self.hand_in(who, lease, self.take(who, lease))
        settle(self.place)
        return leases

    def hand_in(self, who: int, lease: int, capture: int) -> None:
        said = {"id": "a1", "kind": "recording", "name": "speech", "capture": capture}
        self.place.submit(who, lease, {"modality": "prompt", "annotations": [said]})

    def listen(self, who: int) -> list[int]:
        """Label all that is there; the leases."""
        leases = self.label.claim(who, count=20)
        for lease in leases:
            self.label.submit(who, lease, SAYS)
        return leases

    def release(self, version: str) -> Any:
        body = {"version": version, "stage_id": self.label.stage_id, "format": "jsonl"}
        made = self.manager.post(f"{self.home}/releases", json=body | {"media": True})
        assert made.status_code == 202, made.text
        self.web.work()
        return self.read(made.json()["id"])

    def read(self, release_id: int) -> Any:
        return self.manager.get(f"{self.home}/releases/{release_id}").json()

    def withdraw(self, who: int) -> Caller:
        caller: Any = signed_in(self.web, who)
        asked = caller.post(f"{self.home}/withdrawals", json={"why": "그만할래요."})
        assert asked.status_code == 202, asked.text
        again = caller.post(f"{self.home}/withdrawals", json={"why": "그만할래요."})
        assert again.json() == asked.json()
        self.web.work()
        return caller


def there(key: str | None) -> bool:
    try:
        storage().stat(key or "")
    except Missing:
        return False
    return True


def keys(place: Place, person: int) -> list[str]:
    return [
        key
        for row in place.rows(
            f"""SELECT f.storage_key, f.prepared -> 'peaks' ->> 'key' FROM capture c
                JOIN asset f ON f.project_id = c.project_id AND f.id = c.asset_id
                WHERE c.project_id = :p AND c.person_id = {person} ORDER BY c.id"""
        )
        for key in row
    ]


def test_everything_of_one_is_gone_and_nothing_of_others(web: Web) -> None:
    studio = Studio(web, inspect1="none")
    place, label = studio.place, studio.label
    first, other = place.participant(), place.participant(sex="male")
    studio.speak(first, 2)
    studio.speak(other, 2)
    listener = place.person("worker")
    studio.listen(listener)
    assert len(items(label)) == 4
    old = studio.release("1.0")
    assert (old["state"], old["items"]) == ("ready", 4)
    earned, heard = place.owed(first), place.owed(listener)
    mine, theirs = keys(place, first), keys(place, other)
    assert all(map(there, mine + theirs))
    file = scalar(place, "SELECT storage_key FROM release WHERE project_id = :p")

    studio.withdraw(first)

    assert not any(map(there, mine))
    assert all(map(there, theirs))
    assert (place.owed(first), place.owed(listener)) == (earned, heard)
    left = items(label)
    assert [(row.state, row.excluded_for) for row in left if row.excluded_for] == [
        ("excluded", "withdrawn")
    ] * 2
    assert all(row.meta is None for row in left if row.excluded_for)
    # Answers: his, and those about his; the rows stay.
    erased = place.rows(
        """SELECT v.worker_id, v.answer IS NULL AS gone, count(*) FROM submission v
           WHERE v.project_id = :p GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    assert [tuple(row) for row in erased] == [
        (first, True, 2),
        (other, False, 2),
        (listener, False, 2),
        (listener, True, 2),
    ]
    takes = place.rows("SELECT person_id, state, name FROM capture WHERE project_id = :p")
    assert {(row.state, row.name) for row in takes if row.person_id == first} == {("destroyed", "")}
    assert {row.state for row in takes if row.person_id == other} == {"passed"}
    assert scalar(place, 'SELECT "values" FROM profile WHERE person_id = :me', me=first) == {}
    tombs = place.rows(
        "SELECT subject, count(*), count(sha256) FROM tombstone WHERE project_id = :p"
        " GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(row) for row in tombs] == [
        ("asset", 2, 2),
        ("release", 1, 1),
        ("submission", 4, 4),
    ]
    # The release is shut for good; its patch is the same without him.
    shut = studio.read(old["id"])
    assert (shut["state"], shut["destroyed"]) == ("closed", True)
    assert not there(file)
    releases = f"{studio.home}/releases/{old['id']}"
    assert studio.manager.post(f"{releases}/reopen").json()["code"] == "release_destroyed"
    patch = studio.manager.post(f"{releases}/patch", json={"version": "1.1"})
    assert patch.status_code == 202, patch.text
    assert studio.manager.post(f"{releases}/patch", json={"version": "1.1"}).status_code == 200
    web.work()
    patched = studio.read(patch.json()["id"])
    assert (patched["state"], patched["items"], patched["patches_id"]) == ("ready", 2, old["id"])
    whole = studio.manager.post(
        f"{studio.home}/releases/{patched['id']}/patch", json={"version": "9"}
    )
    assert whole.json()["code"] == "release_whole"
    assert studio.release("2.0")["items"] == 2
    (row,) = studio.manager.get(f"{studio.home}/withdrawals").json()["items"]
    assert row["counts"] == {"takes": 2, "files": 2, "answers": 4, "releases": 1}
    assert row["done_at"] is not None
    told = place.rows("SELECT person_id, kind FROM notification WHERE kind LIKE '%withdr%'")
    assert {tuple(one) for one in told} == {
        (first, "withdrawn"),
        (place.manager, "participant_withdrew"),
    }


def test_what_was_known_of_it_is_gone(web: Web) -> None:
    """What somebody said is given to others to see how they do: that ends, and is destroyed; who
    has done it stays paid, and whether he was right is kept."""
    studio = Studio(web, inspect1="none")
    place, label = studio.place, studio.label
    first, other = place.participant(), place.participant(sex="male")
    studio.speak(first, 1)
    studio.speak(other, 1)
    studio.listen(place.person("worker"))
    assert len(items(label)) == 2
    done, holds = place.person("worker"), place.person("worker")
    with transaction() as s:
        stage = s.get_one(Stage, (place.project_id, label.stage_id))
        stage.quality = {"gold": {"first": 1.0, "then": 1.0, "later": 1.0}}
    for item in items(label):
        with transaction() as s:
            gild(
                s,
                by=place.manager,
                project_id=place.project_id,
                stage_id=label.stage_id,
                level=0,
                item_id=item.id,
            )
    studio.speak(other, 1)  # other work, among which it is hidden
    for who in (done, holds):
        (lease,) = label.claim(who)
        assert label.assignment(lease).gold_id is not None
        if who == done:
            no = {"kind": "class", "id": "a1", "name": "dialect", "classes": ["no"]}
            label.submit(who, lease, SAYS | {"annotations": [no]})
    paid = place.owed(done)
    known = "SELECT id, answer, retired_at IS NOT NULL FROM gold WHERE project_id = :p ORDER BY id"
    (mine, _), _ = place.rows(
        "SELECT item_id, gold_id FROM task WHERE project_id = :p AND gold_id IS NOT NULL"
        " ORDER BY gold_id"
    )
    assert mine == items(label)[0].id

    studio.withdraw(first)

    (_, gone, over), (_, kept, still) = place.rows(known)
    assert (gone, over) == ({}, True)
    assert (kept, still) == (SAYS, False)
    assert place.rows('SELECT "right", marks FROM gold_given WHERE project_id = :p') == [
        (False, [])
    ]
    assert place.owed(done) == paid > 0
    ((state, aside),) = place.rows(
        "SELECT state, reserved - spent FROM task WHERE project_id = :p AND gold_id IS NOT NULL"
        " AND item_id IN (SELECT id FROM item WHERE project_id = :p AND state = 'excluded')"
    )
    assert (state, aside) == ("cancelled", 0)
    answers = place.rows(
        f"""SELECT answer FROM submission WHERE project_id = :p AND worker_id = {done}"""
    )
    assert answers == [(None,)]


def test_what_a_model_said_of_it_is_gone(web: Web) -> None:
    studio = Studio(web, inspect1="none")
    place, label = studio.place, studio.label
    first, other = place.participant(), place.participant(sex="male")
    for who in (first, other):
        studio.speak(who, 1)
    mine, others = (one.id for one in items(label))
    told = {"project_id": place.project_id, "schema_version": 1, "answer": SAYS}
    with transaction() as s:
        for item_id in (mine, others):
            s.add(Suggestion(**told, item_id=item_id, model="asr-2"))
            s.add(
                Prediction(
                    **told,
                    item_id=item_id,
                    model="asr-2",
                    stage_id=label.stage_id,
                    made_by=place.manager,
                )
            )
    studio.withdraw(first)
    for table in ("suggestion", "prediction"):
        left = place.rows(f"SELECT item_id FROM {table} WHERE project_id = :p")
        assert [tuple(row) for row in left] == [(others,)], table


def test_leases_end_and_drafts_are_paid(web: Web) -> None:
    studio = Studio(web, prompts=4, people=1, inspect1="all")
    place, label = studio.place, studio.label
    who = place.participant()
    studio.speak(who, 3)
    (held,) = place.claim(who)
    waiting, drafted, submitted = label.claim(listener := place.person("worker"), count=3)
    with transaction() as s:
        s.execute(
            text(
                "INSERT INTO draft (project_id, assignment_id, revision, body)"
                " VALUES (:p, :a, 1, '{}')"
            ),
            {"p": place.project_id, "a": drafted},
        )
    label.submit(listener, submitted, SAYS)
    (inspecting,) = label.claim(place.person("primary_inspector"), 1)
    reserve = (
        f"SELECT sum(reserved) FROM task WHERE project_id = :p AND stage_id = {label.stage_id}"
    )
    assert scalar(place, reserve) > 0
    studio.withdraw(who)
    assert place.assignment(held).state == "returned"
    assert label.assignment(waiting).state == "released"
    assert label.assignment(drafted).state == "released"
    assert label.assignment(submitted).state == "accepted"
    assert label.assignment(inspecting).state == "released"
    assert place.owed(listener) == 200, "what was handed in, and the draft"
    assert scalar(place, "SELECT count(*) FROM draft WHERE project_id = :p") == 0
    states = place.rows(
        f"SELECT state FROM task WHERE project_id = :p AND stage_id = {label.stage_id}"
    )
    assert {row.state for row in states} == {"cancelled"}
    assert scalar(place, reserve + " AND reserved > spent + held") is None
    assert label.claim(place.person("worker")) == []


def test_a_place_that_he_leaves_is_for_another(web: Web) -> None:
    studio = Studio(web, prompts=1, people=2)
    first, second, third = (studio.place.participant() for _ in range(3))
    studio.speak(first)
    accepted = f"SELECT accepted FROM task WHERE stage_id = {studio.place.stage_id}"
    assert scalar(studio.place, accepted) == 1
    studio.withdraw(first)
    assert scalar(studio.place, accepted) == 0
    studio.speak(second)
    studio.speak(third)
    done = scalar(studio.place, f"SELECT state FROM task WHERE stage_id = {studio.place.stage_id}")
    assert done == "done"
    assert len([row for row in items(studio.label) if row.state != "excluded"]) == 2


def test_he_takes_part_again_once_he_has_signed_anew(web: Web) -> None:
    studio = Studio(web)
    who = studio.place.participant()
    studio.speak(who)
    caller: Any = signed_in(web, who)
    caller.post(f"{studio.home}/withdrawals", json={})
    agreement = caller.get(f"{studio.home}/participation").json()["agreement"]["id"]
    sign = f"/agreements/{agreement}/sign"
    assert caller.post(sign, json={}).json()["code"] == "still_destroying"
    web.work()
    claims = f"{studio.home}/stages/{studio.place.stage_id}/claims"
    key = {"idempotency-key": "another-claim"}
    assert caller.post(claims, json={}, headers=key).json()["code"] == "agreement_unsigned"
    found = caller.get(f"{studio.home}/participation").json()
    assert found["signed_at"] is None
    assert found["withdrawal"]["done_at"] is not None
    assert [one["withdrawn"] for one in caller.get("/me/agreements").json()["items"]] == [True]
    assert agreement in [one["id"] for one in caller.get("/me").json()["to_sign"]]
    assert caller.post(sign, json={}).status_code == 204
    assert caller.post(claims, json={}, headers=key).status_code == 201
    assert caller.get(f"{studio.home}/participation").json()["withdrawal"] is None
    again = scalar(studio.place, "SELECT count(*) FROM signature WHERE person_id = :me", me=who)
    assert again == 2


def test_bytes_that_another_project_has_stay(web: Web) -> None:
    studio, abroad = Studio(web, people=1), Studio(web, people=1)
    who, other = studio.place.participant(), abroad.place.participant()
    for here, person in ((studio, who), (abroad, other)):
        (lease,) = here.place.claim(person)
        here.hand_in(person, lease, here.take(person, lease, b"the very same bytes"))
    shared = keys(studio.place, who)
    studio.withdraw(who)
    assert all(map(there, shared))
    abroad.withdraw(other)
    assert not any(map(there, shared))


def test_what_is_left_can_still_be_looked_at(web: Web) -> None:
    """Items, work and history of who has withdrawn have pages still; they show nothing of him."""
    studio = Studio(web, people=1, inspect1="none")
    place, label = studio.place, studio.label
    who, listener = place.participant(), place.person("worker")
    spoken = studio.speak(who)
    heard = studio.listen(listener)
    caller = studio.withdraw(who)
    (gone,) = items(label)
    hearer: Any = signed_in(web, listener)
    seen = [
        studio.manager.get(f"{studio.home}/items"),
        studio.manager.get(f"{studio.home}/items/{gone.id}"),
        studio.manager.get(f"{studio.home}/items/{gone.id}/pieces"),
        studio.manager.get(f"{studio.home}/items/{gone.id}/way"),
        studio.manager.get(f"{studio.home}/assignments"),
        studio.manager.get(f"{studio.home}/assignments/{spoken[0]}"),
        studio.manager.get(f"{studio.home}/assignments/{spoken[0]}/captures"),
        studio.manager.get(f"{studio.home}/history"),
        studio.manager.get(f"{studio.home}/overview"),
        caller.get("/me/assignments"),
        caller.get(f"{studio.home}/assignments/{spoken[0]}"),
        caller.get("/me/earnings/days"),
        hearer.get("/me/assignments"),
        hearer.get(f"{studio.home}/assignments/{heard[0]}"),
    ]
    assert [(str(one.url), one.status_code) for one in seen if one.status_code != 200] == []
    assert not any("내 목소리" in one.text for one in seen)
    media = studio.manager.get(f"{studio.home}/items/{gone.id}/media")
    assert media.status_code in (404, 409), media.text
    tried = studio.manager.post(
        f"{studio.home}/stages/{label.stage_id}/schemas/check", json={"definition": SOUND}
    )
    assert (tried.status_code, tried.json()["answers"]) == (200, 0), tried.text


def test_what_was_made_of_a_file_goes_with_it(web: Web) -> None:
    """A cut, and what was made of the cut; not what was made of another's."""
    studio = Studio(web)
    first, other = studio.place.participant(), studio.place.participant()
    studio.speak(first)
    studio.speak(other)
    mine, *_, theirs, _ = keys(studio.place, first) + keys(studio.place, other)
    made = {}
    with transaction() as s:
        for name, key in (("mine", mine), ("theirs", theirs)):
            origin = s.scalars(select(Asset.id).where(Asset.storage_key == key)).one()
            for step in ("cut", "proxy"):
                content = f"{step} of {name}".encode()
                asset = Asset(
                    project_id=studio.place.project_id,
                    sha256=hashlib.sha256(content).hexdigest(),
                    media_type="audio/wav",
                    storage_key=storage().put([content]).key,
                    origin_id=origin,
                )
                s.add(asset)
                s.flush()
                origin = asset.id
                made[step, name] = asset.storage_key
    studio.withdraw(first)
    assert {name: there(key) for (_, name), key in made.items()} == {"mine": False, "theirs": True}


def test_the_same_words_of_two_people_stay_until_both_have_gone(web: Web) -> None:
    place = site(prompts=1, overlap=2, inspect1="none")
    texts = {"modality": "text", "labels": [{"kind": "rating", "name": "tone", "max": 5}]}
    onward = further(place, "다음", schema=texts)
    lead(place, (place, onward))
    people = [place.participant(), place.participant()]
    for who in people:
        (lease,) = place.claim(who)
        place.submit(who, lease, words("밥 묵었나"))
    settle(place)
    kept = "SELECT count(*) FROM asset WHERE project_id = :p AND document::text LIKE '%밥 묵었나%'"
    assert len(items(onward)) == 2
    assert scalar(place, kept) == 1
    for who, left in zip(people, (1, 0), strict=True):
        with transaction() as s:
            asked = withdrawals.ask(s, place.project_id, who, "").id
        Withdrawing(Interrupted(1000), place.project_id, asked).run()
        assert scalar(place, kept) == left
    said = "SELECT count(*) FROM submission WHERE project_id = :p AND answer IS NOT NULL"
    assert scalar(place, said) == 0


@pytest.mark.parametrize("labeled", [False, True])
def test_a_bundle_is_done_anew_for_the_others(web: Web, labeled: bool) -> None:
    place = site(prompts=1, overlap=2, inspect1="none")
    texts = {"modality": "text", "labels": [{"kind": "rating", "name": "tone", "max": 5}]}
    split = {"split": {"by": "bundle", "count": 2}}
    onward = further(place, "다음", schema=texts, change=split, inspect1="none")
    lead(place, (place, onward))
    people = [place.participant(), place.participant()]
    for who in people:
        (lease,) = place.claim(who)
        place.submit(who, lease, words(f"{who}의 말"))
    settle(place)
    bundled = f"SELECT item_ids FROM task WHERE project_id = :p AND stage_id = {onward.stage_id}"
    assert [len(row.item_ids) for row in place.rows(bundled)] == [2]
    reader = place.person("worker")
    (lease,) = onward.claim(reader)
    if labeled:
        rated = [{"id": f"a{n}", "kind": "rating", "name": f"tone#{n}", "value": 3} for n in (1, 2)]
        onward.submit(reader, lease, {"modality": "text", "annotations": rated})
    with transaction() as s:
        asked = withdrawals.ask(s, place.project_id, people[0], "").id
    Withdrawing(Interrupted(1000), place.project_id, asked).run()
    settle(place)
    gone, other = items(onward)
    assert (gone.state, gone.excluded_for) == ("excluded", "withdrawn")
    assert other.state in ("ready", "in_work")
    if labeled:
        assert other.state == "in_work"
        assert place.owed(reader) == 100
    said = f"SELECT count(*) FROM submission WHERE worker_id = {reader} AND answer IS NOT NULL"
    assert scalar(place, said) == 0


def test_whoever_speaks_with_others_takes_the_recording_back(web: Web) -> None:
    studio = Studio(web, prompts=1, people=3, collect={"group_max": 2})
    place = studio.place
    host, mate, alone = (place.participant() for _ in range(3))
    (lease,) = place.claim(host)
    with transaction() as s:
        code = group.start(s, me=host, project_id=place.project_id, assignment_id=lease).code
    with transaction() as s:
        beside, _ = group.join(s, me=mate, project_id=place.project_id, code=code)
    studio.hand_in(host, lease, studio.take(host, lease))
    studio.speak(alone)
    theirs, others = keys(place, host), keys(place, alone)
    assert place.owed(mate) == 100
    studio.withdraw(mate)
    assert not any(map(there, theirs))
    assert all(map(there, others))
    assert [row.state for row in items(studio.label)] == ["excluded", "in_work"]
    assert (place.owed(host), place.owed(mate)) == (100, 100)
    assert place.assignment(lease).surplus
    assert place.assignment(beside).surplus
    assert not place.assignment(
        place.rows(f"SELECT id FROM assignment WHERE project_id = :p AND worker_id = {alone}")[0].id
    ).surplus
    assert scalar(place, 'SELECT "values" FROM profile WHERE person_id = :me', me=host) != {}


def test_a_release_that_is_being_built_fails(web: Web) -> None:
    studio = Studio(web)
    place = studio.place
    who = place.participant()
    studio.speak(who)
    (item,) = items(studio.label)
    with transaction() as s:
        release = Release(
            project_id=place.project_id,
            stage_id=studio.label.stage_id,
            version="0.1",
            format="jsonl",
        )
        s.add(release)
        s.flush()
        s.add(
            ReleaseItem(
                project_id=place.project_id,
                release_id=release.id,
                item_id=item.id,
                submission_ids=[1],
            )
        )
    studio.withdraw(who)
    assert studio.read(release.id)["state"] == "failed"


def test_takes_on_their_way_are_gone_too(web: Web) -> None:
    studio = Studio(web)
    who = studio.place.participant()
    (lease,) = studio.place.claim(who)
    with transaction() as s:
        upload = uploads.create(
            s, studio.place.project_id, who, name="a.wav", length=4, assignment_id=lease
        )
        spool = uploads.spool_path(upload.id)
        spool.write_bytes(b"wave")
    studio.withdraw(who)
    assert not spool.exists()
    assert scalar(studio.place, "SELECT count(*) FROM upload") == 0


def test_only_who_has_signed_can_take_it_back(web: Web) -> None:
    studio = Studio(web)
    who: Any = web.person()
    web.join(studio.place.project_id, who, "worker")
    assert who.post(f"{studio.home}/withdrawals", json={}).status_code == 404


class BreaksOff(Exception):
    pass


class Interrupted:
    """A chore that is broken off at its n-th word."""

    def __init__(self, after: int) -> None:
        self.left = after

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        self.left -= 1
        if self.left < 0:
            raise BreaksOff

    transaction = staticmethod(transaction)


def test_what_was_broken_off_is_taken_up_again(web: Web) -> None:
    studio = Studio(web, inspect1="none")
    place = studio.place
    who = place.participant()
    studio.speak(who, 2)
    studio.listen(place.person("worker"))
    studio.release("1.0")
    mine = keys(place, who)
    with transaction() as s:
        asked = withdrawals.ask(s, place.project_id, who, "").id
    for spoken in range(40):
        try:
            counts = Withdrawing(Interrupted(spoken), place.project_id, asked).run()
        except BreaksOff:
            continue
        break
    assert spoken > 8
    assert counts == {"takes": 2, "files": 2, "answers": 4, "releases": 1}
    assert not any(map(there, mine))
    assert Withdrawing(Interrupted(0), place.project_id, asked).run() == counts
    assert scalar(place, "SELECT count(*) FROM tombstone WHERE project_id = :p") == 7


def test_answers_change_in_no_other_way(web: Web) -> None:
    studio = Studio(web)
    who = studio.place.participant()
    studio.speak(who)
    answer = scalar(studio.place, "SELECT max(id) FROM submission WHERE project_id = :p")
    values = {"p": studio.place.project_id, "id": answer}
    change = "UPDATE submission SET answer = NULL WHERE project_id = :p AND id = :id"
    with pytest.raises(ProgrammingError, match="permission denied"), transaction() as s:
        s.execute(text(change), values)
    with pytest.raises(ProgrammingError, match="erased for a withdrawal"), transaction() as s:
        s.execute(text("SELECT erase_answers(:p, 4711, ARRAY[:id]::bigint[])"), values)
    word = text("SELECT set_config('dure.withdrawal', '1', true)")
    with transaction() as s:
        s.execute(word)
        with pytest.raises(ProgrammingError, match="permission denied"), s.begin_nested():
            s.execute(text(change), values)
    for statement in (
        change,
        "UPDATE submission SET answer = '{}' WHERE project_id = :p AND id = :id",
        "DELETE FROM submission WHERE project_id = :p AND id = :id",
    ):
        with (
            pytest.raises(ProgrammingError, match="only ever added to"),
            owner_engine().begin() as connection,
        ):
            connection.execute(text(statement), values)
    # With the word that the function uses the owner may erase, and do nothing else.
    more = "UPDATE submission SET answer = NULL, worker_id = 1 WHERE project_id = :p AND id = :id"
    with owner_engine().connect() as connection:
        connection.execute(word)
        with pytest.raises(ProgrammingError, match="only ever added to"):
            connection.execute(text(more), values)
