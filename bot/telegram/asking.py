"""Questions: as a message, by /ask, by a reply."""

from __future__ import annotations

import asyncio

from bot.telegram import views
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.buttons import Dismiss
from bot.telegram.markup import View, text


async def question(arrival: Arrival) -> View:
    """Free text to the bot; without any there was only its name."""
    return await _answered(arrival, arrival.text) if arrival.text else text(arrival.say("explain-mention"))


async def ask(arrival: Arrival) -> View:
    """/ask QUESTION, or /ask in reply to somebody's message."""
    quoted = arrival.message and arrival.message.reply_to_message
    asked = arrival.text or (quoted and (quoted.text or quoted.caption or "").strip())
    return await _answered(arrival, asked) if asked else text(arrival.say("explain-ask"))


async def _answered(arrival: Arrival, asked: str) -> View:
    state, message = arrival.state, arrival.message
    answerer = state.answerer
    asker = (message and message.sender_chat) or arrival.user or arrival.chat
    key = (arrival.chat.id, asker.id)
    found = await asyncio.to_thread(answerer.answer, asked, state.conversations.get(key))
    state.conversations.put(key, answerer.context(found))
    return views.answer(found, arrival.say, several=len(answerer.reports) > 1, private=arrival.private)


async def dismissed(press: Press, button: Dismiss) -> Reaction:
    """None of the suggestions; only where the message offers it."""
    markup = press.message and press.message.reply_markup
    offered = any(b.callback_data == button.pack() for row in (markup.inline_keyboard if markup else ()) for b in row)
    return Reaction(edit=text(press.say("dismissed"))) if offered else Reaction(note=press.say("gone"))
