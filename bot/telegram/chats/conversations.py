"""What was asked and shown lately, in memory: follow-ups, edited questions, suggestions that nobody took."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.matching.followup import Context

KEPT_SECONDS = 600.0
"""A follow-up refers to an answer at most this old; a suggestion is not taken any more after that time."""
_MOST = 10_000
_FEW = 10
"""Suggestions that are given up at once, so that whoever asks next waits for no more."""

Key = tuple[int, int]
"""Chat id and user id, or chat id and message id."""
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the messages that answered it."""

    asked: Key
    """The message that asked."""
    question: str
    context: Context | None
    """What the conversation was about when it was asked."""
    shown: tuple[int, ...]
    """The bot's messages, in order."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question back that is waiting for a choice."""

    question: str
    language: str


class Conversations:
    """Contexts and exchanges in memory, the oldest forgotten first. Nothing is stored."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._contexts: OrderedDict[Key, tuple[float, Context]] = OrderedDict()
        self._asked: OrderedDict[Key, Exchange] = OrderedDict()
        self._shown: OrderedDict[Key, Exchange] = OrderedDict()
        self._waiting: OrderedDict[Key, tuple[float, Suggestion]] = OrderedDict()

    def get(self, key: Key) -> Context | None:
        """The context of a chat and person unless it is too old."""
        at, context = self._contexts.get(key, (0.0, None))
        return context if context is not None and self._clock() - at < KEPT_SECONDS else None

    def put(self, key: Key, context: Context | None) -> None:
        """Remember *context*; None leaves what there is."""
        if context is not None:
            _keep(self._contexts, key, (self._clock(), context))

    def clear(self) -> None:
        """Forget the contexts: after a reload the numbers may mean other people."""
        self._contexts.clear()

    def forget_person(self, user: int) -> None:
        """Forget what a person asked, in every chat, and what was said in their own."""
        _drop(self._contexts, lambda key: key[1] == user)
        self.forget_chat(user)

    def forget_chat(self, chat: int) -> None:
        """Forget what a chat was about and what was said there."""
        stores: tuple[OrderedDict[Key, Any], ...] = (self._contexts, self._asked, self._shown, self._waiting)
        for store in stores:
            _drop(store, lambda key: key[0] == chat)

    def remember(self, exchange: Exchange) -> None:
        """Remember which messages answered which."""
        _keep(self._asked, exchange.asked, exchange)
        for message in exchange.shown:
            _keep(self._shown, (exchange.asked[0], message), exchange)

    def asked_in(self, chat: int, message: int) -> Exchange | None:
        """The exchange that this message of a person began."""
        return self._asked.get((chat, message))

    def shown_in(self, chat: int, message: int) -> Exchange | None:
        """The exchange that this message of the bot ended."""
        return self._shown.get((chat, message))

    def suggest(self, chat: int, message: int, suggestion: Suggestion) -> None:
        """The bot asked back with this message."""
        _keep(self._waiting, (chat, message), (self._clock(), suggestion))

    def choose(self, chat: int, message: int) -> Suggestion | None:
        """Somebody pressed a button under it: it waits no longer."""
        found = self._waiting.pop((chat, message), None)
        return found[1] if found else None

    def settled(self, chat: int, message: int) -> bool:
        """Whether the bot asked back with this message and waits for no choice any more."""
        return (chat, message) in self._shown and (chat, message) not in self._waiting

    def untaken(self, *, all_of_them: bool = False) -> list[Suggestion]:
        """Suggestions that nobody took in time, each once, a few at a time; *all_of_them* when the bot stops."""
        out: list[Suggestion] = []
        while self._waiting:
            key, (at, suggestion) = next(iter(self._waiting.items()))
            if not all_of_them and (self._clock() - at < KEPT_SECONDS or len(out) == _FEW):
                break
            del self._waiting[key]
            out.append(suggestion)
        return out


def _drop(store: OrderedDict[Key, V], which: Callable[[Key], bool]) -> None:
    for key in [k for k in store if which(k)]:
        del store[key]


def _keep(store: OrderedDict[Key, V], key: Key, value: V) -> None:
    store[key] = value
    store.move_to_end(key)
    while len(store) > _MOST:
        store.popitem(last=False)
