"""Writes gathered into transactions: who waits for whom, and what everybody hears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Connection

from bot.storage.batch import MOST, Batches

FOR_EVER = 3600.0
"""Seconds of lingering that no test has."""


class _Database:
    """Remembers what was written in which transaction."""

    def __init__(self, linger: float, quiet: float = FOR_EVER) -> None:
        self.transactions: list[list[tuple[str, int]]] = []
        self.broken = False
        batches = Batches(self._transaction, linger, quiet)
        self.together = batches.together
        self.first, self.second = batches.of(self._kind("first")), batches.of(self._kind("second"))

    def _kind(self, name: str) -> Callable[[Connection, Sequence[int]], Sequence[str]]:
        def write(connection: Connection, items: Sequence[int]) -> Sequence[str]:
            self.transactions[-1] += [(name, item) for item in items]
            return [f"{name} {item}" for item in items]

        return write

    async def _transaction(self, work: Callable[[Connection], list[list[Any]]]) -> list[list[Any]]:
        await asyncio.sleep(0)
        if self.broken:
            raise OSError("no disk")
        self.transactions.append([])
        return work(cast("Connection", None))


async def test_writes_are_in_one_transaction_each_with_its_result() -> None:
    """Whatever their order, kinds are written in theirs, so that no two replicas wait for each other."""
    database = _Database(FOR_EVER)
    found = await asyncio.gather(
        database.together(database.second(1), database.first(2), database.second(3)), database.first(4)
    )
    assert found == [["second 1", "first 2", "second 3"], "first 4"]
    assert database.transactions == [[("first", 2), ("first", 4), ("second", 1), ("second", 3)]]


async def test_who_writes_one_thing_after_another_waits_for_nobody() -> None:
    """There would be no company however long it waited."""
    database = _Database(FOR_EVER)
    async with asyncio.timeout(10):
        for n in range(20):
            assert await database.first(n) == f"first {n}"
    assert len(database.transactions) == 20


async def test_several_who_write_at_once_wait_for_company() -> None:
    """Once there were several, the next ones are written together though they come one by one, and soon."""
    database = _Database(0.3)
    await asyncio.gather(*(database.first(n) for n in range(3)))
    late = []
    for n in range(3, 6):
        late.append(asyncio.ensure_future(database.first(n)))
        await asyncio.sleep(0.01)
    async with asyncio.timeout(10):
        await asyncio.gather(*late)
    assert [len(written) for written in database.transactions] == [3, 3]


async def test_very_many_do_not_wait() -> None:
    """A full transaction has company enough, and what is left comes in the end."""
    database = _Database(FOR_EVER)
    many = [asyncio.ensure_future(database.first(n)) for n in range(2 * MOST)]
    async with asyncio.timeout(10):
        await asyncio.gather(*many)
    assert [len(written) for written in database.transactions] == [MOST, MOST]


async def test_nobody_waits_for_company_that_does_not_come() -> None:
    """All who were being answered have written: they would wait for each other."""
    database = _Database(FOR_EVER, 0.01)
    for _ in range(2):
        many = [asyncio.ensure_future(database.first(n)) for n in range(3)]
        async with asyncio.timeout(10):
            await asyncio.gather(*many)
    assert [len(written) for written in database.transactions] == [3, 3]


async def test_what_fails_is_heard_by_all_who_wait() -> None:
    """And by nobody who comes later."""
    database = _Database(0.01)
    database.broken = True
    found = await asyncio.gather(*(database.first(n) for n in range(3)), return_exceptions=True)
    assert [str(error) for error in found] == ["no disk"] * 3
    database.broken = False
    assert await database.first(9) == "first 9"
    assert database.transactions == [[("first", 9)]]
