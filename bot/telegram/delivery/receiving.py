"""Updates from the webhook: each answered with 200 only when it is dealt with, so that Telegram sends it again else."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from telegram.error import TelegramError

from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.lanes import lane_of
from bot.telegram.delivery.notes import Held, Notes
from bot.telegram.delivery.outbox import NotTakenError
from bot.telegram.delivery.pace import Pace
from bot.telegram.updates import Update

_log = logging.getLogger(__name__)

Json = dict[str, Any]

_HOLD_SECONDS: Final = 2.0
_LEASE_SECONDS: Final = 10.0


class BusyError(Exception):
    """Another replica is at this update: Telegram is to send it again, in case that one dies of it."""


class Receiving:
    """Deals with updates, several chats at a time, in order within a chat."""

    def __init__(self, handling: Handling, notes: Notes, per_second: float = 0, *, alone: bool = True) -> None:
        """*per_second*: how many messages go out in answers; 0 for as many as there are. *alone*: no replicas do."""
        self._handling = handling
        self._pace = Pace(per_second, alone=alone)
        self._notes = notes
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
            task = self._begun(update, Held(_HOLD_SECONDS, self._pace))
        # Telegram gives up waiting and sends it again: both requests get the same answer, and one of them counts.
        return await asyncio.shield(task)

    async def renew(self) -> None:
        """Keep what takes long from the other replicas, as long as this one lives."""
        while True:
            await asyncio.sleep(_LEASE_SECONDS / 3)
            if self._open:
                await self._notes.renew(list(self._open), _LEASE_SECONDS)

    def take_kept(self) -> None:
        """Deal with what an earlier run held that polled: Telegram does not give it again, nor wait for an answer."""
        for update in self._notes.kept():
            self._begun(update, None)

    async def close(self) -> None:
        """Give back what is not dealt with yet: Telegram sends it again, to another replica or the next start."""
        await self._handling.break_off(list(self._open.values()), list(self._open))

    def _begun(self, update: Update, held: Held | None) -> asyncio.Task[Json | None]:
        lane = lane_of(update)
        task = asyncio.create_task(self._deal(update, held, self._last.get(lane)))
        self._open[update.update_id] = self._last[lane] = task
        task.add_done_callback(lambda done: self._end(update.update_id, lane, done))
        return task

    def _end(self, update_id: int, lane: object, task: asyncio.Task[Json | None]) -> None:
        self._open.pop(update_id, None)
        if self._last.get(lane) is task:
            del self._last[lane]
        if not task.cancelled():
            task.exception()

    async def _deal(self, update: Update, held: Held | None, before: asyncio.Task[Json | None] | None) -> Json | None:
        if before is not None:
            await asyncio.wait({before})
        claim = await self._notes.claim(update, lease=_LEASE_SECONDS)
        if claim.state == "busy":
            raise BusyError
        if claim.state == "done":
            return None
        await self._handling.run(update, claim, held)
        reply = None
        try:
            reply = await held.take() if held else None
        except NotTakenError as error:
            await self._handling.failed(update, error)
        except TelegramError as error:
            # Held back for long, then sent, and refused for good.
            _log.warning("not sent: %s", error.message)
        if reply is None:
            await self._notes.done(update.update_id)
        else:
            # Whether Telegram got it only Telegram knows, and sends the update again if not.
            await self._notes.release(update.update_id)
        return reply
