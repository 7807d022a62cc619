"""What happens when a handler fails: one log entry for the operator, one line for the person."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import CallbackContext

from bot.telegram.catalogue import choose
from bot.telegram.markup import text
from bot.telegram.sending import Place, deliver

_log = logging.getLogger(__name__)
_OUR_MISTAKES = ("can't parse entities", "message is too long", "message text is empty")
"""What Telegram says of messages that were built wrongly."""


async def failed(update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Whatever a handler let through."""
    error = context.error
    ours = isinstance(error, BadRequest) and any(m in error.message.lower() for m in _OUR_MISTAKES)
    if isinstance(error, (Forbidden, BadRequest)) and not ours:
        # Blocked, kicked, muted, a closed topic: final, and writing there again would fail again.
        _log.warning("not sent: %s", error.message)
        return
    if isinstance(error, NetworkError) and not ours:
        _log.warning("the Bot API server did not take an answer: %s", error.message)
        return
    _log.error("an update could not be handled", exc_info=error)
    if isinstance(update, Update) and update.message is not None:
        say = choose([update.message.from_user.language_code if update.message.from_user else None])
        try:
            await deliver(context.bot, Place.of(update.message), text(say("failed")))
        except TelegramError as again:
            _log.warning("the apology was not sent: %s", again.message)
