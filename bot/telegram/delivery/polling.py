"""Polling: the offset moves only past updates that are dealt with, so that Telegram gives the others again.

Python-telegram-bot's own confirms a batch as soon as it lies in its queue; what is there when the process ends is lost.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.client import Client, Json
from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.lanes import Lanes
from bot.telegram.delivery.notes import Notes
from bot.telegram.delivery.outbox import PAUSES, pause_after, seconds_of
from bot.telegram.delivery.precedence import LISTEN_PAUSE_SECONDS, Precedence
from bot.telegram.delivery.registration import host, registered
from bot.telegram.metrics import Metrics
from bot.telegram.updates import read

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
_TROUBLE_SECONDS: Final = (1.5, 3.0)
"""How long an answer is waited for in turn while there is none: not longer, since this is how the server's return is
noticed."""
_TOKEN_SECONDS: Final = 30.0
_WEBHOOK_SECONDS: Final = 5.0
"""Between two looks at whether a webhook that another program set still works."""
_STUCK_SECONDS: Final = 2.0
_MOST_KEPT: Final = 1000
"""Updates that are kept in the journal; where more than that take long something is wrong with all of them."""
_FINISH_SECONDS: Final = 2.2
_CONFIRM_SECONDS: Final = 0.5


class Polling:
    """Fetches updates and has them dealt with until told to stop."""

    def __init__(
        self,
        bot: Client,
        handling: Handling,
        notes: Notes,
        metrics: Metrics,
        stop: asyncio.Event,
        heard: Callable[[float, bool], None] = lambda asked, silent: None,
    ) -> None:
        """*heard* is told when the server answers: when it was asked (monotonic), and whether it was silent before."""
        self._bot = bot
        self._notes = notes
        self._heard = heard
        self._stop = stop
        self._next = 0
        self._confirmed = 0
        self._tries = 0
        self._silent = False
        self._precedence = Precedence()
        self._seen: int | None = None
        self.lanes = Lanes(handling, notes, metrics.update_seconds.time)

    async def run(self) -> None:
        """Poll, and on *stop* finish what was begun."""
        for update in self._notes.kept():
            self.lanes.take(update)
            self.lanes.keep(update.update_id)
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
            if self._precedence.listens:
                await self._listen(updates)
                continue
            if updates and updates[0]["update_id"] < self._offset:
                # After a week without any, Telegram begins anew with a number of its choice.
                self._next = self._confirmed = 0
            fresh = [u for u in updates if not self.lanes.knows(u["update_id"])]
            for update in fresh:
                self._take(update)
            if updates:
                self._next = max(self._next, updates[-1]["update_id"] + 1)
            await self._make_room()
            await self._pace(bool(fresh))

    def _take(self, content: Json) -> None:
        try:
            update = read(content)
        except ValueError as error:
            # It would come again for ever, and nothing after it.
            _log.warning("update %s cannot be read (%s) and is left out", content["update_id"], error)
            self.lanes.leave_out(content["update_id"])
        else:
            self.lanes.take(update)

    @property
    def _offset(self) -> int:
        first = self.lanes.first_open
        return self._next if first is None else first

    async def _fetched(self) -> list[Json] | None:
        """What Telegram has; None after a pause if it could not be asked."""
        offset, asked = self._offset, time.monotonic()
        trouble = _TROUBLE_SECONDS[self._tries % 2] if self._tries else None
        waits = self.lanes.first_open is None and trouble is None
        try:
            updates = await self._bot.fetch(
                offset,
                limit=LIMIT,
                wait=_LONG_SECONDS if waits else 0,
                read_timeout=_READ_SECONDS if waits else trouble or _READ_SECONDS + _LONG_SECONDS,
            )
        except Conflict as error:
            await self._step_back(error)
            return None
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error))
            return None
        except InvalidToken:
            _log.warning("Telegram does not know the token any more; set BOT_TOKEN to the new one and start again")
            await asyncio.sleep(_TOKEN_SECONDS)
            return None
        except TelegramError as error:
            if self._tries in (0, 5) or self._tries % 30 == 0:
                _log.warning("polling: %s", error.message)
            await asyncio.sleep(pause_after(error, self._tries) if isinstance(error, NetworkError) else PAUSES[-1])
            self._silent = self._silent or isinstance(error, TimedOut)
            self._tries += 1
            return None
        if self._tries:
            _log.info("polling: the server answers again")
        self._tries = 0
        self._heard(asked, self._silent)
        self._silent = False
        await self._was_confirmed(offset)
        return updates

    async def _listen(self, updates: Sequence[Json]) -> None:
        """Take nothing, and see whether somebody else does."""
        seen, self._seen = self._seen, updates[0]["update_id"] if updates else None
        if seen is not None and seen != self._seen:
            await self._give_way()
        elif updates:
            await asyncio.sleep(LISTEN_PAUSE_SECONDS)

    async def _make_room(self) -> None:
        """Telegram gives a hundred updates from the offset on and no more: what takes long must not fill that up.

        It is kept in the journal, from which the next start has it, and the offset may move past it. Then this program
        also waits at Telegram again when nothing else comes, where another one with the same token shows.
        """
        for update in self.lanes.stuck(_STUCK_SECONDS):
            if self.lanes.kept >= _MOST_KEPT or not await self._notes.keep(update):
                return
            self.lanes.keep(update.update_id)

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
        while self.lanes.first_open is not None and (left := until - loop.time()) > 0:
            if self._offset != offset and (not fresh or self.lanes.open <= _FEW):
                return
            self.lanes.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self.lanes.changed.wait()

    async def _step_back(self, error: Conflict) -> None:
        """Another program polls with this token, or set a webhook for it."""
        if "webhook" not in error.message.lower():
            await self._give_way()
            return
        try:
            url, works = await registered(self._bot)
            if not works:
                _log.warning("the webhook that another program set (%s) does not work; it is removed", host(url))
                await self._bot.delete_webhook()
                return
        except TelegramError as again:
            _log.warning("the webhook could not be looked at: %s", again.message)
        else:
            _log.warning("another program with the same token set a webhook (%s); stop one of them", host(url))
        await asyncio.sleep(_WEBHOOK_SECONDS)

    async def _give_way(self) -> None:
        self._seen = None
        pause = self._precedence.refused()
        _log.warning("another program is polling with the same token; stop one of them (waiting %g s)", pause)
        await asyncio.sleep(pause)

    async def _confirm(self) -> None:
        """Tell Telegram what was dealt with last; where that fails the journal knows."""
        offset = self._offset
        if offset <= self._confirmed:
            return
        try:
            async with asyncio.timeout(_CONFIRM_SECONDS):
                await self._bot.fetch(offset, limit=1, wait=0, read_timeout=_CONFIRM_SECONDS)
        except (TelegramError, TimeoutError) as error:
            _log.info("the last updates were not confirmed: %s", str(error) or "no answer in time")
        else:
            await self._was_confirmed(offset)
