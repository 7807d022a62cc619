"""Which updates were dealt with and which sends were done, so that none is lost and hardly one repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be done with an update that came in."""

    state: Literal["mine", "done", "busy"]
    """Deal with it; it was dealt with; another replica is at it (or this one already)."""
    sends: Mapping[int, int | None]
    """Of an update taken over from a run that ended: the sends that were done, step to message id."""


class Journal:
    """The journal of updates. Calls that come at once are written together."""

    async def claim(self, update_id: int, *, lease: float = 10.0, alone: bool = False) -> Claim:
        """Take an update for *lease* seconds, after which another replica may. Raises StorageError.

        *alone*: no other program can be at it (polling), so what a run before this one left open is taken at once.
        """
        raise NotImplementedError

    async def sent(self, update_id: int, step: int, message_id: int | None = None) -> None:
        """Note that send number *step* of dealing with an update was done. Raises StorageError."""
        raise NotImplementedError

    async def done(self, update_id: int) -> None:
        """Note that an update is dealt with. Raises StorageError."""
        raise NotImplementedError

    async def release(self, update_id: int) -> None:
        """Give an update back undone: whoever gets it next may take it at once. Raises StorageError."""
        raise NotImplementedError

    async def confirmed(self, below: int) -> None:
        """Forget updates below this id: Telegram took the offset and will not send them again. Raises StorageError."""
        raise NotImplementedError
