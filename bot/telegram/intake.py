"""From an update to its handler: who writes, in which language, with which settings; and what comes back is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ChatType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.storage.chats import ChatSettings
from bot.telegram import gate, routes
from bot.telegram.arrival import Arrival, Press
from bot.telegram.catalogue import Catalogue, choose
from bot.telegram.failures import Failures
from bot.telegram.markup import View, text
from bot.telegram.sending import acknowledge, edit, edit_keyboard
from bot.telegram.state import State

Context = ContextTypes.DEFAULT_TYPE
_FIRST = -1
_OF_PEOPLE = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE


class Intake:
    """The way of an update to its handler."""

    def __init__(self, state: State) -> None:
        self._state = state

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Connect to *application*. New and edited messages only: not those of channels, businesses and guests."""
        add = application.add_handler
        add(TypeHandler(Update, self.seen), group=_FIRST)
        # PTB's own command handler looks at texts only; commands in captions are commands too.
        add(MessageHandler(_OF_PEOPLE, self._counted(self.message)))
        add(CallbackQueryHandler(self._counted(self.press)))
        add(InlineQueryHandler(self._counted(self.inline)))
        application.add_error_handler(Failures(self._state).failed)

    async def seen(self, update: Update, context: Context) -> None:
        """Whatever came in, it is a sign of life."""
        self._state.health.seen = datetime.now(UTC)

    def _counted(self, handle: Callable[[Update, Context], Awaitable[None]]) -> Callable[[Update, Context], Any]:
        async def counted(update: Update, context: Context) -> None:
            self._state.health.busy += 1
            try:
                await handle(update, context)
            finally:
                self._state.health.busy -= 1

        return counted

    async def message(self, update: Update, context: Context) -> None:
        """A message, new or edited, of whatever kind."""
        message = update.message or update.edited_message
        if message is None:
            return
        if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
            await routes.ON_MOVE(self._state, message)
            return
        read = gate.asked(update, context.bot.id, context.bot.username)
        if read is None:
            return
        arrival = await self._arrival(message, context, getattr(read, "text", ""))
        if update.edited_message is not None:
            await routes.ON_EDIT(arrival)
            return
        view = await self._dealt_with(arrival, read, message)
        if view is not None:
            await arrival.send(view)

    async def _dealt_with(self, arrival: Arrival, read: gate.Read, message: Message) -> View | None:
        say = arrival.say
        if message.document is not None and arrival.admin and routes.ON_DOCUMENT is not None:
            return await routes.ON_DOCUMENT(arrival)
        match read:
            case gate.Asked():
                return await routes.ON_QUESTION(arrival)
            case gate.Commanded(name, _, addressed):
                handler = routes.ON_COMMAND.get(name)
                if name in routes.FOR_ADMINS and not arrival.admin:
                    return text(say("admins-only")) if arrival.private else None
                if handler is None:
                    return text(say("unknown-command")) if addressed else None
                return await handler(arrival)
            case gate.Wordless():
                return text(say("only-text"))
            case gate.Overheard():
                if arrival.settings.mode == "open":
                    await routes.ON_OVERHEARD(arrival)
        return None

    async def press(self, update: Update, context: Context) -> None:
        """A button: its data is parsed, looked up anew, and never trusted."""
        query = update.callback_query
        if query is None:
            return
        press = await self._press(query, context)
        button = routes.PARSER(query.data)
        line = routes.BUTTONS.get(type(button)) if button else None
        if button is None or line is None or (line.admin and not press.admin):
            await acknowledge(query, press.say("gone"))
            return
        reaction = await line.handler(press, button)
        await acknowledge(query, reaction.note, alert=reaction.alert)
        if press.message is not None and reaction.edit is not None:
            await edit(press.message, reaction.edit)
        if press.message is not None and reaction.keyboard is not None:
            await edit_keyboard(press.message, reaction.keyboard)
        messages = await press.send(reaction.send) if reaction.send is not None else []
        if reaction.after is not None:
            await reaction.after(messages)

    async def inline(self, update: Update, context: Context) -> None:
        """The bot's name and a query, typed in any chat."""
        query = update.inline_query
        if query is not None:
            own = await self._state.stored(self._state.database.people.language(query.from_user.id), None)
            await routes.ON_INLINE(self._state, query, choose([own, query.from_user.language_code]))

    async def _arrival(self, message: Message, context: Context, words: str) -> Arrival:
        user = message.from_user
        settings = await self._settings(message.chat)
        # Whoever writes in the name of a group or channel has no language of their own.
        speaker = user if message.sender_chat is None else None
        return Arrival(
            state=self._state,
            bot=context.bot,
            say=await self._language(settings, speaker.id if speaker else None, user.language_code if user else None),
            chat=message.chat,
            settings=settings,
            answerer=await self._state.live.part(settings.reports),
            user=user,
            message=message,
            text=words,
        )

    async def _press(self, query: CallbackQuery, context: Context) -> Press:
        user = query.from_user
        # Telegram gives no more of a message that is too old; then its chat alone is left, or not even that.
        chat = query.message.chat if query.message else Chat(user.id, Chat.PRIVATE)
        settings = await self._settings(chat)
        return Press(
            state=self._state,
            bot=context.bot,
            say=await self._language(settings, user.id, user.language_code),
            chat=chat,
            settings=settings,
            answerer=await self._state.live.part(settings.reports),
            user=user,
            message=query.message if isinstance(query.message, Message) else None,
            query=query,
        )

    async def _settings(self, chat: Chat) -> ChatSettings:
        if chat.type == ChatType.PRIVATE:
            return ChatSettings()
        return await self._state.stored(self._state.database.chats.settings(chat.id), ChatSettings())

    async def _language(self, settings: ChatSettings, user: int | None, telegram: str | None) -> Catalogue:
        """The group's language, else the person's own, else that of their Telegram, else English."""
        own = None
        if settings.language is None and user is not None:
            own = await self._state.stored(self._state.database.people.language(user), None)
        return choose([settings.language, own, telegram])
