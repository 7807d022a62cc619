"""The knowledge that answers now, and its exchange for a newer one while questions go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.knowledge.library import Library
from bot.matching.answering import Answerer


@dataclass(frozen=True, slots=True)
class Revision:
    """Knowledge and its answerer, always exchanged together."""

    library: Library
    answerer: Answerer


class Live:
    """Holds the current revision; a reload builds the next one aside and swaps it in only when it is whole."""

    def __init__(self, read: Callable[[], Library], build: Callable[[Library], Answerer]) -> None:
        self._read = read
        self._build = build
        self._one_at_a_time = asyncio.Lock()
        first = read()
        self._current = Revision(first, build(first))

    @property
    def current(self) -> Revision:
        """What answers now."""
        return self._current

    async def reload(self) -> tuple[Revision, Revision]:
        """Read again, off the event loop; the revisions before and after. On KnowledgeError nothing has changed."""
        async with self._one_at_a_time:
            before = self._current
            fresh = await asyncio.to_thread(self._read)
            if fresh.revision != before.library.revision:
                self._current = Revision(fresh, await asyncio.to_thread(self._build, fresh))
            return before, self._current
