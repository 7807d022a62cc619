"""Views to Telegram: where they go, and what may be refused without harm. Nothing is sent from anywhere else."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.telegram.client import Client, Json
from bot.telegram.markup import Keyboard, View, stand_in
from bot.telegram.updates import PRIVATE, CallbackQuery, InlineQuery, Message

_log = logging.getLogger(__name__)
WORDS: Final[Mapping[str, Any]] = {"parse_mode": ParseMode.HTML.value, "link_preview_options": {"is_disabled": True}}
"""How Telegram is to take the words of a message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, a topic in it, and the message that is replied to."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False
    """Without a sound."""

    @classmethod
    def of(cls, message: Message, *, silent: bool = False) -> Place:
        """The same chat and forum topic as *message*, in groups in reply to it."""
        group = message.chat.type != PRIVATE
        return cls(
            message.chat.id,
            # In the General topic there is a thread id that must not be sent.
            message.message_thread_id if message.is_topic_message else None,
            message.message_id if group else None,
            silent,
        )


def numbers_of(message: Message) -> tuple[int, ...]:
    """The numbers by which a message of the bot's own may be known: Telegram's, and the one that stood in for it.

    Telegram does not say the number of a message that goes out in the answer to a webhook's request.
    """
    return message.message_id, stand_in(message.text or "")


_OUR_MISTAKES = ("can't parse entities", "message is too long", "message text is empty")


def built_wrong(error: TelegramError) -> bool:
    """Whether Telegram refuses a message for what the bot made of it, not for where it went."""
    return isinstance(error, BadRequest) and any(m in error.message.lower() for m in _OUR_MISTAKES)


async def deliver(bot: Client, place: Place, view: View) -> list[int]:
    """Send *view*: the first message is the reply, the last one has the buttons. The numbers of the messages."""
    parts: list[str | None] = [*([None] if view.attachment else []), *view.messages]
    out: list[int] = []
    for n, part in enumerate(parts):
        last = n == len(parts) - 1
        try:
            number = await _send(bot, place, view, part, last=last)
        except ChatMigrated as moved:
            # The group became a supergroup; its messages have other numbers there.
            place = Place(moved.new_chat_id, silent=place.silent)
            number = await _send(bot, place, view, part, last=last)
        place = replace(place, reply_to=None)
        out.append(number)
    return out


async def _send(bot: Client, place: Place, view: View, part: str | None, *, last: bool) -> int:
    if part is not None:
        return await bot.send_text(place.chat, part, _beside(place, view, last=last))
    assert view.attachment is not None
    send = bot.send_photo if view.attachment.kind == "photo" else bot.send_document
    sent = await send(
        place.chat,
        view.attachment.content,
        filename=view.attachment.name,
        message_thread_id=place.thread,
        reply_parameters=ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None,
        reply_markup=InlineKeyboardMarkup.de_json(view.keyboard) if last and view.keyboard else None,
        disable_notification=place.silent or None,
    )
    return sent.message_id


def _beside(place: Place, view: View, *, last: bool) -> Json:
    """What goes with a message's words."""
    reply = {"message_id": place.reply_to, "allow_sending_without_reply": True} if place.reply_to else None
    return {
        **WORDS,
        "message_thread_id": place.thread,
        "reply_parameters": reply,
        "reply_markup": view.keyboard if last else None,
        "disable_notification": place.silent or None,
    }


async def acknowledge(bot: Client, query: CallbackQuery, note: str | None = None, *, alert: bool = False) -> None:
    """Stop the button's spinner; a press too old for that is fine."""
    try:
        await bot.call("answerCallbackQuery", callback_query_id=query.id, text=note, show_alert=alert or None)
    except BadRequest:
        _log.info("a button was pressed too long ago to be acknowledged")


async def edit(bot: Client, message: Message, view: View) -> None:
    """Replace a message of the bot's own; one that is gone or the same already is fine."""
    await _edit(bot, message.chat.id, message.message_id, view.messages[0], view.keyboard)


async def edit_keyboard(bot: Client, message: Message, keyboard: Keyboard) -> None:
    """Change the buttons under a message; one that is gone or the same already is fine."""
    place = {"chat_id": message.chat.id, "message_id": message.message_id}
    try:
        await bot.call("editMessageReplyMarkup", **place, reply_markup=keyboard)
    except BadRequest as error:
        _log.info("not edited: %s", error.message)


async def replace_all(bot: Client, place: Place, shown: Sequence[int], view: View) -> list[int]:
    """Make the messages *shown* say *view*: edited, those too many deleted, those missing sent; the numbers now."""
    together = list(zip(shown, view.messages, strict=False))
    for number, part in together:
        await _edit(bot, place.chat, number, part, view.keyboard if part is view.messages[-1] else None)
    for number in shown[len(view.messages) :]:
        try:
            await bot.delete_message(place.chat, number)
        except BadRequest as error:
            _log.info("not deleted: %s", error.message)
    rest = view.messages[len(shown) :]
    more = await deliver(bot, place, replace(view, messages=rest)) if rest else []
    return [*(number for number, _ in together), *more]


async def _edit(bot: Client, chat: int, number: int, part: str, keyboard: Keyboard | None) -> None:
    try:
        await bot.call("editMessageText", chat_id=chat, message_id=number, text=part, reply_markup=keyboard, **WORDS)
    except BadRequest as error:
        if built_wrong(error):
            raise
        _log.info("not edited: %s", error.message)


async def offer(bot: Client, query: InlineQuery, results: Sequence[Json], button: Json, seconds: int) -> None:
    """Answer an inline query; Telegram keeps the answer for this person for so many *seconds*."""
    given = {"results": list(results), "button": button, "cache_time": seconds, "is_personal": True}
    try:
        await bot.call("answerInlineQuery", inline_query_id=query.id, **given)
    except BadRequest as error:
        if built_wrong(error):
            raise
        _log.info("an inline query was not answered: %s", error.message)
