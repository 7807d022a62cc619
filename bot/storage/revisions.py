"""Revisions of the knowledge: every version that was ever put in force from a chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """What a list of revisions shows."""

    number: int
    """Counts from 1, without gaps."""
    at: datetime
    by: int | None
    """The admin who did it; None for the bot itself (a start, a file that changed)."""
    summary: str
    """What changed, in a line."""


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision with its files."""

    note: RevisionNote
    files: Mapping[str, str]
    """File name to text."""


class Revisions:
    """Revisions, never changed and never removed."""

    async def keep(self, files: Mapping[str, str], by: int | None, summary: str, *, after: int | None = None) -> int:
        """Keep a revision, tell all replicas of it, and give its number. Raises StorageError.

        With *after*, the number of the revision that the change was made to (0: none), RevisionConflictError if it
        is not the latest any more.
        """
        raise NotImplementedError

    async def get(self, number: int) -> StoredRevision | None:
        """A revision with its files; None if there is none. Raises StorageError."""
        raise NotImplementedError

    async def latest(self) -> StoredRevision | None:
        """The latest revision; None before the first. Raises StorageError."""
        raise NotImplementedError

    async def history(self, limit: int = 10, offset: int = 0) -> Sequence[RevisionNote]:
        """The latest revisions first, without their files. Raises StorageError."""
        raise NotImplementedError
