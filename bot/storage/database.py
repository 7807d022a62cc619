"""The database: opened by its address, kept in order, and come back to after it was away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, update

from bot.errors import StorageError
from bot.storage.answers import Answers
from bot.storage.batch import Write
from bot.storage.changes import Changes
from bot.storage.chats import Chats
from bot.storage.connections import Connections
from bot.storage.engine import address
from bot.storage.expiry import remove_expired
from bot.storage.journal import Journal
from bot.storage.models import SecretRow
from bot.storage.people import People
from bot.storage.proposals import Proposals
from bot.storage.review import Review
from bot.storage.revisions import Revisions
from bot.storage.tallies import Tallies
from bot.storage.votes import Votes

_log = logging.getLogger(__name__)

_TIDY_SECONDS = 3600.0
_TIDY_AGAIN_SECONDS = 60.0
_CLOSING_SECONDS = 1.4


def _now() -> datetime:
    return datetime.now(UTC)


class Database:
    """Everything that outlives a restart. Each call answers or raises StorageError within about two seconds."""

    def __init__(self, url: str, *, keep_days: int = 90, clock: Callable[[], datetime] | None = None) -> None:
        self._connections = Connections(address(url))
        self._keep_days = keep_days
        # Replicas agree on the server's time where that matters, and go by their own for the rest.
        self.updates = Journal(self._connections, clock)
        self._clock = clock = clock or _now
        self._tidying: asyncio.Task[None] | None = None
        self.changes = Changes(self._connections)
        self.chats = Chats(self._connections, self.changes)
        self.people = People(self._connections, self.changes)
        self.answers = Answers(self._connections, with_questions=keep_days > 0, clock=clock)
        self.votes = Votes(self._connections)
        self.review = Review(self._connections, keeps=keep_days > 0, clock=clock)
        self.revisions = Revisions(self._connections, self.changes, clock)
        self.proposals = Proposals(self._connections, clock)
        self.tallies = Tallies(self._connections, clock)

    @classmethod
    async def open(cls, url: str, *, keep_days: int = 90, clock: Callable[[], datetime] | None = None) -> Database:
        """Open (and make, and migrate) the database at *url*. Raises SettingsError if the address makes no sense.

        A database that cannot be used now is no error here: a warning is logged, calls raise StorageError, and
        opening is tried again until it works. *keep_days*: BOT_KEEP_QUESTIONS_DAYS.
        """
        database = cls(url, keep_days=keep_days, clock=clock)
        with suppress(StorageError):
            await database._connections.open()
        await database.changes.start()
        database._tidying = asyncio.create_task(database._keep_tidy())
        return database

    async def check(self) -> None:
        """Raises StorageError if the database does not answer or cannot be written."""
        # A full disk shows only when something is written.
        same = update(SecretRow).values(name=SecretRow.name)
        await self._connections.write(lambda c: c.execute(same))

    async def together(self, *writes: Write[Any]) -> None:
        """Write all of these or, raising StorageError, none."""
        await self._connections.batches.together(*writes)

    async def tidy(self) -> None:
        """Remove what has expired. Runs by itself at the start and every hour. Raises StorageError."""

        def work(connection: Connection) -> None:
            remove_expired(connection, self._clock(), self._keep_days)

        await self._connections.write(work)

    async def close(self) -> None:
        """Close; waits for what is being written, but not long for a database that does not answer."""
        if self._tidying is not None:
            self._tidying.cancel()
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self.changes.stop()
                await self._connections.close()
        except TimeoutError:
            _log.warning("the database did not answer when it was closed")

    async def _keep_tidy(self) -> None:
        while True:
            try:
                await self.tidy()
            except StorageError as error:
                _log.debug("nothing was tidied: %s", error)
                await asyncio.sleep(_TIDY_AGAIN_SECONDS)
            else:
                await asyncio.sleep(_TIDY_SECONDS)
