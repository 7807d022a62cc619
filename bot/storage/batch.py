"""Calls that come at once, written together: one transaction costs about as much as a hundred rows in it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST = 500


class Batch(Generic[Item, Result]):
    """Gathers items while the last ones are being written; a single item is written at once.

    *write* takes items and gives one result for each, or raises for all of them.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._write = write
        self._waiting: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> Result:
        """The result for *item*, once it is written. Raises what *write* raises."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
            try:
                results = await self._write([item for item, _ in taken])
            except Exception as error:  # whatever it is, each caller hears it
                for _, future in taken:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), result in zip(taken, results, strict=True):
                    if not future.done():
                        future.set_result(result)

    async def finish(self) -> None:
        """Wait until everything is written."""
        if self._writing is not None:
            await asyncio.wait({self._writing})
