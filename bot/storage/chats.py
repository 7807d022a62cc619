"""The settings of chats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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

    async def settings(self, chat_id: int) -> ChatSettings:
        """The settings of a chat; the defaults for one that has none. Raises StorageError."""
        raise NotImplementedError

    async def save(self, chat_id: int, settings: ChatSettings) -> None:
        """Keep the settings of a chat, in effect on every replica within two seconds. Raises StorageError."""
        raise NotImplementedError

    async def move(self, old_id: int, new_id: int) -> None:
        """A group became a supergroup: its settings follow, once, whichever side tells. Raises StorageError."""
        raise NotImplementedError

    async def forget(self, chat_id: int) -> None:
        """Remove the settings of a chat. Raises StorageError."""
        raise NotImplementedError
