"""What each person's last answer was about, for a while: follow-ups in private, and per asker in groups."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.matching.followup import Context

KEPT_SECONDS = 600.0
"""A follow-up refers to an answer at most this old."""
_MOST = 10_000

Key = tuple[int, int]
"""Chat id and user id."""


class Conversations:
    """Contexts in memory, the oldest forgotten first. Nothing is stored."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._contexts: OrderedDict[Key, tuple[float, Context]] = OrderedDict()

    def get(self, key: Key) -> Context | None:
        """The context of *key* unless it is too old."""
        at, context = self._contexts.get(key, (0.0, None))
        return context if context is not None and self._clock() - at < KEPT_SECONDS else None

    def put(self, key: Key, context: Context | None) -> None:
        """Remember *context*; None leaves what there is."""
        if context is None:
            return
        self._contexts[key] = (self._clock(), context)
        self._contexts.move_to_end(key)
        while len(self._contexts) > _MOST:
            self._contexts.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: after a reload the numbers may mean other people."""
        self._contexts.clear()
