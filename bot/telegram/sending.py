"""Views to Telegram: where they go, and what may be refused without harm. Nothing is sent from anywhere else."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import Bot, CallbackQuery, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.telegram.markup import Attachment, View

_log = logging.getLogger(__name__)
_PREVIEW_OFF = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, a topic in it, and the message that is replied to."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None

    @classmethod
    def of(cls, message: Message) -> Place:
        """The same chat and forum topic as *message*, in groups in reply to it."""
        group = message.chat.type != ChatType.PRIVATE
        return cls(
            message.chat.id,
            # In the General topic there is a thread id that must not be sent.
            message.message_thread_id if message.is_topic_message else None,
            message.message_id if group else None,
        )


async def deliver(bot: Bot, place: Place, view: View) -> list[Message]:
    """Send *view*: the first message is the reply, the last one has the buttons."""
    out: list[Message] = []
    if view.attachment is not None:
        out.append(await _attach(bot, place, view.attachment))
    for n, part in enumerate(view.messages):
        message = await bot.send_message(
            place.chat,
            part,
            parse_mode=ParseMode.HTML,
            message_thread_id=place.thread,
            reply_parameters=None if out else _reply(place),
            reply_markup=view.keyboard if n == len(view.messages) - 1 else None,
            link_preview_options=_PREVIEW_OFF,
        )
        out.append(message)
    return out


async def _attach(bot: Bot, place: Place, attachment: Attachment) -> Message:
    if attachment.kind == "photo":
        return await bot.send_photo(
            place.chat,
            attachment.content,
            filename=attachment.name,
            message_thread_id=place.thread,
            reply_parameters=_reply(place),
        )
    return await bot.send_document(
        place.chat,
        attachment.content,
        filename=attachment.name,
        message_thread_id=place.thread,
        reply_parameters=_reply(place),
    )


def _reply(place: Place) -> ReplyParameters | None:
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None


async def acknowledge(query: CallbackQuery, note: str | None = None, *, alert: bool = False) -> None:
    """Stop the button's spinner; a press too old for that is fine."""
    try:
        await query.answer(note, show_alert=alert or None)
    except BadRequest:
        _log.info("a button was pressed too long ago to be acknowledged")


async def edit(message: Message, view: View) -> None:
    """Replace a message of the bot's own; one that is gone or the same already is fine."""
    try:
        await message.edit_text(
            view.messages[0],
            parse_mode=ParseMode.HTML,
            reply_markup=view.keyboard,
            link_preview_options=_PREVIEW_OFF,
        )
    except BadRequest as error:
        _log.info("not edited: %s", error.message)
