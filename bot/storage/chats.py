"""The settings of chats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, delete, select, update

from bot.storage.cache import Cache
from bot.storage.changes import Change, Changes
from bot.storage.connections import Connections, Work
from bot.storage.models import ChatRow, insert_into

Mode = Literal["asked", "open"]


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat's admins chose; the defaults are those of a chat that nobody has set up."""

    language: str | None = None
    """A language code for everybody in the chat; None for each person's own."""
    mode: Mode = "asked"
    """Answer only when asked, or plain questions too where the answer is sure."""
    quiet: bool = False
    """Messages without a sound, and nothing said where there is no answer."""
    reports: frozenset[str] = frozenset()
    """Ids of the reports that the chat uses; empty for all."""


class Chats:
    """Settings by chat. Reads come from memory where they can, so they are cheap and outlast a lost database."""

    def __init__(self, connections: Connections, changes: Changes) -> None:
        self._connections = connections
        self._changes = changes
        self._cache: Cache[int, ChatSettings] = Cache(lambda: changes.heard)
        changes.tell(self._heard)

    async def settings(self, chat_id: int) -> ChatSettings:
        """The settings of a chat; the defaults for one that has none. Raises StorageError."""
        return await self._cache.get(chat_id, lambda: self._connections.read(lambda c: _read(c, chat_id)))

    async def save(self, chat_id: int, settings: ChatSettings) -> None:
        """Keep the settings of a chat, in effect on every replica within two seconds. Raises StorageError."""
        row = {
            "language": settings.language,
            "mode": settings.mode,
            "quiet": settings.quiet,
            "reports": json.dumps(sorted(settings.reports)),
        }

        def work(connection: Connection) -> None:
            insert = insert_into(connection, ChatRow).values(id=chat_id, **row)
            connection.execute(insert.on_conflict_do_update(index_elements=[ChatRow.id], set_=row))

        await self._change(chat_id, work)

    async def move(self, old_id: int, new_id: int) -> None:
        """A group became a supergroup: its settings follow, once, whichever side tells. Raises StorageError."""
        if old_id == new_id:
            return

        def work(connection: Connection) -> None:
            if connection.scalar(select(ChatRow.id).where(ChatRow.id == new_id)) is None:
                connection.execute(update(ChatRow).where(ChatRow.id == old_id).values(id=new_id))
            else:
                connection.execute(delete(ChatRow).where(ChatRow.id == old_id))

        await self._change(new_id, work)
        self._cache.drop(old_id)

    async def forget(self, chat_id: int) -> None:
        """Remove the settings of a chat. Raises StorageError."""
        await self._change(chat_id, lambda c: c.execute(delete(ChatRow).where(ChatRow.id == chat_id)))

    async def _change(self, chat_id: int, work: Work[object]) -> None:
        await self._changes.made(work, lambda _: Change("chats", str(chat_id)))
        self._cache.drop(chat_id)

    def _heard(self, change: Change) -> None:
        if change.topic == "chats":
            self._cache.drop(int(change.detail))
        elif change.topic == "unknown":
            self._cache.clear()


def _read(connection: Connection, chat_id: int) -> ChatSettings:
    columns = select(ChatRow.language, ChatRow.mode, ChatRow.quiet, ChatRow.reports)
    row = (connection.execute(columns.where(ChatRow.id == chat_id))).first()
    if row is None:
        return ChatSettings()
    language, mode, quiet, reports = row
    return ChatSettings(language, cast("Mode", mode), quiet, frozenset(json.loads(reports)))
