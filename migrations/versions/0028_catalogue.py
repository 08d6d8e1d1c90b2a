"""catalogue: what the public sees of releases, and what users find wrong with them

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0028"
down_revision = "0027"

NEW = (
    "dataset",
    "dataset_version",
    "dataset_sample",
    "dataset_use",
    "defect",
    "defect_item",
)
WRITTEN_ONCE = ("terms_accepted",)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "dataset",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _choice("state", "draft", "published", "withdrawn"),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("title_ko", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("about_ko", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("terms_ko", sa.Text(), nullable=False),
        sa.Column("terms_en", sa.Text(), nullable=False),
        sa.Column(
            "domain",
            _choice(
                "domain",
                "language",
                "vision",
                "health",
                "safety",
                "farming",
                "traffic",
                "making",
                "law",
                "finance",
                "education",
                "culture",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("keywords", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("creators", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("improve_from", sa.Date(), nullable=True),
        sa.Column("improve_until", sa.Date(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("improve_until >= improve_from", name=op.f("ck_dataset_improvement")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_dataset_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_dataset_project_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_dataset_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
        sa.UniqueConstraint("project_id", "stage_id", name=op.f("uq_dataset_project_id_stage_id")),
    )
    op.create_index(
        "ix_dataset_published", "dataset", ["id"], postgresql_where=sa.text("state = 'published'")
    )
    op.create_table(
        "dataset_version",
        sa.Column("dataset_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("notes_ko", sa.Text(), nullable=False),
        sa.Column("notes_en", sa.Text(), nullable=False),
        sa.Column("statistics", postgresql.JSONB(), nullable=True),
        sa.Column(
            "offered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_dataset_version_dataset_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_dataset_version_project_id_release_id"),
        ),
        sa.PrimaryKeyConstraint("dataset_id", "release_id", name=op.f("pk_dataset_version")),
    )
    op.create_table(
        "dataset_sample",
        sa.Column("dataset_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_dataset_sample_dataset_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_dataset_sample_project_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("dataset_id", "place", name=op.f("pk_dataset_sample")),
    )
    op.create_table(
        "terms_accepted",
        sa.Column("dataset_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("terms_sha256", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            _choice("kind", "company", "research", "public", "student", "person"),
            nullable=False,
        ),
        sa.Column(
            "accepted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_terms_accepted_dataset_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_terms_accepted_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "dataset_id", "person_id", "terms_sha256", name=op.f("pk_terms_accepted")
        ),
    )
    op.create_table(
        "dataset_use",
        sa.Column("dataset_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("use", _choice("use", "visit", "download"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_dataset_use_dataset_id")
        ),
        sa.PrimaryKeyConstraint("dataset_id", "day", "use", "kind", name=op.f("pk_dataset_use")),
    )
    op.create_table(
        "defect",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("class", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            _choice("kind", "wrong", "missing", "extra", "place", "file", "privacy", "other"),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("pin", postgresql.JSONB(), nullable=True),
        sa.Column(
            "state",
            _choice(
                "state",
                "reported",
                "accepted",
                "declined",
                "duplicate",
                "in_work",
                "fixed",
                "answered",
            ),
            server_default="reported",
            nullable=False,
        ),
        sa.Column("reporter_id", sa.BigInteger(), nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column(
            "reported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "reason",
            _choice("reason", "as_guideline", "not_seen", "out_of_scope", "fixed_before"),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_in", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("duplicate_of <> id", name=op.f("ck_defect_another")),
        sa.CheckConstraint(
            "item_id IS NOT NULL OR class IS NOT NULL", name=op.f("ck_defect_subject")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_defect_decided_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "answered_in"],
            ["release.project_id", "release.id"],
            name=op.f("fk_defect_project_id_answered_in"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "duplicate_of"],
            ["defect.project_id", "defect.id"],
            name=op.f("fk_defect_project_id_duplicate_of"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_defect_project_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_defect_project_id_release_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_defect_project_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_defect_project_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_defect_reporter_id")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_defect")),
        sa.UniqueConstraint(
            "project_id",
            "reporter_id",
            "client_key",
            name=op.f("uq_defect_project_id_reporter_id_client_key"),
        ),
    )
    op.create_index(
        "ix_defect_duplicate",
        "defect",
        ["project_id", "duplicate_of"],
        postgresql_where=sa.text("duplicate_of IS NOT NULL"),
    )
    op.create_index(
        "ix_defect_open",
        "defect",
        ["id"],
        postgresql_where=sa.text("state IN ('in_work', 'fixed')"),
    )
    op.create_index("ix_defect_reporter", "defect", ["reporter_id", "id"])
    op.create_index("ix_defect_state", "defect", ["project_id", "state", "id"])
    op.create_table(
        "defect_item",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("defect_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "defect_id"],
            ["defect.project_id", "defect.id"],
            name=op.f("fk_defect_item_project_id_defect_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_defect_item_project_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "defect_id", "item_id", name=op.f("pk_defect_item")),
    )
    written_once(*WRITTEN_ONCE)
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(WRITTEN_ONCE)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What people have published and reported would be lost.")
