"""The database: opened by its address, kept in order, and come back to after it was away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.storage.answers import Answers
from bot.storage.changes import Changes
from bot.storage.chats import Chats
from bot.storage.journal import Journal
from bot.storage.people import People
from bot.storage.review import Review
from bot.storage.revisions import Revisions
from bot.storage.tallies import Tallies
from bot.storage.votes import Votes


def _now() -> datetime:
    return datetime.now(UTC)


class Database:
    """Everything that outlives a restart. Each call answers or raises StorageError within about two seconds."""

    chats: Chats
    people: People
    answers: Answers
    votes: Votes
    review: Review
    revisions: Revisions
    tallies: Tallies
    updates: Journal
    changes: Changes

    @classmethod
    async def open(cls, url: str, *, keep_days: int = 90, clock: Callable[[], datetime] = _now) -> Database:
        """Open (and make, and migrate) the database at *url*. Raises SettingsError if the address makes no sense.

        A database that cannot be used now is no error here: a warning is logged, calls raise StorageError, and
        opening is tried again until it works. *keep_days*: BOT_KEEP_QUESTIONS_DAYS.
        """
        raise NotImplementedError

    async def check(self) -> None:
        """Raises StorageError if the database does not answer or cannot be written."""
        raise NotImplementedError

    async def tidy(self) -> None:
        """Remove what has expired. Runs by itself at the start and every hour. Raises StorageError."""
        raise NotImplementedError

    async def close(self) -> None:
        """Close; waits for what is being written."""
        raise NotImplementedError
