"""All calls of the Bot API go through here: repeated until Telegram has taken them, held back where it says so.

What Telegram refuses for good is raised at once. Everything else (no connection, one that was cut, no answer, an answer
that is not Telegram's) is tried again for as long as the bot runs: to lose an answer is worse than to repeat one, and
nobody can ask Telegram whether a message arrived. A message that Telegram confirmed is never sent again. One that is
not taken for long is tried without its formatting and buttons too, and given up if other chats' are taken meanwhile:
it would hold up its chat for ever.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

from bot.telegram.delivery.notes import CURRENT
from bot.telegram.delivery.patience import FINAL, Patience
from bot.telegram.delivery.slots import Slots
from bot.telegram.markup import stand_in, unformatted
from bot.telegram.metrics import Metrics

_log = logging.getLogger(__name__)

Json = dict[str, Any]
Result = bool | Json | list[Json]

PAUSES: Final = (0.1, 0.25, 0.5, 1.0)
"""Seconds between tries; the last one for all that follow."""
PATIENCE: Final = 60.0
"""Seconds after which a message is given up that answers nobody: news for admins and the like."""
_ONCE: Final = ("getMe", "setWebhook", "deleteWebhook", "setMyCommands", "getWebhookInfo")
"""Whoever calls these tries again."""
_WORDS: Final = ("chat_id", "message_thread_id", "message_id", "text")
_CREATING: Final = ("send", "copy", "forward")
_ALL: Final = object()
"""Every chat."""
_MANY_CHATS: Final = 3
_NEVER: Final = float("inf")
_LATE_SECONDS: Final = 300.0
_GAP: Final = 5
"""The part of that for which no message may be taken, or it is the server that does not take any."""
_MOST_PAUSES: Final = 10_000
_LATELY_SECONDS: Final = 60.0


class Floods:
    """Until when Telegram wants to hear nothing for a chat, or at all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: OrderedDict[object, float] = OrderedDict()
        self._lately: OrderedDict[object, float] = OrderedDict()

    def left(self, chat: object) -> float:
        """Seconds to wait before the next message to *chat*."""
        now = self._clock()
        return max(0.0, self._until.get(chat, now) - now, self._until.get(_ALL, now) - now)

    def lately(self, chat: object) -> bool:
        """Whether Telegram said so of *chat*, or of all of them, within the last minute."""
        before = self._clock() - _LATELY_SECONDS
        return any(self._until.get(key, before) > before for key in (chat, _ALL))

    async def over(self, chat: object) -> None:
        """Wait until a message to *chat* may be sent."""
        pause = self.left(chat)
        while pause > 0:
            await asyncio.sleep(pause)
            pause = self.left(chat)

    def refused(self, chat: object, seconds: float) -> None:
        """Telegram said so of a message to *chat*; if it says so of several at once it means the bot."""
        now = self._clock()
        self._until[chat] = now + seconds
        self._lately[chat] = now
        self._lately.move_to_end(chat)
        while self._lately and next(iter(self._lately.values())) < now - 1:
            self._lately.popitem(last=False)
        if len(self._lately) >= _MANY_CHATS:
            # Shortly, and then one finds out: a limit of the whole bot is over in a second.
            self._until[_ALL] = max(self._until.get(_ALL, now), now + min(1.0, seconds))
        while len(self._until) > _MOST_PAUSES:
            self._until.popitem(last=False)


class NotTakenError(NetworkError):
    """A message is not taken while others are."""


class Taken:
    """For how long messages have been taken without a pause: what is not taken meanwhile has itself to blame."""

    def __init__(self, gap: float, clock: Callable[[], float] = time.monotonic) -> None:
        """*gap*: seconds without any that are a pause."""
        self._gap = gap
        self._clock = clock
        self._latest = float("-inf")
        self._since = _NEVER
        self._chat: object = None

    def note(self, chat: object) -> None:
        """A message to *chat* was taken."""
        now = self._clock()
        if now - self._latest > self._gap:
            self._since = now
        self._chat, self._latest = chat, now

    def by_others(self, chat: object) -> float:
        """Since when messages have been taken, the latest of another chat than *chat*; never if none was of late."""
        return self._since if self._chat != chat and self._clock() - self._latest <= self._gap else _NEVER


