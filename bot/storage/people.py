"""What people chose for themselves, by a keyed hash of their user id: the id itself is nowhere in the database."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.storage import pseudonyms
from bot.storage.cache import Cache
from bot.storage.changes import Change, Changes
from bot.storage.connections import Connections
from bot.storage.models import PersonRow, insert_into
from bot.storage.votes import remove_votes


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose; the defaults for whoever chose nothing."""

    language: str | None = None
    """A language code; None for Telegram's."""
    digest: bool = True
    """Whether an admin wants the daily digest."""
    reports: frozenset[str] = frozenset()
    """The ids of the reports that they want answers from; empty for all."""


class People:
    """Choices by person. Reads come from memory where they can."""

    def __init__(self, connections: Connections, changes: Changes) -> None:
        self._connections = connections
        self._changes = changes
        self._cache: Cache[bytes, Choices] = Cache(lambda: changes.heard)
        changes.tell(self._heard)

    async def choices(self, user_id: int) -> Choices:
        """All that a person chose. Raises StorageError."""

        def work(connection: Connection) -> Choices:
            columns = select(PersonRow.language, PersonRow.digest, PersonRow.reports)
            row = (connection.execute(columns.where(PersonRow.person == self._person(user_id)))).first()
            if row is None:
                return Choices()
            return Choices(row.language, row.digest, frozenset(json.loads(row.reports or "[]")))

        return await self._cache.get(self._person(user_id), lambda: self._connections.read(work))

    async def language(self, user_id: int) -> str | None:
        """The language code that a person chose; None for whoever chose none. Raises StorageError."""
        return (await self.choices(user_id)).language

    async def set_language(self, user_id: int, language: str | None) -> None:
        """Keep a person's language; None goes back to Telegram's. Raises StorageError."""
        await self._set(user_id, {"language": language})

    async def digest(self, user_id: int) -> bool:
        """Whether an admin wants the daily digest; True until they say no. Raises StorageError."""
        return (await self.choices(user_id)).digest

    async def set_digest(self, user_id: int, wanted: bool) -> None:
        """Keep whether an admin wants the daily digest. Raises StorageError."""
        await self._set(user_id, {"digest": wanted})

    async def reports(self, user_id: int) -> frozenset[str]:
        """The ids of the reports that a person wants answers from; empty for all. Raises StorageError."""
        return (await self.choices(user_id)).reports

    async def set_reports(self, user_id: int, reports: frozenset[str]) -> None:
        """Keep which reports a person wants answers from; none is all. Raises StorageError."""
        await self._set(user_id, {"reports": json.dumps(sorted(reports)) if reports else None})

    async def forget(self, user_id: int) -> int:
        """Remove a person's choices and votes; how many there were. Raises StorageError."""

        def work(connection: Connection) -> tuple[bytes, int]:
            person = self._person(user_id)
            choices = delete(PersonRow).where(PersonRow.person == person)
            removed = choices.returning(PersonRow.language, PersonRow.digest, PersonRow.reports)
            row = (connection.execute(removed)).first()
            votes = remove_votes(connection, person)
            if row is None:
                return person, votes
            return person, votes + (row.language is not None) + (not row.digest) + (row.reports is not None)

        person, count = await self._changes.made(work, lambda done: Change("people", done[0].hex()))
        self._cache.drop(person)
        return count

    def _person(self, user_id: int) -> bytes:
        return pseudonyms.of_person(self._connections.secret, user_id)

    async def _set(self, user_id: int, choice: dict[str, str | bool | None]) -> None:
        def work(connection: Connection) -> bytes:
            person = self._person(user_id)
            row = {"person": person, "language": None, "digest": True, "reports": None, **choice}
            insert = insert_into(connection, PersonRow).values(row)
            connection.execute(insert.on_conflict_do_update(index_elements=[PersonRow.person], set_=choice))
            return person

        person = await self._changes.made(work, lambda person: Change("people", person.hex()))
        self._cache.drop(person)

    def _heard(self, change: Change) -> None:
        if change.topic == "people":
            self._cache.drop(bytes.fromhex(change.detail))
        elif change.topic == "unknown":
            self._cache.clear()
