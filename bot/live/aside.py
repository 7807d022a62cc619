"""Slow work in a thread, so that those who ask meanwhile hardly notice it."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock
from typing import Final, TypeVar

T = TypeVar("T")

_STRETCH_SECONDS: Final = 0.002
_REST_SECONDS: Final = 0.02
_SHORT_REST_SECONDS: Final = 0.004
_PATIENCE_SECONDS: Final = 15.0
"""After so many seconds of rest in all the rests become short: under full load, too, the work has an end."""
_CALLS: Final = 128
"""How many calls of functions lie between two looks at the clock: some tenths of a millisecond."""


class Aside:
    """Does work in threads, one after the other or several at once, and lets others go first."""

    def __init__(self) -> None:
        self.busy: Callable[[], bool] | None = None
        """Whether somebody waits for something quick just now; None as long as nobody can, as before the bot runs."""
        self._lock = Lock()
        self._working = 0

    async def __call__(self, work: Callable[[], T]) -> T:
        """What *work* gives."""

        def quietly() -> T:
            with self._without_collections(), _resting(self.busy) if self.busy else nullcontext():
                return work()

        return await asyncio.to_thread(quietly)

    @contextmanager
    def _without_collections(self) -> Iterator[None]:
        """Build something large without looking for garbage meanwhile.

        The collector stops every thread while it looks through all objects, of which a knowledge has a million: a fifth
        of a second each time. What was built stays, so it is never looked through again; once nothing refers to it, it
        goes as ever.
        """
        with self._lock:
            self._working += 1
            if self._working == 1:
                gc.collect()
                gc.disable()
        try:
            yield
        finally:
            with self._lock:
                self._working -= 1
                if not self._working:
                    gc.freeze()
                    gc.enable()


@contextmanager
def _resting(busy: Callable[[], bool]) -> Iterator[None]:
    """Rest in this thread whenever others are *busy*, for most of the time.

    Threads share one interpreter by turns, and whoever answers gives its turn away with each look at the network or the
    database: beside a thread that never rests an answer takes ten times as long.
    """
    calls, rested, rest = 0, time.monotonic(), 0.0

    def look(frame: object, event: str, argument: object) -> None:
        nonlocal calls, rested, rest
        calls += 1
        if calls % _CALLS:
            return
        now = time.monotonic()
        if now - rested < _STRETCH_SECONDS:
            return
        longest = _REST_SECONDS if rest < _PATIENCE_SECONDS else _SHORT_REST_SECONDS
        while busy() and time.monotonic() - now < longest:
            time.sleep(0.001)
        rested = time.monotonic()
        rest += rested - now

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)
