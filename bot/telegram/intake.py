"""From an update to its handler: who writes, in which language, with which settings; and what comes back is sent."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ChatType
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.matching.answering import Answerer
from bot.storage.chats import ChatSettings
from bot.telegram import gate, routes
from bot.telegram.arrival import Arrival, Handler, Press
from bot.telegram.budgets import GROUP, PERSON, Verdict
from bot.telegram.catalogue import Catalogue, choose
from bot.telegram.client import Client
from bot.telegram.delivery.notes import bounded_work
from bot.telegram.failures import Failures
from bot.telegram.markup import View, text
from bot.telegram.sending import acknowledge, edit, edit_keyboard
from bot.telegram.state import State

Context = CallbackContext[Client, Any, Any, Any]
_FIRST = -1
_LONGEST_SECONDS = 300.0
"""No work takes so long that is not stuck; whoever asked is told then, and the chat goes on."""
_OF_PEOPLE = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE


def _line(key: str) -> Handler:
    """Says one line."""

    async def say(arrival: Arrival) -> View:
        return text(arrival.say(key))

    return say


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
            self._state.health.begun = time.monotonic()
            try:
                async with bounded_work(_LONGEST_SECONDS):
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
        if isinstance(read, gate.Overheard):
            if arrival.settings.mode == "open":
                await routes.ON_OVERHEARD(arrival)
            return
        changed = update.edited_message is not None
        handler = routes.ON_EDIT if changed else self._handler(arrival, read)
        verdict = self._spend(arrival) if handler else Verdict.DROP
        if handler is not None and verdict is Verdict.FINE:
            view = await handler(arrival)
        else:
            loud = verdict is Verdict.SAY_SO and not changed and not arrival.settings.quiet
            view = text(arrival.say("too-many")) if loud else None
        if view is not None:
            await arrival.send(view)

    def _handler(self, arrival: Arrival, read: gate.Read) -> Handler | None:
        """What deals with a new message; None if nothing does."""
        document = arrival.message is not None and arrival.message.document is not None
        if document and arrival.admin:
            return routes.ON_DOCUMENT
        match read:
            case gate.Asked():
                return routes.ON_QUESTION
            case gate.Commanded(name, _, addressed):
                if name in routes.FOR_ADMINS and not arrival.admin:
                    return _line("admins-only") if arrival.private else None
                return routes.ON_COMMAND.get(name) or (_line("unknown-command") if addressed else None)
            case gate.Wordless():
                return _line("only-text")
        return None

    def _spend(self, arrival: Arrival) -> Verdict:
        """Whether there is budget left for what somebody wants; the bot's own admins at their work need none."""
        if arrival.admin:
            return Verdict.FINE
        claims = [(("person", arrival.asker), PERSON)]
        if not arrival.private:
            claims.append((("chat", arrival.chat.id), GROUP))
        return self._state.budgets.spend(*claims)

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
        if self._spend(press) is not Verdict.FINE:
            await acknowledge(query, press.say("too-many"))
            return
        reaction = await line.handler(press, button)
        await acknowledge(query, reaction.note, alert=reaction.alert)
        if press.message is not None and reaction.edit is not None:
            await edit(press.message, reaction.edit)
        if press.message is not None and reaction.keyboard is not None:
            await edit_keyboard(press.message, reaction.keyboard)
        numbers = await press.send(reaction.send) if reaction.send is not None else []
        if reaction.after is not None:
            await reaction.after(numbers)

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
            answerer=await self._answerer(message.chat, settings),
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
            answerer=await self._answerer(chat, settings),
            user=user,
            message=query.message if isinstance(query.message, Message) else None,
            query=query,
        )

    async def _settings(self, chat: Chat) -> ChatSettings:
        state = self._state
        if chat.type == ChatType.PRIVATE:
            return ChatSettings(reports=await state.stored(state.database.people.reports(chat.id), frozenset()))
        return await state.stored(state.database.chats.settings(chat.id), ChatSettings())

    async def _answerer(self, chat: Chat, settings: ChatSettings) -> Answerer:
        """What a group answers from; in private all there is, for a question may name a report that was not chosen."""
        return await self._state.live.part(frozenset() if chat.type == ChatType.PRIVATE else settings.reports)

    async def _language(self, settings: ChatSettings, user: int | None, telegram: str | None) -> Catalogue:
        """The group's language, else the person's own, else that of their Telegram, else English."""
        own = None
        if settings.language is None and user is not None:
            own = await self._state.stored(self._state.database.people.language(user), None)
        return choose([settings.language, own, telegram])
