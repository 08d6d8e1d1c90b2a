"""collecting: takes, participants, quotas, consent and its withdrawal; pipelines; parts of items

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0014"
down_revision = "0013"

NEW = (
    "print",
    "flow",
    "flowing",
    "capture",
    "participant",
    "guardian",
    "quota_cell",
    "quota_place",
    "profile",
    "group_session",
    "group_member",
    "withdrawal",
)
WRITTEN_ONCE = ("original_access", "tombstone")

# What the law wants destroyed is: the answer's content, never that it was given, by whom, or what
# was paid for it. Whoever erases says for which withdrawal; without one nothing changes.
REFUSE_ANSWER = """
CREATE FUNCTION refuse_change_of_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND coalesce(current_setting('dure.withdrawal', true), '') <> ''
     AND NEW.answer IS NULL AND NEW.comment IS NULL AND NEW.pins IS NULL AND NEW.difference IS NULL
     AND to_jsonb(OLD) - '{answer,comment,pins,difference}'::text[]
       = to_jsonb(NEW) - '{answer,comment,pins,difference}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""
# With the rights of the owner: the application's role cannot change an answer.
ERASE = """
CREATE FUNCTION erase_answers(project bigint, withdrawn bigint, answers bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE erased bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM withdrawal w WHERE w.project_id = project AND w.id = withdrawn) THEN
    RAISE EXCEPTION 'answers are erased for a withdrawal' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('dure.withdrawal', withdrawn::text, true);
  UPDATE submission s SET answer = NULL, comment = NULL, pins = NULL, difference = NULL
  WHERE s.project_id = project AND s.id = ANY (answers)
    AND num_nonnulls(s.answer, s.comment, s.pins, s.difference) > 0;
  GET DIAGNOSTICS erased = ROW_COUNT;
  PERFORM set_config('dure.withdrawal', '', true);
  RETURN erased;
END $$
"""
# A closed release's file is destroyed where a withdrawal touches it.
FROZEN = """
CREATE OR REPLACE FUNCTION refuse_thaw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a release is never deleted' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.frozen_at IS NOT NULL AND (
     to_jsonb(OLD) - '{state,problem,storage_key}'::text[] IS DISTINCT FROM
     to_jsonb(NEW) - '{state,problem,storage_key}'::text[]
     OR NEW.storage_key IS DISTINCT FROM OLD.storage_key
       AND NOT (NEW.storage_key IS NULL AND NEW.state = 'closed')) THEN
    RAISE EXCEPTION 'a release is frozen' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    for name in ("split", "collect", "quota", "effects"):
        op.add_column("stage", sa.Column(name, postgresql.JSONB()))
    op.add_column(
        "stage", sa.Column("position", sa.SmallInteger(), server_default="0", nullable=False)
    )
    for name in ("source_id", "source_answer_id", "made_id"):
        op.add_column("item", sa.Column(name, sa.BigInteger()))
    op.create_index(
        "ix_item_source",
        "item",
        ["project_id", "source_id"],
        postgresql_where=sa.text("source_id IS NOT NULL"),
    )
    op.add_column("task", sa.Column("part", postgresql.JSONB()))
    op.add_column("task", sa.Column("asset_id", sa.BigInteger()))
    op.add_column("task", sa.Column("item_ids", postgresql.ARRAY(sa.BigInteger())))
    op.create_index(
        "ix_task_items",
        "task",
        ["item_ids"],
        postgresql_using="gin",
        postgresql_where=sa.text("item_ids IS NOT NULL"),
    )
    op.add_column("asset", sa.Column("origin_id", sa.BigInteger()))
    op.add_column(
        "asset",
        sa.Column("withheld", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("asset", sa.Column("destroyed_at", sa.DateTime(timezone=True)))
    op.add_column("upload", sa.Column("assignment_id", sa.BigInteger()))
    op.add_column("release", sa.Column("split", postgresql.JSONB()))
    op.add_column("release", sa.Column("patches_id", sa.BigInteger()))
    # Who withdrew and signs anew has signed twice.
    op.drop_constraint("pk_signature", "signature", type_="primary")
    op.create_primary_key("pk_signature", "signature", ["person_id", "agreement_id", "signed_at"])
    op.create_table(
        "print",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.Column("bands", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "asset_id"],
            ["asset.project_id", "asset.id"],
            name=op.f("fk_print_project_id_asset_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "asset_id", name=op.f("pk_print")),
    )
    op.create_index("ix_print_bands", "print", ["bands"], unique=False, postgresql_using="gin")
    op.create_table(
        "original_access",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_original_access_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "asset_id"],
            ["asset.project_id", "asset.id"],
            name=op.f("fk_original_access_project_id_asset_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_original_access")),
    )
    op.create_table(
        "flow",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("condition", postgresql.JSONB()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_flow_onward")),
        sa.ForeignKeyConstraint(
            ["project_id", "from_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_flow_project_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "to_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_flow_project_id_to_id"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_flow_project_id")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_flow")),
        sa.UniqueConstraint(
            "project_id", "from_id", "to_id", name=op.f("uq_flow_project_id_from_id_to_id")
        ),
    )
    op.create_table(
        "flowing",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("answer_id", sa.BigInteger()),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_flowing")),
    )
    op.create_table(
        "capture",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "passed",
                "refused",
                "dropped",
                "destroyed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="checking",
            nullable=False,
        ),
        sa.Column("asset_id", sa.BigInteger()),
        sa.Column("measured", postgresql.JSONB()),
        sa.Column("faults", postgresql.JSONB()),
        sa.Column("device", postgresql.JSONB()),
        sa.Column("chore_id", sa.BigInteger()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_capture_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "asset_id"],
            ["asset.project_id", "asset.id"],
            name=op.f("fk_capture_project_id_asset_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_capture_project_id_assignment_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_capture")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_capture_upload_id")),
    )
    op.create_index(
        "ix_asset_stored",
        "asset",
        ["storage_key"],
        postgresql_where=sa.text("storage_key IS NOT NULL"),
    )
    op.create_index(
        "ix_asset_small",
        "asset",
        ["thumbnail_key"],
        postgresql_where=sa.text("thumbnail_key IS NOT NULL"),
    )
    op.create_index(
        "ix_capture_checking",
        "capture",
        ["chore_id"],
        postgresql_where=sa.text("state = 'checking'"),
    )
    op.create_index("ix_capture_asset", "capture", ["project_id", "asset_id"], unique=False)
    op.create_index(
        "ix_capture_assignment", "capture", ["project_id", "assignment_id", "id"], unique=False
    )
    op.create_index("ix_capture_person", "capture", ["project_id", "person_id", "id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("grew_up", sa.Text(), nullable=False),
        sa.Column("lives", sa.Text(), nullable=False),
        sa.Column("lives_years", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column(
            "saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("sex IN ('female', 'male', 'other')", name=op.f("ck_participant_sex")),
        sa.CheckConstraint(
            "lives_years BETWEEN 0 AND 120", name=op.f("ck_participant_lives_years")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_participant_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_participant")),
    )
    op.create_table(
        "guardian",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_sha256", sa.Text()),
        sa.Column("signed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_guardian_agreement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guardian_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_guardian_project_id")
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "person_id", "agreement_id", name=op.f("pk_guardian")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guardian_token_hash")),
    )
    op.create_table(
        "quota_cell",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("cell", postgresql.JSONB(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("goal >= 0", name=op.f("ck_quota_cell_goal")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_quota_cell_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "key", name=op.f("pk_quota_cell")),
    )
    op.create_table(
        "quota_place",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_quota_place_project_id_assignment_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "assignment_id", name=op.f("pk_quota_place")),
    )
    op.create_index(
        "ix_quota_place_cell", "quota_place", ["project_id", "stage_id", "key"], unique=False
    )
    op.create_table(
        "profile",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column(
            "taken_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_profile_project_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_profile")),
    )
    op.create_table(
        "group_session",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["task.project_id", "task.id"],
            name=op.f("fk_group_session_project_id_task_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_group_session")),
        sa.UniqueConstraint("code", name=op.f("uq_group_session_code")),
    )
    op.create_table(
        "group_member",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column(
            "joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "group_id"],
            ["group_session.project_id", "group_session.id"],
            name=op.f("fk_group_member_project_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "assignment_id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "project_id",
            "group_id",
            "number",
            name=op.f("uq_group_member_project_id_group_id_number"),
        ),
    )
    op.create_table(
        "withdrawal",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("counts", postgresql.JSONB()),
        sa.Column("chore_id", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_withdrawal_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_withdrawal_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint(
            "project_id",
            "person_id",
            "asked_at",
            name=op.f("uq_withdrawal_project_id_person_id_asked_at"),
        ),
    )
    op.create_table(
        "tombstone",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("withdrawal_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "withdrawal_id"],
            ["withdrawal.project_id", "withdrawal.id"],
            name=op.f("fk_tombstone_project_id_withdrawal_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_tombstone")),
    )
    op.create_index(
        "ix_tombstone_withdrawal", "tombstone", ["project_id", "withdrawal_id", "id"], unique=False
    )
    op.drop_constraint("role", "project_role", type_="check")
    op.create_check_constraint(
        "role",
        "project_role",
        "role IN ('worker', 'primary_inspector', 'secondary_inspector', 'manager', 'custodian')",
    )
    written_once(*WRITTEN_ONCE)
    op.execute(REFUSE_ANSWER)
    op.execute("DROP TRIGGER written_once ON submission")
    op.execute(
        "CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON submission"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change_of_answer()"
    )
    op.execute(ERASE)
    op.execute("REVOKE ALL ON FUNCTION erase_answers FROM PUBLIC")
    op.execute(FROZEN)
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(WRITTEN_ONCE)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        op.execute(f"GRANT EXECUTE ON FUNCTION erase_answers TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What was destroyed for a withdrawal does not come back.")
