"""Tokens, pairing codes, failures and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("revoked", sa.DateTime),
    )
    op.create_table(
        "pairing_codes",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("expires", sa.DateTime, nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("failures_by_kind", "failures", ["kind", "at"])
    op.create_table(
        "feedback",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("token_id", sa.String(16), nullable=False),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("flag", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("raised", sa.Boolean, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("article", sa.JSON),
    )
    op.create_index("feedback_by_token", "feedback", ["token_id", "received"])


def downgrade() -> None:
    """Drop them."""
    for table in ("feedback", "failures", "pairing_codes", "tokens"):
        op.drop_table(table)
