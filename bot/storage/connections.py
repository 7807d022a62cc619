"""The way to the database: opened when first needed, every call bounded in time, and back after it was away."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StorageError
from bot.storage.batch import Batches
from bot.storage.engine import FAILURES, LIMIT, file_of
from bot.storage.migrating import is_current, migrate
from bot.storage.models import SecretRow, insert_into
from bot.storage.transactions import File, Server

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Connection], T]
"""What is done in one transaction, off the event loop or woven into it."""

OPENING = 5.0
"""Seconds that opening may take, with its migrations."""
_IMPATIENT = 0.25
"""Seconds that a call waits while the database is known to hang: many questions must not wait for it one by one."""
_LINGER, _PROMPT = 0.05, 0.003
"""Seconds for company; the first of them after an answer was sent, when all that waits is the chat's next question."""
_QUIET = 0.005
"""Seconds after which nobody else comes: all who are being answered have written, and their chats wait for that."""


class Connections:
    """Connections to one database. ``read`` and ``write`` do their work in a transaction or raise StorageError."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.secret = b""
        """The key to hash with; there is one inside every ``read`` and ``write``."""
        self._file = file_of(url)
        self._inode: tuple[int, int] | None = None
        self.batches = Batches(self.write, _LINGER, _QUIET)
        self.prompt = Batches(self.write, _PROMPT)
        """For what others are waiting for."""
        self._opening: asyncio.Task[None] | None = None
        # SQLite writes one at a time, and a reader sees what was committed; a server does all of it at once.
        writer: File | Server = File(url, writing=True, threads=1) if self._file else Server(url, connections=10)
        reader = File(url, writing=False, threads=2) if self._file else writer
        name = f"the database {self._file or url.host or ''}".strip()
        self._writing = _Lane(writer, self._ready, f"{name} cannot be written")
        self._reading = _Lane(reader, self._ready, f"{name} cannot be read")

    async def read(self, work: Work[T]) -> T:
        """Do *work*, which changes nothing."""
        return await self._reading.call(work)

    async def write(self, work: Work[T]) -> T:
        """Do *work* and commit it, or nothing of it."""
        return await self._writing.call(work)

    @property
    def writable(self) -> bool:
        """Whether the database was opened and, as far as is known, can be written."""
        return bool(self.secret) and self._writing.works

    async def open(self) -> None:
        """Open now, with time for a migration. Raises StorageError; opening is tried again by whatever is called."""
        await self._writing.call(_nothing, OPENING)

    async def close(self) -> None:
        """Finish what is being written, and close all connections."""
        await asyncio.gather(self.batches.finish(), self.prompt.finish())
        for lane in (self._writing, self._reading):
            await lane.close()

    async def _ready(self) -> None:
        """Open the database unless it is open; all who wait share one attempt, which goes on when they give up."""
        if self._inode is not None and not self._was_moved():
            return
        if self._opening is None or self._opening.done():
            self._opening = asyncio.create_task(self._open())
            self._opening.add_done_callback(_heard)
        await asyncio.shield(self._opening)

    def _was_moved(self) -> bool:
        """Whether another file, or none, is in the place of the one that is open: writes would be lost."""
        return self._file is not None and _identity(self._file) != self._inode

    async def _open(self) -> None:
        if self._inode is not None:
            _log.warning("the file of the database was removed or replaced: opening what is there")
            for lane in (self._writing, self._reading):
                await lane.transactions.reconnect()
        self._inode = None
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        if not await self._writing.transactions.do(is_current):
            await self._writing.transactions.migrate(migrate)
        self.secret = await self._writing.transactions.do(_secret)
        self._inode = _identity(self._file) if self._file else (0, 0)


class _Lane:
    """Reading or writing: how it goes now decides how long a call waits."""

    def __init__(self, transactions: File | Server, ready: Callable[[], Awaitable[None]], complaint: str) -> None:
        self.transactions = transactions
        self._ready = ready
        self._complaint = complaint
        self.works = True
        """How the last call ended."""
        self._healing: asyncio.Task[None] | None = None
        self._left: set[asyncio.Task[Any]] = set()
        self._last = 0.0
        """When the database was last heard of."""

    async def call(self, work: Work[T], limit: float | None = None) -> T:
        """Do *work* in a transaction within the *limit* (seconds)."""
        hangs = self._healing is not None and not self._healing.done()
        begun = time.monotonic()
        try:
            result = await self._bounded(self._transaction(work), limit or (_IMPATIENT if hangs else LIMIT))
        except FAILURES as error:
            if time.monotonic() - begun >= _IMPATIENT:
                self._heal()
            failed = StorageError(f"{self._complaint}: {_reason(error)}")
            if self.works:
                self.works = False
                _log.warning("%s", failed)
            raise failed from error
        self._last = time.monotonic()
        if not self.works:
            self.works = True
            _log.info("it is over that %s", self._complaint)
        return result

    async def _transaction(self, work: Work[T]) -> T:
        await self._ready()
        return await self.transactions.do(work)

    async def _bounded(self, work: Coroutine[Any, Any, T], limit: float) -> T:
        """Wait for *work*, but not while the database says nothing to anybody for *limit* seconds.

        Then not even for the work to give up: a driver can hang in that too. Many calls at once wait for each other,
        and time in which this process was busy with something else does not count.
        """
        begun = time.monotonic()
        task = asyncio.create_task(work)
        try:
            while not task.done() and (left := max(begun, self._last) + limit - time.monotonic()) > 0:
                slept = time.monotonic()
                pause = min(left, _IMPATIENT)
                await asyncio.wait({task}, timeout=pause)
                begun += max(time.monotonic() - slept - pause, 0)
        except asyncio.CancelledError:
            self._leave(task)
            raise
        if task.done() and not task.cancelled():
            return task.result()
        self._leave(task)
        raise TimeoutError

    def _leave(self, task: asyncio.Task[Any]) -> None:
        task.cancel()
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        task.add_done_callback(_heard)

    def _heal(self) -> None:
        """Try in the background until the database answers, with more time than a call has."""
        if self._healing is None or self._healing.done():
            self._healing = asyncio.create_task(self._try_again())

    async def _try_again(self) -> None:
        while True:
            try:
                await self._bounded(self._transaction(_nothing), OPENING)
            except FAILURES:
                await asyncio.sleep(_IMPATIENT)
            else:
                return

    async def close(self) -> None:
        """End what still runs and close the connections."""
        running = [*self._left, *((self._healing,) if self._healing else ())]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=LIMIT)
        try:
            async with asyncio.timeout(LIMIT):
                await self.transactions.close()
        except FAILURES as error:
            _log.debug("closing the database: %s", _reason(error))


def _nothing(connection: Connection) -> None:
    connection.execute(select(1))


def _secret(connection: Connection) -> bytes:
    """The key of this database, made when it is first opened."""
    row = {"name": "people", "value": secrets.token_bytes(32)}
    connection.execute(insert_into(connection, SecretRow).values(row).on_conflict_do_nothing())
    value = connection.scalar(select(SecretRow.value).where(SecretRow.name == "people"))
    assert value is not None
    return value


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _heard(task: asyncio.Task[Any]) -> None:
    """An exception that nobody waits for any more is no news."""
    if not task.cancelled():
        task.exception()


def _reason(error: Exception) -> str:
    """What is wrong, in a line without the statement."""
    if isinstance(error, StorageError):
        return str(error)
    if isinstance(error, TimeoutError | PoolTimeoutError):
        return "it does not answer"
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}"
    text = str(error.orig if isinstance(error, DBAPIError) else error)
    return " ".join(text.split()) or type(error).__name__
