"""Thumbs up and down: one voice a person and answer, changeable; the person is a keyed hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Vote = Literal[1, -1, 0]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one answer."""

    right: int = 0
    wrong: int = 0


class Votes:
    """Votes on kept answers."""

    async def cast(self, answer_id: str, user_id: int, vote: Vote) -> Tally | None:
        """Set a person's vote (0 takes it back); the votes afterwards, None if there is no such answer (any more).

        The figures of the answer's day follow. Raises StorageError.
        """
        raise NotImplementedError

    async def of(self, answer_id: str) -> Tally:
        """The votes on an answer; none for one that does not exist. Raises StorageError."""
        raise NotImplementedError
