"""From an update to its handler: who writes, in which language, with which settings; and what comes back is sent."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from telegram.ext import Application, CallbackContext, TypeHandler

from bot.matching.answering import Answerer
from bot.storage.chats import ChatSettings
from bot.storage.people import Choices
from bot.telegram import gate, routes
from bot.telegram.arrival import Arrival, Handler, Press
from bot.telegram.budgets import GROUP, PERSON, Verdict
from bot.telegram.catalogue import choose
from bot.telegram.client import Client
from bot.telegram.delivery.notes import Bound
from bot.telegram.failures import Failures
from bot.telegram.markup import View, text
from bot.telegram.sending import acknowledge, edit, edit_keyboard
from bot.telegram.state import State
from bot.telegram.updates import PRIVATE, CallbackQuery, Chat, InlineQuery, Message, Update

Context = CallbackContext[Client, Any, Any, Any]
_LONGEST_SECONDS = 300.0
"""No work takes so long that is not stuck; whoever asked is told then, and the chat goes on."""


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
        """Connect to *application*."""
        application.add_handler(TypeHandler(Update, self.take))
        application.add_error_handler(Failures(self._state).failed)

    async def take(self, update: Update, context: Context) -> None:
        """Whatever came in: it is a sign of life, and what is none of these is left alone."""
        health = self._state.health
        health.seen = datetime.now(UTC)
        health.busy += 1
        health.begun = time.monotonic()
        try:
            async with Bound(_LONGEST_SECONDS):
                if update.written is not None:
                    await self._message(update, update.written, context.bot)
                elif update.callback_query is not None:
                    await self._pressed(update.callback_query, context.bot)
                elif update.inline_query is not None:
                    await self._inline(update.inline_query, context.bot)
        finally:
            health.busy -= 1

    async def _message(self, update: Update, message: Message, bot: Client) -> None:
        """A message, new or edited, of whatever kind."""
        if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
            await routes.ON_MOVE(self._state, message)
            return
        read = gate.asked(update, bot.id, bot.username)
        if read is None:
            return
        arrival = await self._arrival(message, bot, getattr(read, "text", ""))
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
        # A button's message has the date at which the bot wrote it, not that of the press.
        message = None if isinstance(arrival, Press) else arrival.message
        date = (message.edit_date or message.date) if message else None
        return self._state.budgets.spend(*claims, date=date)

    async def _pressed(self, query: CallbackQuery, bot: Client) -> None:
        """A button: its data is parsed, looked up anew, and never trusted."""
        press = await self._press(query, bot)
        button = routes.PARSER(query.data)
        line = routes.BUTTONS.get(type(button)) if button else None
        if button is None or line is None or (line.admin and not press.admin):
            await acknowledge(bot, query, press.say("gone"))
            return
        if self._spend(press) is not Verdict.FINE:
            await acknowledge(bot, query, press.say("too-many"))
            return
        reaction = await line.handler(press, button)
        await acknowledge(bot, query, reaction.note, alert=reaction.alert)
        if press.message is not None and reaction.edit is not None:
            await edit(bot, press.message, reaction.edit)
        if press.message is not None and reaction.keyboard is not None:
            await edit_keyboard(bot, press.message, reaction.keyboard)
        numbers = await press.send(reaction.send) if reaction.send is not None else []
        if reaction.after is not None:
            await reaction.after(numbers)

    async def _inline(self, query: InlineQuery, bot: Client) -> None:
        """The bot's name and a query, typed in any chat."""
        user = query.from_user
        own = await self._choices(user.id)
        await routes.ON_INLINE(self._state, bot, query, choose([own.language, user.language_code]))

    async def _arrival(self, message: Message, bot: Client, words: str) -> Arrival:
        user = message.from_user
        # Whoever writes in the name of a group or channel has no language of their own.
        speaker = user if message.sender_chat is None else None
        settings, own = await self._known(message.chat, speaker.id if speaker else None)
        return Arrival(
            state=self._state,
            bot=bot,
            say=choose([settings.language, own.language, user.language_code if user else None]),
            chat=message.chat,
            settings=settings,
            answerer=await self._answerer(message.chat, settings),
            user=user,
            message=message,
            text=words,
        )

    async def _press(self, query: CallbackQuery, bot: Client) -> Press:
        user = query.from_user
        # Telegram gives no more of a message that is too old; then its chat alone is left, or not even that.
        chat = query.message.chat if query.message else Chat(user.id, PRIVATE)
        settings, own = await self._known(chat, user.id)
        return Press(
            state=self._state,
            bot=bot,
            say=choose([settings.language, own.language, user.language_code]),
            chat=chat,
            settings=settings,
            answerer=await self._answerer(chat, settings),
            user=user,
            message=query.message if query.message and query.message.date else None,
            query=query,
        )

    async def _known(self, chat: Chat, user: int | None) -> tuple[ChatSettings, Choices]:
        """How the bot is to behave in a chat, and what somebody chose for themselves where that matters there."""
        if chat.type == PRIVATE:
            own = await self._choices(chat.id)
            return ChatSettings(reports=own.reports), own
        state = self._state
        settings = await state.stored(state.database.chats.settings(chat.id), ChatSettings())
        if user is None or settings.language is not None:
            return settings, Choices()
        return settings, await self._choices(user)

    async def _choices(self, user: int) -> Choices:
        return await self._state.stored(self._state.database.people.choices(user), Choices())

    async def _answerer(self, chat: Chat, settings: ChatSettings) -> Answerer:
        """What a group answers from; in private all there is, for a question may name a report that was not chosen."""
        return await self._state.live.part(frozenset() if chat.type == PRIVATE else settings.reports)
