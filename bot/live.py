"""The knowledge that answers now, and its exchange for a newer one while questions go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.knowledge.library import Library
from bot.matching.answering import Answerer

_MOST_PARTS = 8
"""Choices of reports that have an answerer of their own at the same time."""


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
        self._parts: tuple[Revision, dict[frozenset[str], Answerer]] = (self._current, {})
        self._one_part_at_a_time = asyncio.Lock()

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

    async def part(self, reports: frozenset[str]) -> Answerer:
        """What answers from only these reports, by id, for a chat that uses no others; from all if none is known.

        Built off the event loop when it is first needed, and again after a reload.
        """
        now = self._current
        chosen = tuple(r for r in now.library.reports if r.id in reports)
        if len(chosen) in (0, len(now.library.reports)):
            return now.answerer
        key = frozenset(r.id for r in chosen)
        async with self._one_part_at_a_time:
            if self._parts[0] is not now:
                self._parts = (now, {})
            made = self._parts[1]
            if key not in made:
                if len(made) == _MOST_PARTS:
                    del made[next(iter(made))]
                made[key] = await asyncio.to_thread(self._build, replace(now.library, reports=chosen))
            return made[key]
