"""How long the server's answer is waited for: what a server swallowed while it was away is never answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TimedOut

T = TypeVar("T")

FINAL: Final = (Forbidden, BadRequest, ChatMigrated, InvalidToken, Conflict)
"""What Telegram refuses for good."""
TIMEOUTS: Final = (4.5, 10.0, 20.0, 30.0)
"""Seconds to wait for an answer, by try: a server that is slow must not get the same message again and again."""
_SILENT_SECONDS: Final = 1.0
"""After the server answered nothing for a while, what was sent then is lost, unless it was sent just before."""
_ANSWERS: Final = (*FINAL, RetryAfter)
_TIMES: Final = 2.5
"""How much slower than the slowest of late an answer may be."""
_MEMORY_SECONDS: Final = 60.0


class Patience:
    """Waits for answers, and no longer where it is known that there will be none.

    While nothing is answered nobody knows more than the time that went by. As soon as the server answers something that
    was asked later, what was asked before and should have been answered by then is lost, and is asked again.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[asyncio.Timeout, float] = {}
        self._slowest = self._slowest_before = 0.0
        self._until = 0.0

    def seconds(self, tries: int) -> float:
        """How long to wait for an answer after so many tries in vain."""
        return self._at_least(TIMEOUTS[min(tries, len(TIMEOUTS) - 1)])

    def _at_least(self, seconds: float) -> float:
        slowest = max(self._slowest, self._slowest_before)
        return max(seconds, min(_TIMES * slowest, TIMEOUTS[-1]))

    async def wait(self, call: Awaitable[T]) -> T:
        """The answer to *call*. Raises TimedOut once it is known that there will be none."""
        begun = self._clock()
        try:
            async with asyncio.timeout(None) as bound:
                self._waiting[bound] = begun
                try:
                    answer = await call
                finally:
                    del self._waiting[bound]
        except TimeoutError:
            raise TimedOut("no answer, though the server answers") from None
        except _ANSWERS:
            self.heard(begun)
            raise
        self._took(self._clock() - begun)
        self.heard(begun)
        return answer

    def heard(self, asked: float, silent: bool = False) -> None:
        """The server answered something that was asked at the time *asked*; *silent*: for the first time in a while."""
        now, longest = self._clock(), self._at_least(_SILENT_SECONDS if silent else TIMEOUTS[0])
        for bound, begun in self._waiting.items():
            if begun >= asked or now - begun < longest:
                break  # and so are those after it
            if bound.when() is None:
                bound.reschedule(asyncio.get_running_loop().time())

    def _took(self, seconds: float) -> None:
        now = self._clock()
        if now > self._until:
            self._until = now + _MEMORY_SECONDS
            self._slowest_before, self._slowest = self._slowest, 0.0
        self._slowest = max(self._slowest, seconds)
