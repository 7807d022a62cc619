"""What Telegram sends, as far as the bot reads it: plain values, their types checked.

PTB's own objects have all that the Bot API has; to make one of a message takes as long as to answer it.
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

Json = dict[str, Any]

PRIVATE: Final = "private"
GROUPS: Final = ("group", "supergroup")


class _Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of an update; whatever else stands in it is left out."""


class User(_Value, frozen=True):
    """Somebody, or a bot."""

    id: int
    is_bot: bool = False
    language_code: str | None = None
    """Of their Telegram, as they set it."""


class Chat(_Value, frozen=True):
    """Where something was written, or in whose name."""

    id: int
    type: str


class Entity(_Value, frozen=True):
    """A part of a text with a meaning; in UTF-16 units."""

    type: str
    offset: int
    length: int
    user: User | None = None


class Quote(_Value, frozen=True):
    """The part of a message that a reply is to."""

    text: str


class Document(_Value, frozen=True):
    """A file; what is said of it may be untrue."""

    file_id: str
    file_name: str | None = None
    file_size: int | None = None


class Markup(_Value, frozen=True):
    """The buttons under a message."""

    inline_keyboard: tuple[tuple[Json, ...], ...] = ()


class Message(_Value, frozen=True, rename={"from_user": "from"}):
    """A message."""

    message_id: int
    chat: Chat
    date: int = 0
    """0 where Telegram gives no more of an old message than its place."""
    edit_date: int | None = None
    from_user: User | None = None
    sender_chat: Chat | None = None
    """The group or channel in whose name it was written."""
    via_bot: User | None = None
    is_automatic_forward: bool = False
    text: str | None = None
    entities: tuple[Entity, ...] = ()
    caption: str | None = None
    caption_entities: tuple[Entity, ...] = ()
    reply_to_message: Message | None = None
    quote: Quote | None = None
    external_reply: Any = None
    forward_origin: Any = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    forum_topic_created: Any = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    reply_markup: Markup | None = None
    document: Document | None = None
    animation: Any = None
    audio: Any = None
    contact: Any = None
    dice: Any = None
    game: Any = None
    invoice: Any = None
    live_photo: Any = None
    location: Any = None
    paid_media: Any = None
    photo: Any = None
    poll: Any = None
    sticker: Any = None
    story: Any = None
    venue: Any = None
    video: Any = None
    video_note: Any = None
    voice: Any = None

    @property
    def attached(self) -> bool:
        """Whether there is something with the words, or in their place."""
        return any(getattr(self, name) for name in _ATTACHMENTS)


_ATTACHMENTS: Final = Message.__struct_fields__[Message.__struct_fields__.index("document") :]


class CallbackQuery(_Value, frozen=True, rename={"from_user": "from"}):
    """A button was pressed."""

    id: str
    from_user: User
    message: Message | None = None
    """The one under which the button is."""
    data: str | None = None


class InlineQuery(_Value, frozen=True, rename={"from_user": "from"}):
    """The bot's name and something behind it, typed in any chat."""

    id: str
    from_user: User
    query: str = ""


class Update(_Value, frozen=True):
    """One of these, or something that the bot leaves alone."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    inline_query: InlineQuery | None = None

    @property
    def written(self) -> Message | None:
        """The message, new or edited."""
        return self.message or self.edited_message


def read(content: object) -> Update:
    """An update from its parsed JSON. ValueError if it is none."""
    return msgspec.convert(content, Update)


def packed(update: Update) -> str:
    """An update as JSON that ``unpacked`` reads."""
    # Not msgspec's own writer: what people type may have halves of characters in it.
    return json.dumps(msgspec.to_builtins(update))


def unpacked(text: str) -> Update:
    """What ``packed`` wrote. ValueError if it is something else."""
    return read(json.loads(text))
