"""consortia: member organisations, their shares; figures by hour, by member and day, by label

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0029"
down_revision = "0028"

NEW = (
    "consortium_member",
    "work_share",
    "hour_figure",
    "member_day",
    "item_label",
    "label_figure",
)


def upgrade() -> None:
    op.create_table(
        "consortium_member",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "joined",
                "declined",
                "left",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="invited",
            nullable=False,
        ),
        sa.Column("roles", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "invited_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "roles <@ ARRAY['worker', 'primary_inspector', 'secondary_inspector', 'manager']"
            " AND roles <> '{}'",
            name=op.f("ck_consortium_member_roles"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_consortium_member_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consortium_member_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_consortium_member_invited_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_consortium_member")),
        sa.UniqueConstraint(
            "project_id",
            "organisation_id",
            name=op.f("uq_consortium_member_project_id_organisation_id"),
        ),
    )
    op.create_index(
        "ix_consortium_member_organisation_id", "consortium_member", ["organisation_id"]
    )
    op.create_table(
        "work_share",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("pieces", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(share IS NULL) <> (pieces IS NULL)", name=op.f("ck_work_share_either")
        ),
        sa.CheckConstraint("share > 0 AND share <= 100", name=op.f("ck_work_share_share")),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_work_share_pieces")),
        sa.ForeignKeyConstraint(
            ["project_id", "member_id"],
            ["consortium_member.project_id", "consortium_member.id"],
            name=op.f("fk_work_share_project_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_work_share_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "member_id", "stage_id", name=op.f("pk_work_share")),
    )
    op.create_table(
        "hour_figure",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "day", "hour", "stage_id", "what", name=op.f("pk_hour_figure")
        ),
    )
    op.create_table(
        "member_day",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "day", "person_id", "stage_id", "what", name=op.f("pk_member_day")
        ),
    )
    op.create_table(
        "item_label",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "item_id", "what", "value", name=op.f("pk_item_label")
        ),
    )
    op.create_index(
        "ix_item_label_value", "item_label", ["project_id", "stage_id", "what", "value", "item_id"]
    )
    op.create_table(
        "label_figure",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("items", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "what", "value", name=op.f("pk_label_figure")
        ),
    )
    op.add_column(
        "figure_mark",
        sa.Column("label_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "figure_mark",
        sa.Column(
            "metas", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.add_column("project_member", sa.Column("organisation_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_project_member_organisation_id"),
        "project_member",
        "organisation",
        ["organisation_id"],
        ["id"],
    )
    op.create_index(
        "ix_project_member_house",
        "project_member",
        ["project_id", "organisation_id"],
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    op.create_index(
        "ix_event_decided",
        "event",
        ["project_id", "id"],
        postgresql_where=sa.text("subject NOT IN ('assignment', 'item', 'payout_line', 'task')"),
    )
    # Days and hours of hand-ins that are in the figures already.
    op.execute(
        """
        INSERT INTO hour_figure (project_id, day, hour, stage_id, what, n)
        SELECT v.project_id, (v.at AT TIME ZONE 'Asia/Seoul')::date,
          extract(hour FROM v.at AT TIME ZONE 'Asia/Seoul'), v.stage_id,
          CASE v.level WHEN 0 THEN 'handed_in' WHEN 1 THEN 'judged' ELSE 'judged2' END, count(*)
        FROM submission v JOIN figure_mark m ON m.project_id = v.project_id
          AND v.id <= m.submission_id
        JOIN assignment z ON z.project_id = v.project_id AND z.id = v.assignment_id
          AND z.gold_id IS NULL
        GROUP BY 1, 2, 3, 4, 5
        """
    )
    op.execute(
        """
        INSERT INTO member_day (project_id, day, person_id, stage_id, what, n)
        SELECT v.project_id, (v.at AT TIME ZONE 'Asia/Seoul')::date, v.worker_id, v.stage_id,
          w.what, sum(w.n)
        FROM submission v JOIN figure_mark m ON m.project_id = v.project_id
          AND v.id <= m.submission_id
        JOIN assignment z ON z.project_id = v.project_id AND z.id = v.assignment_id
          AND z.gold_id IS NULL
        CROSS JOIN LATERAL (VALUES
          (CASE v.level WHEN 0 THEN 'handed_in' WHEN 1 THEN 'judged' ELSE 'judged2' END, 1::bigint),
          (CASE WHEN v.active_seconds IS NOT NULL THEN 'timed' END, 1),
          (CASE WHEN v.active_seconds IS NOT NULL THEN 'seconds' END, v.active_seconds)) w (what, n)
        WHERE w.what IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5
        """
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
