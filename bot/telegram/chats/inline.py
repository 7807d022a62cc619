"""Inline mode: ``@bot what about privacy`` in any chat offers points with their panelist, ready to post."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram.constants import InlineQueryLimit
from telegram.helpers import create_deep_linked_url

from bot.explanation import explain
from bot.language.text import normalise, words
from bot.matching.answering import Answer, Answerer, Result, Unanswered
from bot.telegram.budgets import TYPING, Verdict
from bot.telegram.catalogue import Catalogue
from bot.telegram.chats import manners, references, translation, views
from bot.telegram.client import Client, Json
from bot.telegram.markup import Link, keyboard
from bot.telegram.sending import WORDS, offer
from bot.telegram.state import State
from bot.telegram.updates import InlineQuery

_SECONDS = 60
"""Telegram gives the same person the same answer for so long; after a reload the old one is gone by then."""
_SHARE = 0.01
"""A further point is offered from this probability among the candidates."""
_PREFIX = 3
"""Letters typed of a name from which it is offered."""
_SOURCE = 40
"""Characters of a report's title in a description, where there are several reports."""
_ABOUT = 200
"""Characters of a description; no client shows more."""


@dataclass(frozen=True, slots=True)
class _Offers:
    """What is offered, in which language."""

    results: tuple[Result, ...]
    look: views.Look


async def offered(state: State, bot: Client, query: InlineQuery, say: Catalogue) -> None:
    """Answer an inline query, from the reports that the person chose: with panelists as long as nothing is typed."""
    mine = await state.stored(state.database.people.reports(query.from_user.id), frozenset())
    answerer = await state.live.part(mine)
    # What is posted elsewhere always names its report.
    offers = _Offers((), views.Look(say, say.code, several=True))
    fine = state.budgets.spend((("typing", query.from_user.id), TYPING)) is Verdict.FINE
    if fine:
        offers = await asyncio.to_thread(_offers, answerer, query.query, offers.look)
    found = offers.results[: InlineQueryLimit.RESULTS]
    articles = [_article(answerer, r, offers.look, bot.username) for r in found]
    narrowed = len(answerer.reports) < len(state.live.current.library.reports)
    label = "inline-narrowed" if narrowed else "inline-ask" if found else "inline-nothing"
    button = {"text": say(label), "start_parameter": "inline"}
    await offer(bot, query, articles, button, _SECONDS if fine else 1)


def _offers(answerer: Answerer, text: str, look: views.Look) -> _Offers:
    everybody = [
        answerer.whole("panelist", r, p) for r, of in enumerate(answerer.reports) for p in range(len(of.panelists))
    ]
    asked, _ = manners.question_of(answerer, text)
    if not normalise(asked):
        return _Offers(tuple(everybody), look)
    answer = answerer.answer(asked)
    language = answer.explanation.question.language
    if language == "ur" and translation.has(answerer.reports, language):
        look = views.Look(look.say, language, look.several)
    begun = [r for r in everybody if _begins(r, asked)]
    found = [*begun, *_whole(answer.results), *([] if isinstance(answer, Unanswered) else _further(answerer, answer))]
    return _Offers(tuple({references.name(r): r for r in found}.values()), look)


def _whole(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """The results without the points that come with a person: all that somebody said is one article."""
    people = {(r.report.id, r.panelist) for r in results if r.kind == "panelist"}
    return tuple(r for r in results if r.kind == "panelist" or (r.report.id, r.panelist) not in people)


def _further(answerer: Answerer, answer: Answer) -> list[Result]:
    """Other points that may be meant, best first: here a person chooses. None where somebody was asked for."""
    if any(r.kind != "point" for r in answer.results):
        return []
    return [
        answerer.points_of(c.entry.report, c.entry.panelist)[c.entry.point]
        for c in explain(answerer, answer).candidates
        if c.share >= _SHARE and c.entry.panelist is not None and c.entry.point is not None
    ]


def _begins(r: Result, typed: str) -> bool:
    """Whether a name, in whatever language, has a word that begins with what is typed so far."""
    asked = words(typed)
    if len(asked) != 1 or len(asked[0]) < _PREFIX or r.panelist is None:
        return False
    person = r.report.panelists[r.panelist - 1]
    names = (person.name, *person.aliases, *(t.name for t in person.translations.values() if t.name))
    return any(w.startswith(asked[0]) for name in names for w in words(name))


def _article(answerer: Answerer, r: Result, look: views.Look, username: str) -> Json:
    title, about = _headline(r, look)
    if len(answerer.reports) > 1 and r.panelist is not None:
        about = f"{translation.report(r.report, look.language).title[:_SOURCE]} · {about}"
    link = create_deep_linked_url(username, references.link(r, look.other))
    # What does not fit into one message is behind the button.
    words = views.results(answerer.expand(r), look).messages[0]
    return {
        "type": "article",
        "id": references.button(r).pack(),
        "title": title,
        "description": about[:_ABOUT],
        "input_message_content": {"message_text": words, **WORDS},
        "reply_markup": keyboard((((look.say("open-in-private"), Link(link)),),)),
    }


def _headline(r: Result, look: views.Look) -> tuple[str, str]:
    """What an article is called, and what stands below it."""
    shown = translation.result(r, look.language)
    if r.kind == "point":
        return f"{shown.name} · {shown.topic}", shown.text
    if r.kind == "panelist":
        return shown.name or "", f"{shown.topic} — {shown.text}"
    return look.say(f"the-{r.kind}"), translation.report(r.report, look.language).title
