"""Greetings, thanks and the like: what asks the report nothing, for every edge."""

from __future__ import annotations

from bot.matching.answering import Answer
from bot.matching.question import Role

_GREETING = frozenset(
    {
        "good", "great", "nice", "happy", "love", "bye", "goodbye", "greeting", "greetings", "congratulations",
        "welcome", "birthday", "hafiz", "quality",
    }
)  # fmt: skip
"""English for what people say out of politeness, and what goes with it; the rest of it are little words."""
_BESIDE = frozenset(
    {
        "morning", "afternoon", "evening", "night", "day", "tomorrow", "work", "job", "bot", "allah", "khuda", "god",
    }
)  # fmt: skip


def small_talk(found: Answer) -> bool:
    """Whether the message was a greeting, thanks or the like and nothing else, so no question that lacks an answer."""
    if found.results:
        return False
    question = found.explanation.question
    terms = [t for t in (*question.terms, *question.background) if t.role is not Role.FUNCTION]
    said = {t.word for t in terms}
    return not said or (said <= _GREETING | _BESIDE and bool(said & _GREETING) and not asks(question.typed))


def asks(typed: str) -> bool:
    """Whether there is a question mark in a message."""
    return any(mark in typed for mark in "?؟")
