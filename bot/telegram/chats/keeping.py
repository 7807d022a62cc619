"""What is kept of a question: its answer for buttons and /why, the figures, and what the bot could not answer well.

Whatever the database does, none of this keeps a question from being answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.matching.answering import Answer, Answered, Result, Suggested
from bot.storage.review import Reason
from bot.telegram.arrival import Arrival
from bot.telegram.chats import references
from bot.telegram.chats.conversations import Suggestion
from bot.telegram.state import State


def outcome(found: Answer) -> str:
    """The outcome in a word: answer, suggest or none."""
    return "answer" if isinstance(found, Answered) else "suggest" if isinstance(found, Suggested) else "none"


async def keep(arrival: Arrival, question: str, language: str, results: Sequence[Result], what: str) -> str | None:
    """Keep an answer before it is shown; its id for the buttons, None if there is none to be had."""
    return await arrival.state.stored(
        arrival.state.database.answers.keep(
            question,
            language=language,
            outcome=what,
            results=[references.name(r) for r in results],
            revision=arrival.state.live.current.library.revision,
        ),
        None,
    )


async def shown(arrival: Arrival, answer: str | None, asked: int | None, messages: Sequence[int]) -> None:
    """Remember that the first of *messages* shows a kept answer, in reply to the message *asked*."""
    if answer is not None and messages:
        work = arrival.state.database.answers.sent(answer, arrival.chat.id, messages[0], asked)
        await arrival.state.stored(work, None)


async def count(state: State, found: Answer, question: str) -> None:
    """Count a question for the figures, and put it into the review if there was no answer."""
    language = found.explanation.question.language
    state.metrics.questions.labels(outcome(found), language).inc()
    said = [r for r in found.results if r.kind in ("point", "panelist")]
    counted = state.database.tallies.count(
        outcome=outcome(found),
        language=language,
        panelists=list(dict.fromkeys(r.name for r in said if r.name)),
        topics=list(dict.fromkeys(r.topic for r in said if r.topic)),
        points=list(dict.fromkeys(references.name(r) for r in said if r.kind == "point")),
    )
    works = [state.stored(counted, None)]
    if not found.results:
        works.append(review(state, question, language, "none"))
    await asyncio.gather(*works)


async def review(state: State, question: str, language: str, reason: Reason) -> None:
    """Put a question into the review."""
    meaning = state.live.current.answerer.matcher.reader.vocabulary.meaning
    await state.stored(state.database.review.add(question, language=language, reason=reason, meaning=meaning), None)


async def untaken(state: State, *, all_of_them: bool = False) -> None:
    """Put the suggestions that nobody took into the review; *all_of_them* when the bot stops."""
    # Together, so that they are written together.
    await asyncio.gather(*(not_taken(state, s) for s in state.conversations.untaken(all_of_them=all_of_them)))


async def not_taken(state: State, suggestion: Suggestion) -> None:
    """Put one suggestion into the review."""
    await review(state, suggestion.question, suggestion.language, "suggestion")
