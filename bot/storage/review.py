"""Questions that the bot could not answer well, for an admin to go through. No user ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Reason = Literal["none", "suggestion", "vote"]
"""No answer was found, a suggestion was not taken, or the answer got a thumb down."""
Status = Literal["new", "done", "ignored"]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question, with those that are the same but for spelling, order of courtesy and punctuation."""

    id: int
    question: str
    """The question as it was first asked."""
    language: str
    count: int
    """How often it came."""
    reasons: Mapping[Reason, int]
    """How often for which reason; only reasons that occurred."""
    status: Status
    first_at: datetime
    last_at: datetime


class Review:
    """The review queue."""

    async def add(self, question: str, *, language: str, reason: Reason) -> int | None:
        """Add a question, or count it with its near-duplicate; the id of the item. Raises StorageError.

        A question that is done comes back as new, an ignored one stays ignored. None where nothing is kept
        (BOT_KEEP_QUESTIONS_DAYS=0, or no letter or digit in it).
        """
        raise NotImplementedError

    async def get(self, item_id: int) -> ReviewItem | None:
        """One item; None if there is none (expired, forged). Raises StorageError."""
        raise NotImplementedError

    async def page(self, status: Status, offset: int = 0, limit: int = 10) -> Sequence[ReviewItem]:
        """Items of one status, the most asked first, then the latest. Raises StorageError."""
        raise NotImplementedError

    async def count(self, status: Status = "new", since: datetime | None = None) -> int:
        """How many items have this status (and were asked since then). Raises StorageError."""
        raise NotImplementedError

    async def mark(self, item_id: int, status: Status) -> ReviewItem | None:
        """Set the status; the item afterwards, None if there is none. Raises StorageError."""
        raise NotImplementedError
