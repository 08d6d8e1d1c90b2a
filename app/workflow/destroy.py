"""What somebody gave is destroyed: answers, takes, files and the releases that hold them."""

from sqlalchemy import select, text, update

from app.assets import destroying, uploads
from app.core.database import after_commit
from app.models.asset import Asset
from app.models.collect import Profile, Tombstone
from app.releases import withdrawing
from app.storage import storage
from app.workflow.given import Given

STRETCH = 500  # answers of one transaction
FILES = 100


def end_releases(what: Given) -> None:
    """Releases that hold some of it are closed, and their files are gone."""
    with what.attempt.transaction() as s:
        found = withdrawing.affected(s, what.project_id, what.items, what.answers)
    for release_id in found:
        with what.attempt.transaction() as s:
            sha256 = withdrawing.end(s, what.project_id, release_id)
            if sha256 is not None:
                s.add(_tombstone(what, "release", release_id, sha256))
        what.attempt.progress()


def erase_answers(what: Given) -> None:
    """What he and others have written of it is gone; a tombstone stays for each."""
    ids = what.answers
    for at in range(0, len(ids), STRETCH):
        with what.attempt.transaction() as s:
            values = {"p": what.project_id, "w": what.withdrawal_id, "ids": ids[at : at + STRETCH]}
            s.execute(text(_BURY_ANSWERS), values)
            s.execute(text("SELECT erase_answers(:p, :w, :ids)"), values)
        what.attempt.progress()
    with what.attempt.transaction() as s:
        values = {"p": what.project_id, "roots": what.roots, "tasks": what.tasks}
        s.execute(text(_DROP_DRAFTS), values)
        s.execute(text(_DROP_CONSENSUS), values)
        s.execute(text(_LEAVE_RELEASES), values)
        s.execute(text(_FORGET_KNOWN), values)
        s.execute(text(_FORGET_LOOKS), values | {"items": what.items})
        for table in ("suggestion", "prediction", "correction"):
            s.execute(text(_FORGET_SAID.format(table=table)), values | {"items": what.items})


def destroy_takes(what: Given) -> None:
    """What he recorded, what was measured of it, and what he said of himself."""
    with what.attempt.transaction() as s:
        values = {"p": what.project_id, "roots": what.roots}
        spooled = set(s.scalars(text(_DESTROY_TAKES), values))
        spooled |= set(s.scalars(text(_FORGET_UPLOADS), values))
        s.execute(
            update(Profile)
            .where(Profile.project_id == what.project_id, Profile.person_id == what.person_id)
            .values({"values": {}})
        )

        def remove() -> None:
            for upload_id in spooled:
                uploads.remove_spool(upload_id)

        after_commit(s, remove)


def destroy_files(what: Given) -> None:
    """The files, and all that was made of them."""
    with what.attempt.transaction() as s:
        values = {"p": what.project_id, "roots": what.roots, "items": what.items}
        ids = list(s.scalars(text(_FILES), values | {"tasks": what.tasks}))
    for at in range(0, len(ids), FILES):
        with what.attempt.transaction() as s:
            assets = s.scalars(
                select(Asset)
                .where(Asset.project_id == what.project_id, Asset.id.in_(ids[at : at + FILES]))
                .order_by(Asset.id)
                .with_for_update()
            ).all()
            # Before the rows forget their keys: an attempt that breaks off here finds them
            # again.
            for key in destroying.unshared(s, what.project_id, assets):
                storage().delete(key)
            for asset in assets:
                s.add(_tombstone(what, "asset", asset.id, asset.sha256))
                destroying.empty(s, asset)
                asset.facts = None
        what.attempt.progress()


def _tombstone(what: Given, subject: str, subject_id: int, sha256: str | None) -> Tombstone:
    return Tombstone(
        project_id=what.project_id,
        withdrawal_id=what.withdrawal_id,
        subject=subject,
        subject_id=subject_id,
        sha256=sha256,
    )


