"""What the bot could not answer well, gone through by an admin: one tap teaches a question to a point."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from bot.errors import EditError, RevisionConflictError, StorageError
from bot.knowledge.model import Point
from bot.live import Revision
from bot.live.summary import Summary
from bot.matching.answering import Result
from bot.matching.examples import Place, ask, nearest
from bot.storage.review import ReviewItem, Status
from bot.telegram.admin import changes
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.callbacks import Button
from bot.telegram.chats import views
from bot.telegram.markup import Row, View, bold, escape, italic, packed, text

STATUSES: Final[tuple[Status, ...]] = ("new", "done", "ignored")
_NOTE = 190


@dataclass(frozen=True, slots=True)
class Page(Button):
    """The question at a place in the queue, from 0."""

    code: ClassVar[str] = "ar"
    status: str
    offset: int


@dataclass(frozen=True, slots=True)
class Mark(Button):
    """Put a question among the new, the done or the ignored; *offset* is where the next one is."""

    code: ClassVar[str] = "am"
    item: int
    status: str
    shown: str
    offset: int


@dataclass(frozen=True, slots=True)
class Teach(Button):
    """Make a question an example of a point."""

    code: ClassVar[str] = "at"
    item: int
    point: str
    """Its ``fingerprint``: a report's id and a key together may be too long for a button."""
    offset: int


@dataclass(frozen=True, slots=True)
class Unteach(Button):
    """Take it back, from whichever point has it now."""

    code: ClassVar[str] = "au"
    item: int
    offset: int


async def unanswered(arrival: Arrival) -> View:
    """/unanswered: the first of the new questions."""
    return await _page(arrival, "new", 0)


async def page_pressed(press: Press, button: Page) -> Reaction:
    """Another question, or another part of the queue."""
    status = next((s for s in STATUSES if s == button.status), None)
    if status is None:
        return Reaction(note=press.say("gone"))
    return Reaction(edit=await _page(press, status, button.offset))


async def mark_pressed(press: Press, button: Mark) -> Reaction:
    """A question is done, ignored, or new again; the next one is shown."""
    status, shown = (next((s for s in STATUSES if s == x), None) for x in (button.status, button.shown))
    if status is None or shown is None:
        return Reaction(note=press.say("gone"))
    try:
        item = await press.state.database.review.mark(button.item, status)
    except StorageError as error:
        return Reaction(note=str(error)[:_NOTE], alert=True)
    note = press.say(f"review-now-{status}") if item else press.say("review-gone")
    return Reaction(note=note, edit=await _page(press, shown, button.offset))


async def teach_pressed(press: Press, button: Teach) -> Reaction:
    """The question becomes an example of the point, in effect at once."""
    item = await press.state.stored(press.state.database.review.get(button.item), None)
    place = next((p for p, _ in _points(press) if fingerprint(p) == button.point), None)
    if item is None or place is None:
        return Reaction(note=press.say("review-gone"), alert=True)
    [result] = press.state.live.current.answerer.point(*place)
    live, by = press.state.live, press.query.from_user.id
    line = Summary("taught", item.question, result.name or "").pack()
    failed = await _done(press, live.teach(place, item.question, by, line))
    if failed:
        return Reaction(note=failed, alert=True)
    changes.exchanged(press.state)
    await press.state.stored(press.state.database.review.mark(item.id, "done"), None)
    seen = await asyncio.to_thread(ask, live.current.answerer, item.question)
    key = "review-learnt" if seen.told == place else "review-learnt-doubtful"
    rows: tuple[Row, ...] = (
        ((press.say("review-undo"), Unteach(item.id, button.offset)),),
        ((press.say("review-next"), Page("new", button.offset)),),
    )
    return Reaction(edit=_about(press, press.say(key), item, result, rows))


async def unteach_pressed(press: Press, button: Unteach) -> Reaction:
    """The example is taken out again, and the question is new again."""
    item = await press.state.stored(press.state.database.review.get(button.item), None)
    # To the letter: what an editor wrote otherwise is the editor's.
    asked = " ".join(item.question.split()) if item else ""
    place = next((p for p, point in _points(press) if asked in point.examples), None)
    if item is None or place is None:
        return Reaction(note=press.say("review-gone"), alert=True)
    [result] = press.state.live.current.answerer.point(*place)
    line = Summary("untaught", item.question, result.name or "").pack()
    failed = await _done(press, press.state.live.unteach(place, item.question, press.query.from_user.id, line))
    if failed:
        return Reaction(note=failed, alert=True)
    changes.exchanged(press.state)
    await press.state.stored(press.state.database.review.mark(item.id, "new"), None)
    return Reaction(note=press.say("review-undone"), edit=await _page(press, "new", button.offset))


