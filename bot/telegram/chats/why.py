"""/why: the same as ``python -m bot ask --explain``, to be read on a phone."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.explanation import Candidate, Ground, Why, explain
from bot.matching.answering import Answerer
from bot.matching.followup import Context
from bot.telegram.arrival import Arrival
from bot.telegram.catalogue import Catalogue
from bot.telegram.chats import manners, translation, voting
from bot.telegram.markup import Block, View, bold, escape, laid_out, text
from bot.telegram.sending import numbers_of
from bot.telegram.updates import Message

_GROUNDS: Final[tuple[Ground, ...]] = ("words", "vectors", "person", "kind", "against")
_SHOWN = 3
"""Candidates that a phone's screen has room for."""


async def why(arrival: Arrival) -> View:
    """/why, in reply to an answer."""
    say, message = arrival.say, arrival.message
    reply = message and message.reply_to_message
    if reply is None:
        return text(say("why-reply"))
    asked, context = await _asked(arrival, reply)
    if not asked:
        return text(say("why-unknown"))
    return await asyncio.to_thread(_view, arrival, asked, context)


async def _asked(arrival: Arrival, reply: Message) -> tuple[str, Context | None]:
    """What a message of the bot answered; empty if that is not known (any more)."""
    state, chat = arrival.state, arrival.chat.id
    number, by_words = numbers_of(reply)
    exchange = state.conversations.shown_in(chat, number)
    if exchange is not None:
        return exchange.question, exchange.context
    # Two questions may have had answers of the same words; the buttons tell them apart.
    own = reply.from_user is not None and reply.from_user.id == arrival.bot.id
    voted = voting.answer_of(reply) if own else None
    kept = await state.stored(state.database.answers.get(voted), None) if voted else None
    exchange = state.conversations.shown_in(chat, by_words) if own else None
    if exchange is not None and (kept is None or kept.question in (None, exchange.question)):
        return exchange.question, exchange.context
    for shown in (number, by_words) if own else (number,):
        kept = kept or await state.stored(state.database.answers.of_message(chat, shown), None)
    return (kept and kept.question) or "", None


def _view(arrival: Arrival, asked: str, context: Context | None) -> View:
    answerer, say = arrival.answerer, arrival.say
    answer = answerer.answer(asked, context)
    bar = None if arrival.private else manners.group_bar(answer)
    if not arrival.private:
        answer = manners.in_group(answer)
    found = explain(answerer, answer)
    blocks = [
        Block(bold(say("why-question", question=asked)) + "\n", _lines(_understood(found, say))),
        *(_candidate(answerer, c, n, found, say) for n, c in enumerate(found.candidates[:_SHOWN], 1)),
        Block(bold(say("why-decision")) + "\n", _lines(_decided(found, say, bar))),
    ]
    return View(laid_out(blocks, fold=not arrival.private))


def _lines(lines: list[str]) -> str:
    return "\n".join(map(escape, lines))


def _understood(found: Why, say: Catalogue) -> list[str]:
    lines = [say("why-understood", words=_listed(found.understood, say), language=say(f"why-in-{found.language}"))]
    if found.repairs:
        repairs = [say("why-repair", typed=r.typed, read=r.read or "–") for r in found.repairs]
        lines.append(say("why-repaired", repairs="; ".join(dict.fromkeys(repairs))))
    if found.background:
        lines.append(say("why-background", words=_listed(found.background, say)))
    if found.people:
        lines.append(say("why-people", names=_listed(found.people, say)))
    if found.strangers:
        lines.append(say("why-stranger", name=" ".join(found.strangers)))
    return lines


def _candidate(answerer: Answerer, c: Candidate, n: int, found: Why, say: Catalogue) -> Block:
    grounds = [f"{say(f'why-by-{g}')} {c.grounds[g]:+.1f}" for g in _GROUNDS if g in c.grounds]
    lines = [say("why-words", words=_listed(c.words, say))] if c.words else []
    lines += [say("why-missing", words=_listed(c.missing, say))] if c.missing else []
    lines += [say("why-likeness", likeness=f"{c.likeness:.2f}")] if found.vectors else [say("why-no-vectors")]
    lines.append(say("why-counted", grounds=say("comma").join(grounds), total=f"{c.utility:.1f}"))
    head = say("why-candidate", number=n, what=_what(answerer, c, say), share=_percent(c.share))
    return Block(bold(head) + "\n", _lines(lines))


def _what(answerer: Answerer, c: Candidate, say: Catalogue) -> str:
    """What a candidate is, in a few words."""
    entry = c.entry
    if entry.kind is None:
        return say("why-small-talk")
    if entry.panelist is None:
        return say(f"the-{entry.kind}")
    person = translation.panelist(answerer.reports[entry.report].panelists[entry.panelist], say.code)
    if entry.point is None:
        return say("all-points", name=person.name)
    return say("why-point", name=person.name, number=entry.point + 1)


def _decided(found: Why, say: Catalogue, group_bar: float | None) -> list[str]:
    t = found.thresholds
    lines = [] if found.people else [
        say("why-lead", lead=f"{found.lead:.1f}"),
        say("why-scope", scope=_percent(found.scope), below=_percent(t.none_below)),
        say("why-correct", correctness=_percent(found.correctness), above=_percent(t.answer_above)),
    ]  # fmt: skip
    if group_bar is not None:
        lines.append(say("why-group", above=_percent(group_bar)))
    return [*lines, say(f"why-outcome-{found.outcome}")]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _listed(words: tuple[str, ...], say: Catalogue) -> str:
    return say("comma").join(dict.fromkeys(words)) or "–"
