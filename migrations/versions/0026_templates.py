"""templates: of deliveries, of projects

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0026"
down_revision = "0025"


def _now() -> sa.Column[sa.DateTime]:
    return sa.Column(
        "created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "delivery_template",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        _now(),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_delivery_template_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_delivery_template_created_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_delivery_template")),
    )
    op.create_index(
        "uq_delivery_template_name",
        "delivery_template",
        ["project_id", "name"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "delivery_template_version",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("template_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("definition", postgresql.JSONB(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        _now(),
        sa.ForeignKeyConstraint(
            ["project_id", "template_id"],
            ["delivery_template.project_id", "delivery_template.id"],
            name=op.f("fk_delivery_template_version_project_id_template_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_delivery_template_version_created_by")
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "template_id", "version", name=op.f("pk_delivery_template_version")
        ),
    )
    op.create_table(
        "project_template",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        _now(),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_project_template_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_project_template_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_template")),
    )
    op.create_index(
        "ix_project_template_organisation_id_id", "project_template", ["organisation_id", "id"]
    )
    for name in ("template_id", "template_version"):
        op.add_column("release", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_release_project_id_template_id_template_version"),
        "release",
        "delivery_template_version",
        ["project_id", "template_id", "template_version"],
        ["project_id", "template_id", "version"],
    )
    op.create_check_constraint(
        op.f("ck_release_template"),
        "release",
        "(format = 'template') = (template_id IS NOT NULL)"
        " AND (template_id IS NULL) = (template_version IS NULL)",
    )
    op.execute(
        "CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON delivery_template_version"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON delivery_template_version"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON delivery_template TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON delivery_template_version TO {role}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON project_template TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
