"""One update on its way: which of its messages went out already, in this run or in one that was killed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from telegram import Update

from bot.errors import StorageError
from bot.storage.journal import Claim

_log = logging.getLogger(__name__)


class Journal(Protocol):
    """Remembers what was dealt with: a file for the one who polls, the database for several replicas."""

    async def claim(self, update_id: int, fingerprint: str = "", *, lease: float = ..., alone: bool = ...) -> Claim:
        """What is to be done with an update."""

    async def sent(self, update_id: int, step: int, message_id: int | None = None) -> None:
        """A message went out."""

    async def done(self, update_id: int) -> None:
        """An update is dealt with."""

    async def release(self, update_id: int) -> None:
        """An update is not dealt with and may be taken by anybody."""

    async def confirmed(self, below: int) -> None:
        """Telegram will not send these again."""


@dataclass(slots=True)
class Delivery:
    """Counts the messages that dealing with an update sends, so that a repetition knows which are done."""

    update_id: int
    journal: Journal | None = None
    earlier: Mapping[int, int | None] = field(default_factory=dict)
    """Messages that an earlier run sent: their number among the update's messages, and their message id."""
    unstored: int = 0
    """Messages that the journal did not take."""
    _next: int = 0

    def step(self) -> int:
        """The number of the message that is about to be sent."""
        self._next += 1
        return self._next - 1

    async def sent(self, step: int, message_id: int | None) -> None:
        """A message went out."""
        if self.journal is not None:
            try:
                await self.journal.sent(self.update_id, step, message_id)
            except StorageError as error:
                self.unstored += 1
                _log.warning("a message that was sent is not in the journal: %s", error)


CURRENT: ContextVar[Delivery | None] = ContextVar("delivery", default=None)
"""The update that is being dealt with here; None for what the bot does by itself."""


def fingerprint(update: Update) -> str:
    """What tells an update from another one with the same number, of another bot or a server that began anew."""
    message = update.message or update.edited_message
    if message is not None:
        when = message.edit_date or message.date
        return f"{message.chat.id}/{message.message_id}/{int(when.timestamp())}"
    query = update.callback_query or update.inline_query
    return f"q{query.id}" if query is not None else "u"
