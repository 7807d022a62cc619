"""What people chose for themselves, by a keyed hash of their user id: the id itself is nowhere in the database."""

from __future__ import annotations


class People:
    """Choices by person. Reads come from memory where they can."""

    async def language(self, user_id: int) -> str | None:
        """The language code that a person chose; None for whoever chose none. Raises StorageError."""
        raise NotImplementedError

    async def set_language(self, user_id: int, language: str | None) -> None:
        """Keep a person's language; None goes back to Telegram's. Raises StorageError."""
        raise NotImplementedError

    async def digest(self, user_id: int) -> bool:
        """Whether an admin wants the daily digest; True until they say no. Raises StorageError."""
        raise NotImplementedError

    async def set_digest(self, user_id: int, wanted: bool) -> None:
        """Keep whether an admin wants the daily digest. Raises StorageError."""
        raise NotImplementedError

    async def forget(self, user_id: int) -> int:
        """Remove a person's choices and votes; how many there were. Raises StorageError."""
        raise NotImplementedError
