"""Questions: as a message, by /ask, by a reply, edited afterwards, or overheard in a group that wants it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from telegram.helpers import create_deep_linked_url

from bot.language.text import normalise
from bot.matching import courtesy
from bot.matching.answering import Answer, Answerer, Suggested, Unanswered
from bot.matching.followup import Context
from bot.storage.batch import Write
from bot.telegram.arrival import Arrival
from bot.telegram.budgets import LISTENING, UNASKED, Verdict
from bot.telegram.chats import keeping, manners, reports, views
from bot.telegram.chats.buttons import ShowAnswer
from bot.telegram.chats.conversations import Exchange, Suggestion
from bot.telegram.chats.showing import look_at, shown
from bot.telegram.markup import Link, View, italic, text, with_note
from bot.telegram.sending import replace_all


@dataclass(frozen=True, slots=True)
class _Found:
    """A question and what came of it."""

    question: str
    shortened: bool
    context: Context | None
    answer: Answer
    small_talk: bool
    """Nothing was asked."""


async def question(arrival: Arrival) -> View | None:
    """Free text to the bot; without any there was only its name."""
    if not normalise(arrival.text):
        return text(arrival.say("only-text" if arrival.private and arrival.text else "explain-mention"))
    await _asked(arrival, arrival.text)
    return None


async def ask(arrival: Arrival) -> View | None:
    """/ask QUESTION, or /ask in reply to somebody's message."""
    asked = asked_by(arrival)
    if not normalise(asked):
        return text(arrival.say("explain-ask"))
    await _asked(arrival, asked)
    return None


def asked_by(arrival: Arrival) -> str:
    """The question of a message: its own words, or of a bare /ask the message (or the part of it) that it quotes."""
    message = arrival.message
    if arrival.text or message is None:
        return arrival.text
    if message.quote is not None:
        return message.quote.text.strip()
    quoted = message.reply_to_message
    return (quoted.text or quoted.caption or "").strip() if quoted else ""


async def edited(arrival: Arrival) -> None:
    """A message was changed: the bot changes its reply; where the question is the same, or had none, it stays still."""
    message = arrival.message
    if message is None or not normalise(asked_by(arrival)):
        return
    before = await _before(arrival, message.message_id)
    asked, _ = manners.question_of(arrival.answerer, asked_by(arrival))
    if before is None or before.question == asked:
        return
    found = await _find(arrival, asked_by(arrival), before.context)
    view = await _view(arrival, found)
    if any(number < 0 for number in before.shown):
        # Its number stayed unknown (see ``numbers_of``), so it cannot be edited.
        numbers = await arrival.send(with_note(view, italic(arrival.say("answer-anew"))))
    else:
        numbers = await replace_all(arrival.bot, arrival.place, before.shown, view)
    await keeping.write(arrival.state, *_kept(arrival, found, numbers))


async def _before(arrival: Arrival, asked: int) -> Exchange | None:
    """What the bot answered to this message before."""
    remembered = arrival.state.conversations.asked_in(arrival.chat.id, asked)
    if remembered is not None:
        return remembered
    kept = await arrival.state.stored(arrival.state.database.answers.of_question(arrival.chat.id, asked), None)
    if kept is None or not kept[1]:
        return None
    return Exchange((arrival.chat.id, asked), kept[0].question or "", None, (kept[1],))


async def overheard(arrival: Arrival) -> None:
    """A plain message in a group whose admins want plain questions answered too: only where the answer is sure."""
    budgets, chat = arrival.state.budgets, arrival.chat.id
    date = arrival.message.date if arrival.message else None
    if not normalise(arrival.text) or budgets.spend((("listening", chat), LISTENING), date=date) is not Verdict.FINE:
        return
    found = await _find(arrival, arrival.text, None)
    if manners.unasked(found.answer) and budgets.spend((("unasked", chat), UNASKED), date=date) is Verdict.FINE:
        await _send(arrival, found)


