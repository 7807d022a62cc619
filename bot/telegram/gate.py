"""Was the bot asked? One decision for every message, before anything is matched."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import filters

_SERVICE_USERS = frozenset({777000, 136817688, 1087968824})
"""Telegram itself, posts as a channel, anonymous admins: never a person's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The bot was asked: the question, the mention taken out; empty if there was only the mention."""

    text: str
    private: bool


def asked(update: Update, bot_id: int, username: str) -> Asked | None:
    """What the bot was asked in *update*; None where it was not and stays silent."""
    message = update.message
    if message is None or from_a_machine(message):
        return None
    text = message.text or message.caption
    if text is None:
        return None
    if message.chat.type == ChatType.PRIVATE:
        return Asked(text.strip(), private=True)
    if message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    rest, mentioned = _without_mention(message, text, bot_id, username)
    if mentioned or _replies_to(message, bot_id):
        return Asked(rest.strip(), private=False)
    return None


def is_private_person(update: Update) -> bool:
    """Whether a real user writes in a private chat: the only place where an admin's id counts."""
    message, user = update.message, update.effective_user
    return (
        message is not None
        and user is not None
        and message.chat.type == ChatType.PRIVATE
        and message.sender_chat is None
        and message.chat.id == user.id
        and not user.is_bot
        and user.id not in _SERVICE_USERS
    )


class _FromAPerson(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return not from_a_machine(message)


FROM_A_PERSON = _FromAPerson("FROM_A_PERSON")
"""Every handler's first condition."""


def from_a_machine(message: Message) -> bool:
    """Other bots and what was sent through one: two bots must never talk in a loop."""
    user = message.from_user
    is_bot = user is not None and user.is_bot and user.id not in _SERVICE_USERS
    return is_bot or message.via_bot is not None or bool(message.is_automatic_forward)


def _replies_to(message: Message, bot_id: int) -> bool:
    reply = message.reply_to_message
    return reply is not None and reply.from_user is not None and reply.from_user.id == bot_id


def _without_mention(message: Message, text: str, bot_id: int, username: str) -> tuple[str, bool]:
    """The text without the bot's mentions, cut at their offsets (UTF-16 units), and whether there was one."""
    data = text.encode("utf-16-le")
    entities = message.entities if message.text else message.caption_entities
    mentioned = False
    for entity in reversed(entities):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = data[start:end].decode("utf-16-le", errors="replace").casefold() == f"@{username}".casefold()
        meant = entity.user is not None and entity.user.id == bot_id
        if (entity.type == MessageEntity.MENTION and named) or (entity.type == MessageEntity.TEXT_MENTION and meant):
            mentioned = True
            data = data[:start] + " ".encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le", errors="replace"), mentioned