async def _done(press: Press, work: Awaitable[Revision]) -> str:
    """Why *work* could not be done, in a line; empty if it was."""
    say = press.say
    try:
        await work
    except EditError as error:
        return say(f"edit-{error.why}", detail=error.detail)[:_NOTE]
    except RevisionConflictError:
        return say("change-outdated")[:_NOTE]
    except StorageError as error:
        return say("change-unkept", error=str(error))[:_NOTE]
    return ""


def _points(press: Press) -> Iterator[tuple[Place, Point]]:
    for report in press.state.live.current.library.reports:
        for panelist in report.panelists:
            yield from (((report.id, p.key), p) for p in panelist.points)


def fingerprint(place: Place) -> str:
    """A point's name in buttons."""
    return hashlib.blake2b("/".join(place).encode(), digest_size=6).hexdigest()


async def _page(arrival: Arrival, status: Status, offset: int) -> View:
    say, review = arrival.say, arrival.state.database.review
    if not arrival.state.keep_days:
        return text(say("review-not-kept"))
    try:
        counts = {s: await review.count(s) for s in STATUSES}
        offset = min(max(0, offset), max(0, counts[status] - 1))
        items = await review.page(status, offset, 1)
        # Questions come in and others go while this is looked up.
        counts[status] = max(counts[status], offset + 1) if items else 0
    except StorageError as error:
        return text(say("review-lost", error=str(error)))
    tabs: Row = tuple((say(f"review-tab-{s}", count=counts[s]), Page(s, 0)) for s in STATUSES)
    if not items:
        return text(say(f"review-empty-{status}"), rows=(tabs,))
    item = items[0]
    head = say(f"review-head-{status}", number=offset + 1, count=counts[status])
    blocks = [bold(head), escape(say("review-question", question=item.question)), italic(_history(arrival, item))]
    rows = await _choices(arrival, item, status, offset)
    if rows:
        blocks.append(escape(say("review-which")))
    return View(packed(blocks, "\n"), (*rows, *_onward(arrival, item, status, offset, counts[status]), tabs))


async def _choices(arrival: Arrival, item: ReviewItem, status: Status, offset: int) -> tuple[Row, ...]:
    """The three best points, each as a button that teaches."""
    if status == "done":
        return ()
    answerer = arrival.state.live.current.answerer
    places = await asyncio.to_thread(nearest, answerer, item.question)
    look = views.Look(arrival.say, arrival.say.code, several=len(answerer.reports) > 1)
    return tuple(
        ((views.label(r, look), Teach(item.id, fingerprint(place), offset)),)
        for place in places
        for r in answerer.point(*place)
    )


def _onward(arrival: Arrival, item: ReviewItem, status: Status, offset: int, count: int) -> list[Row]:
    say = arrival.say
    marks: Row = tuple((say(f"review-mark-{s}"), Mark(item.id, s, status, offset)) for s in STATUSES if s != status)
    turns = []
    if offset:
        turns.append((say("page-back"), Page(status, offset - 1)))
    if offset + 1 < count:
        turns.append((say("page-on"), Page(status, offset + 1)))
    return [marks, tuple(turns)] if turns else [marks]


def _history(arrival: Arrival, item: ReviewItem) -> str:
    say = arrival.say
    why = say("comma").join(say(f"review-because-{reason}", count=n) for reason, n in sorted(item.reasons.items()))
    return say("review-history", count=item.count, date=item.last_at.date(), why=why)


def _about(arrival: Arrival, head: str, item: ReviewItem, result: Result, rows: tuple[Row, ...]) -> View:
    answerer = arrival.state.live.current.answerer
    look = views.Look(arrival.say, arrival.say.code, several=len(answerer.reports) > 1)
    return View(
        packed(
            [
                bold(head),
                escape(arrival.say("review-question", question=item.question)),
                escape(views.label(result, look)),
            ],
            "\n",
        ),
        rows,
    )
