"""A question back, and what comes of it: a choice is an answer, none of them is a question for the review."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.answering import Result
from bot.matching.followup import Context
from bot.storage.answers import KeptAnswer
from bot.telegram.arrival import Press, Reaction
from bot.telegram.chats import keeping, views
from bot.telegram.chats.buttons import Dismiss
from bot.telegram.chats.conversations import Exchange, Suggestion
from bot.telegram.chats.showing import shown
from bot.telegram.markup import text
from bot.telegram.sending import numbers_of
from bot.telegram.updates import Message


async def chosen(press: Press, found: Sequence[Result], look: views.Look) -> Reaction:
    """Show what a button stands for; if the bot had asked back above it, as the answer to that question."""
    suggestion = await _asked_back(press)
    if suggestion is None:
        return Reaction(send=await shown(press, found, look))

    async def remember(numbers: list[int]) -> None:
        state, chat = press.state, press.chat.id
        state.conversations.put((chat, press.asker), _context(press, found[0]))
        under = press.message.message_id if press.message else 0
        state.conversations.remember(Exchange((chat, under), suggestion.question, None, tuple(numbers)))
        question, language = suggestion.question, suggestion.language
        await keeping.write(state, keeping.kept(press, question, language, found[:1], "answer", numbers, None))

    answer = keeping.answer_id(press, suggestion.question)
    return Reaction(send=await shown(press, found, look, vote=answer), after=remember)


async def dismissed(press: Press, button: Dismiss) -> Reaction:
    """None of the suggestions; only where the message offers it."""
    message = press.message
    settled = press.state.conversations.settled
    again = message is not None and any(settled(message.chat.id, number) for number in numbers_of(message))
    suggestion = await _asked_back(press)
    if suggestion is None:
        return Reaction(note=press.say("gone"))
    if suggestion.question and not again:
        await keeping.review(press.state, suggestion.question, suggestion.language, "suggestion")
    return Reaction(edit=text(press.say("dismissed")))


async def _asked_back(press: Press) -> Suggestion | None:
    """The question that the message of the press asked back about; None if it is no question back."""
    message = press.message
    if message is None or not _offers_none(message):
        return None
    chat, numbers = message.chat.id, numbers_of(message)
    for number in numbers:
        waiting = press.state.conversations.choose(chat, number)
        if waiting is not None:
            return waiting
    # Chosen from before, or asked before a restart.
    exchange: Exchange | None = None
    kept: KeptAnswer | None = None
    for number in numbers:
        exchange = exchange or press.state.conversations.shown_in(chat, number)
        kept = kept or await press.state.stored(press.state.database.answers.of_message(chat, number), None)
    question = exchange.question if exchange else (kept and kept.question) or ""
    return Suggestion(question, kept.language if kept else "en")


def _offers_none(message: Message) -> bool:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.get("callback_data") == Dismiss().pack() for row in rows for button in row)


def _context(press: Press, r: Result) -> Context | None:
    if r.panelist is None:
        return None
    report, panelist = press.answerer.reports.index(r.report), r.panelist - 1
    return Context((report, panelist), (report, panelist, r.point - 1) if r.point is not None else None)
