"""Python-telegram-bot's client, with what is called all the time in plain values.

To make objects of what was just sent, or of an update, takes longer than the call itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # what RequestData takes

Json = dict[str, Any]


class Client(ExtBot[None]):
    """All calls of the Bot API; they go through the rate limiter that it is given."""

    async def send_text(self, chat: int, text: str, beside: Mapping[str, object]) -> int:
        """sendMessage with the parameters *beside* those; the number of the message. Raises TelegramError."""
        sent = await self.call("sendMessage", chat_id=chat, text=text, **beside)
        return int(sent["message_id"])

    async def call(self, method: str, **parameters: object) -> Any:
        """Call *method* with parameters that are JSON, without those that are None. Raises TelegramError."""
        given = {name: value for name, value in parameters.items() if value is not None}
        assert self.rate_limiter is not None
        return await self.rate_limiter.process_request(self._plainly, (method, given), {}, method, given, None)

    async def fetch(self, offset: int, *, limit: int, wait: int, read_timeout: float) -> list[Json]:
        """getUpdates, of all kinds: updates as they came. Telegram may *wait* so many seconds for one.

        Raises TelegramError, TimedOut after *read_timeout* seconds more.
        """
        asked: Json = {"limit": limit, "timeout": wait, "allowed_updates": Update.ALL_TYPES}
        if offset:
            asked["offset"] = offset
        found: list[Json] = await self._post("getUpdates", asked, read_timeout=wait + read_timeout)
        return found

    async def _plainly(self, method: str, given: Json, read_timeout: Any = BaseRequest.DEFAULT_NONE) -> Any:
        """A call whose parameters are JSON already: PTB's layers that would make them so are passed by."""
        data = RequestData([RequestParameter(name, value, None) for name, value in given.items()])
        return await self.request.post(f"{self.base_url}/{method}", data, read_timeout)
