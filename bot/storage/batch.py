"""Writes that come at once, written together: one transaction costs about as much as a hundred rows in it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Generator, Sequence
from functools import partial
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")
_Results = list[list[Any]]
_Kind = Callable[[Connection, Sequence[Item]], Sequence[Result]]
"""Writes items of one kind; gives one result for each."""

MOST: Final = 64
"""Callers in one transaction: more of them would save little, and the first would wait for the last."""


class Write(Generic[Result]):
    """Something to be written: awaited by itself, or with others by ``Batches.together``."""

    __slots__ = ("_batches", "item", "kind")

    def __init__(self, batches: Batches, kind: int, item: object) -> None:
        self._batches = batches
        self.kind = kind
        self.item = item

    def __await__(self) -> Generator[Any, None, Result]:
        """Its result once it is written. Raises what writing raises."""
        [result] = yield from self._batches.together(self).__await__()
        return result  # type: ignore[no-any-return]


_Waiting = tuple[Sequence[Write[Any]], asyncio.Future[list[Any]]]


class Batches:
    """Gathers writes of all kinds while the last ones are being written, all in one transaction or none of them."""

    def __init__(
        self,
        transaction: Callable[[Callable[[Connection], _Results]], Awaitable[_Results]],
        linger: float,
        quiet: float = float("inf"),
    ) -> None:
        """*linger*: at least so many seconds lie between two transactions while several callers write at once.

        Less if nobody came for *quiet* seconds: whoever might wait for something that is to be written.
        """
        self._transaction = transaction
        self._linger = linger
        self._quiet = quiet
        self._kinds: list[_Kind[Any, Any]] = []
        self._waiting: deque[_Waiting] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._ended = float("-inf")
        self._company = False
        """Whether the last transaction was for several callers: who is alone would wait for nobody."""

    def of(self, kind: _Kind[Item, Result]) -> Callable[[Item], Write[Result]]:
        """A kind of items: makes writes of them. In a transaction kinds come in the order of these calls."""
        self._kinds.append(kind)
        return partial(Write, self, len(self._kinds) - 1)

    async def together(self, *writes: Write[Any]) -> list[Any]:
        """The results of *writes* once all of them are written. Raises what writing raises; then none of them is."""
        future: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._waiting.append((writes, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._drain())
        return await future

    async def finish(self) -> None:
        """Wait until everything is written."""
        if self._writing is not None:
            await asyncio.wait({self._writing})

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            if self._company:
                await self._more(self._ended + self._linger)
            taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            self._company = len(taken) > 1
            try:
                results = await self._transaction(partial(self._write, [writes for writes, _ in taken]))
            except Exception as error:  # whatever it is, each caller hears it
                for _, future in taken:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), result in zip(taken, results, strict=True):
                    if not future.done():
                        future.set_result(result)
            self._ended = loop.time()

    async def _more(self, until: float) -> None:
        """Wait for others."""
        loop = asyncio.get_running_loop()
        while (left := until - loop.time()) > 0 and (before := len(self._waiting)) < MOST:
            await asyncio.sleep(min(left, self._quiet))
            if len(self._waiting) == before:
                return

    def _write(self, taken: Sequence[Sequence[Write[Any]]], connection: Connection) -> _Results:
        writes = [write for together in taken for write in together]
        results: dict[Write[Any], Any] = {}
        for number, kind in enumerate(self._kinds):
            own = [write for write in writes if write.kind == number]
            if own:
                results.update(zip(own, kind(connection, [write.item for write in own]), strict=True))
        return [[results[write] for write in together] for together in taken]
