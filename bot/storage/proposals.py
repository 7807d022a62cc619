"""Changes of the knowledge that were shown to an admin and wait for a yes or a no."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from bot.storage.connections import Connections
from bot.storage.models import ProposalRow
from bot.storage.revisions import pack, unpack


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as it was shown."""

    before: int
    """The number of the revision that it would change."""
    summary: str
    """What would change, in a line."""
    files: Mapping[str, str]
    """File name to text."""


class Proposals:
    """Proposals by name, each taken once, whichever replica showed it."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    async def keep(self, name: str, files: Mapping[str, str], before: int, summary: str) -> None:
        """Keep a proposal. Raises StorageError."""
        content = await asyncio.to_thread(pack, files)
        row = {"name": name, "at": self._clock(), "before": before, "summary": summary, "content": content}
        await self._connections.write(lambda c: c.execute(insert(ProposalRow).values(row)))

    async def pop(self, name: str) -> StoredProposal | None:
        """The proposal of that name, once; None if there is none (any more). Raises StorageError."""

        def work(connection: Connection) -> tuple[int, str, bytes] | None:
            gone = delete(ProposalRow).where(ProposalRow.name == name)
            row = connection.execute(
                gone.returning(ProposalRow.before, ProposalRow.summary, ProposalRow.content)
            ).first()
            return row and (row.before, row.summary, row.content)

        found = await self._connections.write(work)
        return found and StoredProposal(found[0], found[1], await asyncio.to_thread(unpack, found[2]))
