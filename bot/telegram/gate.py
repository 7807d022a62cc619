"""Was the bot asked? One decision for every message, before anything is matched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.telegram.updates import GROUPS, PRIVATE, Chat, Message, Update, User

_SERVICE_USERS = frozenset({777000, 136817688, 1087968824})
"""Telegram itself, posts as a channel, anonymous admins: never a person's id."""
_MENTION, _TEXT_MENTION = "mention", "text_mention"
_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """The bot was asked: the question, the mention taken out; empty if there was only the mention."""

    text: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command for this bot, known or not."""

    name: str
    text: str
    """What stands behind it."""
    addressed: bool
    """In private, or with the bot's name: nobody else can have been meant."""


@dataclass(frozen=True, slots=True)
class Overheard:
    """Something was written in a group, to nobody in particular."""

    text: str


@dataclass(frozen=True, slots=True)
class Wordless:
    """A private message that has no words: a sticker, a voice message, a file."""


Read = Asked | Commanded | Overheard | Wordless


def asked(update: Update, bot_id: int, username: str) -> Read | None:
    """What *update* is to the bot; None where it stays silent whatever its settings.

    Only messages of people can be anything, new ones and edited questions: no posts of channels, no messages of
    businesses or guests, none of other bots or made with one.
    """
    message = update.written
    if message is None or _from_a_machine(message):
        return None
    found = _read(message, bot_id, username)
    if update.edited_message is None or isinstance(found, Asked):
        return found
    return found if isinstance(found, Commanded) and found.name == "ask" else None


def _read(message: Message, bot_id: int, username: str) -> Read | None:
    private = message.chat.type == PRIVATE
    if not private and message.chat.type not in GROUPS:
        return None
    text = message.text or message.caption
    if text is None:
        return Wordless() if private and message.attached else None
    rest, mentioned = _without_mention(message, text, bot_id, username)
    if found := _COMMAND.match(rest.lstrip() if mentioned else rest):
        ours = (found[2] or "").casefold() == username.casefold()
        if found[2] and not ours:
            return Commanded("", "", addressed=True) if private else None
        return Commanded(found[1].lower(), rest.lstrip()[found.end() :].strip(), private or ours or mentioned)
    if rest.startswith("/"):
        return Commanded("", "", addressed=True) if private else None
    if private or mentioned or _replies_to(message, bot_id):
        return Asked(rest.strip())
    return None if _to_somebody(message) else Overheard(rest.strip())


def is_person_in_private(chat: Chat, user: User, message: Message | None) -> bool:
    """Whether a real user writes in a private chat: the only place where an admin's id counts."""
    return (
        chat.type == PRIVATE
        and (message is None or message.sender_chat is None)
        and chat.id == user.id
        and not user.is_bot
        and user.id not in _SERVICE_USERS
    )


def _from_a_machine(message: Message) -> bool:
    """Other bots and what was sent through one: two bots must never talk in a loop."""
    user = message.from_user
    is_bot = user is not None and user.is_bot and user.id not in _SERVICE_USERS
    return is_bot or message.via_bot is not None or message.is_automatic_forward


def _replies_to(message: Message, bot_id: int) -> bool:
    reply = message.reply_to_message
    # In a topic everything that replies to nothing replies to the topic's creation.
    if reply is None or reply.forum_topic_created is not None:
        return False
    return reply.from_user is not None and reply.from_user.id == bot_id


def _to_somebody(message: Message) -> bool:
    """Whether a message answers or names somebody, or was said elsewhere: nobody else was asked."""
    reply = message.reply_to_message
    return (
        (reply is not None and reply.forum_topic_created is None)
        or message.external_reply is not None
        or message.forward_origin is not None
        or any(e.type in (_MENTION, _TEXT_MENTION) for e in (*message.entities, *message.caption_entities))
    )


def _without_mention(message: Message, text: str, bot_id: int, username: str) -> tuple[str, bool]:
    """The text without the bot's mentions, cut at their offsets (UTF-16 units), and whether there was one."""
    entities = message.entities if message.text else message.caption_entities
    if not entities and text.isascii():
        return text, False
    data = text.encode("utf-16-le", "surrogatepass")
    mentioned = False
    for entity in reversed(entities):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = data[start:end].decode("utf-16-le", errors="replace").casefold() == f"@{username}".casefold()
        meant = entity.user is not None and entity.user.id == bot_id
        if (entity.type == _MENTION and named) or (entity.type == _TEXT_MENTION and meant):
            mentioned = True
            data = data[:start] + " ".encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le", errors="replace"), mentioned
