"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "answers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_index("ix_answers_asked", "answers", ["asked"], unique=False)
    op.create_index("ix_answers_at", "answers", ["at"], unique=False)
    op.create_index("ix_answers_shown", "answers", ["shown"], unique=False)
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("reports", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_people"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("same", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("none", sa.BigInteger(), nullable=False),
        sa.Column("suggestion", sa.BigInteger(), nullable=False),
        sa.Column("vote", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("same", name="uq_review_same"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_last_at", "review", ["last_at"], unique=False)
    op.create_index("ix_review_page", "review", ["status", "count", "last_at"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revisions"),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "sends",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", "step", name="pk_sends"),
    )
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "name", name="pk_tallies"),
    )
    op.create_table(
        "updates",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
    )
    op.create_table(
        "review_keys",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["review.id"], name="fk_review_keys_item_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "item_id", name="pk_review_keys"),
    )
    op.create_index("ix_review_keys_item_id", "review_keys", ["item_id"], unique=False)
    op.create_table(
        "votes",
        sa.Column("answer_id", sa.Text(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("vote", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name="fk_votes_answer_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer_id", "person", name="pk_votes"),
    )
    op.create_index("ix_votes_person", "votes", ["person"], unique=False)


def downgrade() -> None:
    """Drop them, with all that is in them."""
    op.drop_index("ix_votes_person", table_name="votes")
    op.drop_table("votes")
    op.drop_index("ix_review_keys_item_id", table_name="review_keys")
    op.drop_table("review_keys")
    op.drop_table("updates")
    op.drop_table("tallies")
    op.drop_table("sends")
    op.drop_table("secrets")
    op.drop_table("revisions")
    op.drop_index("ix_review_page", table_name="review")
    op.drop_index("ix_review_last_at", table_name="review")
    op.drop_table("review")
    op.drop_table("people")
    op.drop_table("chats")
    op.drop_index("ix_answers_shown", table_name="answers")
    op.drop_index("ix_answers_at", table_name="answers")
    op.drop_index("ix_answers_asked", table_name="answers")
    op.drop_table("answers")
