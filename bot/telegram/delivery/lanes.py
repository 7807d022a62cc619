"""Updates dealt with: several chats at a time, in order within a chat, each of them to its end or not at all."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.notes import Notes
from bot.telegram.updates import Update

_log = logging.getLogger(__name__)


def lane_of(update: Update) -> object:
    """What must stay in order: what happens in a chat; inline queries come from no chat."""
    if update.inline_query is not None:
        return "inline", update.inline_query.from_user.id
    message = update.written or (update.callback_query and update.callback_query.message)
    return message.chat.id if message else "none"


class Lanes:
    """Takes updates, each once, and knows which are not dealt with yet."""

    def __init__(
        self,
        handling: Handling,
        notes: Notes,
        time: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """*time* measures how long it takes to deal with an update."""
        self._handling = handling
        self._notes = notes
        self._time = time
        self._lanes: dict[object, deque[Update]] = {}
        self._open: dict[int, tuple[Update, float]] = {}
        """With the time at which they came."""
        self._kept: set[int] = set()
        self._taken: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self.changed = asyncio.Event()
        """Set whenever an update was dealt with."""

    @property
    def open(self) -> int:
        """How many updates are not dealt with yet."""
        return len(self._open)

    @property
    def waiting(self) -> int:
        """How many of them are not begun."""
        return max(0, len(self._open) - len(self._tasks))

    @property
    def first_open(self) -> int | None:
        """The lowest id that is neither dealt with nor kept; None if there is none."""
        return min((u for u in self._open if u not in self._kept), default=None)

    @property
    def kept(self) -> int:
        """How many updates are kept elsewhere until they are dealt with."""
        return len(self._kept)

    def stuck(self, seconds: float) -> list[Update]:
        """The updates that have not been dealt with for so long, and are not kept."""
        before = time.monotonic() - seconds
        return [u for u, since in self._open.values() if since < before and u.update_id not in self._kept]

    def keep(self, update_id: int) -> None:
        """An update that is not dealt with is safe elsewhere: Telegram need not give it again."""
        self._kept.add(update_id)

    def knows(self, update_id: int) -> bool:
        """Whether an update was taken before."""
        return update_id in self._taken

    def leave_out(self, update_id: int) -> None:
        """An update with which nothing can be done."""
        self._taken.add(update_id)

    def take(self, update: Update) -> None:
        """Deal with an update."""
        self._taken.add(update.update_id)
        self._open[update.update_id] = update, time.monotonic()
        lane = lane_of(update)
        if lane in self._lanes:
            self._lanes[lane].append(update)
        else:
            self._lanes[lane] = deque((update,))
            task = asyncio.create_task(self._work(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def forget(self, below: int) -> None:
        """Updates below this id will not come again."""
        self._taken = {u for u in self._taken if u >= below}

    async def close(self, seconds: float) -> None:
        """Begin nothing more, and finish what is being dealt with; what takes longer is broken off, undone."""
        self._closed = True
        tasks = set(self._tasks)
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        if late:
            _log.warning("%d updates are left for the next start", len(self._open))
            await self._handling.break_off(late, list(self._open))

    async def _work(self, lane: object) -> None:
        queue = self._lanes[lane]
        try:
            while queue and not self._closed:
                update = queue[0]
                await self._deal(update)
                queue.popleft()
                del self._open[update.update_id]
                self._kept.discard(update.update_id)
                self.changed.set()
        finally:
            del self._lanes[lane]

    async def _deal(self, update: Update) -> None:
        claim = await self._notes.claim(update, alone=True)
        if claim.state == "done":
            return
        with self._time():
            await self._handling.run(update, claim)
        await self._notes.done(update.update_id)
