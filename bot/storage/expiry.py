"""What goes after its time: questions and answers, and what the journal needs no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.storage.models import AnswerRow, ProposalRow, ReviewRow, SendRow, UpdateRow

_ANSWERS_DAYS = 90
"""Answers without their questions stay for their buttons' sake where no questions are kept."""
_JOURNAL = timedelta(hours=25)
"""Telegram keeps an update for 24 hours."""
_PROPOSALS = timedelta(days=7)


def remove_expired(connection: Connection, now: datetime, keep_days: int) -> None:
    """Remove what is older than it may be. With *keep_days* 0 no question stays, also none kept under other settings.

    Votes go with their answers; the figures of the days stay.
    """
    last = now - timedelta(days=keep_days)
    connection.execute(delete(ReviewRow).where(ReviewRow.last_at < last) if keep_days else delete(ReviewRow))
    if not keep_days:
        connection.execute(update(AnswerRow).where(AnswerRow.question.is_not(None)).values(question=None))
        last = now - timedelta(days=_ANSWERS_DAYS)
    connection.execute(delete(AnswerRow).where(AnswerRow.at < last))
    connection.execute(delete(ProposalRow).where(ProposalRow.at < now - _PROPOSALS))
    connection.execute(delete(UpdateRow).where(UpdateRow.until < now - _JOURNAL))
    # Sends of an update that was never finished go with it.
    known = select(UpdateRow.id).where(UpdateRow.id == SendRow.update_id)
    connection.execute(delete(SendRow).where(~known.exists()))
