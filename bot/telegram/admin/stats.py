"""/stats: how much was asked, what became of it, and what it was about; in words and as a picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from bot.errors import StorageError
from bot.knowledge.model import Panelist
from bot.storage.tallies import Stats
from bot.telegram.admin import chart
from bot.telegram.admin.chart import BLUE, GREEN, GREY, ORANGE, RED, Bar, Bars, Days, Picture
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.callbacks import Button
from bot.telegram.catalogue import Catalogue
from bot.telegram.chats import translation
from bot.telegram.markup import Attachment, Row, View, bold, escape, packed, text

SPANS = (7, 30, 90)
"""Days."""
_DRAWN = 3
"""Of each list, in the picture; in words there are more."""
_OUTCOMES = (("answer", BLUE), ("suggest", ORANGE), ("none", GREY))


@dataclass(frozen=True, slots=True)
class Span(Button):
    """The figures of so many days."""

    code: ClassVar[str] = "as"
    days: int


async def stats(arrival: Arrival) -> View:
    """/stats, /stats 30."""
    wish = arrival.text.strip()
    return await _figures(arrival, int(wish) if wish in map(str, SPANS) else SPANS[0])


async def span_pressed(press: Press, button: Span) -> Reaction:
    """Another span; it is sent anew, for a picture is no text that could be changed."""
    if button.days not in SPANS:
        return Reaction(note=press.say("gone"))
    return Reaction(send=await _figures(press, button.days))


async def _figures(arrival: Arrival, days: int) -> View:
    say = arrival.say
    rows: tuple[Row, ...] = (tuple((say("stats-days", days=d), Span(d)) for d in SPANS if d != days),)
    try:
        found = await arrival.state.database.tallies.report(days)
    except StorageError as error:
        return text(say("stats-lost", error=str(error)), rows=rows)
    if not found.questions:
        return text(say("stats-nothing", days=days), rows=rows)
    named = Names([p for r in arrival.answerer.reports for p in r.panelists], say.code)
    drawn = await asyncio.to_thread(chart.png, picture(found, named, say))
    return View(words(found, named, say), rows, Attachment("photo", f"stats-{days}.png", drawn))


class Names:
    """Panelists and topics in the language of whoever looks, as far as the knowledge has them."""

    def __init__(self, panelists: Iterable[Panelist], language: str) -> None:
        both = [(p, translation.panelist(p, language)) for p in panelists]
        self._names = {p.name: t.name for p, t in both}
        self._topics = {p.topic: t.topic for p, t in both}

    def panelist(self, name: str) -> str:
        """The name to show."""
        return self._names.get(name, name)

    def topic(self, topic: str) -> str:
        """The topic to show."""
        return self._topics.get(topic, topic)


def words(found: Stats, named: Names, say: Catalogue) -> tuple[str, ...]:
    """The figures as text."""
    total = found.questions
    lines = [
        say(f"stats-outcome-{o}", count=found.outcomes.get(o, 0), share=_share(found.outcomes.get(o, 0), total))
        for o, _ in _OUTCOMES
    ]
    spoken = sorted(found.languages.items(), key=lambda item: -item[1])
    languages = say("comma").join(say(f"stats-in-{language}", count=count) for language, count in spoken)
    votes = say("stats-votes", right=found.right, wrong=found.wrong)
    blocks = [bold(say("stats-head", days=found.days, count=total)) + "\n" + escape("\n".join([*lines, languages]))]
    blocks.append(escape(votes if found.right or found.wrong else say("stats-no-votes")))

    def listed(key: str, pairs: Iterable[tuple[str, int]], name: Callable[[str], str] = str) -> None:
        rows = [say("stats-counted", what=name(what), count=count) for what, count in pairs]
        if rows:
            blocks.append(bold(say(key)) + "\n" + escape("\n".join(rows)))

    listed("stats-panelists", found.panelists, named.panelist)
    listed("stats-topics", found.topics, named.topic)
    listed("stats-not-found", found.not_found)
    return packed(blocks, "\n\n")


def picture(found: Stats, named: Names, say: Catalogue) -> Picture:
    """The figures as they are drawn."""
    (first, _), (last, _) = found.by_day[0], found.by_day[-1]
    counts = tuple(count for _, count in found.by_day)
    votes = tuple(
        Bar(say(key), count, colour)
        for key, count, colour in (("stats-right", found.right, GREEN), ("stats-wrong", found.wrong, RED))
        if found.right or found.wrong
    )
    groups = [
        Bars(say("stats-thought"), votes),
        Bars(say("stats-panelists"), tuple(Bar(named.panelist(n), c) for n, c in found.panelists[:_DRAWN])),
        Bars(say("stats-topics"), tuple(Bar(named.topic(t), c) for t, c in found.topics[:_DRAWN])),
    ]
    return Picture(
        say("stats-title", days=found.days),
        str(found.questions),
        Days(counts, say.day(first), say.day(last), say("stats-most", count=max(counts))),
        tuple(Bar(say(f"stats-{o}"), found.outcomes.get(o, 0), colour) for o, colour in _OUTCOMES),
        tuple(groups),
        say.right_to_left,
    )


def _share(count: int, total: int) -> str:
    return f"{count / total:.0%}"
