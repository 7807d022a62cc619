"""What is there to read: the lists, the event, all that one person said; by command, by link and by button."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.matching.answering import Result
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.callbacks import Button
from bot.telegram.chats import choosing, references, views
from bot.telegram.chats.buttons import ShowAnswer, ShowList, ShowOthers, ShowPanelist, ShowPoint
from bot.telegram.chats.showing import look_at, shown
from bot.telegram.markup import View, text


async def help(arrival: Arrival) -> View:
    """/help, and /start without a link."""
    inline = arrival.bot.username if arrival.bot.supports_inline_queries else ""
    return views.help_text(arrival.answerer.reports, look_at(arrival), admin=arrival.admin, inline=inline)


async def panelists(arrival: Arrival) -> View:
    """/panelists."""
    return _list(arrival, "panelists")


async def topics(arrival: Arrival) -> View:
    """/topics."""
    return _list(arrival, "topics")


async def takeaway(arrival: Arrival) -> View:
    """/takeaway."""
    return _list(arrival, "takeaway")


async def about(arrival: Arrival) -> View:
    """/about: the event."""
    return _list(arrival, "event")


async def panelist(arrival: Arrival) -> View:
    """/panelist NAME: all that one person said."""
    name, say = arrival.text, arrival.say
    people = await asyncio.to_thread(arrival.answerer.people, name) if name else []
    people = [r for r in people if r.report.id in arrival.only] or people
    if people:
        return await shown(arrival, people, look_at(arrival))
    facts = _list(arrival, "panelists")
    unknown = say("unknown-panelist", name=name) if name else say("which-panelist")
    return View((*text(unknown).messages, *facts.messages), facts.rows)


async def linked(arrival: Arrival, button: Button) -> View | None:
    """What a link leads to; None if it leads nowhere (any more)."""
    found = await _found(arrival, button)
    if not found:
        return None
    return await shown(arrival, found, look_at(arrival, shown_in=getattr(button, "language", "")))


async def _found(arrival: Arrival, button: Button) -> Sequence[Result]:
    """What a button or link stands for, looked up anew; empty if it is gone or was never there."""
    answerer = arrival.answerer
    match button:
        case ShowPanelist(report, number):
            known = references.reported(answerer, report)
            return answerer.person(known.id, number) if known else []
        case ShowPoint(report, point):
            known = references.reported(answerer, report)
            return answerer.point(known.id, point) if known else []
        case ShowList(kind, report):
            known = references.reported(answerer, report)
            return references.listed(answerer, kind, known, arrival.only) if known or not report else []
        case ShowAnswer(answer):
            kept = await arrival.state.stored(arrival.state.database.answers.get(answer), None)
            return references.named(answerer, kept.results) if kept else []
    return []


async def shown_pressed(press: Press, button: ShowPanelist | ShowPoint | ShowList | ShowAnswer) -> Reaction:
    """A person, a point, a list, or a whole answer; under a question back it is the choice that was made."""
    found = await _found(press, button)
    if not found:
        return Reaction(note=press.say("gone"))
    return await choosing.chosen(press, found, look_at(press, shown_in=button.language))


async def others_pressed(press: Press, button: ShowOthers) -> Reaction:
    """Who else spoke on the subject of a point."""
    known = references.reported(press.answerer, button.report)
    if known is None or not press.answerer.point(known.id, button.point):
        return Reaction(note=press.say("gone"))
    others = await asyncio.to_thread(press.answerer.others, known.id, button.point)
    if not others:
        return Reaction(send=text(press.say("nobody-else")))
    return Reaction(send=await shown(press, others, look_at(press, shown_in=button.language)))


def _list(arrival: Arrival, kind: str) -> View:
    return views.results(references.listed(arrival.answerer, kind, None, arrival.only), look_at(arrival))
