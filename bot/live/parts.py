"""Answerers for chats that use only some of the reports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.knowledge.library import Library
from bot.live.aside import Aside
from bot.live.revision import Revision
from bot.matching.answering import Answerer

_MOST = 8
"""Choices of reports that have an answerer of their own at the same time."""


class Parts:
    """Built off the event loop when they are first needed, and again for a new revision."""

    def __init__(self, build: Callable[[Library], Answerer], aside: Aside) -> None:
        self._build = build
        self._aside = aside
        self._made: dict[frozenset[str], Answerer] = {}
        self._of: Library | None = None
        self._one_at_a_time = asyncio.Lock()

    async def of(self, revision: Revision, reports: frozenset[str]) -> Answerer:
        """The answerer for those of *reports* (ids) that there are; the whole one if there are none or all."""
        known = revision.library
        if not reports:
            return revision.answerer
        chosen = tuple(r for r in known.reports if r.id in reports)
        if len(chosen) in (0, len(known.reports)):
            return revision.answerer
        key = frozenset(r.id for r in chosen)
        async with self._one_at_a_time:
            if self._of is not known:
                self._of, self._made = known, {}
            if key not in self._made:
                if len(self._made) == _MOST:
                    del self._made[next(iter(self._made))]
                self._made[key] = await self._aside(lambda: self._build(replace(known, reports=chosen)))
            return self._made[key]
