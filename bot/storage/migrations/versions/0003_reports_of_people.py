"""Which reports a person wants answers from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has chosen yet."""
    op.add_column("people", sa.Column("reports", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("people", "reports")
