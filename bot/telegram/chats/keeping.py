"""What is kept of a question: its answer for buttons and /why, the figures, and what the bot could not answer well.

Whatever the database does, none of this keeps a question from being answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.matching.answering import Answer, Answered, Result, Suggested
from bot.storage.answers import Shown
from bot.storage.batch import Write
from bot.storage.review import Reason
from bot.telegram.arrival import Arrival, Press
from bot.telegram.chats import references
from bot.telegram.state import State


def outcome(found: Answer) -> str:
    """The outcome in a word: answer, suggest or none."""
    return "answer" if isinstance(found, Answered) else "suggest" if isinstance(found, Suggested) else "none"


def answer_id(arrival: Arrival, question: str) -> str | None:
    """The id that ``kept`` gives to the answer, for its buttons; None while nothing can be kept."""
    return arrival.state.database.answers.id_on(_occasion(arrival, question))


def _occasion(arrival: Arrival, question: str) -> str:
    """What tells an answer from all others: a press, or a message as it was written or last edited."""
    if isinstance(arrival, Press):
        return f"press {arrival.query.id}"
    message = arrival.message
    when = message and (message.edit_date or message.date)
    return f"message {arrival.chat.id} {message and message.message_id} {when} {question}"


def kept(
    arrival: Arrival,
    question: str,
    language: str,
    results: Sequence[Result],
    what: str,
    messages: Sequence[int],
    asked: int | None,
) -> Write[str]:
    """An answer, which the first of *messages* shows, in reply to the message *asked*."""
    return arrival.state.database.answers.keep(
        _occasion(arrival, question),
        question,
        language=language,
        outcome=what,
        results=[references.name(r) for r in results],
        revision=arrival.state.live.current.library.revision,
        shown=Shown(arrival.chat.id, messages[0], asked) if messages else None,
    )


def counted(state: State, found: Answer, question: str) -> list[Write[Any]]:
    """A question for the figures, and for the review if there was no answer."""
    language = found.explanation.question.language
    state.metrics.questions.labels(outcome(found), language).inc()
    said = [r for r in found.results if r.kind in ("point", "panelist")]
    figures = state.database.tallies.count(
        outcome=outcome(found),
        language=language,
        panelists=[r.name for r in said if r.name],
        topics=[r.topic for r in said if r.topic],
        points=[references.name(r) for r in said if r.kind == "point"],
    )
    return [figures] if found.results else [figures, reviewed(state, question, language, "none")]


def reviewed(state: State, question: str, language: str, reason: Reason) -> Write[Any]:
    """A question for the review."""
    meaning = state.live.current.answerer.matcher.reader.vocabulary.meaning
    return state.database.review.add(question, language=language, reason=reason, meaning=meaning)


def untaken(state: State, *, all_of_them: bool = False) -> list[Write[Any]]:
    """Suggestions that nobody took in time, for the review: some of them, or *all_of_them*, in time or not."""
    left = state.conversations.untaken(all_of_them=all_of_them)
    return [reviewed(state, s.question, s.language, "suggestion") for s in left]


async def write(state: State, *writes: Write[Any]) -> None:
    """Write these in one."""
    if writes:
        await state.stored(state.database.together(*writes), None)


async def review(state: State, question: str, language: str, reason: Reason) -> None:
    """Put a question into the review."""
    await write(state, reviewed(state, question, language, reason))


async def finish(state: State) -> None:
    """Put all suggestions into the review that nobody took before the bot stops."""
    await asyncio.gather(*(write(state, one) for one in untaken(state, all_of_them=True)))
