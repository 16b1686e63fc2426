"""Tokens have a role, and a key that all processes share signs the reviewers' cookies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Every token so far is a client's: none was given to anybody in order to review."""
    op.add_column(
        "tokens", sa.Column("role", sa.String(16), nullable=False, server_default="client")
    )
    with op.batch_alter_table("tokens") as table:
        table.alter_column("role", server_default=None)
    op.create_table(
        "shared_keys",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("shared_keys")
    with op.batch_alter_table("tokens") as table:
        table.drop_column("role")
