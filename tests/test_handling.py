"""Updates of which a run may have ended: by themselves, told apart from the others, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.filejournal import FileJournal
from bot.storage.journal import TOGETHER
from bot.telegram.delivery.handling import BY_ITSELF, Handling
from bot.telegram.delivery.notes import Journal, Notes
from bot.telegram.updates import Update, read
from tests.recording import message

Handle = Callable[[Update], Awaitable[None]]


class Runs:
    """The process, again and again: each time with a journal that reads what the last one left."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder
        self._kind = kind
        self.given_up: list[tuple[int, str]] = []
        self._open = AsyncExitStack()

    async def journal(self) -> Journal:
        """A journal as the next start opens it."""
        if self._kind == "file":
            return FileJournal(self._folder / "panelbot.journal")
        database = await Database.open(f"sqlite:///{self._folder}/panelbot.db")
        self._open.push_async_callback(database.close)
        return database.updates

    async def start(self, handle: Handle) -> tuple[Handling, Notes]:
        """The next start."""

        async def failed(update: Update, error: Exception) -> None:
            self.given_up.append((update.update_id, str(error)))

        notes = Notes(await self.journal(), self._unstored, "1:token")
        return Handling(handle, failed, notes), notes

    async def crash(self, *updates: Update) -> list[int]:
        """A run that ends while it deals with these, all that is begun; which of them were begun."""
        begun: list[int] = []

        async def handle(update: Update) -> None:
            begun.append(update.update_id)
            await asyncio.sleep(60)

        handling, notes = await self.start(handle)
        claims = [await notes.claim(update, alone=True) for update in updates]
        tasks = [asyncio.create_task(handling.run(u, c)) for u, c in zip(updates, claims, strict=True)]
        await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()
        return begun

    async def close(self) -> None:
        """Close what is open."""
        await self._open.aclose()

    @staticmethod
    def _unstored(error: Exception) -> None:
        raise AssertionError(error)


@pytest.fixture(params=["file", "database"])
async def runs(tmp_path: Path, request: pytest.FixtureRequest) -> Runs:
    """With each of the journals."""
    return Runs(tmp_path, request.param)


def asked(number: int) -> Update:
    """A question."""
    return read(message(f"Question {number}?") | {"update_id": number})


async def test_what_ends_the_run_each_time_is_given_up(runs: Runs, caplog: pytest.LogCaptureFixture) -> None:
    """First beside the others, then by itself, in turn; whoever waits behind it is not suspected for that."""
    poison, other = asked(1), asked(2)
    for _ in range(TOGETHER):
        assert await runs.crash(poison, other) == [1, 2]
    for _ in range(BY_ITSELF):
        assert await runs.crash(poison, other) == [1]
    assert runs.given_up == []
    handled: list[int] = []

    async def handle(update: Update) -> None:
        handled.append(update.update_id)

    handling, notes = await runs.start(handle)
    for update in (poison, other):
        await handling.run(update, await notes.claim(update, alone=True))
    assert runs.given_up == [(1, "update 1 ended the program 4 times and is given up")]
    assert handled == [2]
    # Had it ended the program then too, it would not even be told.
    handling, notes = await runs.start(handle)
    await handling.run(poison, await notes.claim(poison, alone=True))
    assert len(runs.given_up) == 1
    assert handled == [2]
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == [
        "update 1 ended the program even as it was given up"
    ]
    caplog.clear()
    await runs.close()


async def test_a_stop_ends_nothing_by_what_it_breaks_off(runs: Runs) -> None:
    """However often the bot is stopped while something takes long, that is not what ended it."""
    update = asked(1)
    for _ in range(3 * (TOGETHER + BY_ITSELF)):
        begun = asyncio.Event()

        async def handle(update: Update, begun: asyncio.Event = begun) -> None:
            begun.set()
            await asyncio.sleep(60)

        handling, notes = await runs.start(handle)
        claim = await notes.claim(update, alone=True)
        assert not claim.suspect
        task = asyncio.create_task(handling.run(update, claim))
        await asyncio.wait_for(begun.wait(), 5)
        await handling.break_off([task], [1])
        assert task.cancelled()
    await runs.close()


async def test_a_suspect_that_waits_for_something_does_not_hold_up_the_others(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its chat may hear nothing for an hour."""
    first, second = asked(1), asked(2)
    for _ in range(TOGETHER):
        await runs.crash(first, second)
    assert await runs.crash(first, second) == [1]
    monkeypatch.setattr("bot.telegram.delivery.handling._TURN_SECONDS", 0.02)
    assert await runs.crash(first, second) == [1, 2]
    await runs.close()
