"""How long an answer is waited for, with a clock that passes when told to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from telegram.error import TimedOut

from bot.storage.filejournal import FileJournal
from bot.telegram.delivery.notes import CURRENT, Bound, Delivery, Notes
from bot.telegram.delivery.patience import TIMEOUTS, Patience
from tests.test_precedence import Clock


async def lost(patience: Patience, clock: Clock, age: float) -> asyncio.Task[None]:
    """A call of this age that is never answered."""
    clock.now -= age
    task = asyncio.create_task(patience.wait(asyncio.sleep(3600)))
    await asyncio.sleep(0)
    clock.now += age
    return task


async def test_what_was_swallowed_is_given_up_when_the_server_answers_something_later() -> None:
    """Not before, and not what may still be answered."""
    clock = Clock()
    patience = Patience(clock)
    old, young = await lost(patience, clock, 5), await lost(patience, clock, 2)
    patience.heard(clock.now - 6)  # asked before both of them
    patience.heard(clock.now)
    with pytest.raises(TimedOut):
        await old
    assert not young.done()
    patience.heard(clock.now, True)
    with pytest.raises(TimedOut):
        await young


async def test_a_slow_server_is_given_time() -> None:
    """Where answers take long, none is thought lost early: it would be sent twice."""
    clock = Clock()
    patience = Patience(clock)

    async def slow() -> None:
        clock.now += 4

    await patience.wait(slow())
    assert patience.seconds(0) == 10.0
    assert patience.seconds(9) == TIMEOUTS[-1]
    waiting = await lost(patience, clock, 9)
    patience.heard(clock.now, True)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.now += 120  # that was long ago
    await patience.wait(asyncio.sleep(0))
    clock.now += 120
    await patience.wait(asyncio.sleep(0))
    assert patience.seconds(0) == TIMEOUTS[0]
    waiting.cancel()


async def test_work_that_hangs_is_ended_and_a_send_that_takes_long_is_not(tmp_path: Path) -> None:
    """A chat goes on after work without an end; sending goes on until Telegram has taken the message."""
    delivery = Delivery(1, Notes(FileJournal(tmp_path / "panelbot.sent"), lambda error: None, "1:token"))
    token = CURRENT.set(delivery)
    try:
        with pytest.raises(TimeoutError):
            async with Bound(0.05):
                await asyncio.sleep(60)
        async with Bound(0.05):
            with delivery.sending():
                await asyncio.sleep(0.15)
        with delivery.sending():  # a message that was held back goes out after the work
            await asyncio.sleep(0)
    finally:
        CURRENT.reset(token)
