"""reports: targets, plans, quality reports, data sheets, blind samples, models' scores

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0027"
down_revision = "0026"

NEW = (
    "target",
    "stage_plan",
    "report_check",
    "quality_report",
    "data_sheet",
    "blind_sample",
    "sample_item",
    "examiner",
    "validity",
)


def upgrade() -> None:
    op.create_table(
        "target",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("share", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.CheckConstraint(
            "what LIKE 'class:%' OR what LIKE 'meta:%'", name=op.f("ck_target_what")
        ),
        sa.CheckConstraint("share > 0 AND share <= 100", name=op.f("ck_target_share")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_target_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "what", "value", name=op.f("pk_target")),
    )
    op.create_table(
        "stage_plan",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("items > 0", name=op.f("ck_stage_plan_items")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_stage_plan_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", name=op.f("pk_stage_plan")),
    )
    op.create_table(
        "report_check",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "met",
                "open",
                "not_needed",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("links", postgresql.JSONB(), nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_report_check_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_report_check_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "code", name=op.f("pk_report_check")),
    )
    op.create_table(
        "quality_report",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("chore_id", sa.BigInteger(), nullable=True),
        sa.Column("figures", postgresql.JSONB(), nullable=True),
        sa.Column("faulty_key", sa.Text(), nullable=True),
        sa.Column("faulty_name", sa.Text(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_quality_report_project_id_release_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "release_id", name=op.f("pk_quality_report")),
    )
    op.create_table(
        "data_sheet",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("texts", postgresql.JSONB(), nullable=False),
        sa.Column("least", sa.SmallInteger(), server_default=sa.text("5"), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("least >= 5", name=op.f("ck_data_sheet_least")),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_data_sheet_project_id_release_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_data_sheet_written_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "release_id", name=op.f("pk_data_sheet")),
    )
    op.create_table(
        "blind_sample",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "judged", "truth", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "drawing",
                "open",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("target", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "likeness",
                "iou",
                "f1",
                "exact",
                "bleu",
                "cer",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("passes_from", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("protocol", postgresql.JSONB(), nullable=True),
        sa.Column("chore_id", sa.BigInteger(), nullable=True),
        sa.Column("drawn_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'truth') = (passes_from IS NOT NULL)"
            " AND (kind = 'truth') = (measure IS NOT NULL)",
            name=op.f("ck_blind_sample_passes_from"),
        ),
        sa.CheckConstraint("asked > 0", name=op.f("ck_blind_sample_asked")),
        sa.CheckConstraint("target BETWEEN 0 AND 1", name=op.f("ck_blind_sample_target")),
        sa.ForeignKeyConstraint(["drawn_by"], ["person.id"], name=op.f("fk_blind_sample_drawn_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_blind_sample_project_id_release_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_blind_sample")),
    )
    op.create_index("ix_blind_sample_release", "blind_sample", ["project_id", "release_id", "id"])
    op.create_table(
        "sample_item",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("sample_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("examiner_id", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("measures", postgresql.JSONB(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(passed IS NULL) = (judged_at IS NULL)", name=op.f("ck_sample_item_judged")
        ),
        sa.ForeignKeyConstraint(
            ["examiner_id"], ["person.id"], name=op.f("fk_sample_item_examiner_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "sample_id"],
            ["blind_sample.project_id", "blind_sample.id"],
            name=op.f("fk_sample_item_project_id_sample_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "sample_id", "item_id", name=op.f("pk_sample_item")),
        sa.UniqueConstraint(
            "project_id",
            "sample_id",
            "place",
            name=op.f("uq_sample_item_project_id_sample_id_place"),
        ),
    )
    op.create_index("ix_sample_item_item", "sample_item", ["project_id", "item_id"])
    op.create_table(
        "examiner",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("sample_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "person_id"],
            ["project_member.project_id", "project_member.person_id"],
            name=op.f("fk_examiner_project_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "sample_id"],
            ["blind_sample.project_id", "blind_sample.id"],
            name=op.f("fk_examiner_project_id_sample_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "sample_id", "person_id", name=op.f("pk_examiner")),
    )
    op.create_index(op.f("ix_examiner_person_id"), "examiner", ["person_id"])
    op.create_table(
        "validity",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("target", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("reached", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("higher", sa.Boolean(), nullable=False),
        sa.Column("split_sha256", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_validity_project_id_release_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_validity_recorded_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_validity")),
    )
    op.create_index("ix_validity_release", "validity", ["project_id", "release_id", "id"])
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
