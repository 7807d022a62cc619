"""News between replicas: PostgreSQL's LISTEN and NOTIFY; within the process on SQLite."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

from sqlalchemy import Connection, text

from bot.storage.connections import Connections, Work
from bot.storage.engine import FAILURES, LIMIT, file_of, refusals, server_engine

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

_log = logging.getLogger(__name__)

T = TypeVar("T")
Topic = Literal["knowledge", "chats", "people", "unknown"]
_CHANNEL = "panelbot"
_PAUSE = 1.0
"""Seconds between two looks whether the server still talks to us, and between two tries to reach it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something in the database changed, here or at another replica."""

    topic: Topic
    """``unknown`` after the connection was away: look at everything again."""
    detail: str = ""
    """The number of a revision, or the key of what changed."""


class Changes:
    """Tells every replica, the one that made the change too, within two seconds."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._watchers: list[Callable[[Change], None]] = []
        self._local = file_of(connections.url) is not None
        self._heard = self._local
        self._tried = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    @property
    def heard(self) -> bool:
        """Whether changes by other replicas are heard of now."""
        return self._heard

    async def start(self) -> None:
        """Begin to listen; comes back when it does, or when that was tried in vain."""
        if not self._local:
            self._listening = asyncio.create_task(self._listen())
            await self._tried.wait()

    async def stop(self) -> None:
        """End listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening}, timeout=LIMIT)

    def tell(self, watcher: Callable[[Change], None]) -> None:
        """Call *watcher* with every change from now on."""
        self._watchers.append(watcher)

    async def watch(self) -> AsyncIterator[Change]:
        """Every change, for ever; ``unknown`` first, and whenever some may have been missed. Never raises."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self.tell(queue.put_nowait)
        queue.put_nowait(Change("unknown"))
        try:
            while True:
                yield await queue.get()
        finally:
            self._watchers.remove(queue.put_nowait)

    async def made(self, work: Work[T], change: Callable[[T], Change]) -> T:
        """Do *work* in a transaction and tell all replicas of the *change*, if and when it is committed.

        *change* is made from what *work* gave. Raises StorageError.
        """

        def _work(connection: Connection) -> tuple[T, Change]:
            result = work(connection)
            made = change(result)
            if not self._local:
                payload = {"channel": _CHANNEL, "payload": f"{made.topic} {made.detail}"}
                connection.execute(text("SELECT pg_notify(:channel, :payload)"), payload)
            return result, made

        result, made = await self._connections.write(_work)
        if self._local:
            self._dispatch(made)
        return result

    def _dispatch(self, change: Change) -> None:
        for watcher in tuple(self._watchers):
            watcher(change)

    async def _listen(self) -> None:
        listening = server_engine(self._connections.url)
        while True:
            with suppress(*FAILURES, *refusals()):
                await self._listen_while_it_works(listening)
            self._tried.set()
            if self._heard:
                self._heard = False
                _log.warning("changes by other replicas are not heard of until the database is back")
            await asyncio.sleep(_PAUSE)

    async def _listen_while_it_works(self, listening: AsyncEngine) -> None:
        async with asyncio.timeout(LIMIT):
            connection = await listening.connect()
        try:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            async with asyncio.timeout(LIMIT):
                await raw.add_listener(_CHANNEL, self._notified)
            self._heard = True
            self._tried.set()
            # What changed before is unheard.
            self._dispatch(Change("unknown"))
            while True:
                await asyncio.sleep(_PAUSE)
                await raw.fetchval("SELECT 1", timeout=LIMIT)
        finally:
            # The pool may give a connection that listens to nobody else.
            await connection.invalidate()
            await connection.close()

    def _notified(self, connection: Any, process: int, channel: str, payload: str) -> None:
        topic, _, detail = payload.partition(" ")
        if topic in get_args(Topic):
            self._dispatch(Change(cast("Topic", topic), detail))
