"""The handler run on an update, also on one of which a run may have ended: such a one by itself, and not for ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from contextlib import ExitStack, asynccontextmanager, suppress
from typing import Any, Final

from bot.errors import BotError
from bot.storage.journal import Claim
from bot.telegram.delivery.notes import CURRENT, Delivery, Held, Notes
from bot.telegram.updates import Update

_log = logging.getLogger(__name__)

BY_ITSELF: Final = 2
"""How often a suspect is dealt with by itself."""
_TURN_SECONDS: Final = 10.0
"""What takes longer than that to end the process would hold up the other suspects."""
_BREAK_SECONDS: Final = 0.25


class PoisonError(BotError):
    """Something ends the process whenever it is dealt with, and is given up."""


class Handling:
    """Runs the handler.

    An update that ends the process (a crash in a library, memory that runs out) comes again at the next start, and with
    it all that was in work beside it. From the third time on these are dealt with one at a time, so that the one shows;
    whoever sent it is told that it failed, and the others are answered.
    """

    def __init__(
        self,
        handle: Callable[[Update], Awaitable[object]],
        failed: Callable[[Update, Exception], Awaitable[object]],
        notes: Notes,
    ) -> None:
        """*failed* is told of an update that is given up, and why."""
        self.failed = failed
        self._handle = handle
        self._notes = notes
        self._suspects = asyncio.Semaphore(1)

    async def run(self, update: Update, claim: Claim, held: Held | None = None) -> None:
        """Have an update dealt with that was claimed; *held*: where its last message is kept back."""
        # A suspect's messages are calls: it is dealt with when they are taken, not when somebody may send them.
        delivery = Delivery(update.update_id, self._notes, claim.sends, None if claim.suspect else held)
        token = CURRENT.set(delivery)
        try:
            if claim.suspect:
                await self._by_itself(update, claim, delivery)
            else:
                await self._handle(update)
        except Exception:  # a handler's own mistakes are dealt with by PTB's error handler
            _log.exception("an update could not be handled")
        finally:
            CURRENT.reset(token)

    async def break_off(self, tasks: Collection[asyncio.Task[Any]], update_ids: Iterable[int]) -> None:
        """End what is in work, which ends no run by that, and give it back undone."""
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_BREAK_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(_BREAK_SECONDS):
                await self._notes.release(*update_ids)

    async def _by_itself(self, update: Update, claim: Claim, delivery: Delivery) -> None:
        number = update.update_id
        async with self._turn():
            await self._notes.begin(number)
            if claim.suspect <= BY_ITSELF:
                level = logging.INFO if claim.suspect == 1 else logging.WARNING
                _log.log(level, "update %d was in work when %d runs ended: by itself now", number, claim.tries - 1)
                await self._handle(update)
            elif claim.suspect == BY_ITSELF + 1:
                delivery.begin_anew(claim.tries)
                error = PoisonError(f"update {number} ended the program {claim.tries - 1} times and is given up")
                await self.failed(update, error)
            else:
                _log.error("update %d ended the program even as it was given up", number)
            await self._notes.done(number)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Nothing else of which a run may have ended is in work meanwhile, or not for long."""
        await self._suspects.acquire()
        with ExitStack() as turn:
            turn.callback(self._suspects.release)
            turn.callback(asyncio.get_running_loop().call_later(_TURN_SECONDS, turn.close).cancel)
            yield
