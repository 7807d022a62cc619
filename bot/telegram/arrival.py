"""What a handler gets: one update that is the bot's business, and what goes with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.matching.answering import Answerer
from bot.storage.chats import ChatSettings
from bot.telegram.callbacks import Button
from bot.telegram.catalogue import Catalogue
from bot.telegram.client import Client
from bot.telegram.gate import is_person_in_private
from bot.telegram.markup import Keyboard, View
from bot.telegram.sending import Place, deliver
from bot.telegram.state import State
from bot.telegram.updates import PRIVATE, CallbackQuery, Chat, Message, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message, or what came of it, to be dealt with."""

    state: State
    bot: Client
    say: Catalogue
    """The texts in the language of this person or chat."""
    chat: Chat
    settings: ChatSettings
    """The chat's; in private the defaults, but for the reports, which the person chose."""
    answerer: Answerer
    """What answers here: in a group from the reports that it uses."""
    user: User | None
    message: Message | None
    """For a press the message under which the button is; None if Telegram gives no more of it."""
    text: str = ""
    """The question, or what stands behind the command."""

    @property
    def private(self) -> bool:
        """Whether this is a chat with one person."""
        return self.chat.type == PRIVATE

    @property
    def admin(self) -> bool:
        """Whether an admin of the bot does this in private; nowhere else does an admin's id count."""
        return (
            self.user is not None
            and self.user.id in self.state.admins
            and is_person_in_private(self.chat, self.user, self.message)
        )

    @property
    def asker(self) -> int:
        """Who asks: the person, or the chat in whose name a message is written."""
        if self.message is not None and self.message.sender_chat is not None:
            return self.message.sender_chat.id
        return self.user.id if self.user else self.chat.id

    @property
    def only(self) -> frozenset[str]:
        """The ids of the reports that this person wants to hear of in private; empty for all."""
        return self.settings.reports if self.private else frozenset()

    @property
    def several(self) -> bool:
        """Whether the bot has several reports, so that each thing shown names its own."""
        return len(self.state.live.current.library.reports) > 1

    @property
    def place(self) -> Place:
        """Where the answer goes."""
        silent = self.settings.quiet
        return Place.of(self.message, silent=silent) if self.message else Place(self.chat.id, silent=silent)

    async def send(self, view: View) -> list[int]:
        """Send *view* there; the numbers of its messages."""
        return await deliver(self.bot, self.place, view)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Arrival):
    """A button was pressed; ``message`` is the one it is under."""

    query: CallbackQuery


@dataclass(frozen=True, slots=True)
class Reaction:
    """What comes of a press: it is acknowledged with the note, then the message changes, then something is sent."""

    note: str | None = None
    """A line over the chat, at most 200 characters."""
    alert: bool = False
    """The note has to be dismissed."""
    edit: View | None = None
    """What the message becomes (the first message of the view)."""
    keyboard: Keyboard | None = None
    """The buttons that it gets, its text as it is."""
    send: View | None = None
    after: Callable[[list[int]], Awaitable[None]] | None = None
    """What is to be done with the numbers of the messages that were sent."""


Handler = Callable[[Arrival], Awaitable[View | None]]
"""Deals with a command or a question; the view is sent by the caller."""
B = TypeVar("B", bound=Button)
PressHandler = Callable[[Press, B], Awaitable[Reaction]]
"""Deals with a press on one kind of button."""
