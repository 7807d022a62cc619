"""The webhook that Telegram knows for this bot: set, and watched, for whoever has the token may change it."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import TelegramError

from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.state import Health

_log = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 30.0
_LATELY: Final = timedelta(minutes=2)
"""Telegram tries a webhook that does not answer again after a minute at most."""


class Registration:
    """Keeps the webhook set: a bot from which it was taken would hear nothing for ever, and not notice."""

    def __init__(self, bot: Client, settings: Settings, health: Health) -> None:
        self._bot = bot
        self._settings = settings
        self._health = health

    async def register(self) -> None:
        """Set it. Raises TelegramError."""
        await self._bot.set_webhook(
            self._settings.webhook_url,
            secret_token=self._settings.webhook_secret.get_secret_value(),
            max_connections=100,
            allowed_updates=Update.ALL_TYPES,
        )
        self._health.webhook = "set"

    async def watch(self, every: float = _LOOK_SECONDS) -> None:
        """Look every so many seconds."""
        while True:
            await asyncio.sleep(every)
            try:
                await self._look()
            except TelegramError as error:
                _log.info("the webhook could not be looked at: %s", error.message)

    async def _look(self) -> None:
        url, works = await registered(self._bot)
        before, self._health.webhook = self._health.webhook, _state(url, self._settings.webhook_url)
        if self._health.webhook == "set":
            return
        if not url:
            _log.warning("another program with the same token removed the webhook; stop one of them. It is set again")
        elif not works:
            _log.warning("the webhook that another program set (%s) does not work; this one is set again", host(url))
        else:
            if before != self._health.webhook:
                _log.warning("another program with the same token set a webhook (%s); stop one of them", host(url))
            return
        await self.register()


def _state(url: str, own: str) -> str:
    if url == own:
        return "set"
    return "set by another program" if url else "not set"


async def registered(bot: Client) -> tuple[str, bool]:
    """The webhook's address, empty if there is none; and whether it takes what comes. Raises TelegramError."""
    info = await bot.get_webhook_info()
    failed = info.last_error_date is not None and datetime.now(UTC) - info.last_error_date < _LATELY
    return info.url, not (failed and info.pending_update_count)


def host(url: str) -> str:
    """What of an address may stand in a log: paths can be secrets."""
    return urlsplit(url).hostname or "?"
