"""Calls that come at once, written together: one transaction costs about as much as a hundred rows in it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")
Write = Callable[[Connection, Sequence[Item]], Sequence[Result]]
"""Writes items of one kind; gives one result for each."""

_MOST = 100
_LINGER = 0.003
"""Seconds that items wait for company when the last transaction ended no longer ago than that."""
_Taken = tuple[Write[Any, Any], list[Any], list[asyncio.Future[Any]]]


@dataclass(slots=True)
class _Kind:
    write: Write[Any, Any]
    waiting: deque[tuple[Any, asyncio.Future[Any]]] = field(default_factory=deque)

    def take(self) -> _Taken:
        taken = [self.waiting.popleft() for _ in range(min(_MOST, len(self.waiting)))]
        return self.write, [item for item, _ in taken], [future for _, future in taken]


class Batches:
    """Gathers items of all kinds while the last ones are being written, all in one transaction or none of them."""

    def __init__(self, transaction: Callable[[Callable[[Connection], list[Any]]], Awaitable[list[Any]]]) -> None:
        self._transaction = transaction
        self._kinds: list[_Kind] = []
        self._writing: asyncio.Task[None] | None = None
        self._ended = float("-inf")

    def of(self, write: Write[Item, Result]) -> Callable[[Item], Awaitable[Result]]:
        """A kind of items: what takes one and gives its result once it is written, or raises what writing raises."""
        kind = _Kind(write)
        self._kinds.append(kind)

        async def put(item: Item) -> Result:
            future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
            kind.waiting.append((item, future))
            if self._writing is None or self._writing.done():
                self._writing = asyncio.create_task(self._drain())
            return await future

        return put

    async def finish(self) -> None:
        """Wait until everything is written."""
        if self._writing is not None:
            await asyncio.wait({self._writing})

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while any(kind.waiting for kind in self._kinds):
            if loop.time() - self._ended < _LINGER:
                await asyncio.sleep(_LINGER)
            taken = [kind.take() for kind in self._kinds if kind.waiting]
            futures = [future for _, _, futures in taken for future in futures]
            try:
                results = await self._transaction(partial(_write, taken))
            except Exception as error:  # whatever it is, each caller hears it
                for future in futures:
                    if not future.done():
                        future.set_exception(error)
            else:
                for future, result in zip(futures, results, strict=True):
                    if not future.done():
                        future.set_result(result)
            self._ended = loop.time()


def _write(taken: Sequence[_Taken], connection: Connection) -> list[Any]:
    results: list[Any] = []
    for write, items, _ in taken:
        results += write(connection, items)
    return results
