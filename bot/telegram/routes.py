"""The table of handlers: what happens on each kind of arrival. The only place that PTB's application knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from telegram import CallbackQuery, Chat, Message, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.telegram import admins, asking, browsing, gate, privacy
from bot.telegram.arrival import Arrival, B, Handler, Press, PressHandler, Reaction
from bot.telegram.buttons import Dismiss, ShowList, ShowOthers, ShowPanelist, ShowPoint
from bot.telegram.callbacks import Button, Parser
from bot.telegram.catalogue import choose
from bot.telegram.commands import COMMANDS
from bot.telegram.failures import failed
from bot.telegram.markup import View, text
from bot.telegram.sending import acknowledge, edit
from bot.telegram.state import State


@dataclass(frozen=True, slots=True)
class On:
    """One kind of button and what its press does."""

    kind: type[Button]
    handler: Callable[[Press, Button], Awaitable[Reaction]]
    admin: bool


def on(kind: type[B], handler: PressHandler[B], *, admin: bool = False) -> On:
    """A line of the table of buttons; *admin*: only for the bot's admins, in private."""
    return On(kind, cast("Callable[[Press, Button], Awaitable[Reaction]]", handler), admin)


ON_COMMAND: Final[Mapping[str, Handler]] = {
    "ask": asking.ask,
    "panelists": browsing.panelists,
    "panelist": browsing.panelist,
    "topics": browsing.topics,
    "takeaway": browsing.takeaway,
    "about": browsing.about,
    "help": browsing.help,
    "start": browsing.help,
    "privacy": privacy.privacy,
    # For the bot's admins (bot.telegram.commands says so, and it is checked before)
    "reload": admins.reload,
}

ON_BUTTON: Final = (
    on(ShowPanelist, browsing.panelist_pressed),
    on(ShowPoint, browsing.point_pressed),
    on(ShowOthers, browsing.others_pressed),
    on(ShowList, browsing.list_pressed),
    on(Dismiss, asking.dismissed),
    # For the bot's admins
)

ON_QUESTION: Final[Handler] = asking.question
ON_DOCUMENT: Final[Handler | None] = None
"""A file from an admin in private."""

_FOR_ADMINS = frozenset(c.name for c in COMMANDS if c.admin)
_PARSER: Final = Parser(line.kind for line in ON_BUTTON)
_BUTTONS: Final = {line.kind: line for line in ON_BUTTON}

Context = ContextTypes.DEFAULT_TYPE


class Routes:
    """The way of an update to its handler."""

    def __init__(self, state: State) -> None:
        self._state = state

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Connect the tables to *application*."""
        # PTB's own command handler looks at texts only; commands in captions are commands too.
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.message))
        application.add_handler(CallbackQueryHandler(self.press))
        application.add_error_handler(failed)

    async def message(self, update: Update, context: Context) -> None:
        """A new message, of whatever kind."""
        message = update.message
        if message is None:
            return
        read = gate.read(message, context.bot.id, context.bot.username)
        if read is None:
            return
        arrival = self._arrival(message, context, getattr(read, "text", ""))
        view = await self._dealt_with(arrival, read, message)
        if view is not None:
            await arrival.send(view)

    async def _dealt_with(self, arrival: Arrival, read: gate.Read, message: Message) -> View | None:
        say = arrival.say
        if message.document is not None and arrival.admin and ON_DOCUMENT is not None:
            return await ON_DOCUMENT(arrival)
        match read:
            case gate.Asked():
                return await ON_QUESTION(arrival)
            case gate.Commanded(name, _, addressed):
                handler = ON_COMMAND.get(name)
                if name in _FOR_ADMINS and not arrival.admin:
                    return text(say("admins-only")) if arrival.private else None
                if handler is None:
                    return text(say("unknown-command")) if addressed else None
                return await handler(arrival)
            case gate.Wordless():
                return text(say("only-text"))
            case gate.Overheard():
                return None

    async def press(self, update: Update, context: Context) -> None:
        """A button: its data is parsed, looked up anew, and never trusted."""
        query = update.callback_query
        if query is None:
            return
        press = self._press(query, context)
        button = _PARSER(query.data)
        line = _BUTTONS.get(type(button)) if button else None
        if button is None or line is None or (line.admin and not press.admin):
            await acknowledge(query, press.say("gone"))
            return
        reaction = await line.handler(press, button)
        await acknowledge(query, reaction.note, alert=reaction.alert)
        if reaction.edit is not None and press.message is not None:
            await edit(press.message, reaction.edit)
        if reaction.send is not None:
            await press.send(reaction.send)

    def _arrival(self, message: Message, context: Context, words: str) -> Arrival:
        user = message.from_user
        return Arrival(
            state=self._state,
            bot=context.bot,
            say=choose([user.language_code if user else None]),
            chat=message.chat,
            user=user,
            message=message,
            text=words,
        )

    def _press(self, query: CallbackQuery, context: Context) -> Press:
        message = query.message if isinstance(query.message, Message) else None
        # Telegram gives no more of a message that is too old; then the chat alone is left.
        chat = query.message.chat if query.message else Chat(query.from_user.id, Chat.PRIVATE)
        return Press(
            state=self._state,
            bot=context.bot,
            say=choose([query.from_user.language_code]),
            chat=chat,
            user=query.from_user,
            message=message,
            query=query,
        )
