"""Figures by day: how many questions, what became of them, what they were about. No texts, nobody's id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures over a number of days."""

    days: int
    questions: int
    outcomes: dict[str, int]
    """Questions by outcome: answer, suggest, none."""
    languages: dict[str, int]
    right: int
    """Thumbs up on answers of these days."""
    wrong: int
    panelists: tuple[tuple[str, int], ...]
    """Keys of the panelists most shown, with how often."""
    topics: tuple[tuple[str, int], ...]
    points: tuple[tuple[str, int], ...]
    by_day: tuple[tuple[date, int], ...]
    """Questions a day, the oldest first, every day of the span."""
    not_found: tuple[tuple[str, int], ...]
    """Questions without an answer that came most often (from the review queue, so empty where nothing is kept)."""


class Tallies:
    """Figures of questions."""

    async def count(
        self,
        *,
        outcome: str,
        language: str,
        panelists: Sequence[str] = (),
        topics: Sequence[str] = (),
        points: Sequence[str] = (),
        when: date | None = None,
    ) -> None:
        """Count one question, today (UTC) unless *when* says otherwise. Raises StorageError."""
        raise NotImplementedError

    async def report(self, days: int, top: int = 5) -> Stats:
        """The figures of the last *days* days, today among them. Raises StorageError."""
        raise NotImplementedError
