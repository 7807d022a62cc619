"""One update on its way: which of its messages went out already, in this run or in one that was killed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol

from bot.errors import StorageError
from bot.storage.journal import Claim
from bot.telegram.delivery.pace import Pace
from bot.telegram.updates import Update, packed, unpacked


class Journal(Protocol):
    """Remembers what was dealt with: a file for the one who polls, the database for several replicas."""

    async def claim(self, update_id: int, fingerprint: str = "", *, lease: float = ..., alone: bool = ...) -> Claim:
        """What is to be done with an update."""

    async def begin(self, update_id: int) -> None:
        """An update of which a run may have ended is being dealt with."""

    async def sent(self, update_id: int, step: int, message_id: int | None = None) -> None:
        """A message went out."""

    async def done(self, update_id: int) -> None:
        """An update is dealt with."""

    async def clear(self, update_id: int, tries: int) -> None:
        """An update waits for Telegram: of a run that ends now it was begun only *tries* times."""

    async def release(self, *update_ids: int) -> None:
        """Updates are not dealt with and may be taken by anybody."""

    async def renew(self, update_ids: Sequence[int], lease: float) -> None:
        """Updates are still being dealt with, and nobody else is to take them for *lease* seconds more."""

    async def confirmed(self, below: int) -> None:
        """Telegram will not send these again."""

    async def keep(self, update_id: int, fingerprint: str, content: str) -> bool:
        """Hold an update until it is dealt with; False if this journal cannot."""

    def kept(self) -> Sequence[tuple[str, str]]:
        """The updates that an earlier run held and did not deal with: their fingerprints and contents."""


class Notes:
    """A journal that never fails: what it does not take is counted, and updates are dealt with all the same."""

    def __init__(self, journal: Journal, lost: Callable[[StorageError], None], token: str) -> None:
        """*token* is the bot's, with which what tells updates apart is hashed."""
        self._journal = journal
        self._key = token.encode()[-64:]
        self._lost = lost

    async def claim(self, update: Update, *, lease: float = 10.0, alone: bool = False) -> Claim:
        """What is to be done with an update."""
        try:
            return await self._journal.claim(update.update_id, fingerprint(update, self._key), lease=lease, alone=alone)
        except StorageError as error:
            self._lost(error)
            return Claim("mine")

    async def begin(self, update_id: int) -> None:
        """An update of which a run may have ended is being dealt with."""
        await self._noted(self._journal.begin(update_id))

    async def sent(self, update_id: int, step: int, message_id: int | None = None) -> None:
        """A message went out."""
        await self._noted(self._journal.sent(update_id, step, message_id))

    async def done(self, update_id: int) -> None:
        """An update is dealt with."""
        await self._noted(self._journal.done(update_id))

    async def clear(self, update_id: int, tries: int) -> None:
        """An update waits for Telegram: of a run that ends now it was begun only *tries* times."""
        await self._noted(self._journal.clear(update_id, tries))

    async def release(self, *update_ids: int) -> None:
        """Updates are not dealt with and may be taken by anybody."""
        await self._noted(self._journal.release(*update_ids))

    async def renew(self, update_ids: Sequence[int], lease: float) -> None:
        """Updates are still being dealt with, and nobody else is to take them for *lease* seconds more."""
        await self._noted(self._journal.renew(update_ids, lease))

    async def confirmed(self, below: int) -> None:
        """Telegram will not send these again."""
        await self._noted(self._journal.confirmed(below))

    async def keep(self, update: Update) -> bool:
        """Hold an update until it is dealt with, so that Telegram need not give it again; whether that worked."""
        try:
            return await self._journal.keep(update.update_id, fingerprint(update, self._key), packed(update))
        except StorageError as error:
            self._lost(error)
            return False

    def kept(self) -> list[Update]:
        """The updates that an earlier run of this bot held and did not deal with, the oldest first."""
        found = []
        for known, content in self._journal.kept():
            try:
                update = unpacked(content)
            except ValueError:  # another version's
                continue
            if fingerprint(update, self._key) == known:  # else another bot's
                found.append(update)
        return sorted(found, key=lambda update: update.update_id)

    async def _noted(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StorageError as error:
            self._lost(error)


class Held:
    """The message sent last, kept back until it is known whether another one follows.

    If none does, it is the body of the answer to the webhook's request, which Telegram carries out exactly once.
    """

    def __init__(self, seconds: float, pace: Pace) -> None:
        """A message waits at most so many *seconds* for another one, and then for the *pace*."""
        self._seconds = seconds
        self.pace = pace
        self._data: dict[str, Any] | None = None
        self._send: Callable[[], Awaitable[Any]] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._late: asyncio.Task[None] | None = None

    async def keep(self, data: dict[str, Any], send: Callable[[], Awaitable[Any]]) -> None:
        """Keep a message back; *send* sends it. One that was kept before is sent now."""
        await self.flush()
        self._data, self._send = data, send
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._waited)

    async def flush(self) -> None:
        """Send what is kept back."""
        if self._late is not None:
            late, self._late = self._late, None
            await late
        send = self._taken()[1]
        if send is not None:
            await send()

    async def take(self) -> dict[str, Any] | None:
        """The message to answer with, if there is one."""
        if self._late is not None:
            await self._late
        data = self._taken()[0]
        if data is not None:
            await self.pace.turn(data.get("chat_id"))
        return data

    def _taken(self) -> tuple[dict[str, Any] | None, Callable[[], Awaitable[Any]] | None]:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        taken = self._data, self._send
        self._data = self._send = None
        return taken

    def _waited(self) -> None:
        # What is being worked on takes long, and the message says so.
        self._late = asyncio.create_task(self._send_late(self._taken()[1]))

    @staticmethod
    async def _send_late(send: Callable[[], Awaitable[Any]] | None) -> None:
        if send is not None:
            await send()


