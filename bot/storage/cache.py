"""What was read lately, for rows that are read with every message and change once a month."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.errors import StorageError

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST = 10_000


class Cache(Generic[Key, Value]):
    """Values in memory, the longest unused forgotten first.

    *fresh* says whether changes by others are heard of now; while they are not, every read goes to the database, and
    a value in memory serves only where the database cannot be read.
    """

    def __init__(self, fresh: Callable[[], bool]) -> None:
        self._fresh = fresh
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._drops = 0

    async def get(self, key: Key, read: Callable[[], Awaitable[Value]]) -> Value:
        """The value of *key*, from memory or by *read*. Raises StorageError if there is neither."""
        if key in self._values and self._fresh():
            self._values.move_to_end(key)
            return self._values[key]
        drops = self._drops
        try:
            value = await read()
        except StorageError:
            if key in self._values:
                return self._values[key]
            raise
        # What changed while it was read may be older than the news of the change.
        if drops == self._drops:
            self._values[key] = value
            if len(self._values) > _MOST:
                self._values.popitem(last=False)
        return value

    def drop(self, key: Key) -> None:
        """Forget *key*: it changed."""
        self._drops += 1
        self._values.pop(key, None)

    def clear(self) -> None:
        """Forget everything: something may have changed unheard."""
        self._drops += 1
        self._values.clear()
