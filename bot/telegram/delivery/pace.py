"""What goes out in answers to the webhook is never more than Telegram surely takes: nobody hears what it refused."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

_PERSON: Final = 40
"""Messages a minute: Telegram advises one a second to a chat, and lets short bursts pass."""
_GROUP: Final = 15
"""Messages a minute: Telegram takes twenty."""
_MINUTE: Final = 60.0
_AT_ONCE: Final = 5
_MOST: Final = 2000
"""Chats: no more have had a message within a minute."""


class Pace:
    """How many messages went out, to a chat and in all, and whether one more may go out unheard."""

    def __init__(
        self, per_second: float = 0, clock: Callable[[], float] = time.monotonic, *, alone: bool = True
    ) -> None:
        """*per_second*: in all, and a few more at once; 0 for no bound. *alone*: nobody else sends to these chats."""
        self._gap = 1 / per_second if per_second else 0.0
        self._clock = clock
        # What another run sent in the last minute, or other replicas do, a group has had too.
        self._groups_from = clock() + _MINUTE if alone else float("inf")
        self._full = 0.0
        self._chats: OrderedDict[object, deque[float]] = OrderedDict()

    def allows(self, chat: object) -> bool:
        """Whether *chat* surely takes one more message."""
        now, group = self._clock(), isinstance(chat, int) and chat < 0
        if group and now < self._groups_from:
            return False
        sent = self._chats.get(chat)
        if sent is None:
            return True
        while sent and sent[0] < now - _MINUTE:
            sent.popleft()
        return len(sent) < (_GROUP if group else _PERSON)

    async def turn(self, chat: object) -> None:
        """Count a message to *chat*, and wait until it may go out."""
        now = self._clock()
        self._chats.setdefault(chat, deque(maxlen=_PERSON)).append(now)
        self._chats.move_to_end(chat)
        if len(self._chats) > _MOST:
            self._chats.popitem(last=False)
        if self._gap:
            self._full = max(self._full, now) + self._gap
            wait = self._full - now - _AT_ONCE * self._gap
            if wait > 0:
                await asyncio.sleep(wait)
