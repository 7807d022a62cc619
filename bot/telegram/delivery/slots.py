"""How many messages are being sent at once: as few as keep the process busy."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from types import TracebackType

MOST = 96
_A_SECOND = 1000
"""Messages a second that are enough."""
_SLOW_SECONDS = 0.02
"""What is quicker is waiting for a processor rather than for a network, and more at a time bring nothing."""
_MEMORY = 8
"""Answers after which the fastest is looked for anew: a server may become slower, too."""
_YOUNG_SECONDS = 1.0


class Slots:
    """Bounds how many sends are on their way.

    What is on its way when the process is killed may be sent twice. So a server that answers at once gets one at a
    time, and one that takes long as many as the rate needs (Little's law, with the fastest answer of late: waiting for
    a busy processor must not count). There are more of them only step by step, so that one answer that came late while
    the process was starting opens nothing wide. A send gives its place up after a second, so that one that hangs holds
    up nobody.
    """

    def __init__(self) -> None:
        self._limit = 1
        self._busy = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._fastest = self._fastest_before = float("inf")
        self._seen = 0

    async def enter(self) -> Slot:
        """Wait for a place."""
        if self._busy >= self._limit or self._waiting:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._busy -= 1
                    self._wake()
                raise
        else:
            self._busy += 1
        return Slot(self)

    def leave(self) -> None:
        """A place is free."""
        self._busy -= 1
        self._wake()

    def took(self, seconds: float) -> None:
        """An answer came after so long."""
        self._seen += 1
        if self._seen % _MEMORY == 0:
            self._fastest_before, self._fastest = self._fastest, seconds
        self._fastest = min(self._fastest, seconds)
        fastest = min(self._fastest, self._fastest_before)
        wanted = 1 + int(fastest * _A_SECOND * min(1.0, fastest / _SLOW_SECONDS))
        self._limit = min(MOST, wanted, self._limit + 1)

    def _wake(self) -> None:
        while self._waiting and self._busy < self._limit:
            turn = self._waiting.popleft()
            if not turn.done():
                self._busy += 1
                turn.set_result(None)


class Slot:
    """One place; given up at the end, or before it if the send takes long."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._held = True
        self._begun = time.monotonic()
        self._timer = asyncio.get_running_loop().call_later(_YOUNG_SECONDS, self._give_up)

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if kind is None:
            self._slots.took(time.monotonic() - self._begun)
        self._give_up()

    def _give_up(self) -> None:
        if self._held:
            self._held = False
            self._slots.leave()
