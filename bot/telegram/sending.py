"""Views to Telegram: where they go, and what may be refused without harm."""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.telegram.views import View

_log = logging.getLogger(__name__)
_PREVIEW_OFF = LinkPreviewOptions(is_disabled=True)


async def send(message: Message, view: View, *, reply: bool = True) -> None:
    """Send *view* to where *message* is: the same chat and forum topic, in groups as a reply to it."""
    group = message.chat.type != ChatType.PRIVATE
    await deliver(
        message.get_bot(),
        message.chat.id,
        view,
        # In the General topic there is a thread id that must not be sent.
        thread=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id if group and reply else None,
    )


async def deliver(bot: Bot, chat: int, view: View, *, thread: int | None = None, reply_to: int | None = None) -> None:
    """Send *view* to a chat; the first message replies to *reply_to*, the last one has the buttons."""
    for n, part in enumerate(view.messages):
        first, last = n == 0, n == len(view.messages) - 1
        await bot.send_message(
            chat,
            part,
            parse_mode=ParseMode.HTML,
            message_thread_id=thread,
            reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True)
            if reply_to and first
            else None,
            reply_markup=view.keyboard if last else None,
            link_preview_options=_PREVIEW_OFF,
        )


async def acknowledge(query: CallbackQuery, note: str | None) -> None:
    """Stop the button's spinner; a press too old for that is fine."""
    try:
        await query.answer(note)
    except BadRequest:
        _log.info("a button was pressed too long ago to be acknowledged")


async def edit(message: Message, text: str) -> None:
    """Replace a message of the bot's own; one that is gone or the same already is fine."""
    try:
        await message.edit_text(text)
    except BadRequest as error:
        _log.info("not edited: %s", error.message)
