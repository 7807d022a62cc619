"""Updates from the webhook: each answered with 200 only when it is dealt with, so that Telegram sends it again else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from telegram import Update

from bot.errors import StorageError
from bot.telegram.delivery import CURRENT, Delivery, Held, Journal, fingerprint
from bot.telegram.lanes import lane_of

_log = logging.getLogger(__name__)

Json = dict[str, Any]

_HOLD_SECONDS: Final = 2.0
_LEASE_SECONDS: Final = 10.0


class BusyError(Exception):
    """Another replica is at this update: Telegram is to send it again, in case that one dies of it."""


class Receiving:
    """Deals with updates, several chats at a time, in order within a chat."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]], journal: Journal) -> None:
        self._handle = handle
        self._journal = journal
        self._open: dict[int, asyncio.Task[Json | None]] = {}
        self._last: dict[object, asyncio.Task[Json | None]] = {}

    @property
    def open(self) -> int:
        """How many updates are not dealt with yet."""
        return len(self._open)

    async def take(self, update: Update) -> Json | None:
        """Deal with an update; the call that answers it, if that is one message. Raises BusyError."""
        task = self._open.get(update.update_id)
        if task is None:
            lane = lane_of(update)
            task = asyncio.create_task(self._deal(update, self._last.get(lane)))
            self._open[update.update_id] = self._last[lane] = task
            task.add_done_callback(lambda done: self._end(update.update_id, lane, done))
        # Telegram gives up waiting and sends it again: both requests get the same answer, and one of them counts.
        return await asyncio.shield(task)

    def _end(self, update_id: int, lane: object, task: asyncio.Task[Json | None]) -> None:
        self._open.pop(update_id, None)
        if self._last.get(lane) is task:
            del self._last[lane]
        if not task.cancelled():
            task.exception()

    async def _deal(self, update: Update, before: asyncio.Task[Json | None] | None) -> Json | None:
        if before is not None:
            await asyncio.wait({before})
        delivery = Delivery(update.update_id, self._journal, held=Held(_HOLD_SECONDS))
        try:
            claim = await self._journal.claim(update.update_id, fingerprint(update), lease=_LEASE_SECONDS)
        except StorageError as error:
            _log.warning("dealt with although nobody else can know of it: %s", error)
        else:
            if claim.state != "mine":
                if claim.state == "busy":
                    raise BusyError
                return None
            delivery.earlier = claim.sends
        CURRENT.set(delivery)
        try:
            await self._handle(update)
        except Exception:  # a handler's own mistakes are dealt with by PTB's error handler
            _log.exception("an update could not be handled")
        assert delivery.held is not None
        reply = await delivery.held.take()
        await self._note(update.update_id, replied=reply is not None)
        return reply

    async def _note(self, update_id: int, *, replied: bool) -> None:
        """What went out with a call of its own is done; whether Telegram got a reply only Telegram knows."""
        try:
            await (self._journal.release(update_id) if replied else self._journal.done(update_id))
        except StorageError as error:
            _log.warning("not in the journal: %s", error)
