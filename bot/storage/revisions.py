"""Revisions of the knowledge: every version that was ever put in force from a chat."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.errors import RevisionConflictError
from bot.storage.changes import Change, Changes
from bot.storage.connections import Connections
from bot.storage.engine import one_at_a_time
from bot.storage.models import RevisionRow, is_number

_LOCK = 0x7265766973  # "revis"


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """What a list of revisions shows."""

    number: int
    """Counts from 1, without gaps."""
    at: datetime
    by: int | None
    """The admin who did it; None for the bot itself (a start, a file that changed)."""
    summary: str
    """What changed, as whoever kept it put it."""


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision with its files."""

    note: RevisionNote
    files: Mapping[str, str]
    """File name to text."""


class Revisions:
    """Revisions, never changed and never removed."""

    def __init__(self, connections: Connections, changes: Changes, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._changes = changes
        self._clock = clock

    async def keep(self, files: Mapping[str, str], by: int | None, summary: str, *, after: int | None = None) -> int:
        """Keep a revision, tell all replicas of it, and give its number. Raises StorageError.

        With *after*, the number of the revision that the change was made to (0: none), RevisionConflictError if it
        is not the latest any more.
        """
        content = await asyncio.to_thread(pack, files)

        def work(connection: Connection) -> int:
            one_at_a_time(connection, _LOCK)
            last = connection.scalar(select(func.max(RevisionRow.number))) or 0
            if after is not None and after != last:
                raise RevisionConflictError(f"the knowledge was changed meanwhile: revision {last} is the latest now")
            row = {"number": last + 1, "at": self._clock(), "by": by, "summary": summary, "content": content}
            connection.execute(insert(RevisionRow).values(row))
            return last + 1

        return await self._changes.made(work, lambda number: Change("knowledge", str(number)))

    async def get(self, number: int) -> StoredRevision | None:
        """A revision with its files; None if there is none. Raises StorageError."""
        return await self._one(number) if is_number(number) else None

    async def latest(self) -> StoredRevision | None:
        """The latest revision; None before the first. Raises StorageError."""
        return await self._one(None)

    async def history(self, limit: int = 10, offset: int = 0) -> Sequence[RevisionNote]:
        """The latest revisions first, without their files. Raises StorageError."""
        latest = _NOTES.order_by(RevisionRow.number.desc()).limit(limit)

        def work(connection: Connection) -> list[RevisionNote]:
            if not is_number(offset):
                return []
            return [RevisionNote(*row) for row in connection.execute(latest.offset(offset))]

        return await self._connections.read(work)

    async def _one(self, number: int | None) -> StoredRevision | None:
        query = _NOTES.add_columns(RevisionRow.content).order_by(RevisionRow.number.desc()).limit(1)
        if number is not None:
            query = query.where(RevisionRow.number == number)

        def work(connection: Connection) -> tuple[RevisionNote, bytes] | None:
            row = (connection.execute(query)).first()
            return row and (RevisionNote(row.number, row.at, row.by, row.summary), row.content)

        found = await self._connections.read(work)
        return found and StoredRevision(found[0], await asyncio.to_thread(unpack, found[1]))


_NOTES = select(RevisionRow.number, RevisionRow.at, RevisionRow.by, RevisionRow.summary)


def pack(files: Mapping[str, str]) -> bytes:
    """Files as they are stored."""
    return zlib.compress(json.dumps(dict(files)).encode())


def unpack(content: bytes) -> Mapping[str, str]:
    """Stored files."""
    files: dict[str, str] = json.loads(zlib.decompress(content))
    return files
