"""Thumbs up and down: bound to one answer, one voice a person, which may change its mind."""

from __future__ import annotations

from typing import Literal

from bot.storage.votes import Tally
from bot.telegram.arrival import Press, Reaction
from bot.telegram.callbacks import Parser
from bot.telegram.chats import keeping
from bot.telegram.chats.buttons import Vote
from bot.telegram.chats.views import thumbs
from bot.telegram.markup import Keyboard, keyboard
from bot.telegram.updates import Message

_RIGHT, _WRONG = 1, -1
_PARSER = Parser((Vote,))


async def voted(press: Press, button: Vote) -> Reaction:
    """A thumb was pressed."""
    if press.user is None or button.vote not in (_RIGHT, _WRONG):
        return Reaction(note=press.say("gone"))
    votes = press.state.database.votes
    before = await press.state.stored(votes.of(button.answer), Tally())
    lost = Tally(-1, -1)
    vote: Literal[1, -1] = 1 if button.vote == _RIGHT else -1
    after = await press.state.stored(votes.cast(button.answer, press.user.id, vote), lost)
    if after is lost:
        return Reaction(note=press.say("vote-lost"))
    if after is None:
        return Reaction(note=press.say("vote-too-late"))
    if after.wrong > before.wrong:
        await _wrong(press, button.answer)
    note = press.say("vote-right" if vote == _RIGHT else "vote-wrong")
    return Reaction(note=note, keyboard=_counted(press.message, button.answer, after))


async def _wrong(press: Press, answer: str) -> None:
    """Somebody found the answer wrong: the question goes into the review."""
    kept = await press.state.stored(press.state.database.answers.get(answer), None)
    if kept is not None and kept.question:
        await keeping.review(press.state, kept.question, kept.language, "vote")


def answer_of(message: Message) -> str | None:
    """The id of the kept answer that the thumbs under a message are for; None if it has none."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    found = (_PARSER(b.get("callback_data")) for row in rows for b in row)
    return next((button.answer for button in found if isinstance(button, Vote)), None)


def _counted(message: Message | None, answer: str, tally: Tally) -> Keyboard | None:
    """The message's buttons with the votes on the thumbs."""
    if message is None or message.reply_markup is None:
        return None
    mine = {vote.pack() for _, vote in thumbs(answer) if isinstance(vote, Vote)}
    [counted] = keyboard((thumbs(answer, tally.right, tally.wrong),))["inline_keyboard"]
    rows = message.reply_markup.inline_keyboard
    return {
        "inline_keyboard": [counted if any(b.get("callback_data") in mine for b in row) else list(row) for row in rows]
    }
