"""What happens when a handler fails: one log entry for the operator, one line for the person."""

from __future__ import annotations

import logging
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.ext import CallbackContext

from bot.telegram.catalogue import choose
from bot.telegram.delivery.outbox import NotTakenError
from bot.telegram.markup import text
from bot.telegram.sending import Place, built_wrong, deliver
from bot.telegram.state import State
from bot.telegram.updates import Update

_log = logging.getLogger(__name__)


class Failures:
    """Deals with whatever a handler let through."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def failed(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Log it, count it, and tell the person if that makes sense."""
        error, health = context.error, self._state.health
        if isinstance(error, (Forbidden, BadRequest)) and not built_wrong(error):
            # Blocked, kicked, muted, a closed topic: final, and writing there again would fail again.
            health.unsent += 1
            _log.warning("not sent: %s", error.message)
            return
        if isinstance(error, ChatMigrated):
            # What was to be edited stays behind in the old group.
            _log.info("a group became a supergroup meanwhile: %s", error.message)
            return
        if isinstance(error, NetworkError) and not isinstance(error, NotTakenError) and not built_wrong(error):
            health.unsent += 1
            _log.warning("the Bot API server did not take an answer: %s", error.message)
            return
        health.errors += 1
        _log.error("an update could not be handled", exc_info=error)
        if isinstance(update, Update) and update.message is not None:
            say = choose([update.message.from_user.language_code if update.message.from_user else None])
            try:
                await deliver(context.bot, Place.of(update.message), text(say("failed")))
            except TelegramError as again:
                _log.warning("the apology was not sent: %s", again.message)
