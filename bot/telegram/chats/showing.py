"""Results as they are shown to this person or chat: the language, and which ways to go on there are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.matching.answering import Result
from bot.telegram.arrival import Arrival
from bot.telegram.chats import references, translation, views
from bot.telegram.markup import Link, View


def look_at(arrival: Arrival, asked_in: str = "", shown_in: str = "") -> views.Look:
    """How things are shown here: in the language of the question if its script tells, else of the interface.

    *asked_in* is the reader's name of the question's language, *shown_in* the language of what stands above a button.
    """
    asked = asked_in if asked_in == "ur" and translation.has(arrival.answerer.reports, asked_in) else ""
    return views.Look(arrival.say, shown_in or asked or arrival.say.code, arrival.several, not arrival.private)


async def shown(
    arrival: Arrival, results: Sequence[Result], look: views.Look, *, vote: str | None = None, link: Link | None = None
) -> View:
    """The view of *results* with the buttons that lead somewhere; *vote* and *link* as in ``views.results``."""
    return views.results(results, look, others=await _others(arrival, results[0]), vote=vote, link=link)


async def _others(arrival: Arrival, r: Result) -> bool:
    """Whether anybody else spoke on the subject of a point; looked up once for each."""
    key = references.point_key(r)
    if not key:
        return False
    answerer, known = arrival.answerer, arrival.state.company
    found = known.get(answerer, r.report.id, key)
    if found is None:
        found = bool(await asyncio.to_thread(answerer.others, r.report.id, key))
        known.put(answerer, r.report.id, key, found)
    return found
