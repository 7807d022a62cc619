"""Transactions without waiting for them: in threads of their own on SQLite, on the event loop with a server.

Work is written once, as plain code with a connection. SQLite is in this process: one change of threads for a whole
transaction costs a quarter of what an asynchronous driver's change for every step does, and nothing can be cancelled
halfway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from bot.storage.engine import file_engine, refusals, server_engine

T = TypeVar("T")


class File:
    """An SQLite file."""

    def __init__(self, url: URL, *, writing: bool, threads: int) -> None:
        self._engine = file_engine(url, writing=writing, size=threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Do *work* and commit it. Raises FAILURES."""

        given_up = Event()

        def _do() -> T:
            with self._engine.begin() as connection:
                result = work(connection)
                if given_up.is_set():
                    # Its caller was told that it failed.
                    raise CancelledError
                return result

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, _do)
        except asyncio.CancelledError:
            given_up.set()
            raise

    async def migrate(self, work: Callable[[Connection], None]) -> None:
        """Do *work*, which may take long."""
        await self.do(work)

    async def reconnect(self) -> None:
        """Forget the connections: the file is another one."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._engine.dispose)

    async def close(self) -> None:
        """Close the connections once what runs is done; what waits is cancelled."""

        def _close() -> None:
            self._threads.shutdown(cancel_futures=True)
            self._engine.dispose()

        await asyncio.to_thread(_close)


class Server:
    """A PostgreSQL server."""

    def __init__(self, url: URL, *, connections: int) -> None:
        self._url = url
        self._engine = server_engine(url, size=connections)

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Do *work* and commit it. Raises FAILURES."""
        worked = False

        def _work(connection: Connection) -> T:
            nonlocal worked
            result = work(connection)
            worked = True
            return result

        try:
            return await self._once(_work)
        except DBAPIError as error:
            # A commit may have come through.
            if worked or not error.connection_invalidated:
                raise
        # The server had ended the connection while it lay in the pool; the next one is new.
        return await self._once(work)

    async def _once(self, work: Callable[[Connection], T]) -> T:
        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)
        except refusals() as error:
            raise ConnectionError(str(error)) from error

    async def migrate(self, work: Callable[[Connection], None]) -> None:
        """Do *work*, which may take long."""
        own = server_engine(self._url, migrating=True)
        try:
            async with own.begin() as connection:
                await connection.run_sync(work)
        except refusals() as error:
            raise ConnectionError(str(error)) from error
        finally:
            await own.dispose()

    async def reconnect(self) -> None:
        """Forget the connections."""
        await self._engine.dispose()

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()
