"""Polling: the offset moves only past updates that are dealt with, so that Telegram gives the others again.

Python-telegram-bot's own confirms a batch as soon as it lies in its queue; what is there when the process ends is lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.delivery.lanes import Lanes
from bot.telegram.delivery.notes import Notes
from bot.telegram.delivery.outbox import seconds_of
from bot.telegram.metrics import Metrics

_log = logging.getLogger(__name__)

LIMIT: Final = 100
"""Updates at once: the most that Telegram gives."""
_FEW: Final = 25
"""Updates in work, from which on more are fetched."""
_LONG_SECONDS: Final = 3
"""How long Telegram may wait for an update. Short, since a server that went away and came back answers no poll that it
got before, and nothing but the time that went by shows it."""
_READ_SECONDS: Final = 1.5
_AGAIN_SECONDS: Final = 0.55
"""Asked again with the same offset within half a second, Telegram gives one update only."""
_PAUSES: Final = (0.1, 0.25, 0.5, 1.0, 2.0)
_CONFLICT_SECONDS: Final = (5.0, 10.0, 20.0, 30.0)
_SETTLED_SECONDS: Final = 30.0
"""Who has polled alone for so long was here first."""
_FINISH_SECONDS: Final = 2.5
_CONFIRM_SECONDS: Final = 0.8


class Polling:
    """Fetches updates and has them dealt with until told to stop."""

    def __init__(
        self, bot: Bot, handle: Callable[[Update], Awaitable[None]], notes: Notes, metrics: Metrics, stop: asyncio.Event
    ) -> None:
        self._bot = bot
        self._notes = notes
        self._stop = stop
        self._next = 0
        self._confirmed = 0
        self._tries = 0
        self._conflicts = 0
        self._alone_since = 0.0
        self.lanes = Lanes(handle, notes, metrics.update_seconds.time)

    async def run(self) -> None:
        """Poll, and on *stop* finish what was begun."""
        self._alone_since = asyncio.get_running_loop().time()
        polling, stopped = asyncio.create_task(self._poll()), asyncio.create_task(self._stop.wait())
        await asyncio.wait((polling, stopped), return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, stopped):
            task.cancel()
        await asyncio.gather(polling, stopped, return_exceptions=True)
        await self.lanes.close(_FINISH_SECONDS)
        await self._confirm()
        if not polling.cancelled():
            polling.result()

    async def _poll(self) -> None:
        while True:
            updates = await self._fetched()
            if updates is None:
                continue
            if updates and updates[0].update_id < self._offset:
                # After a week without any, Telegram begins anew with a number of its choice.
                self._next = self._confirmed = 0
            fresh = [self.lanes.take(update) for update in updates]
            if updates:
                self._next = max(self._next, updates[-1].update_id + 1)
            await self._pace(any(fresh))

    @property
    def _offset(self) -> int:
        first = self.lanes.first_open
        return self._next if first is None else first

    async def _fetched(self) -> tuple[Update, ...] | None:
        """What Telegram has; None after a pause if it could not be asked."""
        offset = self._offset
        try:
            updates = await self._bot.get_updates(
                offset=offset or None,
                limit=LIMIT,
                timeout=0 if self.lanes.open else _LONG_SECONDS,
                read_timeout=_READ_SECONDS if not self.lanes.open else _READ_SECONDS * 3,
                allowed_updates=Update.ALL_TYPES,
            )
        except Conflict as error:
            await self._step_back(error)
            return None
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error))
            return None
        except InvalidToken:
            _log.warning("Telegram does not know the token any more; set BOT_TOKEN to the new one and start again")
            await asyncio.sleep(_CONFLICT_SECONDS[-1])
            return None
        except TelegramError as error:
            if self._tries in (0, 5) or self._tries % 30 == 0:
                _log.warning("polling: %s", error.message)
            await asyncio.sleep(_PAUSES[min(self._tries, len(_PAUSES) - 1)])
            self._tries += 1
            return None
        if self._tries:
            _log.info("polling: the server answers again")
        self._tries = 0
        await self._was_confirmed(offset)
        return updates

    async def _was_confirmed(self, offset: int) -> None:
        """Telegram took the offset."""
        if offset <= self._confirmed:
            return
        self._confirmed = offset
        self.lanes.forget(offset)
        await self._notes.confirmed(offset)

    async def _pace(self, fresh: bool) -> None:
        """Wait until it makes sense to ask again while updates are in work."""
        loop = asyncio.get_running_loop()
        offset, until = self._offset, loop.time() + _AGAIN_SECONDS
        while self.lanes.open and (left := until - loop.time()) > 0:
            if self._offset != offset and (not fresh or self.lanes.open <= _FEW):
                return
            self.lanes.changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.lanes.changed.wait(), left)

    async def _step_back(self, error: Conflict) -> None:
        """Another program polls with this token: whoever came later waits longer, and longer each time."""
        if "webhook" in error.message.lower():
            _log.warning("a webhook is set for this bot, so polling is refused; it is removed now")
            try:
                await self._bot.delete_webhook()
            except TelegramError as again:
                _log.warning("the webhook was not removed: %s", again.message)
            await asyncio.sleep(_PAUSES[-1])
            return
        now = asyncio.get_running_loop().time()
        if now - self._alone_since > _SETTLED_SECONDS:
            pause, self._conflicts = 1.0, 0
        else:
            pause = _CONFLICT_SECONDS[min(self._conflicts, len(_CONFLICT_SECONDS) - 1)]
            self._conflicts, self._alone_since = self._conflicts + 1, now + pause
        _log.warning("another program is polling with the same token; stop one of them (waiting %g s)", pause)
        await asyncio.sleep(pause)

    async def _confirm(self) -> None:
        """Tell Telegram what was dealt with last; where that fails the journal knows."""
        offset = self._offset
        if offset <= self._confirmed:
            return
        try:
            await asyncio.wait_for(
                self._bot.get_updates(offset=offset, limit=1, timeout=0, read_timeout=_CONFIRM_SECONDS),
                _CONFIRM_SECONDS,
            )
        except (TelegramError, TimeoutError) as error:
            _log.info("the last updates were not confirmed: %s", error)
        else:
            await self._was_confirmed(offset)
