"""The queue of texts that wait for a label; the texts of earlier reports move there."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the queue, and let reports name its items."""
    op.create_table(
        "queue",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("date", sa.String(32)),
        sa.Column("licence", sa.Text),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("closed", sa.DateTime),
        sa.Column("closed_by", sa.String(200)),
        sa.Column("closed_note", sa.Text),
        sa.Column("judged_by", sa.String(64)),
        sa.Column("uncertainty", sa.Float),
    )
    op.create_index("queue_by_state", "queue", ["state", "received"])
    op.create_table(
        "labels",
        sa.Column("item_id", sa.String(16), primary_key=True),
        sa.Column("labeller", sa.String(200), primary_key=True),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("labels_by_labeller", "labels", ["labeller", "at"])
    op.add_column("feedback", sa.Column("item_id", sa.String(16)))
    op.create_index("feedback_by_item", "feedback", ["item_id"])
    _move_texts()
    with op.batch_alter_table("feedback") as table:
        table.drop_column("article")


def _move_texts() -> None:
    connection = op.get_bind()
    reports = connection.execute(
        sa.text("SELECT key, received, article FROM feedback WHERE article IS NOT NULL")
    ).all()
    for key, received, article in reports:
        sent = json.loads(article) if isinstance(article, str) else article
        if not sent or not sent["text"].strip():
            continue
        text = sent["text"].strip()
        id_ = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
        title = " ".join(sent["title"].split()) or text.partition("\n")[0][:80]
        row = {"id": id_, "title": title, "text": text, "received": received}
        row["date"] = str(received)[:10]
        connection.execute(
            sa.text(
                "INSERT INTO queue (id, title, text, source, date, count, received, state) "
                "VALUES (:id, :title, :text, 'feedback', :date, 1, :received, 'waiting') "
                "ON CONFLICT (id) DO UPDATE SET count = queue.count + 1"
            ),
            row,
        )
        connection.execute(
            sa.text("UPDATE feedback SET item_id = :id WHERE key = :key"), {"id": id_, "key": key}
        )


def downgrade() -> None:
    """Drop them; the texts go with the queue."""
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("article", sa.JSON))
        table.drop_index("feedback_by_item")
        table.drop_column("item_id")
    op.drop_table("labels")
    op.drop_table("queue")
