"""What is there to read: the lists, the event, all that one person said; by command and by button."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from bot.matching.answering import Result
from bot.matching.entries import Kind
from bot.telegram import views
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.buttons import ShowList, ShowOthers, ShowPanelist, ShowPoint
from bot.telegram.markup import View, text

_LISTS: Final[dict[str, Kind]] = {k: k for k in ("panelists", "topics", "takeaway", "event")}


async def help(arrival: Arrival) -> View:
    """/start and /help."""
    return views.help_text(arrival.state.answerer.reports, arrival.say, admin=arrival.admin)


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
    people = await asyncio.to_thread(arrival.state.answerer.people, name) if name else []
    if people:
        return _results(arrival, people)
    facts = _list(arrival, "panelists")
    unknown = say("unknown-panelist", name=name) if name else say("which-panelist")
    return View((*text(unknown).messages, *facts.messages), facts.rows)


async def panelist_pressed(press: Press, button: ShowPanelist) -> Reaction:
    """All that a panelist said."""
    return _shown(press, press.state.answerer.person(button.report, button.panelist))


async def point_pressed(press: Press, button: ShowPoint) -> Reaction:
    """One point in full."""
    return _shown(press, press.state.answerer.point(button.report, button.point))


async def others_pressed(press: Press, button: ShowOthers) -> Reaction:
    """Who else spoke on the subject of a point."""
    answerer = press.state.answerer
    if not answerer.point(button.report, button.point):
        return _shown(press, [])
    others = await asyncio.to_thread(answerer.others, button.report, button.point)
    return _shown(press, others) if others else Reaction(send=text(press.say("nobody-else")))


async def list_pressed(press: Press, button: ShowList) -> Reaction:
    """The panelists, the topics, the takeaway or the event."""
    kind, answerer = _LISTS.get(button.kind), press.state.answerer
    reports = [n for n, r in enumerate(answerer.reports) if button.report in ("", r.id)]
    return _shown(press, [answerer.whole(kind, n) for n in reports] if kind else [])


def _list(arrival: Arrival, kind: Kind) -> View:
    answerer = arrival.state.answerer
    return _results(arrival, [answerer.whole(kind, n) for n in range(len(answerer.reports))])


def _shown(press: Press, results: Sequence[Result]) -> Reaction:
    return Reaction(send=_results(press, results)) if results else Reaction(note=press.say("gone"))


def _results(arrival: Arrival, shown: Sequence[Result]) -> View:
    return views.results(shown, arrival.say, several=arrival.state.several)
