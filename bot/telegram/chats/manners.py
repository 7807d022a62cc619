"""How sure the bot has to be in a group, and what of a long message it takes for the question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.matching.answering import Answer, Answered, Answerer, Result, Suggested
from bot.matching.courtesy import asks
from bot.matching.question import Role

GROUP_BAR: Final = 0.8
"""The least score with which an answer is given in a group; below it the bot asks back.

Scores are probabilities, so even at the bar four of five answers are right. A wrong one would be read by people who did
not ask; whoever did finds the right one among the choices.
"""
_SURER: Final = 1 / 3
"""Where the bar in private is high itself: the part of the way from there to certainty that is asked for besides."""
UNASKED_BAR: Final = 0.95
"""Score from which a plain question is answered that nobody asked the bot, where a group's admins allow it.

Most of what people write in a group is no question to the report, so an answer has to be nearly certain.
"""
MAX_QUESTION: Final = 500
"""Characters of a question that are matched and kept."""
_READ: Final = 2000
"""Characters at the end of a long message without a question mark in which the question is looked for."""
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn"})
"""Categories of characters."""
_MARKED = re.compile(r"(?:^|(?<=[.!?؟۔\n]))[^.!?؟۔\n]++[?؟]+")
"""A sentence with a question mark."""


def in_group(found: Answer) -> Answer:
    """What an answer is in a group, where the bar is higher."""
    if not isinstance(found, Answered) or found.results[0].score >= group_bar(found):
        return found
    return Suggested(_choices(found.results), found.explanation)


def group_bar(found: Answer) -> float:
    """The score from which this answer is given in a group: always higher than in private."""
    private = found.explanation.decision.thresholds.answer_above
    return max(GROUP_BAR, private + _SURER * (1 - private))


def _choices(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """Things to choose from: a person stands for the points that come with them."""
    people = tuple(r for r in results if r.kind == "panelist")
    return people or results


def unasked(found: Answer) -> bool:
    """Whether an answer is worth giving to a plain message in a group: it asks something, and the answer is sure."""
    if not isinstance(found, Answered) or found.results[0].score < UNASKED_BAR:
        return False
    question = found.explanation.question
    return asks(question.typed) or any(t.role is Role.ASKING for t in question.terms)


def question_of(answerer: Answerer, text: str) -> tuple[str, bool]:
    """The question in *text*, at most MAX_QUESTION characters, and whether anything had to be left out.

    Of a long message (a forwarded one, with the question at its end) the sentences that ask are taken, of a longer
    question its end.
    """
    # Invisible characters carry no meaning for the matcher, and ten thousand of them are no long question.
    shown = text if text.isprintable() else "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    shown = shown.strip()
    if len(shown) <= MAX_QUESTION:
        return shown, False
    marked = [sentence.strip() for sentence in _MARKED.findall(shown)]
    asking = _last(marked) or answerer.matcher.reader.read(_end(shown, _READ)).focus
    return _end(asking, MAX_QUESTION), True


def _last(sentences: Sequence[str]) -> str:
    """The last sentences that fit together; of a single one that does not all of it."""
    out = ""
    for sentence in reversed(sentences):
        if out and len(sentence) + 1 + len(out) > MAX_QUESTION:
            break
        out = f"{sentence} {out}".strip()
    return out


def _end(text: str, most: int) -> str:
    """The last *most* characters, from the beginning of a word."""
    tail = text[-most:]
    return tail if tail == text else tail.partition(" ")[2] or tail
