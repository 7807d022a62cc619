"""News between replicas: PostgreSQL's LISTEN and NOTIFY; within the process on SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

Topic = Literal["knowledge", "chats", "people", "unknown"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something in the database changed, here or at another replica."""

    topic: Topic
    """``unknown`` after the connection was away: look at everything again."""
    detail: str = ""
    """The number of a revision, or the key of what changed."""


class Changes:
    """Tells every replica, the one that made the change too, within two seconds."""

    def watch(self) -> AsyncIterator[Change]:
        """Every change from now on, for ever; ``unknown`` whenever some may have been missed. Never raises."""
        raise NotImplementedError

    async def announce(self, change: Change) -> None:
        """Tell all replicas of a change that is not a revision or a setting. Raises StorageError."""
        raise NotImplementedError
