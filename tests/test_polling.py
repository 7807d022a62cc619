"""The poller by itself: what depends on the turn of the event loop at which something happens."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.storage.filejournal import FileJournal
from bot.telegram.delivery.notes import Notes
from bot.telegram.delivery.polling import Polling
from bot.telegram.metrics import Metrics
from tests.recording import Recorder, message


@pytest.mark.parametrize("turns", range(8))
async def test_a_stop_is_heard_whatever_else_happens_at_that_moment(tmp_path: Path, turns: int) -> None:
    """Updates that are dealt with at the very moment of the stop do not make it poll on."""
    request, stop, begun, dealt_with = Recorder(), asyncio.Event(), asyncio.Event(), asyncio.Event()
    request.updates = [message("Hello")]

    async def handle(update: Update) -> None:
        begun.set()
        await dealt_with.wait()

    async with Bot("1:token", request=request, get_updates_request=request) as bot:
        polling = Polling(bot, handle, Notes(FileJournal(tmp_path / "sent"), lambda error: None), Metrics(), stop)
        running = asyncio.create_task(polling.run())
        await begun.wait()
        await asyncio.sleep(0.01)  # now it waits for the update
        stop.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        polling.lanes.changed.set()  # as by an update that is done
        for _ in range(20):
            await asyncio.sleep(0)
        dealt_with.set()
        await asyncio.wait({running}, timeout=5)
        assert running.done()