async def _asked(arrival: Arrival, asked: str) -> None:
    context = arrival.state.conversations.get((arrival.chat.id, arrival.asker))
    await _send(arrival, await _find(arrival, asked, context))


async def _find(arrival: Arrival, asked: str, context: Context | None) -> _Found:
    recent = arrival.state.recent
    if _takes_no_time(arrival.answerer, asked) or recent.knows(arrival.answerer, asked, context, arrival.only):
        return _answered(arrival, asked, context)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(arrival.state.threads, _answered, arrival, asked, context)


def _takes_no_time(answerer: Answerer, asked: str) -> bool:
    """Whether words alone are looked up, and few: quicker done than handed to another thread and back."""
    return len(asked) <= manners.MAX_QUESTION and not answerer.matcher.semantics.there


def _answered(arrival: Arrival, asked: str, context: Context | None) -> _Found:
    asked, shortened = manners.question_of(arrival.answerer, asked)
    answer = arrival.state.recent.answer(arrival.answerer, asked, context, arrival.only)
    if not arrival.private:
        answer = manners.in_group(answer)
    return _Found(asked, shortened, context, answer, courtesy.small_talk(answer))


async def _send(arrival: Arrival, found: _Found) -> None:
    """Show what was found, unless the chat wants to hear nothing where there is no answer, and remember it."""
    state = arrival.state
    kept: list[Write[Any]] = []
    if not (arrival.settings.quiet and isinstance(found.answer, Unanswered)):
        numbers = await arrival.send(await _view(arrival, found))
        kept = _kept(arrival, found, numbers)
    counted = [] if found.small_talk else keeping.counted(state, found.answer, found.question)
    await keeping.write(state, *kept, *counted, *keeping.untaken(state))


async def _view(arrival: Arrival, found: _Found) -> View:
    say, answer = arrival.say, found.answer
    if found.small_talk:
        return text(say("small-talk" if arrival.private else "explain-mention"))
    language = answer.explanation.question.language
    answer_id = keeping.answer_id(arrival, found.question)
    look = look_at(arrival, language)
    if isinstance(answer, Suggested):
        view = views.suggestions(answer.results, look)
    elif isinstance(answer, Unanswered):
        rows = (views.to_browse(say),) if arrival.private else ()
        view = text(say("not-found-private" if arrival.private else "not-found"), rows=rows)
        if arrival.only:
            view = reports.said_only(view, arrival)
    else:
        link = _in_private(arrival, answer_id, look)
        view = await shown(arrival, answer.results, look, vote=answer_id, link=link)
    if found.shortened:
        view = with_note(view, italic(say("question-shortened", question=_start(found.question))))
    return view


def _in_private(arrival: Arrival, answer_id: str | None, look: views.Look) -> Link | None:
    if answer_id is None or arrival.private:
        return None
    return Link(create_deep_linked_url(arrival.bot.username, ShowAnswer(answer_id, look.other).link()))


def _kept(arrival: Arrival, found: _Found, numbers: list[int]) -> list[Write[Any]]:
    """Remember what was asked and shown; what is to be written of it."""
    state, chat, answer = arrival.state, arrival.chat.id, found.answer
    state.conversations.put((chat, arrival.asker), arrival.answerer.context(answer))
    asked = arrival.message.message_id if arrival.message else 0
    state.conversations.remember(Exchange((chat, asked), found.question, found.context, tuple(numbers)))
    language = answer.explanation.question.language
    if isinstance(answer, Suggested) and numbers:
        state.conversations.suggest(chat, numbers[-1], Suggestion(found.question, language))
    if found.small_talk:
        return []
    what = keeping.outcome(answer)
    return [keeping.kept(arrival, found.question, language, answer.results, what, numbers, asked)]


def _start(question: str) -> str:
    return question if len(question) <= 100 else question[:99].rstrip() + "…"
