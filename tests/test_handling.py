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
from bot.telegram.delivery.notes import CURRENT, Journal, Notes
from bot.telegram.updates import Update, read
from tests.recording import message

Handle = Callable[[Update], Awaitable[None]]


class Runs:
    """The process, again and again: each time with a journal that reads what the last one left."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder
        self._kind = kind
        self.given_up: list[tuple[int, str]] = []
        self.steps: list[int] = []
        """Of what is sent as something is given up: its number among the update's messages."""
        self.dies_of_giving_up = False
        self.waits_in_giving_up = False
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
            delivery = CURRENT.get()
            assert delivery is not None
            self.steps.append(delivery.step())
            if self.waits_in_giving_up:
                await delivery.waits()
            if self.dies_of_giving_up or self.waits_in_giving_up:
                await asyncio.sleep(60)

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


@pytest.mark.parametrize("dies", [False, True])
async def test_what_ends_the_run_each_time_is_given_up(
    runs: Runs, caplog: pytest.LogCaptureFixture, dies: bool
) -> None:
    """First beside the others, then by itself, in turn; whoever waits behind it is not suspected for that.

    Where it *dies* even as it is given up, nobody is told of it any more.
    """
    poison, other = asked(1), asked(2)
    for _ in range(TOGETHER):
        assert await runs.crash(poison, other) == [1, 2]
    for _ in range(BY_ITSELF):
        assert await runs.crash(poison, other) == [1]
    assert runs.given_up == []
    handled: list[int] = []

    async def handle(update: Update) -> None:
        handled.append(update.update_id)

    runs.dies_of_giving_up = dies
    if dies:
        assert await runs.crash(poison, other) == []
    handling, notes = await runs.start(handle)
    for update in (poison, other):
        await handling.run(update, await notes.claim(update, alone=True))
    assert runs.given_up == [(1, "update 1 ended the program 4 times and is given up")]
    assert handled == [2]
    assert (await notes.claim(poison, alone=True)).state == "done"
    told = [r.message for r in caplog.records if r.levelname == "ERROR"]
    assert told == (["update 1 ended the program even as it was given up"] if dies else [])
    caplog.clear()
    await runs.close()


async def test_waiting_for_telegram_ends_no_run(runs: Runs) -> None:
    """A chat that may hear nothing for long is not suspected, however often the process is killed meanwhile."""
    update = asked(1)

    async def handle(update: Update) -> None:
        delivery = CURRENT.get()
        assert delivery is not None
        await delivery.waits()
        await asyncio.sleep(60)

    for _ in range(2 * (TOGETHER + BY_ITSELF)):
        handling, notes = await runs.start(handle)
        claim = await notes.claim(update, alone=True)
        assert not claim.suspect
        task = asyncio.create_task(handling.run(update, claim))
        await asyncio.sleep(0.05)
        task.cancel()
    await runs.close()


async def test_an_apology_that_waits_for_telegram_is_not_forgotten(runs: Runs) -> None:
    """The process is killed while it waits: the next start apologises again, and does not try what ended it."""
    poison = asked(1)
    for _ in range(TOGETHER + BY_ITSELF):
        assert await runs.crash(poison) == [1]
    runs.waits_in_giving_up = True
    for _ in range(3):
        assert await runs.crash(poison) == []
    assert len(runs.given_up) == 3
    await runs.close()


async def test_an_apology_is_none_of_what_was_sent_before(runs: Runs) -> None:
    """An earlier run sent the first of two messages; the apology is another one, and goes out."""
    poison = asked(1)
    await runs.crash(poison)
    _, notes = await runs.start(_nothing)
    await notes.sent(1, 0, 555)
    for _ in range(TOGETHER + BY_ITSELF - 1):
        assert await runs.crash(poison) == [1]
    handling, notes = await runs.start(_nothing)
    await handling.run(poison, await notes.claim(poison, alone=True))
    assert runs.steps == [1]
    await runs.close()


async def _nothing(update: Update) -> None:
    pass


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
