"""What happens on each kind of arrival: one table, and handlers that ask the core and send a view."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.errors import KnowledgeError
from bot.live import Live
from bot.matching.answering import Answerer, Result
from bot.matching.entries import Kind
from bot.telegram import views
from bot.telegram.callbacks import Button, parse
from bot.telegram.conversations import Conversations
from bot.telegram.gate import FROM_A_PERSON, asked, is_private_person
from bot.telegram.sending import acknowledge, deliver, edit, send
from bot.telegram.views import View

_log = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
_OUR_MISTAKES = ("can't parse entities", "message is too long", "message text is empty")
"""What Telegram says of messages that were built wrongly."""
_EXPLAIN_MENTION = "Mention me together with a question, or use /ask, and I answer from the report."


class Handlers:
    """The handlers, with what they need to answer."""

    def __init__(self, live: Live, admins: frozenset[int]) -> None:
        self._live = live
        self._admins = admins
        self._conversations = Conversations()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Put the table of handlers into *application*."""
        new = filters.UpdateType.MESSAGE & FROM_A_PERSON
        table = {
            "start": self.help,
            "help": self.help,
            "ask": self.ask,
            "panelists": self.panelists,
            "panelist": self.panelist,
            "topics": self.topics,
            "takeaway": self.takeaway,
            "about": self.about,
            "privacy": self.privacy,
            "reload": self.reload,
        }
        for command, handler in table.items():
            application.add_handler(CommandHandler(command, handler, filters=new))
        # Telegram's clients show a command in a caption as one; PTB's CommandHandler looks at texts only.
        application.add_handler(MessageHandler(new & filters.CaptionRegex(r"^/ask(@\w+)?(\s|$)"), self.captioned))
        application.add_handler(CallbackQueryHandler(self.press))
        application.add_handler(MessageHandler(new & (filters.TEXT | filters.CAPTION), self.message))
        application.add_handler(
            MessageHandler(new & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, self.wordless)
        )
        application.add_error_handler(self.failed)

    @property
    def _answerer(self) -> Answerer:
        return self._live.current.answerer

    @property
    def _several(self) -> bool:
        return len(self._answerer.reports) > 1

    async def message(self, update: Update, context: Context) -> None:
        """Free text: a question in private, in groups one if the bot was asked."""
        question = asked(update, context.bot.id, context.bot.username)
        if question is None or update.message is None:
            return
        if not question.text:
            await send(update.message, views.text(_EXPLAIN_MENTION))
        elif question.text.startswith("/") and question.private:
            await send(update.message, views.text("I don't know that command. /help shows what I can do."))
        elif not question.text.startswith("/"):
            await self._reply(update.message, question.text)

    async def ask(self, update: Update, context: Context) -> None:
        """/ask QUESTION, or /ask in reply to somebody's message."""
        message = update.message
        if message is None:
            return
        question = _argument(message)
        quoted = message.reply_to_message
        if not question and quoted is not None:
            question = (quoted.text or quoted.caption or "").strip()
        if question:
            await self._reply(message, question)
        else:
            await send(message, views.text("Write your question behind it: /ask what about privacy?"))

    async def captioned(self, update: Update, context: Context) -> None:
        """/ask under a photo or a file, to this bot or to none."""
        caption = update.message.caption if update.message else None
        addressed = (caption or "").split(None, 1)[0].partition("@")[2]
        if not addressed or addressed.casefold() == context.bot.username.casefold():
            await self.ask(update, context)

    async def _reply(self, message: Message, question: str) -> None:
        answerer = self._answerer
        asker = message.sender_chat or message.from_user or message.chat
        key = (message.chat.id, asker.id)
        found = await asyncio.to_thread(answerer.answer, question, self._conversations.get(key))
        self._conversations.put(key, answerer.context(found))
        private = message.chat.type == ChatType.PRIVATE
        await send(message, views.answer(found, several=len(answerer.reports) > 1, private=private))

    async def help(self, update: Update, context: Context) -> None:
        """/start and /help."""
        if update.message is not None:
            await send(update.message, views.help_text(self._answerer.reports, admin=self._is_admin(update)))

    async def panelists(self, update: Update, context: Context) -> None:
        """/panelists."""
        await self._whole(update, "panelists")

    async def topics(self, update: Update, context: Context) -> None:
        """/topics."""
        await self._whole(update, "topics")

    async def takeaway(self, update: Update, context: Context) -> None:
        """/takeaway."""
        await self._whole(update, "takeaway")

    async def about(self, update: Update, context: Context) -> None:
        """/about: the event."""
        await self._whole(update, "event")

    async def _whole(self, update: Update, kind: Kind) -> None:
        if update.message is not None:
            await send(update.message, self._facts(kind))

    def _facts(self, kind: Kind) -> View:
        answerer = self._answerer
        shown = [answerer.whole(kind, n) for n in range(len(answerer.reports))]
        return views.results(shown, several=self._several)

    async def panelist(self, update: Update, context: Context) -> None:
        """/panelist NAME: all that one person said."""
        message = update.message
        if message is None:
            return
        name = _argument(message)
        people = await asyncio.to_thread(self._answerer.people, name) if name else []
        if people:
            await send(message, views.results(people, several=self._several))
            return
        facts = self._facts("panelists")
        unknown = f"I know no panelist called {name}." if name else "Whose points? Choose, or write /panelist NAME."
        await send(message, View((*views.text(unknown).messages, *facts.messages), facts.rows))

    async def privacy(self, update: Update, context: Context) -> None:
        """/privacy: what is kept."""
        if update.message is not None:
            await send(update.message, views.text(views.PRIVACY))

    async def reload(self, update: Update, context: Context) -> None:
        """/reload, by an admin in private: read the knowledge again; a bad file changes nothing."""
        if update.message is None:
            return
        if not self._is_admin(update):
            if update.message.chat.type == ChatType.PRIVATE:
                await send(update.message, views.text("Only the bot's admins can do that."))
            return
        try:
            before, after = await self._live.reload()
        except KnowledgeError as error:
            problems = [str(p) for p in error.problems]
            head = f"Nothing changed: {len(problems)} problem{'s' if len(problems) > 1 else ''}."
            await send(update.message, views.text(head, *problems))
            return
        if before is after:
            await send(update.message, views.text("The files have not changed."))
            return
        self._conversations.clear()
        reports = after.library.reports
        lines = [
            f"{r.title}: {len(r.panelists)} panelists, {sum(len(p.points) for p in r.panelists)} points"
            for r in reports
        ]
        _log.info("knowledge reloaded, revision %s", after.library.revision)
        await send(update.message, views.text("Reloaded.", *lines))

    async def press(self, update: Update, context: Context) -> None:
        """A button: its data is parsed, looked up anew, and never trusted."""
        query = update.callback_query
        if query is None:
            return
        button = parse(query.data)
        message = query.message if isinstance(query.message, Message) else None
        there = button is not None and self._is_there(button, message, query.data)
        await acknowledge(query, None if there else "That is not in the report any more.")
        if button is None or not there:
            return
        if message is None:
            # Telegram gives no more of a message that is too old; the chat of the person who pressed is left.
            chat = query.message.chat.id if query.message else query.from_user.id
            await deliver(context.bot, chat, self._pressed_view(button))
        elif button.action == "dismiss":
            await edit(message, "Then try it in other words; /topics shows what was spoken about.")
        else:
            await send(message, self._pressed_view(button), reply=message.chat.type != ChatType.PRIVATE)

    def _is_there(self, button: Button, message: Message | None, data: str | None) -> bool:
        """Whether what the button asks for exists; a dismissal only where the message offers it."""
        if button.action == "dismiss":
            keyboard = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
            return any(b.callback_data == data for row in keyboard for b in row)
        if button.action == "others":
            return bool(self._answerer.point(button.report, button.thing))
        return bool(self._pressed(button))

    def _pressed_view(self, button: Button) -> View:
        shown = self._pressed(button)
        return views.results(shown, several=self._several) if shown else views.text("Nobody else spoke on this.")

    def _pressed(self, button: Button) -> Sequence[Result]:
        answerer = self._answerer
        if button.action in ("panelists", "topics", "takeaway", "event"):
            kind: Kind = button.action
            known = [n for n, r in enumerate(answerer.reports) if not button.report or r.id == button.report]
            return [answerer.whole(kind, n) for n in known]
        if button.action == "panelist":
            number = int(button.thing) if button.thing.isdecimal() else 0
            return answerer.person(button.report, number)
        if button.action == "point":
            return answerer.point(button.report, button.thing)
        return answerer.others(button.report, button.thing) if button.action == "others" else []

    async def wordless(self, update: Update, context: Context) -> None:
        """A private message without words: a photo, a sticker, a voice message."""
        if update.message is not None:
            await send(update.message, views.text("I can only read text. Write me a question."))

    async def failed(self, update: object, context: Context) -> None:
        """Whatever a handler let through: one log entry for the operator, one line for the person."""
        error = context.error
        ours = isinstance(error, BadRequest) and any(m in error.message.lower() for m in _OUR_MISTAKES)
        if isinstance(error, (Forbidden, BadRequest)) and not ours:
            # Blocked, kicked, muted, a closed topic: final, and writing there again would fail again.
            _log.warning("not sent: %s", error.message)
            return
        if isinstance(error, NetworkError) and not ours:
            _log.warning("the Bot API server did not take an answer: %s", error.message)
            return
        _log.error("an update could not be handled", exc_info=error)
        if isinstance(update, Update) and update.message is not None:
            try:
                await send(update.message, views.text("Something went wrong on my side. Please ask again in a moment."))
            except TelegramError as again:
                _log.warning("the apology was not sent: %s", again.message)

    def _is_admin(self, update: Update) -> bool:
        user = update.effective_user
        return user is not None and user.id in self._admins and is_private_person(update)


def _argument(message: Message) -> str:
    """What stands behind the command."""
    parts = (message.text or message.caption or "").split(None, 1)
    return parts[1].strip() if len(parts) > 1 else ""
