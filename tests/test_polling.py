"""The poller by itself: what Telegram never sends, and what depends on the turn of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.storage.filejournal import FileJournal
from bot.telegram.client import Client
from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.notes import Notes
from bot.telegram.delivery.polling import Polling
from bot.telegram.metrics import Metrics
from bot.telegram.updates import Update
from tests.recording import Json, Recorder, message


@asynccontextmanager
async def polling(
    folder: Path, updates: list[Json], handle: Callable[[Update], Awaitable[None]], stop: asyncio.Event
) -> AsyncIterator[Polling]:
    """A poller of a server that has these updates."""

    async def gave_up(update: Update, error: Exception) -> None:
        raise AssertionError(error)

    request = Recorder()
    request.updates = updates
    async with Client("1:token", request=request, get_updates_request=request) as bot:
        notes = Notes(FileJournal(folder / "sent"), lambda error: None, "1:token")
        yield Polling(bot, Handling(handle, gave_up, notes), notes, Metrics(), stop)


@pytest.mark.parametrize("turns", range(8))
async def test_a_stop_is_heard_whatever_else_happens_at_that_moment(tmp_path: Path, turns: int) -> None:
    """Updates that are dealt with at the very moment of the stop do not make it poll on."""
    stop, begun, dealt_with = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle(update: Update) -> None:
        begun.set()
        await dealt_with.wait()

    async with polling(tmp_path, [message("Hello")], handle, stop) as poller:
        running = asyncio.create_task(poller.run())
        await begun.wait()
        await asyncio.sleep(0.01)  # now it waits for the update
        stop.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        poller.lanes.changed.set()  # as by an update that is done
        for _ in range(20):
            await asyncio.sleep(0)
        dealt_with.set()
        await asyncio.wait({running}, timeout=5)
        assert running.done()


async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It would come again for ever; it is named and left out."""
    strange = message("Strange")
    strange["message"]["date"] = {"no": "date"}
    stop, asked = asyncio.Event(), list[str | None]()

    async def handle(update: Update) -> None:
        asked.append(update.message.text if update.message else None)
        stop.set()

    async with polling(tmp_path, [strange, message("Hello")], handle, stop) as poller, asyncio.timeout(5):
        await poller.run()
    assert asked == ["Hello"]
    assert f"update {strange['update_id']} cannot be read" in caplog.text