class Outbox(BaseRateLimiter[None]):
    """Python-telegram-bot's place for whoever decides when a call is made, and how often."""

    def __init__(self, metrics: Metrics, late: float = _LATE_SECONDS) -> None:
        """*late*: seconds after which it may be the message, and not the server, that is why it is not taken."""
        self._metrics = metrics
        self._late = late
        self._taken = Taken(late / _GAP)
        self._floods = Floods()
        self._slots = Slots()
        self.patience = Patience()
        """How long an answer is waited for; whoever hears of the server otherwise (polling) tells it."""

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: None,
    ) -> Result:
        """Make one call, or know that it was made already."""
        if endpoint in _ONCE:
            return await callback(*args, **kwargs)
        delivery = CURRENT.get()
        if delivery is None:
            return await self._made(callback, kwargs, endpoint, data, PATIENCE)
        step = delivery.step() if _creates(endpoint) else None
        if step is not None and step in delivery.earlier:
            return _as_sent(data, delivery.earlier[step])

        async def make() -> Result:
            with delivery.sending():
                if delivery.held is not None and step is not None:
                    await delivery.held.pace.turn(data.get("chat_id"))
                result = await self._made(callback, kwargs, endpoint, data, None)
            if step is None:
                return result
            number = result.get("message_id") if isinstance(result, dict) else None
            await delivery.notes.sent(delivery.update_id, step, number)
            # The rest is what was sent, and nobody needs it; to make objects of it takes longer than to send it.
            return _as_sent(data, number) if endpoint == "sendMessage" else result

        if delivery.held is not None:
            # Whether Telegram takes it stays unknown; where it might not it is asked.
            chat = data.get("chat_id")
            if endpoint == "sendMessage" and not self._floods.lately(chat) and delivery.held.pace.allows(chat):
                await delivery.held.keep({"method": endpoint, **data}, make)
                return _as_sent(data, None)
            await delivery.held.flush()
        return await make()

    async def _made(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        kwargs: Json,
        endpoint: str,
        data: Json,
        patience: float | None,
    ) -> Result:
        # What goes to no chat (a press, an inline query) has a limit of its own.
        chat, tries, begun, failing, bare = data.get("chat_id", endpoint), 0, time.monotonic(), _NEVER, _NEVER
        while True:
            if self._floods.left(chat):
                await _waits()
                await self._floods.over(chat)
            given = data if bare == _NEVER else _bare(data)
            # Before this try: after an outage the first that is taken says nothing of the tries before it.
            others = self._taken.by_others(chat)
            try:
                result = await self._once(callback, kwargs, endpoint, given, tries)
            except RetryAfter as error:
                self._metrics.calls_failed.labels("flood").inc()
                self._floods.refused(chat, seconds_of(error))
                failing = bare = _NEVER  # a pause says nothing against the message
                await _waits()
                _log.info("Telegram wants to hear nothing for %g s", seconds_of(error))
            except FINAL as error:
                self._metrics.calls_failed.labels("refused").inc()
                if not _unreadable(error) or "parse_mode" not in data:
                    raise
                # Better the words without their form than nothing.
                _log.error("a message was sent without its formatting: %s", error.message)
                data = _plain(data)
            except NetworkError as error:
                self._metrics.calls_failed.labels("unreachable").inc()
                now = time.monotonic()
                if patience is not None and now - begun > patience:
                    raise
                failing = min(failing, now)
                if patience is None and now - max(failing, others) > self._late:
                    bare = min(bare, now)
                    if now - bare > self._late / _GAP:
                        raise NotTakenError(f"{endpoint} was not taken ({error.message}), and others were") from None
                await _waits()
                if tries in (0, 5) or tries % 30 == 0:
                    _log.warning("%s was not taken (%s); trying again", endpoint, error.message)
                await asyncio.sleep(pause_after(error, tries))
                tries += 1
            else:
                if given != data:
                    _log.error("a message was sent without its formatting and buttons: else it was not taken")
                if _creates(endpoint):
                    self._taken.note(chat)
                return result

    async def _once(
        self, callback: Callable[..., Coroutine[Any, Any, Result]], kwargs: Json, endpoint: str, data: Json, tries: int
    ) -> Result:
        with await self._slots.enter(), self._metrics.call_seconds.time():
            if endpoint.startswith("send") and endpoint != "sendMessage":
                return await callback(endpoint, data, **kwargs)  # files take as long as they take
            timeout = {"read_timeout": self.patience.seconds(tries)}
            return await self.patience.wait(callback(endpoint, data, **{**kwargs, **timeout}))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    left = error.retry_after
    return left.total_seconds() if isinstance(left, timedelta) else float(left)


def pause_after(error: NetworkError, tries: int) -> float:
    """Seconds until the next try; to wait for an answer in vain was a pause already."""
    return PAUSES[0 if isinstance(error, TimedOut) else min(tries, len(PAUSES) - 1)]


def _unreadable(error: Exception) -> bool:
    return isinstance(error, BadRequest) and "can't parse entities" in error.message.lower()


def _plain(data: Json) -> Json:
    """The same message without formatting."""
    out = {key: value for key, value in data.items() if key != "parse_mode"}
    return out | {key: unformatted(str(out[key])) for key in ("text", "caption") if out.get(key)}


def _bare(data: Json) -> Json:
    """The words and where they go, and nothing else; what is no text for a chat as it is."""
    return {key: _plain(data)[key] for key in _WORDS if key in data} if {"chat_id", "text"} <= data.keys() else data


def _creates(endpoint: str) -> bool:
    """Whether a message comes of it."""
    return endpoint.startswith(_CREATING) and endpoint != "sendChatAction"


async def _waits() -> None:
    """What is being dealt with here waits for Telegram."""
    if (delivery := CURRENT.get()) is not None:
        await delivery.waits()


def _as_sent(data: Json, message_id: int | None) -> Json:
    """What Telegram answered to a message in an earlier run, as far as it is known."""
    chat = data.get("chat_id", 0)
    number = message_id or stand_in(unformatted(str(data.get("text", ""))))
    return {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}}
