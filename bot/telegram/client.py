"""Python-telegram-bot's client, with the two calls that are made all the time in plain values.

To make objects of what was just sent, or of an update that is known already, takes longer than the call itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

Json = dict[str, Any]


class Client(ExtBot[None]):
    """All calls of the Bot API; they go through the rate limiter that it is given."""

    async def send_text(self, chat: int, text: str, beside: Mapping[str, object]) -> int:
        """sendMessage with the parameters *beside* those; the number of the message. Raises TelegramError."""
        sent = await self._post("sendMessage", {"chat_id": chat, "text": text, **beside})
        return int(sent["message_id"])

    async def fetch(self, offset: int, *, limit: int, wait: int, read_timeout: float) -> list[Json]:
        """getUpdates, of all kinds: updates as they came. Telegram may *wait* so many seconds for one.

        Raises TelegramError, TimedOut after *read_timeout* seconds more.
        """
        asked: Json = {
            "offset": offset or None,
            "limit": limit,
            "timeout": wait,
            "allowed_updates": Update.ALL_TYPES,
        }
        found: list[Json] = await self._post("getUpdates", asked, read_timeout=wait + read_timeout)
        return found