_BURY_ANSWERS = """
INSERT INTO tombstone (project_id, withdrawal_id, subject, subject_id, sha256)
SELECT v.project_id, :w, 'submission', v.id, v.body_hash FROM submission v
WHERE v.project_id = :p AND v.id = ANY (:ids)
  AND num_nonnulls(v.answer, v.comment, v.pins, v.difference) > 0
"""
_DROP_DRAFTS = """
DELETE FROM draft d USING assignment a
WHERE d.project_id = :p AND a.project_id = :p AND a.id = d.assignment_id
  AND (a.root_id = ANY (:roots) OR a.task_id = ANY (:tasks))
"""
# What models have said of it, and that people mended that.
_FORGET_SAID = """
DELETE FROM {table} WHERE project_id = :p AND item_id = ANY (:items)
"""
_DROP_CONSENSUS = """
DELETE FROM consensus WHERE project_id = :p AND task_id = ANY (:tasks)
"""
_LEAVE_RELEASES = """
UPDATE assignment SET surplus = true
WHERE project_id = :p AND task_id = ANY (:tasks) AND level = 0 AND state = 'accepted'
  AND NOT surplus
"""
# What was known of these items, retired by now, and how people's answers differed from it. That
# they were right, or not, is theirs.
_FORGET_KNOWN = """
WITH gone AS (
  UPDATE gold SET answer = '{}', shown = CASE WHEN shown IS NOT NULL THEN jsonb '{}' END, note = ''
  WHERE project_id = :p AND task_id = ANY (:tasks) RETURNING id)
UPDATE gold_given x SET marks = '[]' FROM gone WHERE x.project_id = :p AND x.gold_id = gone.id
"""
# What examiners wrote of them, in samples of releases that are closed by now.
_FORGET_LOOKS = """
UPDATE sample_item SET note = '', measures = NULL
WHERE project_id = :p AND item_id = ANY (:items) AND (note <> '' OR measures IS NOT NULL)
"""
_DESTROY_TAKES = """
WITH gone AS (
  UPDATE capture c SET state = 'destroyed', name = '', measured = NULL, faults = NULL, device = NULL
  FROM capture old
  WHERE c.project_id = :p AND c.assignment_id = ANY (:roots) AND c.state <> 'destroyed'
    AND old.project_id = c.project_id AND old.id = c.id
  RETURNING c.id, c.upload_id, old.state AS source),
told AS (
  INSERT INTO event (project_id, subject, subject_id, source, target, why)
  SELECT :p, 'capture', id, source, 'destroyed', 'withdrawn' FROM gone)
SELECT upload_id FROM gone
"""
_FORGET_UPLOADS = """
DELETE FROM upload WHERE project_id = :p AND assignment_id = ANY (:roots) RETURNING id
"""
# His takes, the files of the items that came of them, cuts, and all that was made of any of these;
# but what the item or take of somebody else is, too, who has not withdrawn.
_FILES = """
WITH RECURSIVE files AS (
  SELECT c.asset_id AS id FROM capture c
  WHERE c.project_id = :p AND c.assignment_id = ANY (:roots) AND c.asset_id IS NOT NULL
  UNION
  SELECT x.id FROM item i CROSS JOIN LATERAL (VALUES (i.asset_id), (i.made_id)) x (id)
  WHERE i.project_id = :p AND i.id = ANY (:items) AND x.id IS NOT NULL
  UNION
  SELECT t.asset_id FROM task t
  WHERE t.project_id = :p AND t.id = ANY (:tasks) AND t.asset_id IS NOT NULL
  UNION
  SELECT a.id FROM files JOIN asset a ON a.project_id = :p AND a.origin_id = files.id)
SELECT f.id FROM files f JOIN asset a ON a.project_id = :p AND a.id = f.id
WHERE a.destroyed_at IS NULL
  AND NOT EXISTS (SELECT FROM item i WHERE i.project_id = :p AND i.asset_id = f.id
    AND i.id <> ALL (:items) AND i.excluded_for IS DISTINCT FROM 'withdrawn')
  AND NOT EXISTS (SELECT FROM item i WHERE i.project_id = :p AND i.made_id = f.id
    AND i.id <> ALL (:items) AND i.excluded_for IS DISTINCT FROM 'withdrawn')
  AND NOT EXISTS (SELECT FROM capture c WHERE c.project_id = :p AND c.asset_id = f.id
    AND c.assignment_id <> ALL (:roots) AND c.state = 'passed')
ORDER BY 1
"""