@dataclass(slots=True)
class Delivery:
    """Counts the messages that dealing with an update sends, so that a repetition knows which are done."""

    update_id: int
    notes: Notes
    earlier: Mapping[int, int | None] = field(default_factory=dict)
    """Messages that an earlier run sent: their number among the update's messages, and their message id."""
    held: Held | None = None
    """Where the last message can go out as the answer to the webhook's request: the message."""
    bound: Bound | None = None
    cleared_to: int = 0
    """How often it counts as begun while it waits for Telegram."""
    _next: int = 0
    _cleared: bool = False

    def sending(self) -> AbstractContextManager[None]:
        """Within this, time does not count as work."""
        return self.bound or nullcontext()

    async def waits(self) -> None:
        """It waits for Telegram: should the process end now, this is not why."""
        if not self._cleared:
            self._cleared = True
            await self.notes.clear(self.update_id, self.cleared_to)

    def begin_anew(self, cleared_to: int) -> None:
        """What is sent from now on is none of what was to be sent before."""
        self._next = max(self.earlier, default=-1) + 1
        self.cleared_to = cleared_to
        self._cleared = False

    def step(self) -> int:
        """The number of the message that is about to be sent."""
        self._next += 1
        return self._next - 1


class Bound:
    """How long work on an update may take, the time for sending not counted: that goes on until it is done.

    As an asynchronous context it raises TimeoutError in work that takes longer; within it as a plain one time stands
    still. One timer for both: most updates are dealt with long before it rings.
    """

    def __init__(self, seconds: float) -> None:
        """*seconds* without a message being sent."""
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._timeout = asyncio.timeout(None)
        self._sending = 0

    async def __aenter__(self) -> None:
        if (delivery := CURRENT.get()) is not None:
            delivery.bound = self
        await self._timeout.__aenter__()
        self._until = self._loop.time() + self._seconds
        self._timer = self._loop.call_at(self._until, self._ring)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A message that was held back may still be on its way.
        self._timer.cancel()
        if (delivery := CURRENT.get()) is not None:
            # Timer and task know their context, that the delivery: with this in it none of them would go by itself.
            delivery.bound = None
        await self._timeout.__aexit__(kind, error, trace)

    def __enter__(self) -> None:
        self._sending += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sending -= 1
        self._until = self._loop.time() + self._seconds

    def _ring(self) -> None:
        now = self._loop.time()
        if self._sending:
            self._until = now + self._seconds
        if self._until > now:
            self._timer = self._loop.call_at(self._until, self._ring)
        else:
            self._timeout.reschedule(now)


CURRENT: ContextVar[Delivery | None] = ContextVar("delivery", default=None)
"""The update that is being dealt with here; None for what the bot does by itself."""


def fingerprint(update: Update, key: bytes) -> str:
    """What tells an update from another one with the same number, of another bot or a server that began anew.

    A hash that means nothing without the *key*: a private chat's id is a user's id, and none is to be kept.
    """
    what = "u"
    if (message := update.written) is not None:
        what = f"{message.chat.id}/{message.message_id}/{message.edit_date or message.date}"
    elif (query := update.callback_query or update.inline_query) is not None:
        what = f"q{query.id}"
    return hashlib.blake2b(what.encode(), key=key, digest_size=8).hexdigest()
